#ifndef GZ_SUBSCRIPTION_KEEPER_H
#define GZ_SUBSCRIPTION_KEEPER_H

#include <stdint.h>

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/error.h"

/*
 * Who changes the subscriptions that are kept in a topic, as the HTTP API sees
 * it; Kafka is one implementation, an array in memory that of the tests.
 *
 * The version of a subscription is the offset of its record plus one: it grows
 * with every change, also over a removal, and no two changes share one.  A
 * change says which version it was made from, so of two that were made from the
 * same one the second is refused.  Subscriptions of files have version 0 and
 * are changed in their files.
 */
#define GZ_SUBSCRIPTION_ABSENT ((uint64_t)0)        // must not be there
#define GZ_SUBSCRIPTION_ANY_VERSION ((uint64_t)-1)  // whichever is there

enum gz_keeping {
    GZ_KEEPING_DONE,
    GZ_KEEPING_CONFLICT,     // it has another version
    GZ_KEEPING_MISSING,      // to be changed or removed, and not there
    GZ_KEEPING_OF_FILE,      // it stands in a file
    GZ_KEEPING_BUSY,         // too many changes wait: come again
    GZ_KEEPING_UNAVAILABLE,  // the broker; whether it was stored is not known
};

struct gz_keeping_answer {
    enum gz_keeping outcome;
    uint64_t version;              // DONE: of the change; CONFLICT: present one
    const struct gz_error *error;  // UNAVAILABLE: why, borrowed; else NULL
};

/** The answer to a change, once, on the loop's thread.  When the change is
 * answered DONE, workers of this process have it. */
typedef void gz_keeping_done_fn(void *ctx,
                                const struct gz_keeping_answer *answer);

struct gz_subscription_keeper {
    void *ctx;
    /**
     * Store s, of which a reference is taken, in the place of version
     * expected; version and time of s itself mean nothing.  Loop thread; may
     * answer before it returns.
     */
    void (*put)(void *ctx, struct gz_subscription *s, uint64_t expected,
                gz_keeping_done_fn *done, void *done_ctx);
    /** Remove by id, which is copied. */
    void (*remove)(void *ctx, struct gz_str id, uint64_t expected,
                   gz_keeping_done_fn *done, void *done_ctx);
};

#endif
