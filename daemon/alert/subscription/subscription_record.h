#ifndef GZ_SUBSCRIPTION_RECORD_H
#define GZ_SUBSCRIPTION_RECORD_H

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/record.h"

/*
 * A record of the topic of subscriptions has the subscription's id as its key
 * and, as its value, the subscription in JSON, as gz_subscription_print()
 * writes it, or null: it is removed.  There is no envelope.  What the JSON says
 * of version and since is not believed: the version is the record's offset plus
 * one, and it is in force since the record's timestamp.  Types and roles are
 * not compared with the packs of this process: who wrote it may have had
 * others, and packs change.
 */

// With its key and some room a record stays below what Kafka takes unless told
// otherwise, and librdkafka too (message.max.bytes, 1000000).
#define GZ_SUBSCRIPTION_RECORD_BYTES ((size_t)960 << 10)  // of a value

/**
 * Read a record that has a value; *out is an owned reference, NULL on failure.
 * Fails with GZ_INVALID, GZ_LIMIT, GZ_MISMATCH (its key is another id) or
 * GZ_NO_MEMORY; err says in which topic at which offset and why.
 */
enum gz_status gz_subscription_record_read(const struct gz_record *record,
                                           struct gz_subscription **out,
                                           struct gz_error *err) GZ_MUST_CHECK;

#endif
