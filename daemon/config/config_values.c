#include "daemon/config/config_values.h"

#include <arpa/inet.h>
#include <stdbool.h>

struct unit {
    const char *name;
    int64_t factor;
};

// Largest first: printing takes the first that divides.
static const struct unit durations[] = {
    {"h", 3600000}, {"m", 60000}, {"s", 1000}, {"ms", 1}, {NULL, 0}};

static const struct unit sizes[] = {
    {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1000000000},
    {"MB", 1000000},  {"kB", 1000},     {"B", 1},         {NULL, 0}};

static const struct unit counts[] = {{"", 1}, {NULL, 0}};

static bool parse(struct gz_str text, const struct unit *units, int64_t *out)
{
    size_t digits = 0;
    while (digits < text.len_bytes && text.ptr[digits] >= '0' &&
           text.ptr[digits] <= '9') {
        digits++;
    }
    int64_t number = 0;
    if (!gz_str_to_int64(gz_str_of(text.ptr, digits), &number)) {
        return false;
    }
    const struct gz_str unit =
        gz_str_trim(gz_str_of(text.ptr + digits, text.len_bytes - digits));
    while (units->name != NULL && !gz_str_is(unit, units->name)) {
        units++;
    }
    return units->name != NULL &&
           !__builtin_mul_overflow(number, units->factor, out);
}

const char *gz_config_values_duration(struct gz_str text, int64_t *out_ms)
{
    return parse(text, durations, out_ms)
               ? NULL
               : "not a whole number and a unit (ms, s, m, h), as in 10s";
}

const char *gz_config_values_size(struct gz_str text, int64_t *out_bytes)
{
    return parse(text, sizes, out_bytes)
               ? NULL
               : "not a whole number and a unit (B, KiB, MiB, GiB), as in 1MiB";
}

void gz_config_values_number(enum gz_config_type type, int64_t number,
                             char *out, size_t size_bytes)
{
    const struct unit *unit = type == GZ_CONFIG_DURATION ? durations
                              : type == GZ_CONFIG_SIZE   ? sizes
                                                         : counts;
    while (number % unit->factor != 0 || (number == 0 && unit->factor != 1)) {
        unit++;
    }
    snprintf(out, size_bytes, "%lld%s", (long long)(number / unit->factor),
             unit->name);
}

// Split at the last colon: an IPv6 address has some of its own.
static bool split(struct gz_str text, struct gz_str *host, int64_t *port)
{
    size_t colon = text.len_bytes;
    while (colon > 0 && text.ptr[colon - 1] != ':') {
        colon--;
    }
    if (colon < 2) {
        return false;
    }
    *host = gz_str_of(text.ptr, colon - 1);
    const struct gz_str tail =
        gz_str_of(text.ptr + colon, text.len_bytes - colon);
    return tail.len_bytes > 0 && tail.ptr[0] >= '0' && tail.ptr[0] <= '9' &&
           gz_str_to_int64(tail, port) && *port <= 65535;
}

static bool is_loopback(const char *host, bool *known)
{
    struct in_addr four;
    struct in6_addr six;

    *known = true;
    if (inet_pton(AF_INET, host, &four) == 1) {
        return ntohl(four.s_addr) >> 24 == 127;
    }
    if (inet_pton(AF_INET6, host, &six) == 1) {
        return IN6_IS_ADDR_LOOPBACK(&six);
    }
    *known = false;
    return false;
}

// Without brackets, and with the one name that needs no resolver.
static struct gz_str plain_host(struct gz_str host)
{
    if (host.len_bytes > 2 && host.ptr[0] == '[' &&
        host.ptr[host.len_bytes - 1] == ']') {
        return gz_str_of(host.ptr + 1, host.len_bytes - 2);
    }
    return gz_str_is(host, "localhost") ? GZ_STR_LIT("127.0.0.1") : host;
}

static const char *parse_path(struct gz_str path, struct gz_arena *arena,
                              struct gz_config_address *out, enum gz_status *st)
{
    if (path.len_bytes < 2 || path.ptr[0] != '/' ||
        memchr(path.ptr, '\0', path.len_bytes) != NULL) {
        return "not unix: and an absolute path, as in "
               "unix:/run/gazetted/http.sock";
    }
    out->path = gz_arena_copy(arena, path).ptr;
    *st = out->path == NULL ? GZ_NO_MEMORY : GZ_OK;
    return NULL;
}

const char *gz_config_values_address(struct gz_str text, struct gz_arena *arena,
                                     struct gz_config_address *out,
                                     enum gz_status *st)
{
    static const struct gz_str scheme = {"unix:", 5};
    struct gz_str host;
    int64_t port = 0;
    bool known = false;

    *st = GZ_OK;
    *out = (struct gz_config_address){0};
    if (gz_str_is(text, "off")) {
        return NULL;
    }
    if (gz_str_starts(text, scheme)) {
        return parse_path(gz_str_of(text.ptr + scheme.len_bytes,
                                    text.len_bytes - scheme.len_bytes),
                          arena, out, st);
    }
    if (!split(text, &host, &port)) {
        return "not ADDRESS:PORT, unix:PATH or \"off\"";
    }
    host = gz_arena_copy(arena, plain_host(host));
    if (host.ptr == NULL) {
        *st = GZ_NO_MEMORY;
        return NULL;
    }
    const bool local = is_loopback(host.ptr, &known);
    if (!known) {
        return "not a numeric address such as 127.0.0.1 or [::1]";
    }
    *out = (struct gz_config_address){
        .host = host.ptr, .port = (uint16_t)port, .loopback = local};
    return NULL;
}

void gz_config_values_put_address(struct gz_buffer *out,
                                  struct gz_config_address address)
{
    if (address.path != NULL) {
        gz_buffer_append_fmt(out, "unix:%s", address.path);
        return;
    }
    if (address.host == NULL) {
        gz_buffer_append_z(out, "off");
        return;
    }
    const bool six = strchr(address.host, ':') != NULL;
    gz_buffer_append_fmt(out, six ? "[%s]:%u" : "%s:%u", address.host,
                         address.port);
}
