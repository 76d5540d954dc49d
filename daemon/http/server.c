// libmicrohttpd without threads: its epoll descriptor is one watcher of the
// loop, its next timeout another, and a third sweeps slow clients.

#include "daemon/http/server.h"

#include <assert.h>
#include <ev.h>
#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/http/listener.h"

// One that is open; libmicrohttpd calls us at its beginning and its end.
struct connection {
    struct connection *next;
    struct connection **link;  // what points at this one
    int fd;
    int64_t begin_us;
};

struct gz_server {
    struct MHD_Daemon *daemon;
    struct ev_loop *loop;  // borrowed
    ev_io io;
    ev_timer timeout;
    ev_timer sweep;
    gz_server_handler *handler;
    void *ctx;
    struct gz_log *log;
    const struct gz_clock *clock;
    int64_t request_limit_us;
    uint16_t port;
    struct connection *connections;
};

static void arm_timeout(struct gz_server *s)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;

    ev_timer_stop(s->loop, &s->timeout);
    if (MHD_get_timeout(s->daemon, &wait_ms) == MHD_YES) {
        ev_timer_set(&s->timeout, (double)wait_ms / 1000, 0);
        ev_timer_start(s->loop, &s->timeout);
    }
}

static void serve(struct gz_server *s)
{
    MHD_run(s->daemon);
    arm_timeout(s);
}

static void on_io(struct ev_loop *loop, ev_io *io, int events)
{
    (void)loop;
    (void)events;
    serve(io->data);
}

static void on_timeout(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop;
    (void)events;
    serve(timer->data);
}

// Shutting down is enough: the descriptor wakes up and is closed by its owner.
static void on_sweep(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct gz_server *s = timer->data;
    const int64_t now_us = gz_clock_monotonic_us(s->clock);

    (void)loop;
    (void)events;
    for (struct connection *c = s->connections; c != NULL; c = c->next) {
        if (now_us - c->begin_us > s->request_limit_us) {
            shutdown(c->fd, SHUT_RDWR);
        }
    }
    // With all places taken the library stops listening, and looks for free
    // ones only when it runs again: for which nothing else would be a reason.
    serve(s);
}

static void open_connection(struct gz_server *s, struct MHD_Connection *mhd,
                            void **record)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct connection *c = calloc(1, sizeof(*c));

    *record = c;
    if (c == NULL || info == NULL) {
        return;  // unwatched, but still bounded by the library's own timeout
    }
    c->fd = info->connect_fd;
    c->begin_us = gz_clock_monotonic_us(s->clock);
    c->next = s->connections;
    c->link = &s->connections;
    if (c->next != NULL) {
        c->next->link = &c->next;
    }
    s->connections = c;
}

static void close_connection(struct connection *c)
{
    if (c != NULL && c->link != NULL) {
        *c->link = c->next;
        if (c->next != NULL) {
            c->next->link = c->link;
        }
    }
    free(c);
}

static void on_connection(void *ctx, struct MHD_Connection *mhd, void **record,
                          enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        open_connection(ctx, mhd, record);
    } else {
        close_connection(*record);
    }
}

static enum MHD_Result send_text(struct MHD_Connection *mhd, unsigned status,
                                 const char *type, struct gz_str text)
{
    char *copy = malloc(text.len_bytes + 1);
    if (copy == NULL) {
        return MHD_NO;
    }
    if (text.len_bytes > 0) {
        memcpy(copy, text.ptr, text.len_bytes);
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(
        text.len_bytes, copy, MHD_RESPMEM_MUST_FREE);
    if (r == NULL) {
        free(copy);
        return MHD_NO;
    }
    MHD_add_response_header(r, "Content-Type", type);
    MHD_add_response_header(r, "Cache-Control", "no-store");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    // One request a connection: its age is then all that sweeping needs.
    MHD_add_response_header(r, "Connection", "close");
    if (status == MHD_HTTP_METHOD_NOT_ALLOWED) {
        MHD_add_response_header(r, "Allow", "GET, HEAD");
    }
    const enum MHD_Result queued = MHD_queue_response(mhd, status, r);
    MHD_destroy_response(r);
    return queued;
}

static const char plain[] = "text/plain; charset=utf-8";

// A refusal needs no memory of ours: want of it may be the reason.
static enum MHD_Result refuse(struct MHD_Connection *mhd, unsigned status,
                              const char *text)
{
    return send_text(mhd, status, plain, gz_str_z(text));
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *mhd,
                                  const char *path, const char *method,
                                  const char *version, const char *body,
                                  size_t *body_bytes, void **request)
{
    const struct gz_server *s = ctx;
    struct gz_server_reply reply = {.status = MHD_HTTP_OK, .type = plain};

    (void)version;
    (void)body;
    (void)request;
    *body_bytes = 0;  // whatever came counts as read
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0) {
        return refuse(mhd, MHD_HTTP_METHOD_NOT_ALLOWED,
                      "only GET and HEAD are answered here\n");
    }
    gz_buffer_init(&reply.body, 0);
    s->handler(s->ctx, path, &reply);
    const enum MHD_Result sent =
        gz_buffer_status(&reply.body) == GZ_OK
            ? send_text(mhd, reply.status, reply.type,
                        gz_buffer_str(&reply.body))
            : refuse(mhd, MHD_HTTP_SERVICE_UNAVAILABLE, "out of memory\n");
    gz_buffer_fini(&reply.body);
    return sent;
}

static void on_message(void *ctx, const char *fmt, va_list args)
    GZ_PRINTF(2, 0);

static void on_message(void *ctx, const char *fmt, va_list args)
{
    const struct gz_server *s = ctx;
    char text[256];

    vsnprintf(text, sizeof(text), fmt, args);
    gz_log_debug(s->log, "http", "%s", text);
}

static enum gz_status start_daemon(struct gz_server *s, int fd,
                                   struct gz_error *err)
{
    const unsigned silence_s = (unsigned)(s->request_limit_us / 1000000) + 1;

    // The logger comes first: options are read in order, and may complain.
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, s,
        MHD_OPTION_EXTERNAL_LOGGER, on_message, s, MHD_OPTION_LISTEN_SOCKET, fd,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)GZ_SERVER_CONNECTIONS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)GZ_SERVER_CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, silence_s, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, s, MHD_OPTION_END);
    if (s->daemon == NULL) {
        // fd is not closed: on most of its failures the library has done it.
        return gz_error_set(err, GZ_IO, "cannot start the HTTP server");
    }
    return GZ_OK;
}

static void start_watchers(struct gz_server *s, double sweep_s)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);

    assert(info != NULL);
    ev_io_init(&s->io, on_io, info->epoll_fd, EV_READ);
    ev_timer_init(&s->timeout, on_timeout, 0, 0);
    ev_timer_init(&s->sweep, on_sweep, sweep_s, sweep_s);
    s->io.data = s;
    s->timeout.data = s;
    s->sweep.data = s;
    ev_io_start(s->loop, &s->io);
    ev_timer_start(s->loop, &s->sweep);
    arm_timeout(s);
}

enum gz_status gz_server_open(const struct gz_server_options *options,
                              struct gz_server **out, struct gz_error *err)
{
    struct gz_server *s = calloc(1, sizeof(*s));
    int fd;

    *out = NULL;
    if (s == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    s->loop = options->loop;
    s->handler = options->handler;
    s->ctx = options->ctx;
    s->log = options->log;
    s->clock = options->clock;
    s->request_limit_us = options->request_limit_ms * 1000;

    enum gz_status st =
        gz_listener_open(options->host, options->port, &fd, &s->port, err);
    if (st == GZ_OK) {
        st = start_daemon(s, fd, err);
    }
    if (st != GZ_OK) {
        free(s);
        return st;
    }
    gz_log_info(s->log, "http", "pages on %s port %u", options->host,
                (unsigned)s->port);
    start_watchers(s, (double)options->sweep_ms / 1000);
    *out = s;
    return GZ_OK;
}

void gz_server_close(struct gz_server *s)
{
    if (s == NULL) {
        return;
    }
    ev_io_stop(s->loop, &s->io);
    ev_timer_stop(s->loop, &s->timeout);
    ev_timer_stop(s->loop, &s->sweep);
    MHD_stop_daemon(s->daemon);
    free(s);
}

uint16_t gz_server_port(const struct gz_server *s)
{
    return s->port;
}
