#ifndef GZ_WORKER_H
#define GZ_WORKER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/observe/log.h"
#include "daemon/observe/metrics.h"

/*
 * A worker: one thread with a loop, a consumer, a producer, a pipeline and a
 * delivery engine of its own, and a companion thread for calls that block.
 * Workers share the rules, the configuration and the log, nothing else, so one
 * more thread, process or machine is the same.
 *
 * Its memory is bounded, whatever comes and however long a broker is away:
 *
 *       queued.max.messages.kbytes   32 MiB  records fetched ahead
 *     + fetch.max.bytes               8 MiB  the fetch that is arriving, from
 *       x brokers x packing                  each broker; it counts as it is
 *                                            packed and is held unpacked
 *     + GZ_WORKER_BYTES              24 MiB  outputs in flight and in the
 *                                            outbox (key, value)
 *     + outputs x GZ_WORKER_OUTPUT_EXTRA     headers, librdkafka's part of
 *                                            each, its report
 *     + GZ_WORKER_RECORDS x 48 B    0.8 MiB  books of records in flight
 *     + input.memory                 16 MiB  arena of one article, at most
 *     + GZ_WORKER_PARTITION_BYTES            for each input partition it has
 *                                            and each one of the outputs
 *
 * and the rule set once per process, of that the names' image once per
 * machine.  Packing is how much smaller records are on their way: about 2 for
 * news in lz4, up to 255 for what is made to be so.  librdkafka has no bound
 * on it; where anybody may write to the input topic, the topic's own
 * compression.type=uncompressed is one.
 *
 * tests/system/test_memory.py holds this against what is resident.
 */
#define GZ_WORKER_RECORDS 16384
#define GZ_WORKER_BYTES ((uint64_t)24 << 20)
// Its name in the group, and of its transactions: <instance>-<stage>-<index>.
#define GZ_WORKER_NAME_PREFIX "%s-%s-"
#define GZ_WORKER_NAME_BYTES 256
#define GZ_WORKER_BATCH_RECORDS 2000     // of one transaction
#define GZ_WORKER_OUTPUT_EXTRA 624       // bytes, like the next
#define GZ_WORKER_PARTITION_BYTES 20480  // 96 are ours, the rest librdkafka's

struct gz_worker;

enum gz_worker_stage {
    GZ_WORKER_EXTRACT,  // articles to entity events
    GZ_WORKER_ALERT,    // entity events to alerts
};

struct gz_worker_options {
    enum gz_worker_stage stage;
    const struct gz_config *config;  // borrowed, like the pointers below
    struct gz_rules_cell *rules;     // of EXTRACT
    struct gz_subscription_cell *subscriptions;  // of ALERT
    struct gz_log *log;                          // NULL allowed
    struct gz_metrics_set *metrics;              // this worker's
    uint32_t index;                              // from 0
    uint64_t fingerprint;                        // of the event schema
    uint64_t alert_fingerprint;                  // of the alert schema
    uint64_t self;                               // names this process; not 0
    // Called by the worker's thread as its last act.
    void (*on_end)(void *ctx);
    void *on_end_ctx;
};

enum gz_worker_phase {
    GZ_WORKER_NEW,
    GZ_WORKER_CONNECTING,  // no broker has answered yet
    GZ_WORKER_JOINING,     // the group is assigning partitions
    GZ_WORKER_RUNNING,
    GZ_WORKER_DRAINING,
    GZ_WORKER_ENDED,
};

// What a worker says of itself; times are monotonic microseconds.
struct gz_worker_state {
    enum gz_worker_phase phase;
    bool unreachable;     // no broker answers just now
    bool has_work;        // records in flight, or a call that blocks
    uint32_t partitions;  // assigned
    int64_t loop_us;      // its loop last went round
    int64_t progress_us;  // a record was last acknowledged, or there was
                          // nothing to do or no broker to do it with
};

/**
 * Make a worker with its clients; nothing runs yet.  Fails with what
 * gz_kafka_properties_apply() says, or GZ_NO_MEMORY.
 * Release with gz_worker_free().
 */
enum gz_status gz_worker_new(const struct gz_worker_options *options,
                             struct gz_worker **out,
                             struct gz_error *err) GZ_MUST_CHECK;

/** Release a worker that does not run; NULL allowed. */
void gz_worker_free(struct gz_worker *w);

/** Start the thread.  Fails with GZ_IO. */
enum gz_status gz_worker_start(struct gz_worker *w,
                               struct gz_error *err) GZ_MUST_CHECK;

/**
 * Ask it to drain, commit, leave the group and end, within drain_timeout.
 * Any thread; again is allowed.
 */
void gz_worker_stop(struct gz_worker *w);

/** Whether it was started and not joined yet; the starting thread. */
bool gz_worker_running(const struct gz_worker *w);

/**
 * Wait for its end.  GZ_OK when it was asked to; else what made it stop, in
 * err with the remedy.
 */
enum gz_status gz_worker_join(struct gz_worker *w, struct gz_error *err);

/** Any thread, at any time before gz_worker_free(). */
struct gz_worker_state gz_worker_state(const struct gz_worker *w);

/** "connecting", "running" and so on. */
const char *gz_worker_phase_name(enum gz_worker_phase phase);

#endif
