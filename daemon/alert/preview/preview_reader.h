#ifndef GZ_PREVIEW_READER_H
#define GZ_PREVIEW_READER_H

#include "daemon/alert/preview/alert_preview.h"
#include "daemon/base/clock.h"
#include "daemon/base/error.h"
#include "daemon/notify/topic_port.h"

/*
 * A preview of what the topic of entity events holds.  Nothing is written, and
 * no group is joined.
 */
struct gz_preview_request {
    struct gz_subscription *const *subscriptions;  // borrowed
    size_t count;
    const struct gz_topic_port *port;  // of entity events, exact
    const struct gz_clock *clock;
    uint64_t fingerprint;   // of the event schema
    int64_t since_ms;       // 0: all that there is
    int64_t max_age_ms;     // as in alert_engine.h
    uint64_t event_limit;   // 0: none
    int64_t time_limit_ms;  // 0: none
    uint32_t samples;
    /** Asked now and then; true calls it off.  NULL allowed. */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

// What came of it.
struct gz_preview_report {
    struct gz_alert_preview *preview;  // owned
    struct gz_alert_preview_result result;
    int64_t since_ms;  // as asked
    int64_t end_ms;    // when it was asked
    int64_t needs_ms;  // how far back the subscriptions look
    int64_t slot_ms;   // an hour, or a day
    bool partial;      // the topic does not go back to since_ms
    uint64_t skipped;  // records that are no events of ours
};

/**
 * Read and count.  A preview that met a bound is one too.  Fails with
 * GZ_UNAVAILABLE, GZ_DENIED, GZ_INVALID or GZ_NO_MEMORY, said in err, and
 * GZ_NOT_FOUND (no such topic).  Release with gz_preview_reader_fini(), also on
 * failure.
 */
enum gz_status gz_preview_reader_run(const struct gz_preview_request *request,
                                     struct gz_preview_report *out,
                                     struct gz_error *err) GZ_MUST_CHECK;
void gz_preview_reader_fini(struct gz_preview_report *report);

/** The same of events in memory, in the order of their time, up to the last of
 * them; request's port and clock are not used. */
enum gz_status
gz_preview_reader_events(const struct gz_preview_request *request,
                         const struct gz_event *const *events, size_t count,
                         struct gz_preview_report *out,
                         struct gz_error *err) GZ_MUST_CHECK;

#endif
