#ifndef GZ_SERVICE_H
#define GZ_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/observe/log.h"
#include "daemon/observe/metrics.h"
#include "daemon/setup.h"

/*
 * The daemon: workers, and around them the main thread's loop with signals,
 * timers, pages and what the service manager is told.
 *
 * SIGTERM and SIGINT drain and end it, within drain_timeout and a little; a
 * second one ends it at once.  SIGHUP loads packs, files of subscriptions and
 * receivers anew on a thread of their own; mistakes are told, and then nothing
 * changes.
 *
 * When one worker cannot go on, all stop and the service fails: a supervisor
 * sees it, and a part that quietly stood still would be worse.
 */
struct gz_service;

struct gz_service_options {
    const struct gz_setup *setup;  // borrowed; the rules are shared
    struct gz_log *log;            // borrowed, NULL allowed
};

/**
 * Prove that the encoder writes what the schema says, then make the workers
 * and bind the pages' address; nothing runs yet.
 * Fails with GZ_MISMATCH (encoder), GZ_INVALID, GZ_IO or GZ_NO_MEMORY.
 * Main thread.  SIGTERM, SIGINT and SIGHUP wait from here on until
 * gz_service_run() heeds them.
 * Release with gz_service_free().
 */
enum gz_status gz_service_new(const struct gz_service_options *options,
                              struct gz_service **out,
                              struct gz_error *err) GZ_MUST_CHECK;

/** Release a service that does not run; NULL allowed. */
void gz_service_free(struct gz_service *s);

/**
 * Run until a signal or gz_service_stop(), main thread.  GZ_OK when it ended
 * because it was asked to; else why a worker could not go on, in err.
 */
enum gz_status gz_service_run(struct gz_service *s,
                              struct gz_error *err) GZ_MUST_CHECK;

/** Ask it to end; any thread. */
void gz_service_stop(struct gz_service *s);

/** All workers have a place in the group and reach brokers; any thread. */
bool gz_service_ready(const struct gz_service *s);

/** What it counts; borrowed, any thread. */
const struct gz_metrics *gz_service_metrics(const struct gz_service *s);

#endif
