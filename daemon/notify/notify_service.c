#include "daemon/notify/notify_service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "daemon/kafka/topic_writer.h"
#include "daemon/notify/notify_line.h"

static const double PULSE_S = 0.5;
static const int64_t CLOSE_US = 2000000;  // for all readers together

struct gz_notify_service {
    struct gz_notify_shared shared;
    struct gz_notify_line **lines;        // those that leave among them
    struct gz_metrics_receiver *metrics;  // one for each line
    size_t count;
    bool short_of;  // a line that could not be made: it is said
    char writer_name[256];
    bool curl_ready;
    ev_io on_writer;
    ev_timer on_pulse;
    ev_timer on_late;
};

static const char COMPONENT[] = "notify";

// --- lines ---

static struct gz_notify_line *line_to(const struct gz_notify_service *n,
                                      const char *receiver)
{
    for (size_t i = 0; i < n->count; i++) {
        if (strcmp(gz_notify_line_setup(n->lines[i])->name, receiver) == 0) {
            return n->lines[i];
        }
    }
    return NULL;
}

static bool make_room(struct gz_notify_service *n)
{
    struct gz_notify_line **lines =
        realloc(n->lines, (n->count + 1) * sizeof(struct gz_notify_line *));

    n->lines = lines != NULL ? lines : n->lines;
    struct gz_metrics_receiver *metrics =
        realloc(n->metrics, (n->count + 1) * sizeof(*metrics));
    n->metrics = metrics != NULL ? metrics : n->metrics;
    return lines != NULL && metrics != NULL;
}

static enum gz_status open_line(struct gz_notify_service *n,
                                const struct gz_receiver_setup *setup,
                                const struct gz_metrics_receiver *before,
                                struct gz_error *err)
{
    if (!make_room(n)) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    const enum gz_status st =
        gz_notify_line_new(&n->shared, setup, before, &n->lines[n->count], err);
    n->count += st == GZ_OK;
    return st;
}

// A line to each receiver that has none; one that leaves is waited for.
static enum gz_status open_lines(struct gz_notify_service *n,
                                 struct gz_error *err)
{
    const struct gz_receivers *all = n->shared.receivers;
    enum gz_status st = GZ_OK;

    for (size_t i = 0; all != NULL && st == GZ_OK && i < all->count; i++) {
        if (line_to(n, all->items[i].name) == NULL) {
            st = open_line(n, &all->items[i], NULL, err);
        }
    }
    n->shared.lookout = NULL;
    for (size_t i = 0; n->shared.lookout == NULL && i < n->count; i++) {
        if (!gz_notify_line_leaving(n->lines[i])) {
            n->shared.lookout = n->lines[i];
        }
    }
    return st;
}

// What cannot be made is tried again with the next pulse.
static void note_shortage(struct gz_notify_service *n, enum gz_status st,
                          const struct gz_error *err)
{
    if (st != GZ_OK && !n->short_of) {
        gz_log_error(n->shared.options.log, COMPONENT,
                     "a receiver cannot be started, trying again: %s",
                     gz_error_text(err));
    }
    n->short_of = st != GZ_OK;
}

// The line at an index has left: its receiver goes on if it is still in force.
static enum gz_status close_line(struct gz_notify_service *n, size_t index,
                                 struct gz_error *err)
{
    struct gz_notify_line *line = n->lines[index];
    const struct gz_metrics_receiver before = gz_notify_line_metrics(line);
    const struct gz_receiver_setup *setup =
        gz_receivers_find(n->shared.receivers, gz_str_z(before.name));

    n->count--;
    memmove(&n->lines[index], &n->lines[index + 1],
            (n->count - index) * sizeof(struct gz_notify_line *));
    gz_log_info(n->shared.options.log, COMPONENT, "receiver %s %s", before.name,
                setup != NULL ? "goes on as it is configured now" : "has left");
    const enum gz_status st =
        setup != NULL ? open_line(n, setup, &before, err) : GZ_OK;
    gz_notify_line_free(line, 0);
    return st;
}

static void renew_lines(struct gz_notify_service *n)
{
    struct gz_error err;
    enum gz_status st = GZ_OK;

    gz_error_init(&err);
    for (size_t i = n->count; st == GZ_OK && i > 0; i--) {
        if (gz_notify_line_left(n->lines[i - 1])) {
            st = close_line(n, i - 1, &err);
        }
    }
    st = st == GZ_OK ? open_lines(n, &err) : st;
    note_shortage(n, st, &err);
    gz_error_fini(&err);
}

// --- the loop ---

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
    if (!n->shared.stopping) {
        renew_lines(n);
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
    n->shared.receivers = gz_receivers_ref(options->receivers);
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
    gz_receivers_unref(n->shared.receivers);
    gz_alert_inbox_fini(&n->shared.inbox);
    if (n->curl_ready) {
        curl_global_cleanup();
    }
    free(n);
}

// Whether a line is to leave, said in the log.
static bool is_over(const struct gz_notify_service *n,
                    const struct gz_notify_line *line)
{
    const struct gz_receiver_setup *old = gz_notify_line_setup(line);
    const struct gz_receiver_setup *setup =
        gz_receivers_find(n->shared.receivers, gz_str_z(old->name));

    if (gz_notify_line_leaving(line) ||
        (setup != NULL && gz_receiver_setup_same(old, setup))) {
        return false;
    }
    gz_log_info(n->shared.options.log, COMPONENT,
                "receiver %s %s; what is on its way to it ends first",
                old->name, setup == NULL ? "is removed" : "is changed");
    return true;
}

void gz_notify_service_change(struct gz_notify_service *n,
                              struct gz_receivers *receivers)
{
    if (n->shared.stopping) {
        return;
    }
    gz_receivers_unref(n->shared.receivers);
    n->shared.receivers = gz_receivers_ref(receivers);
    for (size_t i = 0; i < n->count; i++) {
        if (is_over(n, n->lines[i])) {
            gz_notify_line_leave(n->lines[i]);
        }
    }
    renew_lines(n);
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
