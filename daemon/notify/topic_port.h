#ifndef GZ_TOPIC_PORT_H
#define GZ_TOPIC_PORT_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/record.h"

/*
 * A topic as those see it who read along without a group: a fixed number of
 * partitions, each a run of offsets of which the oldest may be gone.  Kafka is
 * one implementation (daemon/kafka/topic_follower.h), an array in memory the
 * one of the tests.
 *
 * A reader belongs to one thread at a time.  Offsets are vectors with one
 * number per partition.
 */
enum gz_topic_kind {
    GZ_TOPIC_RECORD,
    GZ_TOPIC_END,   // nothing to read at offset now, in this partition
    GZ_TOPIC_LOST,  // the offset that was to be read is no longer there
};

struct gz_topic_item {
    enum gz_topic_kind kind;
    struct gz_record record;  // of an end only partition and offset
};

struct gz_topic_port {
    /** Open an owned reader that reads nothing yet. */
    enum gz_status (*open)(void *ctx, void **reader, struct gz_error *err);
    /** Release a reader; NULL allowed. */
    void (*close)(void *reader);
    uint32_t (*partitions)(const void *reader);
    /** The first offsets that are there, and those behind the last ones that
     * can be read now. */
    enum gz_status (*bounds)(void *reader, int64_t *low, int64_t *high,
                             struct gz_error *err);
    /** The first offsets of records not older than since_ms; behind the last
     * ones where there are none. */
    enum gz_status (*at_time)(void *reader, int64_t since_ms, int64_t *offsets,
                              struct gz_error *err);
    /** Read on from these offsets, and not at all where one is negative. */
    enum gz_status (*seek)(void *reader, const int64_t *next,
                           struct gz_error *err);
    /** The next item, borrowed until the next call; GZ_NOT_FOUND: none came in
     * time, also while brokers are away. */
    enum gz_status (*next)(void *reader, int timeout_ms,
                           struct gz_topic_item *out, struct gz_error *err);
    void *ctx;  // of open
};

#endif
