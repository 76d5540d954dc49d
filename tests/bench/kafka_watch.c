#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/kafka_bench.h"

enum {
    POLL_MS = 100,
    METADATA_MS = 30000,
    SILENCE_US = 20 * 1000 * 1000,
    SETTLE_US = 2 * 1000 * 1000,  // connections and caches are cold at first
    ID_BEGIN = 3,  // of the trace id in a traceparent: "00-<32 hex>-..."
    ID_BYTES = 32,
};

struct ages {
    int64_t *us;
    int64_t count;
    int64_t seen;      // events, those of the first SETTLE_US included
    int64_t begin_us;  // when the first article was sent
};

static int by_time(const void *left, const void *right)
{
    const int64_t a = *(const int64_t *)left;
    const int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t sent_us(struct gz_kafka_bench *b, const rd_kafka_message_t *m)
{
    rd_kafka_headers_t *headers = NULL;
    const void *trace = NULL;
    size_t len = 0;
    char digits[ID_BYTES + 1] = "";

    if (rd_kafka_message_headers(m, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        rd_kafka_header_get_last(headers, GZ_KAFKA_BENCH_TRACE, &trace, &len) !=
            RD_KAFKA_RESP_ERR_NO_ERROR ||
        len < ID_BEGIN + ID_BYTES) {
        gz_kafka_bench_die(b, "an event without a trace");
    }
    memcpy(digits, (const char *)trace + ID_BEGIN, ID_BYTES);
    return strtoll(digits, NULL, 16);
}

static void note(struct ages *ages, int64_t sent)
{
    ages->begin_us = ages->seen == 0 ? sent : ages->begin_us;
    ages->seen++;
    if (sent - ages->begin_us >= SETTLE_US) {
        ages->us[ages->count++] = gz_kafka_bench_now_us() - sent;
    }
}

// All partitions from their ends on, without a group.
static rd_kafka_t *open_watcher(struct gz_kafka_bench *b)
{
    rd_kafka_t *rk = gz_kafka_bench_client(
        b, RD_KAFKA_CONSUMER, gz_kafka_bench_conf(b, RD_KAFKA_CONSUMER));
    const char *name = b->setup.config->output.topic;
    rd_kafka_topic_t *topic = rd_kafka_topic_new(rk, name, NULL);
    const struct rd_kafka_metadata *found = NULL;
    rd_kafka_topic_partition_list_t *list =
        rd_kafka_topic_partition_list_new(1);

    if (rd_kafka_metadata(rk, 0, topic, &found, METADATA_MS) !=
        RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_kafka_bench_die(b, "no metadata");
    }
    for (int i = 0; i < found->topics[0].partition_cnt; i++) {
        rd_kafka_topic_partition_list_add(list, name, i)->offset =
            RD_KAFKA_OFFSET_END;
    }
    (void)rd_kafka_assign(rk, list);
    rd_kafka_topic_partition_list_destroy(list);
    rd_kafka_metadata_destroy(found);
    rd_kafka_topic_destroy(topic);
    return rk;
}

static void collect(struct gz_kafka_bench *b, rd_kafka_t *rk, int64_t wanted,
                    struct ages *ages)
{
    int64_t last_us = gz_kafka_bench_now_us();

    while (ages->seen < wanted &&
           gz_kafka_bench_now_us() - last_us < SILENCE_US) {
        rd_kafka_message_t *m = rd_kafka_consumer_poll(rk, POLL_MS);
        if (m != NULL && m->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            note(ages, sent_us(b, m));
            last_us = gz_kafka_bench_now_us();
        }
        if (m != NULL) {
            rd_kafka_message_destroy(m);
        }
    }
}

static double ms_at(const struct ages *ages, int percent)
{
    const int64_t at = (ages->count - 1) * percent / 100;
    return (double)ages->us[at] / 1e3;
}

void gz_kafka_watch_run(struct gz_kafka_bench *b, int64_t count)
{
    rd_kafka_t *rk = open_watcher(b);
    struct ages ages = {.us = calloc((size_t)count, sizeof(*ages.us))};

    if (ages.us == NULL) {
        gz_kafka_bench_die(b, "out of memory");
    }
    puts("ready");
    fflush(stdout);
    collect(b, rk, count, &ages);
    if (ages.seen < count || ages.count == 0) {
        gz_kafka_bench_die(b, "events are missing");
    }
    qsort(ages.us, (size_t)ages.count, sizeof(*ages.us), by_time);
    printf("{\"events\": %" PRId64
           ", \"p50_ms\": %.1f, \"p99_ms\": %.1f, \"max_ms\": %.1f}\n",
           ages.count, ms_at(&ages, 50), ms_at(&ages, 99), ms_at(&ages, 100));
    free(ages.us);
    rd_kafka_destroy(rk);
}
