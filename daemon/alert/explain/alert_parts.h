#ifndef GZ_ALERT_PARTS_H
#define GZ_ALERT_PARTS_H

#include "daemon/alert/condition/condition_trace.h"
#include "daemon/alert/subscription/subscription.h"

/*
 * What a subscription asks for, key by key, and what an alert has of it; the
 * condition aside, which condition_trace.h looks at.  Of some an alert does
 * not keep enough to tell.
 */
struct gz_alert_part {
    const char *name;     // the key of the subscription: "entities.ids"
    struct gz_str found;  // what stands there, or why that is not known
    enum gz_condition_verdict verdict;
};

enum { GZ_ALERT_PARTS_MAX = 8 };

struct gz_alert_parts {
    struct gz_alert_part items[GZ_ALERT_PARTS_MAX];
    uint32_t count;
};

/** What is asked of the entity; texts are in arena.  GZ_NO_MEMORY. */
enum gz_status gz_alert_parts_anchor(const struct gz_subscription_view *view,
                                     const struct gz_alert_event *alert,
                                     struct gz_arena *arena,
                                     struct gz_alert_parts *out) GZ_MUST_CHECK;

/** What is asked of each article. */
enum gz_status gz_alert_parts_article(const struct gz_subscription_view *view,
                                      const struct gz_alert_event *alert,
                                      const struct gz_alert_evidence *evidence,
                                      struct gz_arena *arena,
                                      struct gz_alert_parts *out) GZ_MUST_CHECK;

#endif
