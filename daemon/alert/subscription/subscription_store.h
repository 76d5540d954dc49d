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
 * threads nor Kafka nor a clock.
 *
 * A record of the topic has the subscription's id as its key and, as its
 * value, the subscription in JSON, as gz_subscription_print() writes it, or
 * null: it is removed.  There is no envelope.  What the JSON says of version
 * and since is not believed: the version is the record's offset plus one, and
 * it is in force since the record's timestamp.  Types and roles are not
 * compared with the packs of this process: who wrote it may have had others,
 * and packs change.
 *
 * An id that stands in a file is the file's: the topic's waits behind it, and
 * comes forth when the file lets go of it.
 *
 * A record that cannot be read removes what was there under its key: once it
 * stands in the topic, compaction takes the older one away, and who begins to
 * read later must not know others than who read along.
 */
struct gz_subscription_store;

// With its key and some room a record stays below what Kafka takes unless told
// otherwise, and librdkafka too (message.max.bytes, 1000000).
#define GZ_SUBSCRIPTION_RECORD_BYTES ((size_t)960 << 10)  // of a value

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

/** Forget those of the topic, as before it is read anew; false without memory,
 * and nothing is forgotten. */
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
