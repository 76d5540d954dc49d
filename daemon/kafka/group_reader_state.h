#ifndef GZ_GROUP_READER_STATE_H
#define GZ_GROUP_READER_STATE_H

#include <librdkafka/rdkafka.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/group_reader.h"
#include "daemon/kafka/wakeup.h"

/*
 * The inside of a reader, for group_reader.c (its life and records) and
 * group_reader_offsets.c (where it reads, what it commits) only.
 *
 * An assignment takes two steps: `coming` holds the partitions while their
 * offsets are asked for; then they are `assigned`.
 */
struct gz_group_reader {
    struct gz_client client;  // librdkafka's opaque: must come first
    struct gz_group_reader_options options;
    rd_kafka_t *rk;
    rd_kafka_queue_t *queue;    // of the consumer
    rd_kafka_queue_t *answers;  // to questions for offsets
    rd_kafka_queue_t *leaving;  // what comes while the group is left, or NULL
    struct gz_wakeup wakeup;
    rd_kafka_topic_partition_list_t *coming;
    rd_kafka_topic_partition_list_t *assigned;  // with next offsets
    int64_t ask_us;  // ask for offsets again from then on; 0: it was asked
    struct gz_header *headers;
    size_t header_room;
    bool paused;
    bool fatal;  // the client cannot leave in order
    bool stuck;  // closing did not come to an end
};

/** Partitions came: find out where to read them. */
void gz_group_reader_locate(struct gz_group_reader *r,
                            rd_kafka_topic_partition_list_t *list);

/** Take the answer, or ask again. */
void gz_group_reader_serve(struct gz_group_reader *r);

/** Partitions went. */
void gz_group_reader_forget(struct gz_group_reader *r);

/** m says that its offset is gone: go on behind the gap. */
void gz_group_reader_skip_gap(struct gz_group_reader *r,
                              const rd_kafka_message_t *m);

#endif
