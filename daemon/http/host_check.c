#include "daemon/http/host_check.h"

#include <arpa/inet.h>

enum { NAME_BYTES = 254 };

// A port is digits behind the last colon, or behind a bracket.
static bool is_port(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return false;
        }
    }
    return s.len_bytes <= 5;
}

// The name without its port; *six: it stood in brackets.  False: malformed.
static bool cut_port(struct gz_str *host, bool *six)
{
    size_t end = 0;

    *six = host->len_bytes > 0 && host->ptr[0] == '[';
    while (end < host->len_bytes && host->ptr[end] != (*six ? ']' : ':')) {
        end++;
    }
    const size_t behind = *six ? end + 1 : end;
    if (behind > host->len_bytes) {
        return false;
    }
    const struct gz_str tail =
        gz_str_of(host->ptr + behind, host->len_bytes - behind);
    if (tail.len_bytes > 0 &&
        (tail.ptr[0] != ':' ||
         !is_port(gz_str_of(tail.ptr + 1, tail.len_bytes - 1)))) {
        return false;
    }
    *host =
        *six ? gz_str_of(host->ptr + 1, end - 1) : gz_str_of(host->ptr, end);
    return host->len_bytes > 0;
}

static bool is_address(struct gz_str host, bool six)
{
    char text[INET6_ADDRSTRLEN + 1];
    struct in6_addr address;

    if (host.len_bytes >= sizeof(text) ||
        memchr(host.ptr, '\0', host.len_bytes) != NULL) {
        return false;
    }
    memcpy(text, host.ptr, host.len_bytes);
    text[host.len_bytes] = '\0';
    return inet_pton(six ? AF_INET6 : AF_INET, text, &address) == 1;
}

bool gz_host_check_host(struct gz_str host, const char *const *names)
{
    bool six = false;

    if (!cut_port(&host, &six) || host.len_bytes >= NAME_BYTES) {
        return false;
    }
    if (is_address(host, six)) {
        return true;
    }
    if (!six && gz_str_eq_nocase(host, GZ_STR_LIT("localhost"))) {
        return true;
    }
    for (; !six && *names != NULL; names++) {
        if (gz_str_eq_nocase(host, gz_str_z(*names))) {
            return true;
        }
    }
    return false;
}

bool gz_host_check_origin(struct gz_str origin, struct gz_str host,
                          const char *const *origins, bool *listed)
{
    static const struct gz_str scheme = {"http://", sizeof("http://") - 1};

    *listed = false;
    for (; *origins != NULL; origins++) {
        if (gz_str_eq_nocase(origin, gz_str_z(*origins))) {
            *listed = true;
            return true;
        }
    }
    return gz_str_starts(origin, scheme) && host.len_bytes > 0 &&
           gz_str_eq_nocase(gz_str_of(origin.ptr + scheme.len_bytes,
                                      origin.len_bytes - scheme.len_bytes),
                            host);
}
