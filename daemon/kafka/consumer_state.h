#ifndef GZ_CONSUMER_STATE_H
#define GZ_CONSUMER_STATE_H

#include <librdkafka/rdkafka.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/consumer.h"
#include "daemon/kafka/wakeup.h"

/*
 * The inside of a consumer, for consumer.c (its life, records, rebalancing),
 * consumer_offsets.c (where it reads, what it commits) and transaction.c (who
 * it is, for offsets that a producer commits) only.
 */
#define GZ_CONSUMER_REASON_BYTES 512

struct gz_consumer {
    struct gz_client client;  // librdkafka's opaque: must come first
    struct gz_consumer_events events;
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;
    rd_kafka_queue_t *commits;  // their answers, apart from the records
    struct gz_wakeup wakeup;
    rd_kafka_topic_partition_list_t *assigned;  // NULL before the first
    // Headers of the two records polled last: one may be held while the next
    // is on its way.
    struct {
        struct gz_header *items;
        size_t room;
    } headers[2];
    unsigned turn;  // which of them the newest record has
    bool paused;
    bool stuck;  // closing did not come to an end; see gz_consumer_free()
    struct gz_error problem;  // why it cannot go on; empty while it can
};

/** Let the worker stop; the first reason counts. */
void gz_consumer_stop(struct gz_consumer *c, enum gz_status problem,
                      const char *text);

/** An owned list of offsets to commit, with what is committed with them. */
rd_kafka_topic_partition_list_t *
gz_consumer_offsets(const struct gz_consumer *c, const struct gz_position *p,
                    size_t count);

#endif
