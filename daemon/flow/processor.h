#ifndef GZ_PROCESSOR_H
#define GZ_PROCESSOR_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/kafka_port.h"
#include "daemon/flow/record.h"

/*
 * What a worker does with the records that it reads: a processor makes outputs
 * of them, and knows neither Kafka nor what becomes of the outputs.  It belongs
 * to one worker and its thread.
 */

// All of it is borrowed until the next call.
struct gz_processor_result {
    const struct gz_output *outputs;
    size_t count;
};

// Why a record is set aside without being looked at.
struct gz_processor_cause {
    const char *code;
    const char *stage;
    const char *message;
};

struct gz_processor {
    void *ctx;

    void (*free)(void *ctx);

    /**
     * Work on a record.  One that is no good is no failure: its result is a
     * dead letter.  Fails with GZ_NO_MEMORY, or with what is said in err: the
     * worker stops.
     */
    enum gz_status (*run)(void *ctx, const struct gz_record *in,
                          struct gz_processor_result *out,
                          struct gz_error *err);

    /** Make a dead letter of a record.  Fails with GZ_NO_MEMORY. */
    enum gz_status (*set_aside)(void *ctx, const struct gz_record *in,
                                const struct gz_processor_cause *cause,
                                const struct gz_output **out);

    // Of a processor that remembers; NULL in others.

    /**
     * Remember what was committed of the partitions of positions, which are
     * all there are, and nothing else: they came, or what was done since is
     * void.
     */
    enum gz_status (*recall)(void *ctx, const struct gz_position *positions,
                             size_t count, struct gz_error *err);

    /** Records before offset have been handed out, and at the moment there are
     * no more: whoever goes by the time of records need not wait for them. */
    void (*at_end)(void *ctx, int32_t partition, int64_t offset);

    /** When wake has something to do next, monotonic; INT64_MAX: never. */
    int64_t (*due_us)(void *ctx);

    /**
     * Do what is due for one partition; GZ_NOT_FOUND: nothing is.  Fails like
     * run.
     */
    enum gz_status (*wake)(void *ctx, int32_t *partition,
                           struct gz_processor_result *out,
                           struct gz_error *err);
};

#endif
