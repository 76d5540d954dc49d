#ifndef GZ_ALERT_ENGINE_H
#define GZ_ALERT_ENGINE_H

#include "codecs/alert_event.h"
#include "codecs/event.h"
#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * The alerts of one partition of the entity topic.  Pure and clocked: events
 * and the time go in, alerts and changes of state come out.  It reads no
 * clock, draws no number and knows no Kafka.
 *
 * Retracted articles count for nothing.
 *
 * Two times: window time is the events' `ingested_at`, made monotone by the
 * engine, and decides windows, first_seen, absence and what is over; `now` is
 * the caller's clock and decides wait (but that of an absence, which goes on
 * where its window ends), interval, repeat, quiet hours and silences.  `now`
 * that goes back counts as the latest seen.
 *
 * Exactly once: in one transaction publish the alerts, then what _flush()
 * hands out, with the offsets of the events.  Whoever aborts frees the engine
 * and restores another from the topic.  After any commit, an engine restored
 * from the records does what this one would have done.
 *
 *     on assignment   e = new; every record of the partition of the state
 *                     topic: _restore(); then _start()
 *     per event       _event()
 *     when due        _next_ms() has come: _tick()
 *     before commit   _flush()
 *
 * An engine belongs to one thread at a time.  GZ_NO_MEMORY and what a sink
 * returns leave it of no use but to be freed.
 */
struct gz_alert_engine;

// 0 stands for the default.
struct gz_alert_options {
    uint32_t partition;        // of the entity topic
    uint32_t partition_count;  // default 1; notices come from one partition
    int64_t max_age_ms;        // 24 h: older events raise nothing
    int64_t since_ms;          // events are known since; the first one's time
    uint32_t case_limit;       // 100,000 alerts and windows
    uint32_t story_limit;      // 1,024 stories kept per entity
    uint32_t memory_limit;     // 1,000,000 things seen and stories told
};

struct gz_alert_counts {
    size_t cases;     // open windows and alerts
    size_t firing;    // of these
    size_t entities;  // whose stories are known
    size_t stories;
    size_t seen;       // remembered for first_seen
    size_t told;       // stories of alerts and windows that are over
    uint64_t dropped;  // forgotten early because a limit was reached
};

// Where what comes out goes; views are borrowed for the call.  A status other
// than GZ_OK ends the call that is under way and is its result.
struct gz_alert_sink {
    enum gz_status (*alert)(void *ctx, const struct gz_alert_event *alert);
    // One record of the compacted state topic; value.ptr NULL: a tombstone.
    enum gz_status (*state)(void *ctx, struct gz_str key, struct gz_str value);
    void *ctx;
};

/** An owned engine without state, or NULL.  options NULL: defaults.  Release
 * with gz_alert_engine_free(). */
struct gz_alert_engine *
gz_alert_engine_new(const struct gz_alert_options *options);
void gz_alert_engine_free(struct gz_alert_engine *e);

/**
 * Take back a record of the state topic; in the order of the topic, later ones
 * of a key win.  GZ_INVALID: the bytes are not ours, said in err.
 */
enum gz_status gz_alert_engine_restore(struct gz_alert_engine *e,
                                       struct gz_str key, struct gz_str value,
                                       struct gz_error *err) GZ_MUST_CHECK;

/** All records are back, or there are none: set the timers, and wait for the
 * ends of silences from the first tick on. */
enum gz_status gz_alert_engine_start(struct gz_alert_engine *e) GZ_MUST_CHECK;

/** Look at an event.  One that was seen before changes nothing. */
enum gz_status
gz_alert_engine_event(struct gz_alert_engine *e,
                      const struct gz_subscription_index *ix,
                      const struct gz_event *event, int64_t now_ms,
                      const struct gz_alert_sink *sink) GZ_MUST_CHECK;

/**
 * Do all that is due at now_ms, in the order in which it became due.
 * reached_ms: how far window time has come without an event, now_ms at the end
 * of the partition.  A worker that lags behind that gives the time of the
 * events that it has reached, lest it take its own lag for silence.
 */
enum gz_status
gz_alert_engine_tick(struct gz_alert_engine *e,
                     const struct gz_subscription_index *ix, int64_t now_ms,
                     int64_t reached_ms,
                     const struct gz_alert_sink *sink) GZ_MUST_CHECK;

/** When the next tick is due; INT64_MAX: never as things stand. */
int64_t gz_alert_engine_next_ms(const struct gz_alert_engine *e);

/** Hand out all changes of state since the last call, each key once. */
enum gz_status
gz_alert_engine_flush(struct gz_alert_engine *e,
                      const struct gz_alert_sink *sink) GZ_MUST_CHECK;

struct gz_alert_counts gz_alert_engine_counts(const struct gz_alert_engine *e);

#endif
