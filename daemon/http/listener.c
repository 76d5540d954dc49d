#include "daemon/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

// Many may come at once; the loop takes them in its next turn.
enum { BACKLOG = 1024, SOCKET_MODE = 0660 };

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

static bool parse(const char *host, uint16_t port, union address *a,
                  bool *loopback)
{
    memset(a, 0, sizeof(*a));
    if (inet_pton(AF_INET, host, &a->v4.sin_addr) == 1) {
        a->v4.sin_family = AF_INET;
        a->v4.sin_port = htons(port);
        *loopback = ntohl(a->v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
        return true;
    }
    if (inet_pton(AF_INET6, host, &a->v6.sin6_addr) == 1) {
        a->v6.sin6_family = AF_INET6;
        a->v6.sin6_port = htons(port);
        *loopback = IN6_IS_ADDR_LOOPBACK(&a->v6.sin6_addr);
        return true;
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

enum gz_status gz_listener_open(const char *host, uint16_t wanted,
                                bool everywhere, int *fd, uint16_t *port,
                                struct gz_error *err)
{
    union address a;
    bool loopback = false;

    if (!parse(host, wanted, &a, &loopback)) {
        return gz_error_set(err, GZ_INVALID,
                            "cannot serve HTTP on \"%s\": it is no numeric "
                            "address such as 127.0.0.1 or ::1",
                            host);
    }
    if (!loopback && !everywhere) {
        return gz_error_set(err, GZ_INVALID,
                            "cannot serve HTTP on \"%s\": other machines reach "
                            "it, so it needs http.tokens (or listen on "
                            "127.0.0.1, ::1 or unix:PATH)",
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

// Whether the file is a socket on which nobody listens any more.
static bool is_left_over(const struct sockaddr_un *a)
{
    struct stat st;

    if (lstat(a->sun_path, &st) != 0 || !S_ISSOCK(st.st_mode)) {
        return false;
    }
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return false;
    }
    const bool refused =
        connect(fd, (const struct sockaddr *)a, sizeof(*a)) != 0 &&
        errno == ECONNREFUSED;
    close(fd);
    return refused;
}

enum gz_status gz_listener_open_unix(const char *path, int *fd,
                                     struct gz_error *err)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    const size_t len = strlen(path);

    if (len >= sizeof(a.sun_path)) {
        return gz_error_set(err, GZ_INVALID,
                            "cannot serve HTTP on unix:%s: the path is longer "
                            "than %zu bytes",
                            path, sizeof(a.sun_path) - 1);
    }
    memcpy(a.sun_path, path, len);
    *fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (*fd >= 0 && is_left_over(&a)) {
        (void)unlink(path);
    }
    if (*fd < 0 || bind(*fd, (const struct sockaddr *)&a, sizeof(a)) != 0 ||
        chmod(path, SOCKET_MODE) != 0 || listen(*fd, BACKLOG) != 0) {
        const int saved_errno = errno;
        if (*fd >= 0) {
            close(*fd);
        }
        return gz_error_errno(err, saved_errno, "cannot serve HTTP on unix:%s",
                              path);
    }
    return GZ_OK;
}
