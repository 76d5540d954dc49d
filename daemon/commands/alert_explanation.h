#ifndef GZ_ALERT_EXPLANATION_H
#define GZ_ALERT_EXPLANATION_H

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"

/*
 * Why an alert was raised, and what became of it.
 */
struct gz_alert_explanation {
    // What was told, in order, at least one; the last is how it is now.
    const struct gz_alert_event *const *items;
    uint32_t count;
    const struct gz_subscription *subscription;  // as it is now, or NULL
    struct gz_str missing;  // why it is not known, when NULL
};

/** Whether the next one has all the evidence of the i-th: what a silence kept
 * from receivers is told them behind it. */
bool gz_alert_explanation_is_told_again(const struct gz_alert_explanation *e,
                                        uint32_t i);

/** For people; failure is GZ_NO_MEMORY.  arena: for the time of the call. */
enum gz_status gz_alert_explanation_append(const struct gz_alert_explanation *e,
                                           bool colours, struct gz_arena *arena,
                                           struct gz_buffer *out) GZ_MUST_CHECK;

/** One JSON object: alert, history, subscription (null: missing), asked, and
 * for each piece of evidence asked, condition and steps. */
enum gz_status gz_alert_explanation_json(const struct gz_alert_explanation *e,
                                         struct gz_arena *arena,
                                         struct gz_buffer *out) GZ_MUST_CHECK;

#endif
