#ifndef GZ_TRANSACTION_STATE_H
#define GZ_TRANSACTION_STATE_H

#include <librdkafka/rdkafka.h>
#include <stdatomic.h>

#include "daemon/kafka/companion.h"
#include "daemon/kafka/transaction.h"

/*
 * The inside of a transaction, for transaction.c (the worker's side) and
 * transaction_calls.c (the companion's) only.
 */
enum gz_transaction_call {
    GZ_CALL_RENEW,
    GZ_CALL_END,
    GZ_CALL_ABORT,
    GZ_CALL_LOCATE,
};

struct gz_transaction {
    struct gz_producer *producer;
    struct gz_consumer *consumer;
    struct gz_log *log;
    struct gz_companion *companion;
    atomic_bool leaving;

    // Of the call under way: the job's until its end was noticed.
    enum gz_transaction_call call;
    int64_t begun_us;
    atomic_bool offering;                      // offsets, in a call that waits
    int64_t pulse_us;                          // the latest pulse, or the begin
    rd_kafka_topic_partition_list_t *offsets;  // of END and LOCATE
    rd_kafka_consumer_group_metadata_t *member;
    bool lost;  // the partitions, before member was asked for
    struct gz_position *positions;
    size_t count;
    enum gz_port_answer answer;
    struct gz_error problem;
};

/** The calls, as jobs of the companion; ctx is the transaction.  What is asked
 * and answered is in its members. */
gz_companion_job gz_transaction_run_renew;
gz_companion_job gz_transaction_run_end;
gz_companion_job gz_transaction_run_abort;
gz_companion_job gz_transaction_run_locate;

#endif
