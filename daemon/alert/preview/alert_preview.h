#ifndef GZ_ALERT_PREVIEW_H
#define GZ_ALERT_PREVIEW_H

#include "daemon/alert/alert_engine.h"
#include "daemon/alert/preview/preview_tally.h"

/*
 * How many alerts subscriptions would have raised: entity events of the past
 * go through engines as they are, one for each partition, all without state.
 * The events drive the clock, so that what falls due between two of them
 * (waits, repeats, absences, ends) is told between them, and up to the end.
 *
 * Pure: it reads no clock and no topic.  An event's time is its ingested_at,
 * as if a worker had been at the end of its partition all along.
 *
 * It stands for subscriptions as they would have been from the first event on:
 * their `since` is none.
 */
struct gz_alert_preview;

// 0 stands for the default.
struct gz_alert_preview_options {
    uint32_t partition_count;  // 1
    int64_t max_age_ms;        // 24 h, as in alert_engine.h
    int64_t since_ms;          // all events since then are known; 0: those
                               // before the first one are not
    int64_t end_ms;            // no event is of a later time; required
    uint64_t event_limit;      // none
    size_t state_limit;        // 1,000,000 alerts, stories and things seen
    struct gz_preview_limits limits;
    /** Asked now and then while time passes: true calls it off.  NULL
     * allowed. */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

// What came of it; borrowed until the preview is freed.
struct gz_alert_preview_result {
    uint64_t events;   // that were looked at
    uint64_t matched;  // that concerned a subscription
    int64_t first_ms;  // of these events; both 0 without any
    int64_t last_ms;
    int64_t until_ms;  // time has passed until then, in every partition
    uint64_t dropped;  // what engines forgot early, as in a worker
    bool whole;        // all events were looked at; else tally->met says why
                       // not
    const struct gz_preview_tally *tally;
};

/**
 * An owned preview of subscriptions, of which it takes references of its own.
 * NULL when out of memory.
 */
struct gz_alert_preview *
gz_alert_preview_new(const struct gz_alert_preview_options *options,
                     struct gz_subscription *const *subscriptions,
                     size_t count);
void gz_alert_preview_free(struct gz_alert_preview *p);

/**
 * Look at the next event of a partition.  GZ_LIMIT: a bound was met, no more
 * events are wanted.  GZ_NO_MEMORY.
 */
enum gz_status
gz_alert_preview_event(struct gz_alert_preview *p, uint32_t partition,
                       const struct gz_event *event) GZ_MUST_CHECK;

/** Whoever reads the events has to end before all were read: say why. */
void gz_alert_preview_cut(struct gz_alert_preview *p,
                          enum gz_preview_bound bound);

/**
 * All events of the partition were read: time passes there until the end, even
 * if they were none.
 */
enum gz_status gz_alert_preview_end(struct gz_alert_preview *p,
                                    uint32_t partition) GZ_MUST_CHECK;

/** The result, once; what is not at its end stays where it is. */
void gz_alert_preview_result(struct gz_alert_preview *p,
                             struct gz_alert_preview_result *out);

/** How far back the subscriptions look, for windows and first_seen; in ms. */
int64_t gz_alert_preview_needs_ms(const struct gz_alert_preview *p);

#endif
