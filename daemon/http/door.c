// The door: connections wait outside of the library until the head of their
// request has come, which is looked at and not taken.  The library would answer
// a head that is malformed by itself, as a page, and some of them twice.
//
// It waits with an epoll of its own, since only that tells of what is new where
// nothing is taken.

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "daemon/http/request_head.h"
#include "daemon/http/server_state.h"

// So many arrive at a time, lest those who are in wait for them.
enum { EVENTS = 64, ARRIVALS = 16, DRAIN_READS = 8, DATE_BYTES = 40 };

// An address of any family.
union peer {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_storage room;
};

static void drop(struct gz_server *s, struct gz_connection *c)
{
    close(c->fd);
    gz_connections_remove(&s->connections, c);
    gz_door_listen(s);
}

// --- refusing ---

static void append_date(struct gz_buffer *out, int64_t now_ms)
{
    const time_t now_s = (time_t)(now_ms / 1000);
    struct tm parts;
    char text[DATE_BYTES];

    (void)gmtime_r(&now_s, &parts);
    strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    gz_buffer_append_fmt(out, "Date: %s\r\n", text);
}

static void write_answer(const struct gz_server *s,
                         const struct gz_request_fault *fault, bool body,
                         struct gz_buffer *out)
{
    struct gz_reply reply;

    gz_reply_init(&reply);
    gz_reply_error(&reply, fault->status, fault->remedy, "%s", fault->error);
    gz_buffer_append_fmt(out, "HTTP/1.1 %u %s\r\n", fault->status,
                         MHD_get_reason_phrase_for(fault->status));
    append_date(out, gz_clock_realtime_ms(s->options.clock));
    gz_buffer_append_fmt(out,
                         "Content-Type: %s\r\nContent-Length: %zu\r\n"
                         "Cache-Control: no-store\r\n"
                         "X-Content-Type-Options: nosniff\r\n"
                         "Connection: close\r\n\r\n",
                         reply.type, reply.body.len);
    if (body) {
        gz_buffer_append_str(out, gz_buffer_str(&reply.body));
    }
    gz_reply_fini(&reply);
}

// Take what the client still sends: closed before that, it would not see the
// answer.  Whoever goes on for ever is swept.
static void drain(struct gz_server *s, struct gz_connection *c, bool ended)
{
    char bytes[GZ_REQUEST_HEAD_BYTES];
    ssize_t n = 1;

    for (int i = 0; i < DRAIN_READS && n > 0; i++) {
        n = recv(c->fd, bytes, sizeof(bytes), 0);
    }
    if (ended || n == 0 || (n < 0 && errno != EAGAIN)) {
        drop(s, c);
    }
}

// An answer is short: what a new connection cannot take at once it never will.
static void refuse(struct gz_server *s, struct gz_connection *c,
                   const struct gz_request_fault *fault, struct gz_str head,
                   bool ended)
{
    const bool body = !gz_str_starts(head, GZ_STR_LIT("HEAD "));
    struct gz_buffer out;

    s->requests++;
    c->refused = true;
    gz_buffer_init(&out, 0);
    write_answer(s, fault, body, &out);
    if (gz_buffer_status(&out) == GZ_OK) {
        (void)send(c->fd, out.data, out.len, MSG_NOSIGNAL);
    }
    gz_buffer_fini(&out);
    shutdown(c->fd, SHUT_WR);
    drain(s, c, ended);
}

// --- letting in ---

// The library closes what it does not take.  It goes on at once: a request that
// it has not seen yet is one that others may crowd out.
static void let_in(struct gz_server *s, struct gz_connection *c)
{
    union peer peer;
    socklen_t size = sizeof(peer);

    if (getpeername(c->fd, &peer.any, &size) != 0 ||
        epoll_ctl(s->door_fd, EPOLL_CTL_DEL, c->fd, NULL) != 0) {
        drop(s, c);
        return;
    }
    c->outside = false;
    s->entering = c;
    (void)MHD_add_connection(s->daemon, c->fd, &peer.any, size);
    if (s->entering != NULL) {
        s->entering = NULL;
        gz_connections_remove(&s->connections, c);
    }
    gz_server_serve(s);
}

static void look(struct gz_server *s, struct gz_connection *c, bool ended)
{
    char bytes[GZ_REQUEST_HEAD_BYTES];
    struct gz_request_fault fault;
    const ssize_t n = recv(c->fd, bytes, sizeof(bytes), MSG_PEEK);

    if (n <= 0) {
        if (n == 0 || errno != EAGAIN || ended) {
            drop(s, c);
        }
        return;
    }
    const struct gz_str head = gz_str_of(bytes, (size_t)n);
    switch (gz_request_head_check(head, &fault)) {
    case GZ_REQUEST_HEAD_GOOD:
        let_in(s, c);
        break;
    case GZ_REQUEST_HEAD_BAD:
        refuse(s, c, &fault, head, ended);
        break;
    case GZ_REQUEST_HEAD_PART:
    default:
        if (ended) {
            drop(s, c);
        }
        break;
    }
}

static void on_door(struct ev_loop *loop, ev_io *io, int revents)
{
    struct gz_server *s = io->data;
    struct epoll_event events[EVENTS];
    const int count = epoll_wait(s->door_fd, events, EVENTS, 0);

    (void)loop;
    (void)revents;
    for (int i = 0; i < count; i++) {
        struct gz_connection *c = events[i].data.ptr;
        const bool ended =
            (events[i].events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
        if (c->refused) {
            drain(s, c, ended);
        } else {
            look(s, c, ended);
        }
    }
}

// --- arriving ---

// All zeros: it has none.
static struct in6_addr address_of(const union peer *peer)
{
    struct in6_addr out = IN6ADDR_ANY_INIT;

    if (peer->any.sa_family == AF_INET6) {
        out = peer->v6.sin6_addr;
    } else if (peer->any.sa_family == AF_INET) {
        out.s6_addr[10] = out.s6_addr[11] = 0xff;
        memcpy(&out.s6_addr[12], &peer->v4.sin_addr, sizeof(struct in_addr));
    }
    return out;
}

static bool is_welcome(const struct gz_server *s, const struct in6_addr *from)
{
    return IN6_IS_ADDR_UNSPECIFIED(from) ||
           gz_connections_from(&s->connections, from) <
               s->options.connections_per_address;
}

static void take(struct gz_server *s, int fd, const union peer *peer)
{
    const struct in6_addr from = address_of(peer);
    struct gz_connection *c =
        is_welcome(s, &from)
            ? gz_connections_add(&s->connections, fd, &from,
                                 gz_clock_monotonic_us(s->options.clock))
            : NULL;
    struct epoll_event event = {
        .events = EPOLLIN | EPOLLRDHUP | EPOLLET,
        .data.ptr = c,
    };

    if (c == NULL) {
        close(fd);
        return;
    }
    c->outside = true;
    if (epoll_ctl(s->door_fd, EPOLL_CTL_ADD, fd, &event) != 0) {
        drop(s, c);
        return;
    }
    look(s, c, false);
}

static bool has_place(const struct gz_server *s)
{
    return s->connections.count < s->options.connections;
}

// Those that find no place, or no descriptor, wait where they are.
static void on_arrivals(struct ev_loop *loop, ev_io *io, int revents)
{
    struct gz_server *s = io->data;

    (void)revents;
    for (int i = 0; has_place(s); i++) {
        union peer peer = {.any.sa_family = AF_UNSPEC};
        socklen_t size = sizeof(peer);
        const int fd = accept4(s->listen_fd, &peer.any, &size,
                               SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED)) {
            return;
        }
        if (fd < 0) {
            break;
        }
        take(s, fd, &peer);
        if (i + 1 == ARRIVALS) {
            return;
        }
    }
    ev_io_stop(loop, io);
}

void gz_door_listen(struct gz_server *s)
{
    if (has_place(s) && s->listen_fd >= 0) {
        ev_io_start(s->options.loop, &s->arrivals);
    }
}

enum gz_status gz_door_open(struct gz_server *s, struct gz_error *err)
{
    s->door_fd = epoll_create1(EPOLL_CLOEXEC);
    if (s->door_fd < 0) {
        return gz_error_errno(err, errno, "cannot start the HTTP server");
    }
    ev_io_init(&s->arrivals, on_arrivals, s->listen_fd, EV_READ);
    ev_io_init(&s->door, on_door, s->door_fd, EV_READ);
    s->arrivals.data = s->door.data = s;
    ev_io_start(s->options.loop, &s->door);
    gz_door_listen(s);
    return GZ_OK;
}

void gz_door_close(struct gz_server *s)
{
    struct gz_connection *c = s->connections.newest;

    while (c != NULL) {
        struct gz_connection *older = c->older;
        if (c->outside) {
            close(c->fd);
            gz_connections_remove(&s->connections, c);
        }
        c = older;
    }
    ev_io_stop(s->options.loop, &s->arrivals);
    ev_io_stop(s->options.loop, &s->door);
    close(s->door_fd);
    close(s->listen_fd);
    s->listen_fd = -1;
}
