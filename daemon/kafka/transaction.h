#ifndef GZ_TRANSACTION_H
#define GZ_TRANSACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/flow/kafka_port.h"
#include "daemon/kafka/consumer.h"
#include "daemon/kafka/producer.h"
#include "daemon/observe/log.h"

/*
 * The calls of a worker's port that block, as jobs of its companion: making
 * the producer, ending and aborting its transactions, asking for committed
 * offsets.  One at a time; while it is under way the producer is the
 * companion's, because librdkafka serves the producer's callbacks in the
 * thread that waits.
 *
 * What is answered, by class of the library's error, in this order:
 *
 *     a right is missing, the broker is too old,    STOP
 *       a setting is not allowed
 *     fatal, a newer producer of our name included  RENEW_NEEDED
 *     the transaction can only be aborted           ABORT_NEEDED
 *     may be tried again                            the same call again
 *     anything else                                 RENEW_NEEDED
 *
 * Before a transaction is aborted the library is asked what made it fail: where
 * that is one of the first line it is not done again.
 *
 * A producer that was fenced is not the end: a transaction that timed out
 * looks just like a twin.  A real twin takes our place in the group too, which
 * the consumer hears, or the engine's patience with new producers ends.
 *
 * Waits are without a time limit: with one, librdkafka 2.0.2 may take the late
 * answer to a call for that of the next and die in an assertion.
 *
 * Use from one thread, the worker's.
 */
struct gz_transaction;

/**
 * Owned; producer and consumer are borrowed for its life, log too, NULL
 * allowed.  Release with gz_transaction_free().
 */
enum gz_status gz_transaction_new(struct gz_producer *producer,
                                  struct gz_consumer *consumer,
                                  struct gz_log *log,
                                  struct gz_transaction **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/**
 * Wait at most timeout_us for the call under way, then release; NULL allowed.
 * False when it goes on: then its thread is left alone, and producer and
 * consumer must never be released.
 */
bool gz_transaction_free(struct gz_transaction *t, int64_t timeout_us);

/** Try nothing again from now on: the worker ends. */
void gz_transaction_leave(struct gz_transaction *t);

/** Becomes readable when a call ends; gz_transaction_wait() takes it back. */
int gz_transaction_fd(const struct gz_transaction *t);

/** Whether a call is under way. */
bool gz_transaction_busy(const struct gz_transaction *t);

/** As in struct gz_kafka_port; only while not busy (asserted). */
void gz_transaction_renew(struct gz_transaction *t);
void gz_transaction_end(struct gz_transaction *t,
                        const struct gz_position *positions, size_t count);
void gz_transaction_abort(struct gz_transaction *t);
void gz_transaction_locate(struct gz_transaction *t,
                           struct gz_position *positions, size_t count);

/**
 * To be called while a call is under way, as often as one likes.
 * librdkafka 2.0.2 waits for ever for records that a broker wants again when
 * nothing is sent any more: in an abort, and in a commit of a producer that has
 * failed for good or whose transaction has timed out.  They are thrown away
 * here.  And it gives up asking for a coordinator: requests.h.
 */
void gz_transaction_pulse(struct gz_transaction *t);

struct gz_transaction_result {
    enum gz_port_answer answer;
    // A request of the transaction that ended may still be on its way: say
    // gz_delivery_suspect() before the answer.
    bool suspect;
    bool committed;
    int64_t duration_us;
};

/**
 * Wait at most timeout_us for the call under way.  True when it has ended, once
 * for each; false too when there is none.  Reports that came meanwhile are
 * delivered first.
 */
bool gz_transaction_wait(struct gz_transaction *t, int64_t timeout_us,
                         struct gz_transaction_result *out);

#endif
