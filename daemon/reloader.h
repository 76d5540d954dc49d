#ifndef GZ_RELOADER_H
#define GZ_RELOADER_H

#include <pthread.h>
#include <stdbool.h>

#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/notify/receiver_setup.h"
#include "rules/ruleset.h"

/*
 * Loads the packs, subscriptions and receivers of a configuration on a thread
 * of its own, so that the main loop goes on answering while it takes its
 * seconds.  One load at a time, and all of it or nothing.  The configuration
 * itself stays; its file is read to say what is not taken over.
 */

// What is loaded.
struct gz_reload {
    struct gz_ruleset *rules;                     // a reference
    struct gz_subscription_index *subscriptions;  // owned
    struct gz_receivers *receivers;               // a reference, or NULL
    // Names of configuration keys that are others in the file now and wait for
    // a restart, borrowed until the next start; or empty.
    struct gz_str waiting;
};

struct gz_reloader {
    const struct gz_config *config;  // borrowed
    void (*on_done)(void *ctx);      // from the loading thread
    void *ctx;
    // The rest is the reloader's own.
    bool busy;
    pthread_t thread;
    struct gz_reload loaded;
    struct gz_buffer waiting;
    struct gz_error err;
    enum gz_status status;
};

void gz_reloader_init(struct gz_reloader *r, const struct gz_config *config,
                      void (*on_done)(void *ctx), void *ctx);

/** Wait for a load under way and throw its result away. */
void gz_reloader_fini(struct gz_reloader *r);

/** Begin; false when a load is under way or no thread can be made. */
bool gz_reloader_start(struct gz_reloader *r);

/**
 * After on_done: the result.  GZ_OK with what was loaded, the caller's from
 * then on, else why not, in *err, borrowed until the next start.
 */
enum gz_status gz_reloader_take(struct gz_reloader *r, struct gz_reload *out,
                                const struct gz_error **err) GZ_MUST_CHECK;

#endif
