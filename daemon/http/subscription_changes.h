#ifndef GZ_SUBSCRIPTION_CHANGES_H
#define GZ_SUBSCRIPTION_CHANGES_H

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/http/routes.h"
#include "daemon/http/subscription_body.h"

/*
 * PUT and DELETE of a subscription.  The body is read and checked here, as a
 * file is, against the rules and receivers in use; whether the change may be
 * made is the keeper's to say, who alone sees all changes.  Its answer comes
 * later: until then a call waits in a list, whether or not its client does.
 *
 * What the keeper does not get to see, because it is not about versions of its
 * own: a removal that does not say what it removes, and the version 0, which
 * subscriptions of files have and which means "not there" to the keeper.
 */
struct gz_subscription_call;

struct gz_subscription_changes {
    struct gz_subscription_cell *cell;  // borrowed
    struct gz_subscription_body_terms terms;
    const struct gz_subscription_keeper *keeper;  // borrowed; NULL: no topic
    struct gz_subscription_call *waiting;
};

/** Handle a request, whose param is the id. */
void gz_subscription_changes_put(struct gz_subscription_changes *c,
                                 const struct gz_request *request,
                                 struct gz_reply *reply);
void gz_subscription_changes_remove(struct gz_subscription_changes *c,
                                    const struct gz_request *request,
                                    struct gz_reply *reply);

/** Answer all that waits; the keeper's answers go nowhere then. */
void gz_subscription_changes_stop(struct gz_subscription_changes *c);

#endif
