// What the engine asks for, done by the worker's clients.

#include <inttypes.h>

#include "daemon/kafka/worker_state.h"

// Less than the watchdog's patience, however long a stop may take.
enum { REVOKE_US = 7 * 1000 * 1000 };

static const char COMPONENT[] = "worker";

static enum gz_port_status on_publish(void *ctx, const struct gz_output *out,
                                      uint64_t tag)
{
    return gz_producer_publish(((struct gz_worker *)ctx)->producer, out, tag);
}

// The engine waits here when partitions go, for longer than a loop may lag.
static void on_serve(void *ctx, int64_t timeout_us)
{
    struct gz_worker *w = ctx;

    gz_worker_flow_serve(w, timeout_us);
    gz_worker_alive(w);
}

static void on_renew(void *ctx)
{
    gz_transaction_renew(((struct gz_worker *)ctx)->transaction);
}

static enum gz_port_status on_begin(void *ctx)
{
    return gz_producer_begin(((struct gz_worker *)ctx)->producer);
}

static void on_transaction_end(void *ctx, const struct gz_position *p,
                               size_t count)
{
    gz_transaction_end(((struct gz_worker *)ctx)->transaction, p, count);
}

static void on_abort(void *ctx)
{
    gz_transaction_abort(((struct gz_worker *)ctx)->transaction);
}

static void on_locate(void *ctx, struct gz_position *p, size_t count)
{
    gz_transaction_locate(((struct gz_worker *)ctx)->transaction, p, count);
}

static void on_commit(void *ctx, const struct gz_position *p, size_t count)
{
    gz_consumer_commit(((struct gz_worker *)ctx)->consumer, p, count);
}

static enum gz_status on_commit_wait(void *ctx, const struct gz_position *p,
                                     size_t count, int64_t timeout_us)
{
    return gz_consumer_commit_wait(((struct gz_worker *)ctx)->consumer, p,
                                   count, timeout_us);
}

// What is held was fetched before and will come again.  Kept, an early record
// would move the engine past those that lie between it and the positions.
static enum gz_status on_rewind(void *ctx, const struct gz_position *p,
                                size_t count)
{
    struct gz_worker *w = ctx;

    gz_worker_flow_fini(w);
    const enum gz_status st = gz_worker_flow_recall(w, p, count);
    return st == GZ_OK ? gz_consumer_rewind(w->consumer, p, count) : st;
}

static void on_done(void *ctx, int64_t age_us)
{
    struct gz_worker *w = ctx;

    gz_metrics_latency(w->options.metrics, age_us);
    atomic_store_explicit(&w->progress_us, gz_worker_now_us(),
                          memory_order_relaxed);
}

static void on_set_back(void *ctx, int32_t partition, int64_t begin,
                        int64_t committed)
{
    struct gz_worker *w = ctx;

    gz_log_error(w->options.log, COMPONENT,
                 "%s[%" PRId32 "]: offset %" PRId64
                 " was committed, and now the group is at %" PRId64
                 ": brokers have lost data, or somebody set the group back; "
                 "%" PRId64 " records are read once more, and what they give "
                 "is published once more unless the brokers lost that too",
                 w->route.input, partition, committed, begin,
                 committed - begin);
}

enum gz_status gz_worker_port_init(struct gz_worker *w, struct gz_error *err)
{
    const struct gz_config *config = w->options.config;
    const int64_t flush_us = config->drain_timeout_ms * 700;
    const struct gz_delivery_options options = {
        .mode = config->delivery == GZ_CONFIG_EXACTLY_ONCE
                    ? GZ_DELIVERY_EXACTLY_ONCE
                    : GZ_DELIVERY_AT_LEAST_ONCE,
        .max_records = GZ_WORKER_RECORDS,
        .batch_records = GZ_WORKER_BATCH_RECORDS,
        .max_bytes = GZ_WORKER_BYTES,
        .commit_interval_us = config->commit_interval_ms * 1000,
        .flush_timeout_us = flush_us,
        .revoke_timeout_us = flush_us < REVOKE_US ? flush_us : REVOKE_US,
        .self = w->options.self,
        .on_done = on_done,
        .on_set_back = on_set_back,
        .ctx = w,
    };

    w->port = (struct gz_kafka_port){
        .ctx = w,
        .publish = on_publish,
        .serve = on_serve,
        .commit = on_commit,
        .commit_wait = on_commit_wait,
        .rewind = on_rewind,
        .renew = on_renew,
        .begin = on_begin,
        .end = on_transaction_end,
        .abort = on_abort,
        .locate = on_locate,
    };
    w->delivery = gz_delivery_new(&options, &w->port, &gz_clock_system);
    if (w->delivery == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    return GZ_OK;
}
