#include "daemon/notify/notify_service.h"

#include <stdio.h>
#include <stdlib.h>

#include <curl/curl.h>

#include "daemon/kafka/topic_writer.h"
#include "daemon/notify/notify_line.h"

static const double PULSE_S = 0.5;
static const int64_t CLOSE_US = 2000000;  // for all readers together

struct gz_notify_service {
    struct gz_notify_shared shared;
    struct gz_notify_line **lines;
    struct gz_metrics_receiver *metrics;  // one for each line
    size_t count;
    char writer_name[256];
    bool curl_ready;
    ev_io on_writer;
    ev_timer on_pulse;
    ev_timer on_late;
};

static void on_reported(void *ctx, void *tag, enum gz_topic_report how)
{
    (void)ctx;
    gz_notify_line_reported(tag, how == GZ_TOPIC_STORED,
                            how == GZ_TOPIC_TOO_LARGE);
}

static void on_writer(struct ev_loop *loop, ev_io *io, int events)
{
    struct gz_notify_service *n = io->data;
    (void)loop;
    (void)events;

    gz_topic_writer_clear_fd(n->shared.writer);
    gz_topic_writer_serve(n->shared.writer);
}

static void on_pulse(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct gz_notify_service *n = timer->data;
    (void)loop;
    (void)events;

    gz_topic_writer_serve(n->shared.writer);
    for (size_t i = 0; i < n->count; i++) {
        gz_notify_line_pulse(n->lines[i]);
    }
}

static void on_late(struct ev_loop *loop, ev_timer *timer, int events)
{
    struct gz_notify_service *n = timer->data;
    (void)loop;
    (void)events;

    n->shared.over = true;
    n->shared.options.on_idle(n->shared.options.ctx);
}

static enum gz_status open_writer(struct gz_notify_service *n,
                                  struct gz_error *err)
{
    const struct gz_config *config = n->shared.options.config;

    snprintf(n->writer_name, sizeof(n->writer_name), "%s-notify",
             config->instance);
    const enum gz_status st = gz_topic_writer_new(
        config, config->alerts.undelivered, n->writer_name,
        n->shared.options.log, on_reported, n, &n->shared.writer, err);
    if (st == GZ_OK) {
        ev_io_init(&n->on_writer, on_writer,
                   gz_topic_writer_fd(n->shared.writer), EV_READ);
        n->on_writer.data = n;
        ev_io_start(n->shared.options.loop, &n->on_writer);
    }
    return st;
}

static enum gz_status open_lines(struct gz_notify_service *n,
                                 struct gz_error *err)
{
    const struct gz_receivers *all = n->shared.options.receivers;
    enum gz_status st = GZ_OK;

    n->lines = calloc(all->count + 1, sizeof(struct gz_notify_line *));
    n->metrics = calloc(all->count + 1, sizeof(*n->metrics));
    if (n->lines == NULL || n->metrics == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; st == GZ_OK && i < all->count; i++) {
        st = gz_notify_line_new(&n->shared, &all->items[i], i == 0,
                                &n->lines[i], err);
        n->count += st == GZ_OK;
    }
    return st;
}

static enum gz_status open_parts(struct gz_notify_service *n,
                                 struct gz_error *err)
{
    n->curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    if (!n->curl_ready) {
        return gz_error_set(err, GZ_IO, "cannot set up libcurl");
    }
    enum gz_status st = gz_alert_inbox_init(&n->shared.inbox, err);
    st = st == GZ_OK ? open_writer(n, err) : st;
    return st == GZ_OK ? open_lines(n, err) : st;
}

enum gz_status gz_notify_service_new(const struct gz_notify_options *options,
                                     struct gz_notify_service **out,
                                     struct gz_error *err)
{
    struct gz_notify_service *n = calloc(1, sizeof(*n));

    *out = NULL;
    if (n == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    n->shared.options = *options;
    ev_timer_init(&n->on_pulse, on_pulse, PULSE_S, PULSE_S);
    ev_init(&n->on_late, on_late);
    n->on_pulse.data = n->on_late.data = n;
    const enum gz_status st = open_parts(n, err);
    if (st != GZ_OK) {
        gz_notify_service_free(n);
        return st;
    }
    ev_timer_start(options->loop, &n->on_pulse);
    *out = n;
    return GZ_OK;
}

void gz_notify_service_free(struct gz_notify_service *n)
{
    if (n == NULL) {
        return;
    }
    ev_timer_stop(n->shared.options.loop, &n->on_pulse);
    ev_timer_stop(n->shared.options.loop, &n->on_late);
    if (n->shared.writer != NULL) {
        ev_io_stop(n->shared.options.loop, &n->on_writer);
        gz_topic_writer_free(n->shared.writer);
    }
    for (size_t i = 0; i < n->count; i++) {
        gz_notify_line_free(n->lines[i], CLOSE_US / (int64_t)n->count);
    }
    free(n->lines);
    free(n->metrics);
    gz_alert_inbox_fini(&n->shared.inbox);
    if (n->curl_ready) {
        curl_global_cleanup();
    }
    free(n);
}

void gz_notify_service_stop(struct gz_notify_service *n, int64_t limit_ms)
{
    if (n == NULL || n->shared.stopping) {
        return;
    }
    n->shared.stopping = true;
    ev_timer_set(&n->on_late, (double)limit_ms / 1e3, 0.);
    ev_timer_start(n->shared.options.loop, &n->on_late);
    if (gz_notify_service_idle(n)) {
        n->shared.options.on_idle(n->shared.options.ctx);
    }
}

bool gz_notify_service_idle(const struct gz_notify_service *n)
{
    if (n == NULL) {
        return true;
    }
    bool idle = n->shared.stopping;
    for (size_t i = 0; i < n->count; i++) {
        idle = idle && gz_notify_line_idle(n->lines[i]);
    }
    return idle || n->shared.over;
}

const struct gz_metrics_receiver *
gz_notify_service_metrics(struct gz_notify_service *n, size_t *count)
{
    *count = n == NULL ? 0 : n->count;
    for (size_t i = 0; i < *count; i++) {
        n->metrics[i] = gz_notify_line_metrics(n->lines[i]);
    }
    return n == NULL ? NULL : n->metrics;
}
