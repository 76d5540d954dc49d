#include "daemon/service.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/random.h>

#include "codecs/alert_schema.h"
#include "daemon/base/clock.h"
#include "daemon/base/thread.h"
#include "daemon/observe/notify.h"
#include "daemon/service_state.h"

// The signals that run() handles wait from the first sign of life until its
// watchers are there: an early one is obeyed then, and ends nothing at once.
static void hold_signals(int how)
{
    sigset_t ours;

    (void)sigemptyset(&ours);
    (void)sigaddset(&ours, SIGTERM);
    (void)sigaddset(&ours, SIGINT);
    (void)sigaddset(&ours, SIGHUP);
    (void)pthread_sigmask(how, &ours, NULL);
}

// Who has no random numbers yet, early at boot, has the clock.
static uint64_t name_process(void)
{
    uint64_t self = 0;

    if (getrandom(&self, sizeof(self), GRND_NONBLOCK) != sizeof(self)) {
        self = (uint64_t)gz_clock_realtime_ms(&gz_clock_system);
    }
    return self == 0 ? 1 : self;
}

static uint32_t count_workers(const struct gz_service *s)
{
    return s->config->workers + s->config->alerts.workers;
}

static enum gz_status make_workers(struct gz_service *s, struct gz_error *err)
{
    struct gz_worker_options options = {
        .config = s->config,
        .rules = s->rules,
        .subscriptions = gz_subscription_pool_cell(s->pool),
        .log = s->log,
        .fingerprint = gz_event_schema_fingerprint(s->schema),
        .alert_fingerprint = s->alert_fingerprint,
        .self = name_process(),
        .on_end = gz_service_call,
        .on_end_ctx = s,
    };

    s->workers = calloc(count_workers(s), sizeof(struct gz_worker *));
    if (s->workers == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (uint32_t i = 0; i < count_workers(s); i++) {
        const bool extracts = i < s->config->workers;
        options.stage = extracts ? GZ_WORKER_EXTRACT : GZ_WORKER_ALERT;
        options.index = extracts ? i : i - s->config->workers;
        options.metrics = gz_metrics_set(s->metrics, i);
        const enum gz_status st = gz_worker_new(&options, &s->workers[i], err);
        if (st != GZ_OK) {
            return st;
        }
        s->worker_count++;
    }
    return GZ_OK;
}

enum gz_status gz_service_take_receivers(struct gz_service *s,
                                         struct gz_receivers *receivers,
                                         struct gz_error *err)
{
    const struct gz_notify_options options = {
        .config = s->config,
        .receivers = receivers,
        .log = s->log,
        .loop = s->loop,
        .on_idle = gz_service_call,
        .ctx = s,
    };

    enum gz_status st = GZ_OK;
    if (s->notify != NULL) {
        gz_notify_service_change(s->notify, receivers);
    } else if (receivers != NULL && receivers->count > 0 && !s->stopping) {
        st = gz_notify_service_new(&options, &s->notify, err);
    }
    if (st == GZ_OK) {
        gz_api_take_receivers(s->api, receivers);
    }
    return st;
}

static enum gz_status make_pages(struct gz_service *s, struct gz_error *err)
{
    s->page_workers = calloc(count_workers(s), sizeof(*s->page_workers));
    if (s->page_workers == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    return gz_service_open_pages(s, err);
}

static enum gz_status make_parts(struct gz_service *s,
                                 const struct gz_setup *setup,
                                 struct gz_error *err)
{
    s->loop = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
    if (s->loop == NULL) {
        return gz_error_set(err, GZ_IO, "cannot make an event loop");
    }
    gz_service_init_watchers(s);
    s->metrics = gz_metrics_new(count_workers(s));
    s->rules = gz_rules_cell_new(gz_ruleset_ref(setup->rules));
    s->shown = gz_ruleset_ref(setup->rules);
    if (s->metrics == NULL || s->rules == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    enum gz_status st =
        gz_service_make_subscriptions(s, setup->subscriptions, err);
    if (st == GZ_OK) {
        st = gz_event_schema_new(&s->schema, err);
    }
    if (st == GZ_OK) {
        st = gz_alert_schema_check(&s->alert_fingerprint, err);
    }
    return st == GZ_OK ? make_pages(s, err) : st;
}

enum gz_status gz_service_new(const struct gz_service_options *options,
                              struct gz_service **out, struct gz_error *err)
{
    struct gz_service *s = calloc(1, sizeof(*s));

    *out = NULL;
    if (s == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    s->config = options->setup->config;
    s->log = options->log;
    gz_reloader_init(&s->reloader, s->config, gz_service_on_loaded, s);
    hold_signals(SIG_BLOCK);
    enum gz_status st = make_parts(s, options->setup, err);
    st = st == GZ_OK ? make_workers(s, err) : st;
    st = st == GZ_OK
             ? gz_service_take_receivers(s, options->setup->receivers, err)
             : st;
    if (st != GZ_OK) {
        hold_signals(SIG_UNBLOCK);
        gz_service_free(s);
        return st;
    }
    *out = s;
    return GZ_OK;
}

void gz_service_free(struct gz_service *s)
{
    if (s == NULL) {
        return;
    }
    gz_reloader_fini(&s->reloader);
    gz_notify_service_free(s->notify);
    gz_subscription_topic_free(s->topic);
    gz_api_close(s->api);
    for (uint32_t i = 0; i < s->worker_count; i++) {
        gz_worker_free(s->workers[i]);
    }
    free(s->workers);
    free(s->page_workers);
    gz_ruleset_unref(s->shown);
    gz_rules_cell_free(s->rules);
    gz_subscription_pool_free(s->pool);
    gz_metrics_free(s->metrics);
    gz_event_schema_free(s->schema);
    if (s->loop != NULL) {
        gz_service_stop_watchers(s);
        ev_loop_destroy(s->loop);
    }
    free(s);
}

enum gz_status gz_service_start_workers(struct gz_service *s, uint32_t begin,
                                        uint32_t end, struct gz_error *err)
{
    enum gz_status st = GZ_OK;

    for (uint32_t i = begin; st == GZ_OK && i < end; i++) {
        st = gz_worker_start(s->workers[i], err);
        s->running += st == GZ_OK ? 1 : 0;
    }
    return st;
}

// Alert workers would judge events by an incomplete set until the topic of
// subscriptions is read.
static enum gz_status start_threads(struct gz_service *s, struct gz_error *err)
{
    enum gz_status st =
        s->topic != NULL ? gz_subscription_topic_start(s->topic, err) : GZ_OK;

    s->alerts_started = !gz_service_awaits(s);
    if (st == GZ_OK) {
        st = gz_service_start_workers(
            s, 0, s->alerts_started ? s->worker_count : s->config->workers,
            err);
    }
    return st;
}

static void say_start(const struct gz_service *s)
{
    const struct gz_config *config = s->config;
    const struct gz_gazetteer_size size = gz_ruleset_size(s->shown);

    gz_log_info(s->log, "service",
                "gazetted " GZ_VERSION ", instance %s: %" PRIu32
                " workers read %s as group %s and write %s; rules %s with "
                "%" PRIu32 " names",
                config->instance, config->workers, config->input.topic,
                config->input.group, config->output.topic,
                gz_ruleset_hash(s->shown), size.names);
}

enum gz_status gz_service_run(struct gz_service *s, struct gz_error *err)
{
    s->err = err;
    s->status = start_threads(s, err);
    if (s->status != GZ_OK && s->running == 0) {
        hold_signals(SIG_UNBLOCK);
        return s->status;
    }
    gz_service_start_watchers(s);
    hold_signals(SIG_UNBLOCK);
    say_start(s);
    if (s->status == GZ_OK) {
        gz_notify_ready("connecting");
    } else {
        gz_service_begin_stop(s, "a worker could not be started");
    }
    gz_thread_give_way();
    ev_run(s->loop, 0);
    return s->status;
}
