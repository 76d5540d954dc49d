#ifndef GZ_PRODUCER_STATE_H
#define GZ_PRODUCER_STATE_H

#include <librdkafka/rdkafka.h>

#include "daemon/kafka/client.h"
#include "daemon/kafka/producer.h"
#include "daemon/kafka/requests.h"
#include "daemon/kafka/wakeup.h"

/*
 * The inside of a producer, for producer.c (its life, records),
 * producer_reports.c, transaction.c and transaction_calls.c (the calls that
 * block) only.
 *
 * While a job of the companion is under way all of this is the job's; the
 * worker's thread reads nothing but the descriptor, what client.h allows and,
 * unless the job makes it anew, rk.
 */
// A delivery report, as the callback saw it.
struct gz_report {
    uint64_t tag;
    uint64_t bytes;
    rd_kafka_resp_err_t err;
    enum gz_output_to to;
};

struct gz_producer {
    struct gz_client client;  // librdkafka's opaque: must come first
    struct gz_producer_events events;
    rd_kafka_t *rk;  // NULL before gz_producer_open()
    rd_kafka_queue_t *queue;
    rd_kafka_topic_t *topics[GZ_TO_COUNT];
    struct gz_wakeup wakeup;
    struct gz_requests requests;
    bool transactional;
    bool open;        // a transaction is
    bool lost_said;   // of this transaction, that it lost an output
    bool clock_said;  // that the clock is wrong; a transaction was not stored
                      // since

    // Reports wait here for the worker's thread.  Room is made when a record
    // is published, so that the callback cannot fail.
    struct gz_report *reports;
    size_t report_count;
    size_t report_room;
    size_t awaited;  // reports that are still to come

    struct gz_producer_counts counts;
    struct gz_producer_counts pending;  // of the open transaction
    bool dead;                          // rk failed for good, which was said
    int cause;                // of the latest such failure; 0: stored since
    struct gz_error problem;  // why it cannot go on; empty while it can
};

/** Make the librdkafka client; said in err when that fails. */
enum gz_status gz_producer_open(struct gz_producer *p,
                                struct gz_error *err) GZ_MUST_CHECK;

/** Destroy it and what it holds, reports included; none: nothing is done. */
void gz_producer_close(struct gz_producer *p);

/** Note why the worker has to stop: the first reason is kept. */
void gz_producer_stop(struct gz_producer *p, int code, enum gz_output_to to);

/** Note that the client failed for good, because of cause unless it knows. */
void gz_producer_say_dead(struct gz_producer *p, rd_kafka_resp_err_t cause);

/** Room for the report of one more record; false without memory. */
bool gz_producer_make_room(struct gz_producer *p);

/** librdkafka's callback, in whatever thread serves the client: client.h. */
void gz_producer_on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m,
                             void *opaque);

/** Pass on the reports that are there. */
void gz_producer_deliver(struct gz_producer *p);

/** The open transaction has ended. */
void gz_producer_ended(struct gz_producer *p, bool committed);

#endif
