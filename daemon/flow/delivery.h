#ifndef GZ_DELIVERY_H
#define GZ_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/clock.h"
#include "daemon/base/status.h"
#include "daemon/flow/kafka_port.h"
#include "daemon/flow/record.h"

/*
 * The delivery engine of one worker: which input record is next, what is on
 * its way for it, and which offsets may be committed.  It is a pure state
 * machine behind a port and a clock, so tests and simulations drive it with
 * scripts.
 *
 * Exactly-once: the outputs of records and the offsets behind these records
 * are one transaction.  It ends commit_interval_us after the one before was
 * ended, so the first record in a while waits for a tenth of that only; at the
 * latest commit_interval_us after the first of its records, or after
 * batch_records, whichever comes first; and earlier by the time that commits
 * take, up to a quarter of the interval.  While it is being committed nothing
 * can be published, so outputs of further records wait in an outbox and belong
 * to the next one.  What goes wrong aborts the transaction;
 * then the engine asks for the committed offsets and reads on from there.
 *
 * At-least-once: offsets are committed only behind the acknowledged prefix of
 * their partition.  A record counts as acknowledged when all its outputs were
 * handed to the port and reported as stored; a record without outputs counts
 * at once.
 *
 * The caller's loop is
 *
 *     while (gz_delivery_ready(d)) {
 *         record = the next record of the consumer;
 *         switch (gz_delivery_take(d, record.partition, record.offset)) ...
 *         gz_delivery_publish(d, outputs, count);
 *     }
 *
 * and gz_delivery_tick() after reports and answers, and at gz_delivery_due().
 * When publishing is BLOCKED the caller keeps the record and its outputs,
 * stops reading, and calls gz_delivery_resume() after the next reports.
 *
 * Start: the first tick asks for a producer; the caller joins its group when
 * gz_delivery_has_producer() says so, because a transaction that a dead
 * predecessor left open has ended by then.
 *
 * Memory: everything is allocated in gz_delivery_new() except one row of 176
 * bytes per partition number up to the highest assigned one, and the outbox.
 * In flight, the outbox included, are at most max_records records and
 * max_bytes bytes, exceeded by no more than the outputs of two records.
 *
 * Invariants: committed <= prefix <= next for every partition; the engine
 * never commits for a partition that it does not own; a report or an answer
 * that belongs to forgotten work changes nothing but the bytes in flight.
 *
 * Use from one thread.
 */
struct gz_delivery;

enum gz_delivery_mode {
    GZ_DELIVERY_EXACTLY_ONCE,
    GZ_DELIVERY_AT_LEAST_ONCE,
};

struct gz_delivery_options {
    enum gz_delivery_mode mode;
    uint32_t max_records;        // input records in flight, at least 1
    uint32_t batch_records;      // of one transaction, at least 1
    uint64_t max_bytes;          // keys and values of outputs in flight
    int64_t commit_interval_us;  // between commits
    int64_t flush_timeout_us;    // for a flush (two thirds) and its commit
    int64_t revoke_timeout_us;   // the same at a revoke: the group waits for it
    uint64_t self;               // names this process in attempts; not 0
    // Called when a record is acknowledged, or committed in a transaction,
    // with the time since it was taken; NULL allowed.
    void (*on_done)(void *ctx, int64_t age_us);
    // Exactly once: called when reading begins before what was committed here.
    // Records from "begin" to "committed" come once more, and their outputs
    // with them.  Transactions only ever move on, so the brokers lost some, or
    // somebody set the group back.  NULL allowed.
    void (*on_set_back)(void *ctx, int32_t partition, int64_t begin,
                        int64_t committed);
    void *ctx;
};

// What to do with a record that the consumer delivered.
enum gz_delivery_take {
    GZ_DELIVERY_TAKEN,    // process it, then publish
    GZ_DELIVERY_STALE,    // drop it: seen before, or not ours
    GZ_DELIVERY_REFUSED,  // as TAKEN, but an output of it was too large for
                          // the broker: publish a dead letter instead
    GZ_DELIVERY_CRASHED,  // as TAKEN, but whoever processes it dies: publish
                          // a dead letter instead
    GZ_DELIVERY_LATER,    // keep it and offer it again when ready
};

enum gz_delivery_publish {
    GZ_DELIVERY_PUBLISHED,  // all outputs were handed over
    GZ_DELIVERY_BLOCKED,    // keep record and outputs; resume after reports
    GZ_DELIVERY_TOO_LARGE,  // one output was refused: see substitute
    GZ_DELIVERY_BROKEN,     // call tick, which mends it or fails
};

// How the broker answered for one output.
enum gz_delivery_ack {
    GZ_DELIVERY_ACK_OK,
    GZ_DELIVERY_ACK_TOO_LARGE,      // for the broker or the topic
    GZ_DELIVERY_ACK_LOST,           // its transaction can only be aborted
    GZ_DELIVERY_ACK_PRODUCER_DEAD,  // the producer is of no more use
    GZ_DELIVERY_ACK_FAILED,         // the port has said why
};

struct gz_delivery_stats {
    uint64_t stale;            // records dropped by the monotonic guard
    uint64_t outputs;          // outputs acknowledged
    uint64_t output_bytes;     // their keys and values
    uint64_t commits;          // answered well
    uint64_t commit_failures;  // answered badly
    uint64_t aborts;           // of transactions
    uint64_t rewinds;
    uint64_t set_backs;  // of a partition, see on_set_back
    uint64_t renewals;   // of the producer, all but the first
    uint64_t fences;     // of them, because it was of no more use
    uint64_t bytes_in_flight;
    uint64_t outputs_in_flight;
    uint32_t records_in_flight;
};

/**
 * An owned engine over port and clock, both borrowed for its life, or NULL
 * when out of memory.  Release with gz_delivery_free().
 */
struct gz_delivery *gz_delivery_new(const struct gz_delivery_options *options,
                                    const struct gz_kafka_port *port,
                                    const struct gz_clock *clock);
void gz_delivery_free(struct gz_delivery *d);

/**
 * Partitions came to this worker.  starts: where each will be read from; an
 * offset below 0 means "not known yet": the first record tells.  A start that
 * is not yet committed says so with a negative committed offset, else it is
 * the same.  Partitions owned before stay.
 */
struct gz_delivery_start {
    int32_t partition;
    int64_t offset;
    int64_t committed;
    struct gz_attempts attempts;  // stored with the committed offset
};
enum gz_status gz_delivery_assign(struct gz_delivery *d,
                                  const struct gz_delivery_start *starts,
                                  size_t count) GZ_MUST_CHECK;

/**
 * The partitions go to somebody else: finish within the revoke timeout as
 * gz_delivery_finish() does, then forget all.  Outputs that the caller still
 * holds are given up; their record is read again by the next owner.
 */
void gz_delivery_revoke(struct gz_delivery *d);

/** The partitions are already somebody else's: forget without a commit. */
void gz_delivery_lose(struct gz_delivery *d);

/** Whether a record may be taken now. */
bool gz_delivery_ready(const struct gz_delivery *d);

/** Whether outputs wait in the caller's hands. */
bool gz_delivery_blocked(const struct gz_delivery *d);

/** Take a record.  Only while gz_delivery_ready() (asserted). */
enum gz_delivery_take gz_delivery_take(struct gz_delivery *d, int32_t partition,
                                       int64_t offset);

/**
 * Take work of an owned partition that comes from no record but from time: it
 * is published like a record, exactly once in a transaction that commits the
 * partition's offset too, so that who lost the partition cannot.
 * False while the partition is not ours or its place not known.  Only while
 * gz_delivery_ready() (asserted).
 */
bool gz_delivery_take_timer(struct gz_delivery *d, int32_t partition);

/**
 * Publish the outputs of the record taken last.  outputs are borrowed until
 * gz_delivery_blocked() is false.
 */
enum gz_delivery_publish gz_delivery_publish(struct gz_delivery *d,
                                             const struct gz_output *outputs,
                                             size_t count);

/** Go on after BLOCKED, or after TOO_LARGE without the refused output. */
enum gz_delivery_publish gz_delivery_resume(struct gz_delivery *d);

/**
 * After TOO_LARGE: publish instead in place of the refused output, then go
 * on.  instead is borrowed like outputs.  Of one record only the first
 * refused output is reported; later ones are left out, since the dead letter
 * already holds the record.
 */
enum gz_delivery_publish
gz_delivery_substitute(struct gz_delivery *d, const struct gz_output *instead);

/** A report: tag as published, bytes as counted for it (key and value). */
void gz_delivery_acked(struct gz_delivery *d, uint64_t tag, uint64_t bytes,
                       enum gz_delivery_ack ack);

/** The answer to the port's commit. */
void gz_delivery_committed(struct gz_delivery *d, bool ok);

/** The answer to the port's renew, end, abort or locate. */
void gz_delivery_answered(struct gz_delivery *d, enum gz_port_answer answer);

/**
 * A connection broke or a request timed out.  Inside of a transaction this
 * means that a request to end it may still be on its way and could meet the
 * next one (KIP-890), so the producer is renewed as soon as it has ended.
 */
void gz_delivery_suspect(struct gz_delivery *d);

/**
 * Do what is due: begin, end or abort a transaction, publish what waits in the
 * outbox, go back after an abort or a refused output, renew a dead producer
 * (three times in ten minutes, then it fails), commit.  Fails with
 * GZ_UNAVAILABLE when the worker must stop; it stays failed, and
 * gz_delivery_problem() says why.
 */
enum gz_status gz_delivery_tick(struct gz_delivery *d) GZ_MUST_CHECK;

/** When tick has something to do next, monotonic; INT64_MAX: nothing yet. */
int64_t gz_delivery_due(const struct gz_delivery *d);

/** Whether there is a producer, and nothing of a predecessor is open. */
bool gz_delivery_has_producer(const struct gz_delivery *d);

/** Why the engine failed; NULL when it did not or when the port said it. */
const char *gz_delivery_problem(const struct gz_delivery *d);

/**
 * Before closing: finish what is in flight within the flush timeout, commit
 * and wait.  What waits in the outbox is given up.  True when all the rest is
 * committed.
 */
bool gz_delivery_finish(struct gz_delivery *d);

/** Next offset to read of a partition, or -1 when it is not known. */
int64_t gz_delivery_next(const struct gz_delivery *d, int32_t partition);

struct gz_delivery_stats gz_delivery_stats(const struct gz_delivery *d);

#endif
