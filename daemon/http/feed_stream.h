#ifndef GZ_FEED_STREAM_H
#define GZ_FEED_STREAM_H

#include <stddef.h>

#include "daemon/http/routes.h"
#include "daemon/notify/feed.h"

/*
 * A feed as a page of server-sent events.  Beside the parameters of its filter
 * it takes
 *
 *     since          earliest, latest (the default), a time, or a duration
 *                    such as 24h before now
 *     last_event_id  an id of this stream, as the header Last-Event-ID, which
 *                    goes before both
 */

// How a feed's filter is read from the parameters of a request.
struct gz_feed_filter_kind {
    const char *const *names;  // of its parameters, and since and
                               // last_event_id; NULL-terminated
    size_t several;            // of these that may stand several times
    /** An owned filter; GZ_INVALID, said in err, or GZ_NO_MEMORY. */
    enum gz_status (*parse)(const struct gz_target *target, void **filter,
                            struct gz_error *err);
    /** Keys of records that may pass, borrowed; none: any. */
    const struct gz_str *(*keys)(const void *filter, size_t *count);
    void (*free)(void *filter);
};

struct gz_feed_stream {
    struct gz_feed *feed;
    const char *topic;
    const struct gz_feed_filter_kind *filters;
    const struct gz_clock *clock;
    const char *remedy;  // when the topic cannot be read
};

/** Answer a request with the stream, later; what stream points at outlives
 * the server. */
void gz_feed_stream_open(const struct gz_feed_stream *stream,
                         const struct gz_request *request,
                         struct gz_reply *reply);

/** Where to begin, from the words behind since=, ptr NULL: none; exposed for
 * the tests. */
enum gz_status gz_feed_stream_since(struct gz_str text, int64_t now_ms,
                                    enum gz_feed_start *start,
                                    int64_t *since_ms,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
