#ifndef GZ_API_H
#define GZ_API_H

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/config/config.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/pages.h"
#include "daemon/http/server.h"
#include "daemon/notify/receiver_setup.h"

/*
 * All that the daemon serves over HTTP, put together: the pages for operators,
 * the API's description and its parts.  A part that comes has a table of
 * routes; it is opened, stopped and closed here, and described in openapi.json.
 */
struct gz_api;

struct gz_api_options {
    const struct gz_config *config;
    struct gz_rules_cell *rules;
    struct gz_subscription_cell *subscriptions;
    const struct gz_subscription_keeper *keeper;  // NULL: no topic
    uint64_t fingerprint;                         // of the event schema
    uint64_t alert_fingerprint;                   // of the alert schema
    struct ev_loop *loop;
    gz_pages_describe *describe;
    void *describe_ctx;
    struct gz_metrics_set *metrics;  // of the loop's thread
    struct gz_log *log;              // NULL allowed
};

/**
 * Serve as the configuration says; *out NULL with GZ_OK: it says not at all.
 * What options point at is borrowed.  Fails with GZ_INVALID or GZ_DENIED (the
 * tokens), GZ_IO or GZ_NO_MEMORY.  Loop thread only.
 */
enum gz_status gz_api_open(const struct gz_api_options *options,
                           struct gz_api **out,
                           struct gz_error *err) GZ_MUST_CHECK;

/** The receivers in force, that subscriptions which are sent may name; shared,
 * NULL: none are known, then any may be named.  api NULL allowed.  Loop thread
 * only. */
void gz_api_take_receivers(struct gz_api *api, struct gz_receivers *receivers);

/** Cut all connections and release; NULL allowed.  Loop thread only. */
void gz_api_close(struct gz_api *api);

#endif
