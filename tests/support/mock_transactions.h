#ifndef GZ_TEST_MOCK_TRANSACTIONS_H
#define GZ_TEST_MOCK_TRANSACTIONS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Lets an exactly-once worker run against librdkafka's mock cluster, which
 * keeps no offsets of transactions, speaks an old version of the request for
 * them and is refused by name.  Calls of the library that the program makes
 * go through this file (the linker wraps them):
 *
 *     the cluster says no name
 *     offsets put into a transaction are remembered when it commits, and
 *       rd_kafka_committed() knows them
 *     the version of TxnOffsetCommit is told as the one that is fenced
 *
 * It also puts an error to the broker at the moment at which a worker, and not
 * the producer that feeds it, publishes next.
 *
 * One cluster, one consumer group; any thread.
 */
struct rd_kafka_mock_cluster_s;  // rd_kafka_mock_cluster_t

// An answer of broker 1 of the cluster, times in a row.
struct gz_mock_fault {
    int16_t key;  // of Kafka's protocol
    int code;     // rd_kafka_resp_err_t
    size_t times;
};

/** Answer with the fault from now on. */
void gz_mock_fault_now(struct rd_kafka_mock_cluster_s *cluster,
                       const struct gz_mock_fault *fault);

/**
 * The same when any other thread than this publishes next; faults are borrowed
 * until then.
 */
void gz_mock_fault_on_publish(struct rd_kafka_mock_cluster_s *cluster,
                              const struct gz_mock_fault *faults, size_t count);

/** How many of its answers were not given yet, those to come included. */
size_t gz_mock_fault_left(struct rd_kafka_mock_cluster_s *cluster,
                          const struct gz_mock_fault *fault);

/** How often the committed offsets were asked for so far. */
size_t gz_mock_times_located(void);

#endif
