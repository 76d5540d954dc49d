// libmicrohttpd without threads: its epoll descriptor is one watcher of the
// loop, its next timeout another, and a third sweeps slow clients.  It does not
// listen: it is handed connections by the door.

#include "daemon/http/server.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "daemon/http/listener.h"
#include "daemon/http/server_state.h"

enum {
    PENDING_PART = 8,        // of all connections: requests not complete
    STREAM_PARTS = 3,        // quarters of all connections
    MORE_DESCRIPTORS = 256,  // for the rest of the program
};

// Whoever is woken for the first time in a while goes on at once; what comes
// within this time behind it waits for one waking of all.
static const double LINGER_S = 0.005;

static const char COMPONENT[] = "http";

static void arm_timeout(struct gz_server *s)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;

    ev_timer_stop(s->options.loop, &s->timeout);
    if (MHD_get_timeout(s->daemon, &wait_ms) == MHD_YES) {
        ev_timer_set(&s->timeout, (double)wait_ms / 1000, 0);
        ev_timer_start(s->options.loop, &s->timeout);
    }
}

void gz_server_serve(struct gz_server *s)
{
    MHD_run(s->daemon);
    arm_timeout(s);
}

static void on_io(struct ev_loop *loop, ev_io *io, int events)
{
    (void)loop;
    (void)events;
    gz_server_serve(io->data);
}

static void on_timeout(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop;
    (void)events;
    gz_server_serve(timer->data);
}

static void resume(struct gz_server *s)
{
    if (gz_exchange_resume_woken(s)) {
        gz_server_serve(s);
        ev_timer_set(&s->linger, LINGER_S, 0);
        ev_timer_start(s->options.loop, &s->linger);
    }
}

static void on_wake(struct ev_loop *loop, ev_async *wake, int events)
{
    struct gz_server *s = wake->data;
    (void)loop;
    (void)events;

    if (!ev_is_active(&s->linger)) {
        resume(s);
    }
}

static void on_linger(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop;
    (void)events;
    resume(timer->data);
}

static bool is_late(const struct gz_server *s, const struct gz_connection *c)
{
    return !c->stream && gz_clock_monotonic_us(s->options.clock) - c->begin_us >
                             s->options.request_limit_ms * 1000;
}

static void on_sweep(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct gz_server *s = timer->data;

    (void)loop;
    (void)events;
    for (struct gz_connection *c = s->connections.newest; c != NULL;
         c = c->older) {
        if (!is_late(s, c)) {
            continue;
        }
        if (c->exchange != NULL && c->exchange->phase == GZ_EXCHANGE_DEFERRED) {
            gz_exchange_expire(c->exchange);
        } else {
            gz_connections_cut(&s->connections, c);
        }
    }
    gz_server_serve(s);  // those whose time was over go on
    gz_door_listen(s);   // there may be descriptors again
}

static void on_connection(void *ctx, struct MHD_Connection *mhd, void **record,
                          enum MHD_ConnectionNotificationCode code)
{
    struct gz_server *s = ctx;

    (void)mhd;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *record = s->entering;
        s->entering = NULL;
    } else {
        gz_connections_remove(&s->connections, *record);
        gz_door_listen(s);
    }
}

static void on_message(void *ctx, const char *fmt, va_list args)
    GZ_PRINTF(2, 0);

static void on_message(void *ctx, const char *fmt, va_list args)
{
    const struct gz_server *s = ctx;
    char text[256];

    vsnprintf(text, sizeof(text), fmt, args);
    gz_log_debug(s->options.log, COMPONENT, "%s", text);
}

static enum gz_status start_daemon(struct gz_server *s, struct gz_error *err)
{
    const struct gz_server_options *o = &s->options;
    const unsigned silence_s = (unsigned)(o->request_limit_ms / 1000) + 1;

    // The logger comes first: options are read in order, and may complain.
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME |
            MHD_USE_NO_LISTEN_SOCKET,
        0, NULL, NULL, gz_exchange_on_request, s, MHD_OPTION_EXTERNAL_LOGGER,
        on_message, s, MHD_OPTION_CONNECTION_LIMIT, (unsigned)o->connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)GZ_SERVER_CONNECTION_BYTES,
        MHD_OPTION_CONNECTION_TIMEOUT, silence_s, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, s, MHD_OPTION_URI_LOG_CALLBACK, gz_exchange_on_target, s,
        MHD_OPTION_NOTIFY_COMPLETED, gz_exchange_on_end, s, MHD_OPTION_END);
    if (s->daemon == NULL) {
        return gz_error_set(err, GZ_IO, "cannot start the HTTP server");
    }
    return GZ_OK;
}

static void start_watchers(struct gz_server *s)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    const double sweep_s = (double)s->options.sweep_ms / 1000;

    assert(info != NULL);
    ev_io_init(&s->io, on_io, info->epoll_fd, EV_READ);
    ev_timer_init(&s->timeout, on_timeout, 0, 0);
    ev_timer_init(&s->sweep, on_sweep, sweep_s, sweep_s);
    ev_timer_init(&s->linger, on_linger, LINGER_S, 0);
    ev_async_init(&s->wake, on_wake);
    s->io.data = s->timeout.data = s->sweep.data = s->linger.data =
        s->wake.data = s;
    ev_io_start(s->options.loop, &s->io);
    ev_timer_start(s->options.loop, &s->sweep);
    ev_async_start(s->options.loop, &s->wake);
    arm_timeout(s);
}

// A shell allows 1,024 descriptors by default, and more to whoever asks.
static void raise_descriptors(const struct gz_server *s)
{
    struct rlimit limit;
    const rlim_t wanted = s->options.connections + MORE_DESCRIPTORS;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) {
        return;
    }
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted) {
        gz_log_warning(s->options.log, COMPONENT,
                       "http.connections is %u, and this process may open "
                       "only %llu files (LimitNOFILE, ulimit -n)",
                       s->options.connections,
                       (unsigned long long)limit.rlim_cur);
    }
}

static enum gz_status listen_on(struct gz_server *s, struct gz_error *err)
{
    const struct gz_server_options *o = &s->options;

    return o->path != NULL
               ? gz_listener_open_unix(o->path, &s->listen_fd, err)
               : gz_listener_open(o->host, o->port, o->tokens != NULL,
                                  &s->listen_fd, &s->port, err);
}

static void say_open(const struct gz_server *s)
{
    const struct gz_server_options *o = &s->options;

    if (o->path != NULL) {
        gz_log_info(o->log, COMPONENT, "serving on unix:%s", o->path);
    } else {
        gz_log_info(o->log, COMPONENT, "serving on %s port %u%s", o->host,
                    (unsigned)s->port,
                    o->tokens == NULL ? "" : ", with tokens");
    }
}

static void release(struct gz_server *s)
{
    gz_connections_fini(&s->connections);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

enum gz_status gz_server_open(const struct gz_server_options *options,
                              struct gz_server **out, struct gz_error *err)
{
    struct gz_server *s = calloc(1, sizeof(*s));

    *out = NULL;
    if (s == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    s->options = *options;
    s->connections.pending_limit = options->connections / PENDING_PART + 1;
    s->stream_limit = options->connections / 4 * STREAM_PARTS;
    (void)pthread_mutex_init(&s->lock, NULL);
    enum gz_status st = listen_on(s, err);
    if (st != GZ_OK) {
        release(s);
        return st;
    }
    raise_descriptors(s);
    st = start_daemon(s, err);
    st = st == GZ_OK ? gz_door_open(s, err) : st;
    if (st != GZ_OK) {
        MHD_stop_daemon(s->daemon);
        close(s->listen_fd);
        release(s);
        return st;
    }
    say_open(s);
    start_watchers(s);
    *out = s;
    return GZ_OK;
}

// Suspended connections would be left behind by the library.
static void release_all(struct gz_server *s)
{
    for (struct gz_connection *c = s->connections.newest; c != NULL;
         c = c->older) {
        if (c->exchange != NULL) {
            gz_exchange_release(c->exchange);
        }
    }
}

void gz_server_close(struct gz_server *s)
{
    if (s == NULL) {
        return;
    }
    gz_door_close(s);
    ev_io_stop(s->options.loop, &s->io);
    ev_timer_stop(s->options.loop, &s->timeout);
    ev_timer_stop(s->options.loop, &s->sweep);
    ev_timer_stop(s->options.loop, &s->linger);
    ev_async_stop(s->options.loop, &s->wake);
    (void)gz_exchange_resume_woken(s);
    release_all(s);
    MHD_stop_daemon(s->daemon);
    (void)gz_exchange_resume_woken(s);
    if (s->options.path != NULL) {
        (void)unlink(s->options.path);
    }
    release(s);
}

uint16_t gz_server_port(const struct gz_server *s)
{
    return s->port;
}

struct gz_server_counts gz_server_counts(const struct gz_server *s)
{
    return (struct gz_server_counts){
        .connections = s->connections.count,
        .streams = s->connections.streams,
        .requests = s->requests,
        .refused = s->refused,
        .cut = s->connections.cut,
    };
}
