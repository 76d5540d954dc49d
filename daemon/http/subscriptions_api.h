#ifndef GZ_SUBSCRIPTIONS_API_H
#define GZ_SUBSCRIPTIONS_API_H

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/subscription_changes.h"

/*
 * /v1/subscriptions: what the cell holds, page by page and one by one, and
 * changes to what a topic keeps; see subscription_changes.h for these.
 *
 * A page is bounded in subscriptions, in bytes and in how many are looked at
 * for it, because the loop's thread writes it: `next` says where the next one
 * begins, also when a filter let few pass or none.
 */
enum {
    GZ_SUBSCRIPTIONS_API_PAGE = 100,            // by default
    GZ_SUBSCRIPTIONS_API_PAGE_MAX = 1000,       // and at most
    GZ_SUBSCRIPTIONS_API_LOOKED = 10000,        // for one page with a filter
    GZ_SUBSCRIPTIONS_API_PAGE_BYTES = 1 << 20,  // then a page ends
};

struct gz_subscriptions_api {
    struct gz_subscription_cell *cell;
    struct gz_subscription_changes changes;
};

/** Make it; api must not move.  All is borrowed; keeper NULL: no topic keeps
 * subscriptions; rules NULL: names in bodies are not checked. */
void gz_subscriptions_api_init(struct gz_subscriptions_api *api,
                               struct gz_subscription_cell *cell,
                               struct gz_rules_cell *rules,
                               const struct gz_subscription_keeper *keeper);

/** From now on those that are sent may name these receivers only; borrowed,
 * NULL: any, as at first. */
void gz_subscriptions_api_know(struct gz_subscriptions_api *api,
                               const struct gz_alert_receivers *receivers);

/** Answer all that waits, before the server is closed.  What the keeper says
 * afterwards is heard by nobody, and api may be gone then. */
void gz_subscriptions_api_stop(struct gz_subscriptions_api *api);

struct gz_route_set
gz_subscriptions_api_routes(struct gz_subscriptions_api *api);

#endif
