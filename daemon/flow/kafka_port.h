#ifndef GZ_KAFKA_PORT_H
#define GZ_KAFKA_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/flow/attempts.h"
#include "daemon/flow/record.h"

/*
 * What the delivery engine needs of Kafka, and nothing of librdkafka.  One
 * port belongs to one worker and is called from its thread only.
 *
 * Some calls end at once.  Others take their time: each of those is answered
 * once, from serve() or from the port's event loop, never from inside the
 * call, except that what cannot even start may be answered there.  Of the
 * calls that gz_delivery_answered() answers only one is under way at a time,
 * and while it is, nothing is published.
 */
enum gz_port_status {
    GZ_PORT_OK,
    GZ_PORT_QUEUE_FULL,     // nothing was taken; room comes with a report
    GZ_PORT_TOO_LARGE,      // this output can never be published
    GZ_PORT_ABORT,          // the open transaction can only be aborted
    GZ_PORT_PRODUCER_DEAD,  // a new producer is needed; see renew
    GZ_PORT_FAILED,         // the port has said why; the worker must stop
};

// The next offset to read of one input partition, and what is committed with
// it.
struct gz_position {
    int32_t partition;
    int64_t offset;
    struct gz_attempts attempts;
};

struct gz_kafka_port {
    void *ctx;

    /**
     * Take a copy of out and publish it; tag comes back in the report, which
     * is gz_delivery_acked(), once.  At once.
     */
    enum gz_port_status (*publish)(void *ctx, const struct gz_output *out,
                                   uint64_t tag);

    /** Wait up to timeout_us for reports and answers, and deliver them. */
    void (*serve)(void *ctx, int64_t timeout_us);

    /**
     * Read on from positions, which cover the whole assignment; an offset
     * below 0 is the beginning.  Records fetched before must not be delivered
     * any more.  At once.
     */
    enum gz_status (*rewind)(void *ctx, const struct gz_position *positions,
                             size_t count);

    /**
     * Make a new producer in place of the old one, if any, of which no report
     * comes any more.  With transactions: when this is answered as done,
     * whatever an earlier producer of the same name left open is committed or
     * aborted for good, and nothing of it can take effect any more.
     * Answered by gz_delivery_answered().
     */
    void (*renew)(void *ctx);

    // Without transactions.

    /**
     * Commit without waiting, answered by gz_delivery_committed(), once; a
     * failure to start is answered as well.
     */
    void (*commit)(void *ctx, const struct gz_position *positions,
                   size_t count);

    /** Commit and wait, at most timeout_us. */
    enum gz_status (*commit_wait)(void *ctx,
                                  const struct gz_position *positions,
                                  size_t count, int64_t timeout_us);

    // With transactions.

    /** Open a transaction.  At once; OK, PRODUCER_DEAD or FAILED. */
    enum gz_port_status (*begin)(void *ctx);

    /**
     * Put positions, if any, into the open transaction and commit it, with
     * all that was published since begin.  Answered by gz_delivery_answered();
     * reports of what was published come before the answer.
     */
    void (*end)(void *ctx, const struct gz_position *positions, size_t count);

    /**
     * Abort the open transaction; what was published since begin is reported
     * in any way.  Answered by gz_delivery_answered().
     */
    void (*abort)(void *ctx);

    /**
     * Fill in the committed offsets of positions, an offset below 0 where
     * there is none, waiting for transactions that are about to change them.
     * positions stay until it is answered by gz_delivery_answered().
     */
    void (*locate)(void *ctx, struct gz_position *positions, size_t count);
};

// How renew, end, abort and locate went.
enum gz_port_answer {
    GZ_PORT_DONE,
    GZ_PORT_ABORT_NEEDED,  // of end: it can only be aborted
    GZ_PORT_RENEW_NEEDED,  // the producer is of no more use, and whether the
                           // transaction was committed is not known
    GZ_PORT_STOP,          // the port has said why; the worker must stop
};

#endif
