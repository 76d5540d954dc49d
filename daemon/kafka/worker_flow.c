// The way of a record through a worker: consumer, engine, pipeline, producer.

#include "daemon/flow/dead_letter.h"
#include "daemon/kafka/worker_state.h"

enum {
    BUDGET_RECORDS = 256,
    BUDGET_US = 4000,  // then reports and timers have their turn
};

static void take_answer(struct gz_worker *w,
                        const struct gz_transaction_result *r)
{
    if (r->committed) {
        gz_metrics_add(w->options.metrics, GZ_METRIC_TRANSACTIONS_COMMITTED, 1);
        gz_metrics_commit(w->options.metrics, r->duration_us);
    }
    if (r->suspect) {
        gz_delivery_suspect(w->delivery);
    }
    gz_delivery_answered(w->delivery, r->answer);
}

void gz_worker_flow_serve(struct gz_worker *w, int64_t timeout_us)
{
    struct gz_transaction_result result;

    gz_consumer_serve_commits(w->consumer);
    if (!gz_transaction_busy(w->transaction)) {
        gz_producer_serve(w->producer, timeout_us);
    } else if (gz_transaction_wait(w->transaction, timeout_us, &result)) {
        take_answer(w, &result);
    } else {
        gz_transaction_pulse(w->transaction);
    }
}

enum gz_status gz_worker_flow_recall(struct gz_worker *w,
                                     const struct gz_position *positions,
                                     size_t count)
{
    if (w->processor.recall == NULL) {
        return GZ_OK;
    }
    const enum gz_status st =
        w->processor.recall(w->processor.ctx, positions, count, &w->err);
    if (st != GZ_OK) {
        gz_worker_fail(w, st);
    }
    return st;
}

static void let_go(struct rd_kafka_message_s **message)
{
    if (*message != NULL) {
        gz_consumer_release(*message);
        *message = NULL;
    }
}

void gz_worker_flow_fini(struct gz_worker *w)
{
    let_go(&w->held);
    let_go(&w->early);
}

static const struct gz_processor_cause too_large = {
    .code = GZ_DEAD_LETTER_OUTPUT_TOO_LARGE,
    .stage = "publish",
    .message = "an output was refused as too large",
};

static const struct gz_processor_cause crashed = {
    .code = GZ_DEAD_LETTER_CRASH_LOOP,
    .stage = "process",
    .message = "the process ended again and again while it worked on this "
               "record: report it with the record, and send the record again "
               "once that is mended",
};

// A dead letter of the held record; NULL when out of memory.
static const struct gz_output *
build_letter(struct gz_worker *w, const struct gz_processor_cause *cause)
{
    const struct gz_output *letter = NULL;

    if (w->processor.set_aside(w->processor.ctx, &w->held_record, cause,
                               &letter) != GZ_OK) {
        gz_worker_fail(w, gz_error_set(&w->err, GZ_NO_MEMORY,
                                       "out of memory for a dead letter"));
        return NULL;
    }
    return letter;
}

// Bring what the engine answered to an end, or to BLOCKED.
static void conclude(struct gz_worker *w, enum gz_delivery_publish result)
{
    if (result == GZ_DELIVERY_TOO_LARGE && w->held == NULL) {
        gz_worker_fail(w, gz_error_set(&w->err, GZ_LIMIT,
                                       "an alert was refused as too large: "
                                       "raise message.max.bytes under kafka"));
        return;
    }
    while (result == GZ_DELIVERY_TOO_LARGE) {
        const struct gz_output *letter = build_letter(w, &too_large);
        if (letter == NULL) {
            return;
        }
        result = gz_delivery_substitute(w->delivery, letter);
    }
    if (result == GZ_DELIVERY_BLOCKED) {
        return;
    }
    let_go(&w->held);
    if (result == GZ_DELIVERY_BROKEN) {
        (void)gz_worker_check(w);
    }
}

static void process(struct gz_worker *w)
{
    struct gz_processor_result result;
    const enum gz_status st =
        w->processor.run(w->processor.ctx, &w->held_record, &result, &w->err);

    if (st != GZ_OK) {
        gz_worker_fail(w, st);
        return;
    }
    conclude(w, gz_delivery_publish(w->delivery, result.outputs, result.count));
}

static void set_aside(struct gz_worker *w,
                      const struct gz_processor_cause *cause)
{
    const struct gz_output *letter = build_letter(w, cause);

    if (letter != NULL) {
        conclude(w, gz_delivery_publish(w->delivery, letter, 1));
    }
}

static void put_off(struct gz_worker *w)
{
    w->early = w->held;
    w->early_record = w->held_record;
    w->held = NULL;
}

static void handle(struct gz_worker *w)
{
    switch (gz_delivery_take(w->delivery, w->held_record.partition,
                             w->held_record.offset)) {
    case GZ_DELIVERY_STALE:
        let_go(&w->held);
        break;
    case GZ_DELIVERY_LATER:
        put_off(w);
        break;
    case GZ_DELIVERY_REFUSED:
        set_aside(w, &too_large);
        break;
    case GZ_DELIVERY_CRASHED:
        set_aside(w, &crashed);
        break;
    case GZ_DELIVERY_TAKEN:
    default:
        process(w);
        break;
    }
}

// What is due after a record that was polled already does not come before it.
static bool has_record(const struct gz_worker *w)
{
    return w->held != NULL || w->early != NULL;
}

// Until nothing is due, or the engine takes no more.
void gz_worker_flow_wake(struct gz_worker *w)
{
    const struct gz_processor *p = &w->processor;
    struct gz_processor_result result;
    int32_t partition;

    while (p->wake != NULL && !w->failed && !has_record(w) &&
           gz_delivery_ready(w->delivery)) {
        const enum gz_status st = p->wake(p->ctx, &partition, &result, &w->err);
        if (st == GZ_NOT_FOUND) {
            return;
        }
        if (st != GZ_OK) {
            gz_worker_fail(w, st);
            return;
        }
        if (gz_delivery_take_timer(w->delivery, partition)) {
            conclude(w, gz_delivery_publish(w->delivery, result.outputs,
                                            result.count));
        }
    }
}

int64_t gz_worker_flow_due(const struct gz_worker *w)
{
    const int64_t due = gz_delivery_due(w->delivery);

    if (w->processor.due_us == NULL || has_record(w) ||
        !gz_delivery_ready(w->delivery)) {
        return due;
    }
    const int64_t wake = w->processor.due_us(w->processor.ctx);
    return wake < due ? wake : due;
}

static bool next_record(struct gz_worker *w)
{
    if (w->early != NULL) {
        w->held = w->early;
        w->held_record = w->early_record;
        w->early = NULL;
        return true;
    }
    w->held = gz_consumer_poll(w->consumer, &w->held_record);
    return w->held != NULL;
}

bool gz_worker_flow_read(struct gz_worker *w)
{
    const int64_t end_us = gz_worker_now_us() + BUDGET_US;

    for (int i = 0; i < BUDGET_RECORDS; i++) {
        if (w->failed || !gz_delivery_ready(w->delivery)) {
            return false;
        }
        gz_consumer_resume(w->consumer);
        if (!next_record(w)) {
            (void)gz_worker_check(w);
            return false;
        }
        // Partitions may have come in the same poll, and with them work to do
        // before the first record.
        if (!gz_delivery_ready(w->delivery)) {
            put_off(w);
            return false;
        }
        handle(w);
        if (gz_worker_now_us() >= end_us) {
            break;
        }
    }
    return gz_delivery_ready(w->delivery);
}

static void tell_metrics(struct gz_worker *w)
{
    struct gz_metrics_set *m = w->options.metrics;
    const struct gz_delivery_stats s = gz_delivery_stats(w->delivery);
    const struct gz_producer_counts c = gz_producer_counts(w->producer);

    if (w->options.stage == GZ_WORKER_EXTRACT) {
        gz_metrics_add(m, GZ_METRIC_EVENTS, c.events - w->counted.events);
    }
    gz_metrics_add(m, GZ_METRIC_PRODUCE_ERRORS,
                   c.failures - w->counted.failures);
    gz_metrics_add(m, GZ_METRIC_BYTES_OUT,
                   s.output_bytes - w->told.output_bytes);
    gz_metrics_add(m, GZ_METRIC_DUPLICATES, s.stale - w->told.stale);
    gz_metrics_add(m, GZ_METRIC_COMMITS, s.commits - w->told.commits);
    gz_metrics_add(m, GZ_METRIC_COMMIT_ERRORS,
                   s.commit_failures - w->told.commit_failures);
    gz_metrics_add(m, GZ_METRIC_TRANSACTIONS_ABORTED,
                   s.aborts - w->told.aborts);
    gz_metrics_add(m, GZ_METRIC_RENEWALS, s.renewals - w->told.renewals);
    gz_metrics_add(m, GZ_METRIC_SET_BACKS, s.set_backs - w->told.set_backs);
    gz_metrics_put(m, GZ_METRIC_IN_FLIGHT, (int64_t)s.outputs_in_flight);
    const uint64_t errors =
        gz_consumer_errors(w->consumer) + gz_producer_errors(w->producer);
    gz_metrics_add(m, GZ_METRIC_KAFKA_ERRORS, errors - w->errors);
    w->told = s;
    w->counted = c;
    w->errors = errors;
    atomic_store_explicit(&w->has_work,
                          s.records_in_flight > 0 ||
                              gz_transaction_busy(w->transaction),
                          memory_order_relaxed);
}

void gz_worker_flow_reports(struct gz_worker *w)
{
    gz_worker_flow_serve(w, 0);
    if (gz_delivery_blocked(w->delivery)) {
        conclude(w, gz_delivery_resume(w->delivery));
    }
    (void)gz_worker_check(w);
    tell_metrics(w);
}

// Polling keeps the membership, and lets a rebalance through.  Paused
// partitions deliver nothing, but one record may be on its way already.
void gz_worker_flow_stalled(struct gz_worker *w)
{
    const int64_t now = gz_worker_now_us();

    if (gz_delivery_ready(w->delivery)) {
        w->stalled_us = 0;
        return;
    }
    if (w->stalled_us == 0) {
        w->stalled_us = now;
    }
    if (now - w->stalled_us < gz_consumer_long_stall_us(w->consumer)) {
        return;
    }
    gz_consumer_pause(w->consumer);
    if (w->early == NULL) {
        w->early = gz_consumer_poll(w->consumer, &w->early_record);
    }
}
