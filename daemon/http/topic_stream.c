#include "daemon/http/topic_stream.h"

#include "daemon/kafka/topic_follower.h"

enum {
    CLIENT_BYTES = 512 << 10,
    HEARTBEAT_US = 15 * 1000 * 1000,
    IDLE_US = 60 * 1000 * 1000,
};

enum gz_status
gz_topic_stream_init(struct gz_topic_stream *s,
                     const struct gz_topic_stream_options *options,
                     struct gz_error *err)
{
    *s = (struct gz_topic_stream){
        .live = {.config = options->config,
                 .topic = options->topic,
                 .log = options->log,
                 .exact = true},
        .kind = options->kind,
        .stream = {.topic = options->topic,
                   .filters = options->filters,
                   .clock = options->clock,
                   .remedy = options->remedy},
    };
    s->replay = s->live;
    s->replay.brief = true;
    const struct gz_feed_options feed = {
        .kind = &s->kind,
        .topic = options->topic,
        .live = gz_topic_follower_port(&s->live),
        .replay = gz_topic_follower_port(&s->replay),
        .log = options->log,
        .clock = options->clock,
        .client_bytes = CLIENT_BYTES,
        .total_bytes = options->total_bytes,
        .heartbeat_us = HEARTBEAT_US,
        .idle_us = IDLE_US,
    };
    return gz_feed_new(&feed, &s->stream.feed, err);
}

void gz_topic_stream_stop(struct gz_topic_stream *s)
{
    if (s->stream.feed != NULL) {
        gz_feed_stop(s->stream.feed);
    }
}

void gz_topic_stream_fini(struct gz_topic_stream *s)
{
    gz_feed_free(s->stream.feed);
    s->stream.feed = NULL;
}
