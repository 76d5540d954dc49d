#ifndef GZ_TEST_KAFKA_BENCH_H
#define GZ_TEST_KAFKA_BENCH_H

#include <inttypes.h>
#include <librdkafka/rdkafka.h>

#include "daemon/base/error.h"
#include "daemon/kafka/client.h"
#include "daemon/setup.h"
#include "tests/bench/article_lines.h"

/*
 * The three programs around the daemon in its benchmark, in one: a feeder, a
 * rival and a watcher; run_daemon.py starts them.  They end the process when
 * something fails: half a benchmark is none.
 *
 * A feeder's clock travels in the traceparent header, which the daemon passes
 * on, so the watcher knows when an article was sent.  An article's key is its
 * line number, so the relay finds the records that belong to it.
 */
struct gz_kafka_bench {
    struct gz_setup setup;
    struct gz_client client;  // what all clients of this process share
    struct gz_error err;
    struct gz_article_lines articles;  // of feed and relay
};

#define GZ_KAFKA_BENCH_TRACE "traceparent"

/** Print what is in err behind what, and end the process. */
_Noreturn void gz_kafka_bench_die(const struct gz_kafka_bench *b,
                                  const char *what);

/** The daemon's settings for a client of that type, owned. */
rd_kafka_conf_t *gz_kafka_bench_conf(struct gz_kafka_bench *b,
                                     rd_kafka_type_t type);

/** A client of those settings, owned; takes conf. */
rd_kafka_t *gz_kafka_bench_client(struct gz_kafka_bench *b,
                                  rd_kafka_type_t type, rd_kafka_conf_t *conf);

/**
 * Publish a copy of key and value; takes headers.  Waits while the
 * producer is full.
 */
void gz_kafka_bench_publish(struct gz_kafka_bench *b, rd_kafka_t *producer,
                            rd_kafka_topic_t *topic, struct gz_str key,
                            struct gz_str value, rd_kafka_headers_t *headers);

/** Monotonic microseconds, the same for all processes of the machine. */
int64_t gz_kafka_bench_now_us(void);

/** Publish count articles, rate of them a second; 0: as fast as can be. */
void gz_kafka_feed_run(struct gz_kafka_bench *b, int64_t count, int64_t rate);

/**
 * Publish for each article the very records that the daemon publishes, made
 * before it starts, with the daemon's client settings and with as many workers
 * and the delivery that the configuration says: what the daemon would cost if
 * extraction cost nothing.  Runs until killed.
 */
void gz_kafka_relay_run(struct gz_kafka_bench *b);

/** Read count new events and print how old they were. */
void gz_kafka_watch_run(struct gz_kafka_bench *b, int64_t count);

#endif
