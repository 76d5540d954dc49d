#ifndef GZ_SUBSCRIPTION_WRITER_H
#define GZ_SUBSCRIPTION_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "daemon/config/config.h"
#include "daemon/observe/log.h"

/*
 * Writes records to the topic of subscriptions, each in a transaction.  All
 * processes that do so share one transactional id, which belongs to the topic:
 * who prepares fences whoever prepared before, and ends what that one left
 * open.  So of two that have read to the end and then write, one alone can
 * commit, and the other hears it:
 *
 *     prepare   -> where the topic ends now
 *     (read up to there; compare; only then)
 *     write     -> the offset of the record
 *
 * A producer that nobody fenced prepares again without a new one: nobody else
 * has committed since.
 *
 * Its calls block for as long as brokers take, on a thread of their own; see
 * transaction.h for why they have no time limit.  Use from one thread.
 */
struct gz_subscription_writer;

#define GZ_SUBSCRIPTION_WRITER_PREFIX "gazetted-"  // then the topic's name

enum gz_subscription_written {
    GZ_SUBSCRIPTION_WRITTEN,
    GZ_SUBSCRIPTION_AGAIN,    // fenced, or lost: prepare again
    GZ_SUBSCRIPTION_REFUSED,  // trying again would end the same way
};

struct gz_subscription_writer_result {
    enum gz_subscription_written how;
    // Of prepare: the end.  Of write: where the record stands, -1 when it got
    // nowhere.  With AGAIN whether it stands there is known when the topic is
    // read up to the end of the next prepare.
    int64_t offset;
    const char *problem;  // of AGAIN and REFUSED; until the next call
};

/** Owned; config and log (NULL allowed) are borrowed for its life, and the
 * configuration is tried.  Release with gz_subscription_writer_free(). */
enum gz_status gz_subscription_writer_new(const struct gz_config *config,
                                          struct gz_log *log,
                                          struct gz_subscription_writer **out,
                                          struct gz_error *err) GZ_MUST_CHECK;

/** Wait at most timeout_us for the call under way, then release; NULL allowed.
 * When it goes on, it is left alone with all that it uses. */
void gz_subscription_writer_free(struct gz_subscription_writer *w,
                                 int64_t timeout_us);

/** Only while no call is under way (asserted). */
void gz_subscription_writer_prepare(struct gz_subscription_writer *w);

/** After a prepare that went well; key and value are copied, value.ptr NULL is
 * Kafka's null. */
void gz_subscription_writer_write(struct gz_subscription_writer *w,
                                  struct gz_str key, struct gz_str value);

/** Wait at most timeout_us; true when the call has ended, once for each. */
bool gz_subscription_writer_wait(struct gz_subscription_writer *w,
                                 int64_t timeout_us,
                                 struct gz_subscription_writer_result *out);

#endif
