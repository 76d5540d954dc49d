#ifndef GZ_KAFKA_PORT_H
#define GZ_KAFKA_PORT_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/flow/record.h"

/*
 * What the delivery engine needs of Kafka, and nothing of librdkafka.  One
 * port belongs to one worker and is called from its thread only.
 *
 * Answers come back into the engine: gz_delivery_acked() once for each
 * published output, gz_delivery_committed() once for each commit.  An
 * implementation may deliver them from serve() or from its own event loop, but
 * never from inside publish(); a commit that cannot even start may be answered
 * from inside commit().
 *
 * Transactions will add begin, send_offsets, end and abort to this table,
 * answered like commit; at-least-once leaves them unused.
 */
enum gz_port_status {
    GZ_PORT_OK,
    GZ_PORT_QUEUE_FULL,     // nothing was taken; room comes with a report
    GZ_PORT_TOO_LARGE,      // this output can never be published
    GZ_PORT_PRODUCER_DEAD,  // a new producer is needed; see recycle
    GZ_PORT_FAILED,         // the port has said why; the worker must stop
};

// The next offset to read of one input partition.
struct gz_position {
    int32_t partition;
    int64_t offset;
};

struct gz_kafka_port {
    void *ctx;

    /** Take a copy of out and publish it; tag comes back in the report. */
    enum gz_port_status (*publish)(void *ctx, const struct gz_output *out,
                                   uint64_t tag);

    /** Wait up to timeout_us for reports and deliver them. */
    void (*serve)(void *ctx, int64_t timeout_us);

    /** Commit without waiting; a failure to start is answered as well. */
    void (*commit)(void *ctx, const struct gz_position *positions,
                   size_t count);

    /** Commit and wait, at most timeout_us. */
    enum gz_status (*commit_wait)(void *ctx,
                                  const struct gz_position *positions,
                                  size_t count, int64_t timeout_us);

    /**
     * Read on from positions.  Records fetched before, of the same
     * partitions, must not be delivered any more.
     */
    enum gz_status (*rewind)(void *ctx, const struct gz_position *positions,
                             size_t count);

    /** Replace the producer; reports of the old one are lost. */
    enum gz_status (*recycle)(void *ctx);
};

#endif
