#ifndef GZ_ALERT_PROCESSOR_H
#define GZ_ALERT_PROCESSOR_H

#include "daemon/alert/alert_engine.h"
#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/base/clock.h"
#include "daemon/flow/dead_letter.h"
#include "daemon/flow/processor.h"
#include "daemon/observe/metrics.h"

/*
 * The processor that makes alerts of entity events: an alert engine for each
 * partition, whose changes of state are outputs beside the alerts.  After
 * recall an engine knows what the state topic holds and nothing else.
 */

// Who reads the state topic back; a status other than GZ_OK ends the reading
// and is its result.
struct gz_alert_state_reader {
    void *ctx;
    /** How many partitions the topic has; before the first record. */
    enum gz_status (*on_open)(void *ctx, uint32_t partitions,
                              struct gz_error *err);
    /** One record, borrowed. */
    enum gz_status (*on_record)(void *ctx, int32_t partition, struct gz_str key,
                                struct gz_str value, struct gz_error *err);
};

// The state topic, as far as it is committed.
struct gz_alert_state_source {
    void *ctx;
    /**
     * Hand out all records of the partitions of positions, those of each in
     * order.  Fails with what is said in err.
     */
    enum gz_status (*read)(void *ctx, const struct gz_position *positions,
                           size_t count,
                           const struct gz_alert_state_reader *reader,
                           struct gz_error *err);
};

struct gz_alert_processor_options {
    struct gz_subscription_cell *subscriptions;  // borrowed
    const struct gz_alert_state_source *state;   // borrowed
    struct gz_metrics_set *metrics;              // borrowed
    const struct gz_clock *clock;                // borrowed
    struct gz_dead_letter_options dead_letter;
    struct gz_str topic;  // of alerts, for their headers; borrowed
    int64_t max_age_ms;   // older events raise nothing
    uint64_t event_fingerprint;
    uint64_t alert_fingerprint;
};

/** Release it with its own free. */
enum gz_status
gz_alert_processor_new(const struct gz_alert_processor_options *options,
                       struct gz_processor *out,
                       struct gz_error *err) GZ_MUST_CHECK;

#endif
