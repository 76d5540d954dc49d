#include "daemon/notify/curl_loop.h"

#include <stdlib.h>

struct gz_curl_loop {
    struct ev_loop *loop;
    CURLM *multi;
    ev_timer on_time;
    gz_curl_loop_done *done;
    void *ctx;
};

// One socket of libcurl's.
struct watch {
    struct gz_curl_loop *owner;
    ev_io io;
};

static void tell_ended(struct gz_curl_loop *c)
{
    CURLMsg *message;
    int left;

    while ((message = curl_multi_info_read(c->multi, &left)) != NULL) {
        // The message dies with the removal.
        CURL *easy = message->easy_handle;
        const CURLcode code = message->data.result;
        if (message->msg == CURLMSG_DONE) {
            (void)curl_multi_remove_handle(c->multi, easy);
            c->done(c->ctx, easy, code);
        }
    }
}

static void on_ready(struct ev_loop *loop, ev_io *io, int events)
{
    const struct watch *w = io->data;
    struct gz_curl_loop *c = w->owner;
    const int action = ((events & EV_READ) != 0 ? CURL_CSELECT_IN : 0) |
                       ((events & EV_WRITE) != 0 ? CURL_CSELECT_OUT : 0);
    int running;
    (void)loop;

    (void)curl_multi_socket_action(c->multi, io->fd, action, &running);
    tell_ended(c);
}

static void on_time(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct gz_curl_loop *c = timer->data;
    int running;
    (void)loop;
    (void)events;

    (void)curl_multi_socket_action(c->multi, CURL_SOCKET_TIMEOUT, 0, &running);
    tell_ended(c);
}

static void forget(struct gz_curl_loop *c, struct watch *w)
{
    if (w != NULL) {
        ev_io_stop(c->loop, &w->io);
        free(w);
    }
}

static struct watch *watch_new(struct gz_curl_loop *c, curl_socket_t fd)
{
    struct watch *w = calloc(1, sizeof(*w));

    if (w == NULL || curl_multi_assign(c->multi, fd, w) != CURLM_OK) {
        free(w);
        return NULL;
    }
    w->owner = c;
    ev_init(&w->io, on_ready);
    w->io.data = w;
    return w;
}

// Without memory for a watcher the transfer ends by its time limit.
static int on_socket(CURL *easy, curl_socket_t fd, int what, void *ctx,
                     void *socket_ctx)
{
    struct gz_curl_loop *c = ctx;
    struct watch *w = socket_ctx;
    (void)easy;

    if (what == CURL_POLL_REMOVE) {
        forget(c, w);
        return 0;
    }
    w = w == NULL ? watch_new(c, fd) : w;
    if (w == NULL) {
        return 0;
    }
    ev_io_stop(c->loop, &w->io);
    ev_io_set(&w->io, fd,
              ((what & CURL_POLL_IN) != 0 ? EV_READ : 0) |
                  ((what & CURL_POLL_OUT) != 0 ? EV_WRITE : 0));
    ev_io_start(c->loop, &w->io);
    return 0;
}

static int on_timer(CURLM *multi, long timeout_ms, void *ctx)
{
    struct gz_curl_loop *c = ctx;
    (void)multi;

    ev_timer_stop(c->loop, &c->on_time);
    if (timeout_ms >= 0) {
        // The loop's idea of now is as old as its latest turn.
        ev_now_update(c->loop);
        ev_timer_set(&c->on_time, (double)timeout_ms / 1e3, 0.);
        ev_timer_start(c->loop, &c->on_time);
    }
    return 0;
}

struct gz_curl_loop *gz_curl_loop_new(struct ev_loop *loop,
                                      gz_curl_loop_done *done, void *ctx)
{
    struct gz_curl_loop *c = calloc(1, sizeof(*c));
    CURLM *multi = curl_multi_init();

    if (c == NULL || multi == NULL) {
        free(c);
        (void)curl_multi_cleanup(multi);
        return NULL;
    }
    *c = (struct gz_curl_loop){loop, multi, {0}, done, ctx};
    ev_init(&c->on_time, on_time);
    c->on_time.data = c;
    (void)curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    (void)curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, c);
    (void)curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_timer);
    (void)curl_multi_setopt(multi, CURLMOPT_TIMERDATA, c);
    return c;
}

void gz_curl_loop_free(struct gz_curl_loop *c)
{
    if (c != NULL) {
        (void)curl_multi_cleanup(c->multi);  // closes kept connections
        ev_timer_stop(c->loop, &c->on_time);
        free(c);
    }
}

bool gz_curl_loop_add(struct gz_curl_loop *c, CURL *easy)
{
    return curl_multi_add_handle(c->multi, easy) == CURLM_OK;
}

void gz_curl_loop_remove(struct gz_curl_loop *c, CURL *easy)
{
    (void)curl_multi_remove_handle(c->multi, easy);
}
