#include "daemon/kafka/topic_follower.h"

#include <stdint.h>

static enum gz_status open_reader(void *ctx, void **reader,
                                  struct gz_error *err)
{
    struct gz_follower *f = NULL;
    const enum gz_status st = gz_follower_open(ctx, &f, err);
    *reader = f;
    return st;
}

static void close_reader(void *reader)
{
    gz_follower_free(reader);
}

static uint32_t partitions(const void *reader)
{
    return gz_follower_partitions(reader);
}

static enum gz_status bounds(void *reader, int64_t *low, int64_t *high,
                             struct gz_error *err)
{
    return gz_follower_bounds(reader, low, high, err);
}

static enum gz_status at_time(void *reader, int64_t since_ms, int64_t *offsets,
                              struct gz_error *err)
{
    return gz_follower_at_time(reader, since_ms, offsets, err);
}

static enum gz_status seek(void *reader, const int64_t *next,
                           struct gz_error *err)
{
    return gz_follower_seek(reader, next, err);
}

static enum gz_status next_item(void *reader, int timeout_ms,
                                struct gz_topic_item *out, struct gz_error *err)
{
    return gz_follower_item(reader, timeout_ms, out, err);
}

struct gz_topic_port
gz_topic_follower_port(const struct gz_follower_options *options)
{
    return (struct gz_topic_port){
        .open = open_reader,
        .close = close_reader,
        .partitions = partitions,
        .bounds = bounds,
        .at_time = at_time,
        .seek = seek,
        .next = next_item,
        // open() only reads them.
        .ctx = (void *)(uintptr_t)options,
    };
}
