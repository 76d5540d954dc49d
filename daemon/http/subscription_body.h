#ifndef GZ_SUBSCRIPTION_BODY_H
#define GZ_SUBSCRIPTION_BODY_H

#include "daemon/alert/condition/alert_terms.h"
#include "daemon/alert/subscription/subscription.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/reply.h"

// What a subscription is checked against; all borrowed, NULL allowed: not.
struct gz_subscription_body_terms {
    struct gz_rules_cell *rules;                 // know the types
    const struct gz_alert_receivers *receivers;  // that it may tell
};

/** Whether a Content-Type is that of JSON; else reply says what is. */
bool gz_subscription_body_is_json(const char *type, struct gz_reply *reply);

/**
 * Read the subscription that a request sent as JSON.  An owned reference, or
 * NULL, and reply says all that is wrong with it, see mistakes_reply.h.
 *
 * id: what its id must be, if it has one; ptr NULL: it must have one.
 * Any thread.
 */
struct gz_subscription *
gz_subscription_body_read(const struct gz_subscription_body_terms *terms,
                          struct gz_str id, struct gz_str body,
                          struct gz_reply *reply);

#endif
