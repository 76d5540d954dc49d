#ifndef GZ_PREVIEW_API_H
#define GZ_PREVIEW_API_H

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/config/config.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/routes.h"
#include "daemon/observe/log.h"

/*
 * How many alerts a subscription would have raised:
 *
 *     POST /v1/subscriptions/preview       of the one in the body
 *     GET /v1/subscriptions/{id}/preview   of one that is in use
 *
 * One thread of its own reads the topic of entity events for them, one after
 * the other, so that at most one core is taken from the workers; a few may
 * wait, the next are told to come again.  What does not come to its end in
 * three quarters of http.request_timeout, or in half a minute, is answered as
 * far as it came, and says so.
 */
enum {
    GZ_PREVIEW_API_WAITING = 4,             // previews; the next is refused
    GZ_PREVIEW_API_BODY_BYTES = 256 << 10,  // of one subscription
    GZ_PREVIEW_API_EVENTS = 5000000,        // that are read for one
    GZ_PREVIEW_API_SAMPLES = 100,           // at most
};

struct gz_preview_api;

struct gz_preview_api_options {
    const struct gz_config *config;              // borrowed
    struct gz_rules_cell *rules;                 // borrowed
    struct gz_subscription_cell *subscriptions;  // borrowed; NULL: none
    uint64_t fingerprint;                        // of the event schema
    struct gz_log *log;                          // borrowed, NULL allowed
};

/** Start the thread.  Fails with GZ_IO or GZ_NO_MEMORY.  Release with
 * gz_preview_api_free(). */
enum gz_status gz_preview_api_new(const struct gz_preview_api_options *options,
                                  struct gz_preview_api **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/** End the thread; what waits or is under way is answered with what there is.
 * Before the server is closed. */
void gz_preview_api_stop(struct gz_preview_api *api);

/** NULL allowed. */
void gz_preview_api_free(struct gz_preview_api *api);

struct gz_route_set gz_preview_api_routes(struct gz_preview_api *api);

#endif
