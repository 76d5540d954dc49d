#ifndef GZ_WORKER_STATE_H
#define GZ_WORKER_STATE_H

#include <ev.h>
#include <pthread.h>
#include <stdatomic.h>

#include "daemon/base/clock.h"
#include "daemon/flow/delivery.h"
#include "daemon/flow/processor.h"
#include "daemon/kafka/consumer.h"
#include "daemon/kafka/producer.h"
#include "daemon/kafka/state_reader.h"
#include "daemon/kafka/transaction.h"
#include "daemon/kafka/worker.h"

/*
 * The inside of a worker, for worker.c (its life and its thread),
 * worker_loop.c (what wakes it), worker_flow.c (the way of a record) and
 * worker_port.c (what the engine asks for) only.
 *
 * A record is held from the moment its outputs block until they are all
 * published.  One more may be kept: it came while records were not wanted, or
 * the engine wants it later.
 */

struct rd_kafka_message_s;

struct gz_worker {
    struct gz_worker_options options;
    struct gz_route route;
    char name[GZ_WORKER_NAME_BYTES];

    struct gz_consumer *consumer;
    struct gz_producer *producer;
    struct gz_transaction *transaction;
    struct gz_state_reader state_reader;  // of an alert worker
    struct gz_alert_state_source state;
    struct gz_processor processor;  // free NULL: there is none yet
    struct gz_delivery *delivery;
    struct gz_kafka_port port;

    struct rd_kafka_message_s *held;
    struct gz_record held_record;
    struct rd_kafka_message_s *early;
    struct gz_record early_record;
    int64_t stalled_us;  // since when nothing could be taken, 0: it could

    struct ev_loop *loop;
    ev_io on_consumer;
    ev_io on_producer;
    ev_idle on_more;
    ev_io on_answer;
    ev_timer on_due;
    int64_t due_us;  // for which on_due is set; INT64_MAX: it is not
    ev_timer on_pulse;
    ev_async on_call;

    pthread_t thread;
    bool started;
    bool failed;
    struct gz_error err;  // why; the thread's until it is joined
    enum gz_status status;
    struct gz_delivery_stats told;  // what metrics know already
    struct gz_producer_counts counted;
    uint64_t errors;  // of both clients, as counted last

    atomic_bool stop;
    atomic_int phase;
    atomic_bool unreachable;
    atomic_bool has_work;
    atomic_uint partitions;
    atomic_llong loop_us;
    atomic_llong progress_us;
};

static inline int64_t gz_worker_now_us(void)
{
    return gz_clock_monotonic_us(&gz_clock_system);
}

/** Tell the watchdog that the thread goes on. */
static inline void gz_worker_alive(struct gz_worker *w)
{
    atomic_store_explicit(&w->loop_us, gz_worker_now_us(),
                          memory_order_relaxed);
}

/** Stop the worker because of what is in w->err. */
void gz_worker_fail(struct gz_worker *w, enum gz_status status);

/** Stop it when the engine or a client cannot go on; true if so. */
bool gz_worker_check(struct gz_worker *w);

/** Let gz_worker_stop() reach the loop, before it runs too. */
void gz_worker_loop_init(struct gz_worker *w);

/** Run the loop until it is to stop or fails. */
void gz_worker_loop(struct gz_worker *w);

/** Make the engine over this worker's clients. */
enum gz_status gz_worker_port_init(struct gz_worker *w,
                                   struct gz_error *err) GZ_MUST_CHECK;

/** Take records until the budget is used up; true when more may be there. */
bool gz_worker_flow_read(struct gz_worker *w);

/**
 * Let a processor that remembers know only what is committed.  A failure stops
 * the worker.
 */
enum gz_status gz_worker_flow_recall(struct gz_worker *w,
                                     const struct gz_position *positions,
                                     size_t count);

/** Do what the processor has to do without a record. */
void gz_worker_flow_wake(struct gz_worker *w);

/** When the engine or the processor is next due, monotonic. */
int64_t gz_worker_flow_due(const struct gz_worker *w);

/** Wait at most timeout_us for reports and answers, and pass them on. */
void gz_worker_flow_serve(struct gz_worker *w, int64_t timeout_us);

/** Serve reports, go on with what was blocked, do what is due. */
void gz_worker_flow_reports(struct gz_worker *w);

/** Keep the membership alive while nothing can be taken for long. */
void gz_worker_flow_stalled(struct gz_worker *w);

/** Let go of records that are held. */
void gz_worker_flow_fini(struct gz_worker *w);

#endif
