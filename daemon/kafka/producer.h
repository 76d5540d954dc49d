#ifndef GZ_PRODUCER_H
#define GZ_PRODUCER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/delivery.h"
#include "daemon/flow/kafka_port.h"
#include "daemon/flow/record.h"
#include "daemon/kafka/route.h"
#include "daemon/observe/log.h"

/*
 * The writing side of a worker: an idempotent producer over librdkafka, which
 * under exactly-once delivery also has transactions.  What blocks is in
 * transaction.h: making the client, ending transactions.
 *
 * A record costs librdkafka one allocation for key and value together and,
 * with headers, one for their list and one for each; on our side none: the
 * tag travels as the message's opaque pointer, and topics are looked up once.
 *
 * Use from one thread; reports come in gz_producer_serve().
 */
struct gz_producer;

struct gz_producer_events {
    void *ctx;
    /** One report for each published record. */
    void (*on_ack)(void *ctx, uint64_t tag, uint64_t bytes,
                   enum gz_delivery_ack ack);
};

// Records that brokers acknowledged, by where they went; with transactions,
// those that were committed.
struct gz_producer_counts {
    uint64_t events;
    uint64_t dead_letters;
    uint64_t failures;
};

/**
 * An owned producer, without a client yet: see gz_transaction_renew().  name,
 * which is the transactional id too, config, log and events are borrowed for
 * its life.  Fails with what is wrong in the configuration.
 * Release with gz_producer_free().
 */
enum gz_status gz_producer_new(const struct gz_config *config,
                               const struct gz_route *route, const char *name,
                               struct gz_log *log,
                               const struct gz_producer_events *events,
                               struct gz_producer **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/** Throw away what is not sent and release; NULL allowed.  No more reports. */
void gz_producer_free(struct gz_producer *p);

/**
 * In place of gz_producer_free() when a job that uses it goes on: what it
 * borrowed is not used any more, and it stays itself.
 */
void gz_producer_leave(struct gz_producer *p);

/** Becomes readable when there is something to serve; see wakeup.h. */
int gz_producer_fd(const struct gz_producer *p);
void gz_producer_clear_fd(struct gz_producer *p);

/** Open a transaction; see struct gz_kafka_port. */
enum gz_port_status gz_producer_begin(struct gz_producer *p);

/** Take a copy of out; see struct gz_kafka_port. */
enum gz_port_status gz_producer_publish(struct gz_producer *p,
                                        const struct gz_output *out,
                                        uint64_t tag);

/** Deliver reports: all that are there, or what comes within timeout_us. */
void gz_producer_serve(struct gz_producer *p, int64_t timeout_us);

/** Why the producer cannot go on: said in err.  GZ_OK while it can. */
enum gz_status gz_producer_problem(const struct gz_producer *p,
                                   struct gz_error *err);

/**
 * Add to a text of at most size bytes why the client failed for good last,
 * with the remedy; nothing when it has published since.
 */
void gz_producer_add_cause(const struct gz_producer *p, char *text,
                           size_t size);

/** Whether no broker answers; also while a job has the producer. */
bool gz_producer_unreachable(const struct gz_producer *p);

/** How many errors librdkafka has reported so far; also then. */
uint64_t gz_producer_errors(const struct gz_producer *p);

struct gz_producer_counts gz_producer_counts(const struct gz_producer *p);

#endif
