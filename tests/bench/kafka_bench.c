//   kafka_bench CONFIG feed ARTICLES COUNT RATE
//   kafka_bench CONFIG relay ARTICLES
//   kafka_bench CONFIG watch COUNT

#include "tests/bench/kafka_bench.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/clock.h"

void gz_kafka_bench_die(const struct gz_kafka_bench *b, const char *what)
{
    fprintf(stderr, "kafka_bench: %s\n", what);
    gz_error_print(&b->err, stderr);
    exit(1);
}

int64_t gz_kafka_bench_now_us(void)
{
    return gz_clock_monotonic_us(&gz_clock_system);
}

rd_kafka_conf_t *gz_kafka_bench_conf(struct gz_kafka_bench *b,
                                     rd_kafka_type_t type)
{
    const bool writes = type == RD_KAFKA_PRODUCER;
    rd_kafka_conf_t *conf = gz_client_conf(
        &b->client, writes ? GZ_KAFKA_PRODUCER : GZ_KAFKA_CONSUMER, &b->err);
    if (conf == NULL) {
        gz_kafka_bench_die(b, "bad configuration");
    }
    if (writes) {
        gz_client_own(conf, "enable.idempotence", "true");
    } else {
        gz_client_own(conf, "group.id", b->setup.config->input.group);
        gz_client_own(conf, "auto.offset.reset", "earliest");
    }
    return conf;
}

rd_kafka_t *gz_kafka_bench_client(struct gz_kafka_bench *b,
                                  rd_kafka_type_t type, rd_kafka_conf_t *conf)
{
    rd_kafka_t *rk = gz_client_new(type, conf, &b->err);
    if (rk == NULL) {
        gz_kafka_bench_die(b, "no client");
    }
    if (type == RD_KAFKA_CONSUMER) {
        (void)rd_kafka_poll_set_consumer(rk);
    }
    return rk;
}

void gz_kafka_bench_publish(struct gz_kafka_bench *b, rd_kafka_t *producer,
                            rd_kafka_topic_t *topic, struct gz_str key,
                            struct gz_str value, rd_kafka_headers_t *headers)
{
    // RD_KAFKA_MSG_F_COPY leaves the bytes alone, so the casts lie to nobody.
    const rd_kafka_vu_t vus[] = {
        {.vtype = RD_KAFKA_VTYPE_RKT, .u.rkt = topic},
        {.vtype = RD_KAFKA_VTYPE_KEY,
         .u.mem = {(void *)(uintptr_t)key.ptr, key.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_VALUE,
         .u.mem = {(void *)(uintptr_t)value.ptr, value.len_bytes}},
        {.vtype = RD_KAFKA_VTYPE_MSGFLAGS, .u.i = RD_KAFKA_MSG_F_COPY},
        {.vtype = RD_KAFKA_VTYPE_HEADERS, .u.headers = headers},
    };
    const size_t count = sizeof(vus) / sizeof(vus[0]);
    rd_kafka_error_t *error;

    while ((error = rd_kafka_produceva(producer, vus, count)) != NULL) {
        if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            gz_kafka_bench_die(b, rd_kafka_error_string(error));
        }
        rd_kafka_error_destroy(error);
        rd_kafka_poll(producer, 1);
    }
}

static void load_articles(struct gz_kafka_bench *b, const char *path)
{
    if (gz_article_lines_load(&b->articles, path, &b->err) != GZ_OK) {
        gz_kafka_bench_die(b, "no articles");
    }
}

static int64_t number_of(struct gz_kafka_bench *b, const char *text)
{
    char *end = NULL;
    errno = 0;
    const int64_t number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < 0) {
        gz_kafka_bench_die(b, "a number is no number");
    }
    return number;
}

int main(int argc, char **argv)
{
    struct gz_kafka_bench b = {0};
    const char *command = argc > 3 ? argv[2] : "";

    gz_error_init(&b.err);
    if (argc < 4 || gz_setup_load(&b.setup, argv[1], &b.err) != GZ_OK) {
        gz_kafka_bench_die(&b, "usage: CONFIG feed|relay|watch ARGUMENT...");
    }
    gz_client_init(&b.client, b.setup.config, "kafka_bench", NULL);
    if (strcmp(command, "feed") == 0 && argc == 6) {
        load_articles(&b, argv[3]);
        gz_kafka_feed_run(&b, number_of(&b, argv[4]), number_of(&b, argv[5]));
    } else if (strcmp(command, "relay") == 0) {
        load_articles(&b, argv[3]);
        gz_kafka_relay_run(&b);
    } else if (strcmp(command, "watch") == 0) {
        gz_kafka_watch_run(&b, number_of(&b, argv[3]));
    } else {
        gz_kafka_bench_die(&b, "unknown command");
    }
    gz_article_lines_fini(&b.articles);
    gz_setup_fini(&b.setup);
    gz_error_fini(&b.err);
    return 0;
}
