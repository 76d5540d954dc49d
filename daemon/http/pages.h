#ifndef GZ_PAGES_H
#define GZ_PAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/http/routes.h"
#include "daemon/observe/metrics.h"

/*
 * The pages for operators and their monitors:
 *
 *   /        what there is
 *   /livez   200 while the process makes progress: restart it otherwise
 *   /readyz  200 while articles are handled; otherwise 503 and one line for
 *            each reason
 *   /metrics Prometheus' text format
 *
 * They know the service only by what it fills into a struct for each request.
 */
struct gz_pages_worker {
    bool healthy;        // what gz_notify_healthy() says of it
    const char *reason;  // why it is not ready, such as "joining the group";
                         // NULL when it is ready
};

struct gz_pages_state {
    bool stopping;
    const char *reason;  // why it is not ready, its workers aside, or NULL
    bool reload_failed;  // the last one: shown, but the old rules still work
    const struct gz_metrics *metrics;
    struct gz_metrics_info info;  // ruleset NULL: none is loaded
    const struct gz_pages_worker *workers;
    uint32_t worker_count;
};

/** Describe the service now; what *out points at is borrowed for a request. */
typedef void gz_pages_describe(void *ctx, struct gz_pages_state *out);

struct gz_pages {
    gz_pages_describe *describe;
    void *ctx;
};

/** Their routes; pages must outlive the server. */
struct gz_route_set gz_pages_routes(struct gz_pages *pages);

#endif
