#ifndef GZ_NOTIFY_SERVICE_H
#define GZ_NOTIFY_SERVICE_H

#include <ev.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/notify/receiver_setup.h"
#include "daemon/observe/log.h"
#include "daemon/observe/metrics.h"

/*
 * Feeds receivers from the committed alert topic: a consumer group for each
 * (GROUP.notify.RECEIVER), so that a dead one holds up nobody.  An alert goes
 * to a receiver at least once; what cannot be delivered goes to the topic
 * alerts.undelivered.
 *
 * All of it runs in one loop and waits for nothing but a broker at the end.
 * Loop thread only.
 */
struct gz_notify_service;

struct gz_notify_options {
    const struct gz_config *config;  // borrowed
    struct gz_receivers *receivers;  // shared, NULL: none
    struct gz_log *log;              // borrowed, NULL allowed
    struct ev_loop *loop;
    void (*on_idle)(void *ctx);  // after a stop: nothing is on its way
    void *ctx;
};

/**
 * Join the groups; alerts flow when the loop runs.  Fails with GZ_INVALID,
 * GZ_MISMATCH, GZ_IO or GZ_NO_MEMORY.  Release with gz_notify_service_free().
 */
enum gz_status gz_notify_service_new(const struct gz_notify_options *options,
                                     struct gz_notify_service **out,
                                     struct gz_error *err) GZ_MUST_CHECK;

/**
 * Other receivers are in force (shared, NULL: none).  New ones join their
 * groups.  Those that are gone or changed begin nothing new; when what is on
 * its way to them is done they leave, and what has changed goes on in the same
 * group from there.  One that cannot be made is said in the log and tried
 * again.  Ignored after a stop.
 */
void gz_notify_service_change(struct gz_notify_service *n,
                              struct gz_receivers *receivers);

/** Commit, leave the groups and release; what is still on its way is given up
 * and sent again by the next process.  NULL allowed. */
void gz_notify_service_free(struct gz_notify_service *n);

/** Begin nothing new; on_idle is called when nothing is on its way, or after
 * limit_ms. */
void gz_notify_service_stop(struct gz_notify_service *n, int64_t limit_ms);

/** Whether it was stopped and nothing is on its way; NULL: true. */
bool gz_notify_service_idle(const struct gz_notify_service *n);

/** What metrics say of the receivers, *count of them; borrowed until the next
 * call.  NULL allowed. */
const struct gz_metrics_receiver *
gz_notify_service_metrics(struct gz_notify_service *n, size_t *count);

#endif
