#ifndef GZ_TOPIC_STREAM_H
#define GZ_TOPIC_STREAM_H

#include <stddef.h>

#include "daemon/config/config.h"
#include "daemon/http/feed_stream.h"
#include "daemon/kafka/follower.h"

/*
 * A topic of Kafka as a page of server-sent events: the feed, its two readers
 * and what bounds it.  What the records are stays with who makes one.
 */
struct gz_topic_stream {
    struct gz_follower_options live;
    struct gz_follower_options replay;
    struct gz_feed_kind kind;
    struct gz_feed_stream stream;
};

struct gz_topic_stream_options {
    const struct gz_config *config;
    const char *topic;
    struct gz_feed_kind kind;
    const struct gz_feed_filter_kind *filters;
    const char *remedy;  // when the topic cannot be read
    size_t total_bytes;  // that may wait for all clients
    struct gz_log *log;  // NULL allowed
    const struct gz_clock *clock;
};

/** Make the feed; s must not move, what options point at is borrowed.  Fails
 * as gz_feed_new() does.  Release with gz_topic_stream_fini(). */
enum gz_status
gz_topic_stream_init(struct gz_topic_stream *s,
                     const struct gz_topic_stream_options *options,
                     struct gz_error *err) GZ_MUST_CHECK;

/** End its threads, before the server is closed; also of one that is zeroed. */
void gz_topic_stream_stop(struct gz_topic_stream *s);

/** After the server is closed; also one that could not be made. */
void gz_topic_stream_fini(struct gz_topic_stream *s);

#endif
