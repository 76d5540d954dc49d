#include <stdio.h>

#include "tests/bench/kafka_bench.h"

enum { KEY_BYTES = 24, TRACE_BYTES = 56, FLUSH_MS = 60000 };

// Articles are due at fixed times: one that leaves late counts as late, so a
// stall is not forgiven to those who wait behind it.
static int64_t wait_until_due(rd_kafka_t *rk, int64_t begin_us, int64_t number,
                              int64_t rate)
{
    if (rate == 0) {
        return gz_kafka_bench_now_us();
    }
    const int64_t due_us = begin_us + number * 1000000 / rate;
    while (gz_kafka_bench_now_us() < due_us) {
        rd_kafka_poll(rk, 1);
    }
    return due_us;
}

static rd_kafka_headers_t *stamp(int64_t sent_us)
{
    char trace[TRACE_BYTES];
    rd_kafka_headers_t *headers = rd_kafka_headers_new(1);

    snprintf(trace, sizeof(trace), "00-%032" PRIx64 "-%016x-01",
             (uint64_t)sent_us, 1U);
    (void)rd_kafka_header_add(headers, GZ_KAFKA_BENCH_TRACE, -1, trace, -1);
    return headers;
}

static rd_kafka_t *open_feeder(struct gz_kafka_bench *b, int64_t rate)
{
    rd_kafka_conf_t *conf = gz_kafka_bench_conf(b, RD_KAFKA_PRODUCER);

    // So that the latency measured is that of the worker, not of its source.
    if (rate > 0) {
        gz_client_own(conf, "linger.ms", "1");
    }
    return gz_kafka_bench_client(b, RD_KAFKA_PRODUCER, conf);
}

void gz_kafka_feed_run(struct gz_kafka_bench *b, int64_t count, int64_t rate)
{
    rd_kafka_t *rk = open_feeder(b, rate);
    rd_kafka_topic_t *topic =
        rd_kafka_topic_new(rk, b->setup.config->input.topic, NULL);
    const int64_t begin_us = gz_kafka_bench_now_us();

    for (int64_t i = 0; i < count; i++) {
        const size_t number = (size_t)i % b->articles.count;
        const int64_t sent_us = wait_until_due(rk, begin_us, i, rate);
        char key[KEY_BYTES];

        snprintf(key, sizeof(key), "%zu", number);
        gz_kafka_bench_publish(b, rk, topic, gz_str_z(key),
                               b->articles.items[number], stamp(sent_us));
        rd_kafka_poll(rk, 0);
    }
    const rd_kafka_resp_err_t code = rd_kafka_flush(rk, FLUSH_MS);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_kafka_bench_die(b, rd_kafka_err2str(code));
    }
    const double seconds = (double)(gz_kafka_bench_now_us() - begin_us) / 1e6;
    printf("{\"sent\": %" PRId64 ", \"seconds\": %.3f, \"begin_us\": %" PRId64
           "}\n",
           count, seconds, begin_us);
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(rk);
}
