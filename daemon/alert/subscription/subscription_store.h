#ifndef GZ_SUBSCRIPTION_STORE_H
#define GZ_SUBSCRIPTION_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/alert/subscription/subscription_keeper.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/record.h"

/*
 * The subscriptions of files and those of a topic as one.  It knows neither
 * threads nor Kafka nor a clock.  What a record of the topic is, says
 * subscription_record.h.
 *
 * An id that stands in a file is the file's: the topic's waits behind it, and
 * comes forth when the file lets go of it.
 *
 * A record that cannot be read removes what was there under its key: once it
 * stands in the topic, compaction takes the older one away, and who begins to
 * read later must not know others than who read along.
 */
struct gz_subscription_store;

struct gz_subscription_counts {
    size_t of_files;
    size_t of_topic;   // in force
    size_t hidden;     // of the topic, behind one of a file
    uint64_t refused;  // records so far
};

// What a record did.
enum gz_subscription_deed {
    GZ_SUBSCRIPTION_IN_FORCE,
    GZ_SUBSCRIPTION_REMOVED,  // also when there was nothing
    GZ_SUBSCRIPTION_HIDDEN,   // behind one of a file, as it was not before
    GZ_SUBSCRIPTION_NOTHING,  // hidden before and still
};

/** An owned empty store, or NULL.  Release with _free(). */
struct gz_subscription_store *gz_subscription_store_new(void);
void gz_subscription_store_free(struct gz_subscription_store *store);

/** An owned copy of all that is in force, in constant time; NULL without
 * memory. */
struct gz_subscription_index *
gz_subscription_store_copy(const struct gz_subscription_store *store);

/**
 * Put those of files (taken, also on failure) in the place of the former ones;
 * their versions become 0.  on_hidden, NULL allowed, is called for each of the
 * topic that is hidden now and was not.  GZ_NO_MEMORY leaves all as it was.
 */
enum gz_status gz_subscription_store_files(struct gz_subscription_store *store,
                                           struct gz_subscription_index *files,
                                           gz_subscription_fn *on_hidden,
                                           void *ctx) GZ_MUST_CHECK;

/**
 * Apply a record of the topic.  GZ_INVALID, GZ_LIMIT or GZ_MISMATCH: it is
 * refused and counted, and err says in which topic at which offset and why.
 * GZ_NO_MEMORY leaves all as it was.
 */
enum gz_status gz_subscription_store_apply(struct gz_subscription_store *store,
                                           const struct gz_record *record,
                                           enum gz_subscription_deed *deed,
                                           struct gz_error *err) GZ_MUST_CHECK;

/**
 * From now on only gather what records of the topic say, with nothing of it in
 * force, until gz_subscription_store_settle(): for the first reading, where
 * this costs less than changes one by one.  Does nothing when it is called
 * again, when there is something of the topic already, or without memory:
 * records are applied one by one then.
 */
void gz_subscription_store_gather(struct gz_subscription_store *store);

/** Put in force what was gathered, on so many threads (1 to GZ_PARALLEL_MAX);
 * nothing to do if nothing was.  GZ_NO_MEMORY: it is still gathered. */
enum gz_status gz_subscription_store_settle(struct gz_subscription_store *store,
                                            unsigned threads) GZ_MUST_CHECK;

/** Forget those of the topic, also gathered ones, as before it is read anew;
 * false without memory, and nothing is forgotten. */
bool gz_subscription_store_forget(struct gz_subscription_store *store);

/**
 * Whether a change that was made from version expected may be made now: DONE,
 * or why not; *version is the present one, 0 when it is not there.  Who puts
 * at any version may also find nothing there, who removes may not.
 */
enum gz_keeping
gz_subscription_store_judge(const struct gz_subscription_store *store,
                            struct gz_str id, bool removing, uint64_t expected,
                            uint64_t *version);

struct gz_subscription_counts
gz_subscription_store_counts(const struct gz_subscription_store *store);

#endif
