#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "daemon/base/clock.h"
#include "daemon/observe/notify.h"
#include "daemon/service_state.h"

static const char COMPONENT[] = "service";
static const double PULSE_S = 1.;
static const double GRACE_S = 5.;         // beyond drain_timeout, then by force
static const double SAME_SIGNAL_S = 0.5;  // some tools send one twice

void gz_service_call(void *ctx)
{
    struct gz_service *s = ctx;

    ev_async_send(s->loop, &s->on_call);
}

bool gz_service_ready(const struct gz_service *s)
{
    for (uint32_t i = 0; i < s->worker_count; i++) {
        if (gz_service_why_not_ready(s->workers[i]) != NULL) {
            return false;
        }
    }
    return !s->stopping && gz_service_why_waiting(s) == NULL;
}

const struct gz_metrics *gz_service_metrics(const struct gz_service *s)
{
    return s->metrics;
}

void gz_service_stop(struct gz_service *s)
{
    atomic_store(&s->asked, true);
    gz_service_call(s);
}

void gz_service_begin_stop(struct gz_service *s, const char *why)
{
    if (s->stopping) {
        return;
    }
    s->stopping = true;
    gz_log_info(s->log, COMPONENT, "stopping: %s", why);
    gz_notify_stopping("draining");
    for (uint32_t i = 0; i < s->worker_count; i++) {
        gz_worker_stop(s->workers[i]);
    }
    // While the loop still runs, so that the answers are sent.
    if (s->topic != NULL) {
        gz_subscription_topic_leave(s->topic);
    }
    gz_notify_service_stop(s->notify, s->config->drain_timeout_ms);
    ev_timer_again(s->loop, &s->on_late);
    gz_service_call(s);  // there may be nothing left to wait for
}

static void end_now(struct gz_service *s, const char *why)
{
    gz_log_flush(s->log);  // not freed: workers still write to it
    gz_log_error(s->log, COMPONENT, "ending at once: %s", why);
    _exit(EXIT_FAILURE);
}

static void on_end(struct ev_loop *loop, ev_signal *watcher, int events)
{
    struct gz_service *s = watcher->data;
    (void)loop;
    (void)events;

    if (s->signal_s > 0 && ev_now(s->loop) - s->signal_s > SAME_SIGNAL_S) {
        end_now(s, "a second signal");
    }
    s->signal_s = ev_now(s->loop);
    gz_service_begin_stop(s, "a signal");
}

static void on_late(struct ev_loop *loop, ev_timer *watcher, int events)
{
    (void)loop;
    (void)events;
    end_now(watcher->data, "drain_timeout is over");
}

// A stop that began meanwhile stays a stop.
static void tell_ready(const struct gz_service *s, const char *status)
{
    if (!s->stopping) {
        gz_notify_ready(status);
    }
}

static void note_failed_reload(struct gz_service *s)
{
    struct gz_metrics_set *m = gz_metrics_set(s->metrics, s->worker_count);

    s->reload_failed = true;
    gz_metrics_add(m, GZ_METRIC_RELOADS_FAILED, 1);
    gz_metrics_put(m, GZ_METRIC_RULES_STALE, 1);
    tell_ready(s, "running, reload FAILED: all stays as it was");
}

static void start_reload(struct gz_service *s)
{
    s->again = s->reloader.busy;
    if (s->again || s->stopping) {
        return;
    }
    gz_notify_reloading(gz_clock_monotonic_us(&gz_clock_system));
    gz_log_info(s->log, COMPONENT,
                "loading packs, subscriptions and receivers anew");
    if (!gz_reloader_start(&s->reloader)) {
        gz_log_error(s->log, COMPONENT, "cannot start a thread to reload");
        note_failed_reload(s);
    }
}

static void on_hangup(struct ev_loop *loop, ev_signal *watcher, int events)
{
    (void)loop;
    (void)events;
    start_reload(watcher->data);
}

static void log_rules(struct gz_service *s, const char *what,
                      const struct gz_ruleset *rules)
{
    const struct gz_gazetteer_size size = gz_ruleset_size(rules);

    gz_log_info(s->log, COMPONENT,
                "%s rules %s: %" PRIu32 " names of %" PRIu32 " entities", what,
                gz_ruleset_hash(rules), size.names, size.entities);
}

// How much of text goes into one message: whole reports if they fit.
static size_t message_bytes(struct gz_str text)
{
    enum { ROOM = GZ_LOG_MESSAGE_BYTES - 128 };
    if (text.len_bytes <= ROOM) {
        return text.len_bytes;
    }
    for (size_t end = ROOM; end > 0; end--) {
        // The lines of a report behind its first one begin with white space.
        if (text.ptr[end - 1] == '\n' && text.ptr[end] != ' ' &&
            text.ptr[end] != '\t') {
            return end;
        }
    }
    return ROOM;
}

// There may be more mistakes than one message of the log can hold.
static void log_mistakes(struct gz_service *s, const struct gz_error *err)
{
    struct gz_str text = gz_str_z(gz_error_text(err));

    gz_log_error(s->log, COMPONENT,
                 "nothing of it is used, all stays as it was: %zu mistakes",
                 err->count);
    while (text.len_bytes > 0) {
        const size_t len = message_bytes(text);
        gz_log_error(s->log, COMPONENT, "%.*s", (int)len, text.ptr);
        text = gz_str_of(text.ptr + len, text.len_bytes - len);
    }
}

// What may fail comes first: all of it is taken or nothing.
static enum gz_status take_reload(struct gz_service *s, struct gz_reload *new,
                                  struct gz_error *err)
{
    enum gz_status st = gz_service_take_receivers(s, new->receivers, err);

    gz_receivers_unref(new->receivers);
    if (st != GZ_OK) {
        gz_subscription_index_free(new->subscriptions);
        gz_ruleset_unref(new->rules);
        return st;
    }
    if (!gz_service_take_files(s, new->subscriptions)) {
        gz_ruleset_unref(new->rules);
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for subscriptions");
    }
    gz_ruleset_unref(s->shown);
    s->shown = gz_ruleset_ref(new->rules);
    gz_rules_cell_put(s->rules, new->rules);
    return GZ_OK;
}

static void note_reload(struct gz_service *s)
{
    struct gz_metrics_set *m = gz_metrics_set(s->metrics, s->worker_count);

    s->reload_failed = false;
    log_rules(s, "now using", s->shown);
    gz_metrics_add(m, GZ_METRIC_RELOADS_OK, 1);
    gz_metrics_put(m, GZ_METRIC_RULES_STALE, 0);
    tell_ready(s, "running, reloaded");
}

// What somebody changed and may take for being in force.
static void name_waiting(const struct gz_service *s, struct gz_str keys)
{
    if (keys.len_bytes > 0) {
        gz_log_warning(s->log, COMPONENT,
                       "changed in %s and not in force before a restart "
                       "(systemctl restart gazetted): " GZ_STR_FMT,
                       s->config->source.name, GZ_STR_ARG(keys));
    }
}

static void finish_reload(struct gz_service *s)
{
    const struct gz_error *why = NULL;
    struct gz_reload loaded;
    struct gz_error err;

    gz_error_init(&err);
    enum gz_status st = gz_reloader_take(&s->reloader, &loaded, &why);
    if (st == GZ_OK) {
        why = &err;
        st = take_reload(s, &loaded, &err);
    }
    if (st == GZ_OK) {
        note_reload(s);
        name_waiting(s, loaded.waiting);
    } else {
        log_mistakes(s, why);
        note_failed_reload(s);
    }
    gz_error_fini(&err);
    if (s->again) {
        start_reload(s);
    }
}

static void join_ended(struct gz_service *s, struct gz_worker *w)
{
    const enum gz_status st = gz_worker_join(w, s->err);

    s->running--;
    if (st != GZ_OK && s->status == GZ_OK) {
        s->status = st;
    }
    if (s->running > 0 || s->notify != NULL || !s->alerts_started) {
        gz_service_begin_stop(s, st == GZ_OK ? "a worker ended"
                                             : "a worker failed");
    }
}

static void join_all_ended(struct gz_service *s)
{
    for (uint32_t i = 0; i < s->worker_count && s->running > 0; i++) {
        struct gz_worker *w = s->workers[i];
        if (gz_worker_state(w).phase == GZ_WORKER_ENDED &&
            gz_worker_running(w)) {
            join_ended(s, w);
        }
    }
    if (s->running == 0 && (s->alerts_started || s->stopping) &&
        gz_notify_service_idle(s->notify)) {
        ev_break(s->loop, EVBREAK_ALL);
    }
}

static void on_call(struct ev_loop *loop, ev_async *watcher, int events)
{
    struct gz_service *s = watcher->data;
    (void)loop;
    (void)events;

    if (atomic_exchange(&s->loaded, false)) {
        finish_reload(s);
    }
    if (atomic_load(&s->asked)) {
        gz_service_begin_stop(s, "it was asked to");
    }
    gz_service_heed_topic(s);
    join_all_ended(s);
}

void gz_service_on_loaded(void *ctx)
{
    struct gz_service *s = ctx;

    atomic_store(&s->loaded, true);
    gz_service_call(s);
}

static void tell_status(struct gz_service *s)
{
    uint32_t partitions = 0;
    const char *waiting = gz_service_why_waiting(s);

    for (uint32_t i = 0; i < s->worker_count; i++) {
        const char *why = gz_service_why_not_ready(s->workers[i]);
        partitions += gz_worker_state(s->workers[i]).partitions;
        waiting = waiting == NULL ? why : waiting;
    }
    gz_notify_status(
        "%s; %" PRIu32 " partitions, %" PRId64 " articles, %" PRId64
        " events, lag %" PRId64 "%s",
        waiting == NULL ? "running" : waiting, partitions,
        gz_metrics_read(s->metrics, GZ_METRIC_ARTICLES),
        gz_metrics_read(s->metrics, GZ_METRIC_EVENTS),
        gz_metrics_read(s->metrics, GZ_METRIC_LAG),
        s->reload_failed ? "; the last reload FAILED, all is as it was" : "");
}

static void on_pulse(struct ev_loop *loop, ev_timer *watcher, int events)
{
    struct gz_service *s = watcher->data;
    const bool ready = gz_service_ready(s);
    (void)loop;
    (void)events;

    if (ready != s->was_ready && !s->stopping) {
        gz_log_info(s->log, COMPONENT, "%s",
                    ready ? "ready: all workers have their partitions"
                          : "not ready: waiting for a broker or the group");
    }
    s->was_ready = ready;
    gz_log_flush(s->log);
    if (!s->stopping) {
        tell_status(s);
    }
}

static void on_watchdog(struct ev_loop *loop, ev_timer *watcher, int events)
{
    struct gz_service *s = watcher->data;
    (void)loop;
    (void)events;

    for (uint32_t i = 0; i < s->worker_count; i++) {
        if (!gz_service_is_healthy(s->workers[i])) {
            gz_log_error(s->log, COMPONENT,
                         "worker %" PRIu32 " makes no progress", i);
            return;
        }
    }
    gz_notify_watchdog();
}

void gz_service_init_watchers(struct gz_service *s)
{
    static const int signals[GZ_SERVICE_SIGNALS] = {SIGTERM, SIGINT};
    const double beat_s = (double)gz_notify_watchdog_us() / 1e6;
    const double late_s = (double)s->config->drain_timeout_ms / 1e3 + GRACE_S;

    for (size_t i = 0; i < GZ_SERVICE_SIGNALS; i++) {
        ev_signal_init(&s->on_end[i], on_end, signals[i]);
        s->on_end[i].data = s;
    }
    ev_signal_init(&s->on_hangup, on_hangup, SIGHUP);
    ev_async_init(&s->on_call, on_call);
    ev_timer_init(&s->on_pulse, on_pulse, 0., PULSE_S);
    ev_timer_init(&s->on_watchdog, on_watchdog, beat_s, beat_s);
    ev_timer_init(&s->on_late, on_late, 0., late_s);
    s->on_hangup.data = s->on_call.data = s->on_pulse.data = s;
    s->on_watchdog.data = s->on_late.data = s;
    ev_async_start(s->loop, &s->on_call);
}

void gz_service_start_watchers(struct gz_service *s)
{
    for (size_t i = 0; i < GZ_SERVICE_SIGNALS; i++) {
        ev_signal_start(s->loop, &s->on_end[i]);
    }
    ev_signal_start(s->loop, &s->on_hangup);
    ev_timer_start(s->loop, &s->on_pulse);
    if (gz_notify_watchdog_us() > 0) {
        ev_timer_start(s->loop, &s->on_watchdog);
    }
}

void gz_service_stop_watchers(struct gz_service *s)
{
    for (size_t i = 0; i < GZ_SERVICE_SIGNALS; i++) {
        ev_signal_stop(s->loop, &s->on_end[i]);
    }
    ev_signal_stop(s->loop, &s->on_hangup);
    ev_timer_stop(s->loop, &s->on_pulse);
    ev_timer_stop(s->loop, &s->on_watchdog);
}
