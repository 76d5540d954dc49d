#ifndef GZ_SUBSCRIPTION_BODY_H
#define GZ_SUBSCRIPTION_BODY_H

#include "daemon/alert/subscription/subscription.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/reply.h"

/**
 * Read the subscription that a request sent as JSON.  An owned reference, or
 * NULL, and reply says all that is wrong with it, see mistakes_reply.h.
 *
 * rules know the types that it may name; borrowed, NULL: they are not checked.
 * id: what its id must be, if it has one; ptr NULL: it must have one.
 * Any thread.
 */
struct gz_subscription *gz_subscription_body_read(struct gz_rules_cell *rules,
                                                  struct gz_str id,
                                                  struct gz_str body,
                                                  struct gz_reply *reply);

#endif
