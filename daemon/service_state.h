#ifndef GZ_SERVICE_STATE_H
#define GZ_SERVICE_STATE_H

#include <ev.h>
#include <stdatomic.h>

#include "codecs/event_schema.h"
#include "daemon/flow/rules_cell.h"
#include "daemon/http/api.h"
#include "daemon/kafka/subscription_topic.h"
#include "daemon/kafka/worker.h"
#include "daemon/notify/notify_service.h"
#include "daemon/reloader.h"
#include "daemon/service.h"

/*
 * The inside of the service, for service.c (its life), service_events.c (what
 * its loop reacts to), service_subscriptions.c and service_pages.c only.
 */
#define GZ_SERVICE_SIGNALS 2

struct gz_service {
    const struct gz_config *config;
    struct gz_log *log;
    struct gz_event_schema *schema;
    struct gz_rules_cell *rules;
    struct gz_subscription_pool *pool;
    struct gz_subscription_topic *topic;  // NULL: none is followed
    bool alerts_started;                  // alert workers: they wait for topic
    uint64_t alert_fingerprint;
    struct gz_ruleset *shown;  // what is in the cell, for the pages
    struct gz_metrics *metrics;
    struct gz_worker **workers;
    uint32_t worker_count;
    struct gz_reloader reloader;
    bool reload_failed;                    // the last one
    struct gz_pages_worker *page_workers;  // one for each worker
    struct gz_api *api;                    // NULL when not configured
    struct gz_notify_service *notify;      // NULL without receivers

    struct ev_loop *loop;
    ev_signal on_end[GZ_SERVICE_SIGNALS];
    ev_signal on_hangup;
    ev_async on_call;  // from workers, the reloader, and outside
    ev_timer on_pulse;
    ev_timer on_watchdog;
    ev_timer on_late;
    atomic_bool asked;   // to stop
    atomic_bool loaded;  // the reloader is done
    bool again;          // another reload was asked for meanwhile
    atomic_bool stopping;
    double signal_s;  // when the latest signal came, by the loop's clock; 0:
                      // none did, whatever else may have begun a stop
    bool was_ready;
    uint32_t running;      // workers that were started and not joined
    struct gz_error *err;  // of gz_service_run()
    enum gz_status status;
};

/** Make the watchers; they are started when the service runs. */
void gz_service_init_watchers(struct gz_service *s);
void gz_service_start_watchers(struct gz_service *s);

/** libev wants a signal let go of before another loop may heed it. */
void gz_service_stop_watchers(struct gz_service *s);

/** Wake the loop; any thread.  ctx: the service. */
void gz_service_call(void *ctx);

/** The packs of the reloader are there; its thread.  ctx: the service. */
void gz_service_on_loaded(void *ctx);

/** Serve pages and API if the configuration says so. */
enum gz_status gz_service_open_pages(struct gz_service *s,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** Start workers begin..end; stops at the first that cannot be. */
enum gz_status gz_service_start_workers(struct gz_service *s, uint32_t begin,
                                        uint32_t end,
                                        struct gz_error *err) GZ_MUST_CHECK;

/** Make the pool of subscriptions and, where it is followed, its topic. */
enum gz_status
gz_service_make_subscriptions(struct gz_service *s,
                              const struct gz_subscription_index *files,
                              struct gz_error *err) GZ_MUST_CHECK;

/** Take those of files (taken) after a reload; false: there is no memory. */
bool gz_service_take_files(struct gz_service *s,
                           struct gz_subscription_index *files);

/** Put other receivers in force (shared, NULL: none).  On failure, possible
 * only when there were none before, nothing has changed. */
enum gz_status gz_service_take_receivers(struct gz_service *s,
                                         struct gz_receivers *receivers,
                                         struct gz_error *err) GZ_MUST_CHECK;

/** Whether alert workers wait for the topic of subscriptions. */
bool gz_service_awaits(const struct gz_service *s);

/** The topic may be in another phase: start alert workers when it is read, and
 * stop when it cannot be. */
void gz_service_heed_topic(struct gz_service *s);

/** Why the service is not ready, its workers aside; NULL when it is. */
const char *gz_service_why_waiting(const struct gz_service *s);

/** Whether a worker makes progress or has a good reason to wait. */
bool gz_service_is_healthy(const struct gz_worker *w);

/** Why a worker is not ready, NULL when it is. */
const char *gz_service_why_not_ready(const struct gz_worker *w);

/** Drain all workers, once. */
void gz_service_begin_stop(struct gz_service *s, const char *why);

#endif
