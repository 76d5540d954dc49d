#ifndef GZ_TOPIC_SPAN_H
#define GZ_TOPIC_SPAN_H

#include "daemon/base/clock.h"
#include "daemon/notify/topic_port.h"

/*
 * Reads a topic once, from a time to where it ends when the reading begins.
 * Partitions come mixed, the records of each in order.
 */
struct gz_topic_span_options {
    const struct gz_topic_port *port;
    const struct gz_clock *clock;
    int64_t since_ms;  // time of the first records
    /** Asked before each item; true: end with GZ_LIMIT.  NULL allowed. */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

// What the topic has.
struct gz_topic_span_extent {
    uint32_t partitions;
    bool partial;  // of what was before since_ms + the first records, some is
                   // gone, or the topic is younger than since_ms
};

// Who takes it; a status other than GZ_OK ends the reading and is its result.
// All but on_record may be NULL.
struct gz_topic_span_sink {
    void *ctx;
    /** Before all else. */
    enum gz_status (*on_open)(void *ctx,
                              const struct gz_topic_span_extent *extent);
    /** Borrowed for the call. */
    enum gz_status (*on_record)(void *ctx, const struct gz_record *record);
    /** All records of a partition were read; also of one without any. */
    enum gz_status (*on_end)(void *ctx, uint32_t partition);
    /** Records were gone before they could be read. */
    void (*on_lost)(void *ctx);
};

/**
 * Read.  GZ_LIMIT: it was stopped; GZ_UNAVAILABLE: nobody answers, also when
 * nothing comes for half a minute; else what the port or the sink says.
 */
enum gz_status gz_topic_span_read(const struct gz_topic_span_options *options,
                                  const struct gz_topic_span_sink *sink,
                                  struct gz_error *err) GZ_MUST_CHECK;

#endif
