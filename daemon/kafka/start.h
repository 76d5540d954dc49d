#ifndef GZ_START_H
#define GZ_START_H

#include <librdkafka/rdkafka.h>
#include <stddef.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/delivery.h"
#include "daemon/kafka/client.h"

/*
 * Where a partition that was just assigned is read from: its committed
 * offset, else what input.start says.  An offset that the broker no longer
 * has is never replaced by a guess: records are missing, and a person decides.
 */

// Called while answers are waited for, so that the caller can say that it is
// alive.
struct gz_start_patience {
    void (*on_wait)(void *ctx);
    void *ctx;
    int64_t end_us;  // set by gz_start_find()
};

/**
 * Set the offsets of list and return the same as *starts, owned (free()).
 * Asks the broker, again and again for 40 s in all.  Fails with GZ_UNAVAILABLE,
 * GZ_DENIED or GZ_NO_MEMORY, said in err.
 */
enum gz_status gz_start_find(rd_kafka_t *rk, const struct gz_client *client,
                             rd_kafka_topic_partition_list_t *list,
                             struct gz_delivery_start **starts,
                             struct gz_start_patience *patience,
                             struct gz_error *err) GZ_MUST_CHECK;

/**
 * Ask once for the committed offsets of list, at most timeout_ms; an error of
 * one partition is one of all.  Any thread.
 */
rd_kafka_resp_err_t gz_start_committed(rd_kafka_t *rk,
                                       rd_kafka_topic_partition_list_t *list,
                                       int timeout_ms);

/** What was committed with an offset. */
struct gz_attempts gz_start_attempts(const rd_kafka_topic_partition_t *p);

/** An offset that is out of range, and what the broker has: from low, and none
 * from high on; -1 when it does not say, as while it recovers. */
struct gz_offset_gap {
    const char *topic;
    const char *group;
    int32_t partition;
    int64_t offset;
    int64_t low;
    int64_t high;
};

/** What it means, how many records are lost, and how to go on. */
void gz_start_gap_words(const struct gz_offset_gap *gap, char *text,
                        size_t size);

/** The same of an offset that m reports.  Asks the broker for what it has. */
void gz_start_describe_gap(rd_kafka_t *rk, const struct gz_route *route,
                           const rd_kafka_message_t *m, char *text,
                           size_t size);

#endif
