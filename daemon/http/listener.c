#include "daemon/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 64 };

// An address of either family.
union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static socklen_t size_of(const union address *a)
{
    return a->any.sa_family == AF_INET ? sizeof(a->v4) : sizeof(a->v6);
}

// The pages are for this machine: who is let in is settled by the address.
static bool parse_loopback(const char *host, uint16_t port, union address *a)
{
    memset(a, 0, sizeof(*a));
    if (inet_pton(AF_INET, host, &a->v4.sin_addr) == 1) {
        a->v4.sin_family = AF_INET;
        a->v4.sin_port = htons(port);
        return ntohl(a->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
    }
    if (inet_pton(AF_INET6, host, &a->v6.sin6_addr) == 1) {
        a->v6.sin6_family = AF_INET6;
        a->v6.sin6_port = htons(port);
        return IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
    }
    return false;
}

static bool start_listening(int fd, union address *a, uint16_t *port)
{
    const int on = 1;
    socklen_t size = size_of(a);

    // A restart must not wait for connections of the former process.
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
        bind(fd, &a->any, size) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, &a->any, &size) != 0) {
        return false;
    }
    *port =
        ntohs(a->any.sa_family == AF_INET ? a->v4.sin_port : a->v6.sin6_port);
    return true;
}

enum gz_status gz_listener_open(const char *host, uint16_t wanted, int *fd,
                                uint16_t *port, struct gz_error *err)
{
    union address a;

    if (!parse_loopback(host, wanted, &a)) {
        return gz_error_set(err, GZ_INVALID,
                            "cannot serve HTTP on \"%s\": it is no loopback "
                            "address such as 127.0.0.1 or ::1",
                            host);
    }
    *fd =
        socket(a.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (*fd < 0 || !start_listening(*fd, &a, port)) {
        const int saved_errno = errno;
        if (*fd >= 0) {
            close(*fd);
        }
        return gz_error_errno(err, saved_errno,
                              "cannot serve HTTP on %s port %u", host,
                              (unsigned)wanted);
    }
    return GZ_OK;
}
