#ifndef GZ_MOCK_H
#define GZ_MOCK_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * A stand-in for Kafka inside the process: librdkafka's mock cluster, with one
 * broker on a loopback port.  Any client can use it, another process's too.
 *
 * It is for demonstrations and tests of errors only: it lives as long as the
 * process, keeps the newest 5 MiB of each partition, and knows no
 * transactions.  A consumer gets its first assignment after 3 s.
 *
 * Use from one thread.
 */
struct gz_mock;
struct rd_kafka_mock_cluster_s;  // rd_kafka_mock_cluster_t

/** An owned broker that listens; release with gz_mock_free(). */
enum gz_status gz_mock_new(struct gz_mock **out,
                           struct gz_error *err) GZ_MUST_CHECK;

/** The same with two brokers, 1 and 2. */
enum gz_status gz_mock_new_pair(struct gz_mock **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** End the broker; NULL allowed.  Its clients should have ended before. */
void gz_mock_free(struct gz_mock *m);

/** Make a topic. */
enum gz_status gz_mock_topic(struct gz_mock *m, const char *topic,
                             uint32_t partitions,
                             struct gz_error *err) GZ_MUST_CHECK;

/** "127.0.0.1:PORT", of two brokers with a comma between, borrowed. */
const char *gz_mock_bootstrap(const struct gz_mock *m);

/** Write one record and wait until it is stored; a NULL key is allowed. */
enum gz_status gz_mock_produce(struct gz_mock *m, const char *topic,
                               struct gz_str key, struct gz_str value,
                               struct gz_error *err) GZ_MUST_CHECK;

/** The cluster itself, for tests that inject errors; borrowed. */
struct rd_kafka_mock_cluster_s *gz_mock_cluster(const struct gz_mock *m);

#endif
