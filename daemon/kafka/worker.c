#include "daemon/kafka/worker.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/base/thread.h"
#include "daemon/flow/extract_processor.h"
#include "daemon/kafka/worker_state.h"

enum {
    PROBE_TIMEOUT_MS = 1000,
    PROBE_PAUSE_NS = 200 * 1000 * 1000,
    PROBLEM_BYTES = 1024,
    ANSWER_STEP_US = 50 * 1000,
    PARTING_US = 1500 * 1000,  // for a call that blocks, at the very end
};

static const char COMPONENT[] = "worker";

static void set_phase(struct gz_worker *w, enum gz_worker_phase phase)
{
    atomic_store(&w->phase, (int)phase);
}

void gz_worker_fail(struct gz_worker *w, enum gz_status status)
{
    if (!w->failed) {
        w->failed = true;
        w->status = status;
    }
}

static enum gz_status say_engine(struct gz_worker *w, const char *problem)
{
    char text[PROBLEM_BYTES];

    snprintf(text, sizeof(text), "%s", problem);
    gz_producer_add_cause(w->producer, text, sizeof(text));
    return gz_error_set(&w->err, GZ_UNAVAILABLE, "%s", text);
}

bool gz_worker_check(struct gz_worker *w)
{
    if (w->failed) {
        return true;
    }
    enum gz_status st = gz_consumer_problem(w->consumer, &w->err);
    if (st == GZ_OK && gz_delivery_tick(w->delivery) != GZ_OK) {
        const char *problem = gz_delivery_problem(w->delivery);
        st = problem != NULL ? say_engine(w, problem)
                             : gz_producer_problem(w->producer, &w->err);
        if (st == GZ_OK) {
            st = gz_error_set(&w->err, GZ_UNAVAILABLE,
                              "cannot go back to acknowledged offsets");
        }
    }
    if (st != GZ_OK) {
        gz_worker_fail(w, st);
    }
    return w->failed;
}

static enum gz_status recall(struct gz_worker *w,
                             const struct gz_delivery_start *starts,
                             size_t count)
{
    struct gz_position *positions = calloc(count + 1, sizeof(*positions));
    if (positions == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        positions[i].partition = starts[i].partition;
    }
    const enum gz_status st = gz_worker_flow_recall(w, positions, count);
    free(positions);
    return st;
}

static enum gz_status on_assign(void *ctx, const struct gz_delivery_start *s,
                                size_t count)
{
    struct gz_worker *w = ctx;

    atomic_store(&w->partitions, (unsigned)count);
    gz_metrics_put(w->options.metrics, GZ_METRIC_PARTITIONS, (int64_t)count);
    gz_metrics_add(w->options.metrics, GZ_METRIC_REBALANCES, 1);
    set_phase(w, GZ_WORKER_RUNNING);
    const enum gz_status st = recall(w, s, count);
    return st == GZ_OK ? gz_delivery_assign(w->delivery, s, count) : st;
}

static void without_partitions(struct gz_worker *w)
{
    gz_worker_flow_fini(w);
    (void)gz_worker_flow_recall(w, NULL, 0);
    atomic_store(&w->partitions, 0);
    gz_metrics_put(w->options.metrics, GZ_METRIC_PARTITIONS, 0);
}

static void on_revoke(void *ctx)
{
    struct gz_worker *w = ctx;

    gz_delivery_revoke(w->delivery);
    without_partitions(w);
}

static void on_lose(void *ctx)
{
    struct gz_worker *w = ctx;

    gz_log_warning(w->options.log, COMPONENT,
                   "%s: lost its partitions: too long without a heartbeat or "
                   "a poll; what was not committed is done again elsewhere",
                   w->name);
    gz_delivery_lose(w->delivery);
    without_partitions(w);
}

static void on_wait(void *ctx)
{
    struct gz_worker *w = ctx;

    gz_worker_alive(w);
}

static void on_committed(void *ctx, bool ok)
{
    gz_delivery_committed(((struct gz_worker *)ctx)->delivery, ok);
}

static void on_ack(void *ctx, uint64_t tag, uint64_t bytes,
                   enum gz_delivery_ack ack)
{
    gz_delivery_acked(((struct gz_worker *)ctx)->delivery, tag, bytes, ack);
}

static void on_end(void *ctx, int32_t partition, int64_t offset)
{
    const struct gz_worker *w = ctx;

    w->processor.at_end(w->processor.ctx, partition, offset);
}

static enum gz_status open_clients(struct gz_worker *w, struct gz_error *err)
{
    const struct gz_consumer_events reads = {
        .ctx = w,
        .on_assign = on_assign,
        .on_revoke = on_revoke,
        .on_lose = on_lose,
        .on_commit = on_committed,
        .on_wait = on_wait,
        .on_end = w->processor.at_end != NULL ? on_end : NULL,
    };
    const struct gz_producer_events writes = {w, on_ack};
    const struct gz_worker_options *o = &w->options;

    enum gz_status st = gz_producer_new(o->config, &w->route, w->name, o->log,
                                        &writes, &w->producer, err);
    if (st == GZ_OK) {
        st = gz_consumer_new(o->config, &w->route, w->name, o->log, &reads,
                             &w->consumer, err);
    }
    if (st == GZ_OK) {
        st = gz_transaction_new(w->producer, w->consumer, o->log,
                                &w->transaction, err);
    }
    return st;
}

static enum gz_status open_alerts(struct gz_worker *w, struct gz_error *err)
{
    const struct gz_worker_options *o = &w->options;

    w->state_reader = (struct gz_state_reader){o->config, o->log};
    w->state = gz_state_reader_source(&w->state_reader);
    const struct gz_alert_processor_options options = {
        .subscriptions = o->subscriptions,
        .state = &w->state,
        .metrics = o->metrics,
        .clock = &gz_clock_system,
        .dead_letter =
            gz_config_pipeline(o->config, o->fingerprint).dead_letter,
        .topic = gz_str_z(o->config->alerts.topic),
        .max_age_ms = o->config->alerts.max_age_ms,
        .event_fingerprint = o->fingerprint,
        .alert_fingerprint = o->alert_fingerprint,
    };
    return gz_alert_processor_new(&options, &w->processor, err);
}

static enum gz_status open_extraction(struct gz_worker *w, struct gz_error *err)
{
    const struct gz_worker_options *o = &w->options;
    const struct gz_extract_processor_options options = {
        .pipeline = gz_config_pipeline(o->config, o->fingerprint),
        .rules = o->rules,
        .metrics = o->metrics,
    };

    return gz_extract_processor_new(&options, &w->processor, err);
}

static enum gz_status open_processor(struct gz_worker *w, struct gz_error *err)
{
    return w->options.stage == GZ_WORKER_ALERT ? open_alerts(w, err)
                                               : open_extraction(w, err);
}

static enum gz_status open_all(struct gz_worker *w, struct gz_error *err)
{
    w->loop = ev_loop_new(EVFLAG_AUTO | EVFLAG_NOENV);
    if (w->loop == NULL) {
        return gz_error_set(err, GZ_IO, "cannot make an event loop");
    }
    gz_worker_loop_init(w);
    enum gz_status st = gz_worker_port_init(w, err);
    if (st == GZ_OK) {
        st = open_processor(w, err);
    }
    if (st == GZ_OK) {
        st = open_clients(w, err);
    }
    return st;
}

enum gz_status gz_worker_new(const struct gz_worker_options *options,
                             struct gz_worker **out, struct gz_error *err)
{
    struct gz_worker *w = calloc(1, sizeof(*w));
    *out = NULL;
    if (w == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    w->options = *options;
    gz_error_init(&w->err);
    w->route = options->stage == GZ_WORKER_ALERT
                   ? gz_route_alert(options->config)
                   : gz_route_extract(options->config);
    snprintf(w->name, sizeof(w->name), GZ_WORKER_NAME_PREFIX "%" PRIu32,
             options->config->instance, w->route.stage, options->index);
    const enum gz_status st = open_all(w, err);
    if (st != GZ_OK) {
        gz_worker_free(w);
        return st;
    }
    *out = w;
    return GZ_OK;
}

// A call that does not come back, because no broker answers, must not hold up
// the end of the process, which is next: what it uses is left alone.
static void close_clients(struct gz_worker *w)
{
    if (gz_transaction_free(w->transaction, PARTING_US)) {
        gz_consumer_free(w->consumer);
        gz_producer_free(w->producer);
        return;
    }
    gz_log_warning(w->options.log, COMPONENT,
                   "%s: ended without waiting any longer for an answer of the "
                   "broker",
                   w->name);
    gz_producer_leave(w->producer);
}

void gz_worker_free(struct gz_worker *w)
{
    if (w == NULL) {
        return;
    }
    assert(!w->started);
    gz_worker_flow_fini(w);
    close_clients(w);
    if (w->processor.free != NULL) {
        w->processor.free(w->processor.ctx);
    }
    gz_delivery_free(w->delivery);
    if (w->loop != NULL) {
        ev_async_stop(w->loop, &w->on_call);
        ev_loop_destroy(w->loop);
    }
    gz_error_fini(&w->err);
    free(w);
}

// Until a broker has answered for all topics.  Waiting is right while none
// can be reached, and wrong when one refuses us.
static bool connect_first(struct gz_worker *w)
{
    static const struct timespec pause = {0, PROBE_PAUSE_NS};

    while (!atomic_load(&w->stop)) {
        const enum gz_status st =
            gz_consumer_probe(w->consumer, PROBE_TIMEOUT_MS, &w->err);
        gz_worker_alive(w);
        if (st == GZ_OK) {
            atomic_store(&w->unreachable, false);
            return true;
        }
        if (st != GZ_UNAVAILABLE) {
            gz_worker_fail(w, st);
            return false;
        }
        if (gz_consumer_refused(w->consumer)) {
            gz_worker_fail(w, gz_error_set(&w->err, GZ_DENIED, "%s",
                                           gz_consumer_trouble(w->consumer)));
            return false;
        }
        atomic_store(&w->unreachable, true);
        (void)nanosleep(&pause, NULL);
    }
    return false;
}

// Before it joins the group: what a dead predecessor left open has ended then.
static bool make_producer(struct gz_worker *w)
{
    while (!atomic_load(&w->stop) && !gz_worker_check(w)) {
        if (gz_delivery_has_producer(w->delivery)) {
            return true;
        }
        gz_worker_flow_serve(w, ANSWER_STEP_US);
        gz_worker_alive(w);
    }
    return false;
}

static void close_down(struct gz_worker *w)
{
    set_phase(w, GZ_WORKER_DRAINING);
    const bool clean = gz_delivery_finish(w->delivery);
    const struct gz_delivery_stats s = gz_delivery_stats(w->delivery);
    if (!clean) {
        gz_log_warning(w->options.log, COMPONENT,
                       "%s: %" PRIu32 " articles were not acknowledged in "
                       "time and will be done again",
                       w->name, s.records_in_flight);
    }
    gz_delivery_lose(w->delivery);
    gz_worker_flow_fini(w);
    gz_transaction_leave(w->transaction);
    gz_consumer_close(w->consumer, w->options.config->drain_timeout_ms * 200);
}

static void *run(void *arg)
{
    struct gz_worker *w = arg;

    set_phase(w, GZ_WORKER_CONNECTING);
    if (connect_first(w) && make_producer(w)) {
        set_phase(w, GZ_WORKER_JOINING);
        const enum gz_status st = gz_consumer_subscribe(w->consumer, &w->err);
        if (st == GZ_OK) {
            gz_worker_loop(w);
        } else {
            gz_worker_fail(w, st);
        }
        close_down(w);
    }
    set_phase(w, GZ_WORKER_ENDED);
    w->options.on_end(w->options.on_end_ctx);
    return NULL;
}

enum gz_status gz_worker_start(struct gz_worker *w, struct gz_error *err)
{
    assert(!w->started);
    const enum gz_status st =
        gz_thread_start(&w->thread, "worker", run, w, err);

    w->started = st == GZ_OK;
    return st;
}

void gz_worker_stop(struct gz_worker *w)
{
    atomic_store(&w->stop, true);
    ev_async_send(w->loop, &w->on_call);
}

bool gz_worker_running(const struct gz_worker *w)
{
    return w->started;
}

enum gz_status gz_worker_join(struct gz_worker *w, struct gz_error *err)
{
    if (w->started) {
        (void)pthread_join(w->thread, NULL);
        w->started = false;
    }
    if (!w->failed) {
        return GZ_OK;
    }
    gz_error_add(err, &w->err);
    return w->status;
}

struct gz_worker_state gz_worker_state(const struct gz_worker *w)
{
    return (struct gz_worker_state){
        .phase = (enum gz_worker_phase)atomic_load(&w->phase),
        .unreachable = atomic_load(&w->unreachable),
        .has_work = atomic_load(&w->has_work),
        .partitions = atomic_load(&w->partitions),
        .loop_us = atomic_load(&w->loop_us),
        .progress_us = atomic_load(&w->progress_us),
    };
}

const char *gz_worker_phase_name(enum gz_worker_phase phase)
{
    static const char *const names[] = {
        [GZ_WORKER_NEW] = "new",
        [GZ_WORKER_CONNECTING] = "connecting",
        [GZ_WORKER_JOINING] = "joining",
        [GZ_WORKER_RUNNING] = "running",
        [GZ_WORKER_DRAINING] = "draining",
        [GZ_WORKER_ENDED] = "ended",
    };
    return names[phase];
}
