#ifndef GZ_FEED_H
#define GZ_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/notify/feed_position.h"
#include "daemon/notify/topic_port.h"
#include "daemon/observe/log.h"

/*
 * A topic, read along once, for any number of clients who see those records
 * that their filters let through, as server-sent events (WHATWG HTML, 9.2).
 *
 * Every event's id is a position (feed_position.h) from which the client goes
 * on later, here or at another process, without loss and without doubles.
 *
 * One thread reads the end of the topic and hands each record to those who
 * want it.  What waits for one client is bounded: one that falls behind is
 * left where it is, costs nothing, and goes on when it has taken what waited,
 * by the second thread, which reads again from where clients stand, for many
 * at once when they stand close, in turn when they do not.  So a slow client
 * delays nobody, and whoever comes with an old id is served in the same way.
 *
 * Bounded queues of shared messages over a ring: clients that want one record
 * in ten thousand would be thrown out of a ring by records that they never
 * wanted.
 */
struct gz_feed;
struct gz_feed_client;

// What a topic's records are to clients.
struct gz_feed_kind {
    const char *event;  // of each message: "entity"
    /** The item in a record, in arena; any failure: it is passed over. */
    enum gz_status (*decode)(void *ctx, const struct gz_record *record,
                             struct gz_arena *arena, const void **item);
    bool (*matches)(const void *filter, const void *item);
    /** Append the item as one line of JSON, with or without a line end. */
    void (*print)(const void *item, struct gz_buffer *out);
    void *ctx;  // of decode
};

struct gz_feed_options {
    const struct gz_feed_kind *kind;
    const char *topic;
    struct gz_topic_port live;    // for the one who reads the end
    struct gz_topic_port replay;  // for the one who reads again
    struct gz_log *log;           // NULL allowed
    const struct gz_clock *clock;
    size_t client_bytes;   // that may wait for one client
    size_t total_bytes;    // that may wait for all of them
    int64_t heartbeat_us;  // of silence, then a client is sent its position
    int64_t idle_us;       // without clients, then the topic is closed
};

enum gz_feed_start {
    GZ_FEED_LATEST,
    GZ_FEED_EARLIEST,
    GZ_FEED_TIME,      // records not older than since_ms
    GZ_FEED_POSITION,  // an id
};

// What came of joining.
struct gz_feed_answer {
    enum gz_status status;  // GZ_OK, GZ_INVALID: the position is none of this
                            // topic, or why the topic cannot be read
    const char *text;       // in words, but for GZ_OK; borrowed for the call
};

struct gz_feed_request {
    enum gz_feed_start start;
    int64_t since_ms;
    struct gz_feed_position position;  // taken
    const void *filter;                // outlives the client
    const struct gz_str *keys;  // of records that may pass; outlive the client
    size_t key_count;           // 0: any
    /** Once; later the other callback.  From a thread of the feed, under its
     * lock: they must not call the feed. */
    void (*on_open)(void *ctx, const struct gz_feed_answer *answer);
    /** There is something to read, after a read that found nothing. */
    void (*on_ready)(void *ctx);
    void *ctx;
};

/** An owned feed whose topic is opened with the first client; options' parts
 * are borrowed.  Fails with GZ_NO_MEMORY or GZ_IO (no thread). */
enum gz_status gz_feed_new(const struct gz_feed_options *options,
                           struct gz_feed **out,
                           struct gz_error *err) GZ_MUST_CHECK;

/** End the threads: no callback comes any more.  Clients stay. */
void gz_feed_stop(struct gz_feed *f);

/** Release a feed that all clients have left; NULL allowed. */
void gz_feed_free(struct gz_feed *f);

/** Join; on_open tells how it went.  Takes the position, also on failure.
 * Fails with GZ_NO_MEMORY. */
enum gz_status gz_feed_join(struct gz_feed *f,
                            const struct gz_feed_request *request,
                            struct gz_feed_client **out) GZ_MUST_CHECK;

/** Leave and release the client; no callback comes any more. */
void gz_feed_leave(struct gz_feed_client *client);

/**
 * Take at most max bytes of the stream; any one thread.  0: nothing now,
 * on_ready comes when there is; *end: nothing will ever come.
 */
size_t gz_feed_read(struct gz_feed_client *client, char *out, size_t max,
                    bool *end);

/** Send positions to clients that have heard nothing for too long; to be
 * called about once a second, by any one thread. */
void gz_feed_beat(struct gz_feed *f);

// What a feed has done so far, and how it is.
struct gz_feed_counts {
    uint64_t sent;     // events put into clients' queues
    uint64_t behind;   // times that a client fell behind
    uint64_t gaps;     // that clients were told
    uint64_t skipped;  // records that could not be decoded
    uint32_t clients;
};

/** Any thread. */
struct gz_feed_counts gz_feed_counts(struct gz_feed *f);

#endif
