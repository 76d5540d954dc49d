// One thread for each worker of the configuration, with clients of its own.
// Exactly once, a worker stands still while it commits, as relays do that are
// written the plain way.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/kafka_script.h"

enum {
    POLL_MS = 10,
    KEY_BYTES = 24,
    NAME_BYTES = 256,
    BATCH_RECORDS = 2000,  // of one transaction, as in the daemon
    INIT_MS = 60000,
};

struct worker {
    struct gz_kafka_bench *bench;
    const struct gz_kafka_script *scripts;  // one for each article
    uint32_t index;
    bool transactional;
    rd_kafka_t *producer;
    rd_kafka_t *consumer;
    rd_kafka_topic_t *topic;

    // Of the open transaction.
    rd_kafka_topic_partition_list_t *offsets;
    uint32_t records;
    int64_t begun_us;
    pthread_t thread;
};

// At least once wants reports, as the daemon does.
static void on_delivery(rd_kafka_t *rk, const rd_kafka_message_t *m,
                        void *opaque)
{
    (void)rk;
    (void)opaque;
    if (m->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        fprintf(stderr, "kafka_bench: %s\n", rd_kafka_err2str(m->err));
        exit(1);
    }
}

static void must(const struct worker *w, rd_kafka_error_t *error)
{
    if (error != NULL) {
        gz_kafka_bench_die(w->bench, rd_kafka_error_string(error));
    }
}

static void begin(struct worker *w)
{
    must(w, rd_kafka_begin_transaction(w->producer));
    w->begun_us = gz_kafka_bench_now_us();
}

static void end(struct worker *w)
{
    if (w->records == 0) {
        return;
    }
    rd_kafka_consumer_group_metadata_t *member =
        rd_kafka_consumer_group_metadata(w->consumer);
    must(w, rd_kafka_send_offsets_to_transaction(w->producer, w->offsets,
                                                 member, -1));
    rd_kafka_consumer_group_metadata_destroy(member);
    must(w, rd_kafka_commit_transaction(w->producer, -1));
    rd_kafka_topic_partition_list_destroy(w->offsets);
    w->offsets = rd_kafka_topic_partition_list_new(1);
    w->records = 0;
}

static void end_if_due(struct worker *w)
{
    const int64_t interval_us =
        w->bench->setup.config->commit_interval_ms * 1000;

    if (w->records >= BATCH_RECORDS ||
        (w->records > 0 &&
         gz_kafka_bench_now_us() - w->begun_us >= interval_us)) {
        end(w);
    }
}

static void note(struct worker *w, const rd_kafka_message_t *in)
{
    const char *topic = w->bench->setup.config->input.topic;
    rd_kafka_topic_partition_t *place =
        rd_kafka_topic_partition_list_find(w->offsets, topic, in->partition);

    if (place == NULL) {
        place =
            rd_kafka_topic_partition_list_add(w->offsets, topic, in->partition);
    }
    place->offset = in->offset + 1;
    w->records++;
}

// Each consumer finds its worker by its queue's poller: the opaque pointer of
// the client is taken.
static _Thread_local struct worker *polling;

static void on_rebalance(rd_kafka_t *rk, rd_kafka_resp_err_t code,
                         rd_kafka_topic_partition_list_t *list, void *opaque)
{
    const bool comes = code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS;
    (void)opaque;

    if (!comes && polling->transactional) {
        end(polling);
    }
    (void)rd_kafka_assign(rk, comes ? list : NULL);
}

static void open_producer(struct worker *w)
{
    struct gz_kafka_bench *b = w->bench;
    rd_kafka_conf_t *conf = gz_kafka_bench_conf(b, RD_KAFKA_PRODUCER);
    char name[NAME_BYTES];

    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    if (w->transactional) {
        snprintf(name, sizeof(name), "%s-relay-%u", b->setup.config->instance,
                 w->index);
        gz_client_own(conf, "transactional.id", name);
    }
    w->producer = gz_kafka_bench_client(b, RD_KAFKA_PRODUCER, conf);
    w->topic =
        rd_kafka_topic_new(w->producer, b->setup.config->output.topic, NULL);
    if (w->transactional) {
        must(w, rd_kafka_init_transactions(w->producer, INIT_MS));
    }
}

static void open_consumer(struct worker *w)
{
    struct gz_kafka_bench *b = w->bench;
    rd_kafka_conf_t *conf = gz_kafka_bench_conf(b, RD_KAFKA_CONSUMER);
    char interval[NAME_BYTES];

    snprintf(interval, sizeof(interval), "%" PRId64,
             b->setup.config->commit_interval_ms);
    gz_client_own(conf, "auto.commit.interval.ms", interval);
    gz_client_own(conf, "enable.auto.commit",
                  w->transactional ? "false" : "true");
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
    w->consumer = gz_kafka_bench_client(b, RD_KAFKA_CONSUMER, conf);
    w->offsets = rd_kafka_topic_partition_list_new(1);
}

static void subscribe(struct worker *w)
{
    rd_kafka_topic_partition_list_t *topics =
        rd_kafka_topic_partition_list_new(1);

    (void)rd_kafka_topic_partition_list_add(
        topics, w->bench->setup.config->input.topic, RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t code = rd_kafka_subscribe(w->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_kafka_bench_die(w->bench, rd_kafka_err2str(code));
    }
}

static struct gz_str trace_of(const rd_kafka_message_t *in)
{
    rd_kafka_headers_t *headers = NULL;
    const void *trace = NULL;
    size_t len = 0;

    if (rd_kafka_message_headers(in, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        (void)rd_kafka_header_get_last(headers, GZ_KAFKA_BENCH_TRACE, &trace,
                                       &len);
    }
    return gz_str_of(trace, len);
}

static const struct gz_kafka_script *script_of(const struct worker *w,
                                               const rd_kafka_message_t *in)
{
    char key[KEY_BYTES] = "";

    if (in->key_len < sizeof(key)) {
        memcpy(key, in->key, in->key_len);
    }
    const size_t number = strtoul(key, NULL, 10);
    return &w->scripts[number % w->bench->articles.count];
}

static void pass_on(const struct worker *w, const rd_kafka_message_t *in)
{
    const struct gz_kafka_script *script = script_of(w, in);
    const struct gz_str trace = trace_of(in);

    for (uint32_t i = 0; i < script->count; i++) {
        rd_kafka_headers_t *headers = rd_kafka_headers_copy(script->headers[i]);
        (void)rd_kafka_header_add(headers, GZ_KAFKA_BENCH_TRACE, -1, trace.ptr,
                                  (ssize_t)trace.len_bytes);
        gz_kafka_bench_publish(w->bench, w->producer, w->topic,
                               script->outputs[i].key, script->outputs[i].value,
                               headers);
    }
}

static void relay(struct worker *w, const rd_kafka_message_t *in)
{
    if (w->transactional && w->records == 0) {
        begin(w);
    }
    pass_on(w, in);
    if (w->transactional) {
        note(w, in);
    }
}

static void *run(void *arg)
{
    struct worker *w = arg;

    polling = w;
    subscribe(w);
    for (;;) {
        rd_kafka_message_t *in = rd_kafka_consumer_poll(w->consumer, POLL_MS);
        if (in != NULL && in->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            relay(w, in);
        }
        if (in != NULL) {
            rd_kafka_message_destroy(in);
        }
        rd_kafka_poll(w->producer, 0);
        end_if_due(w);
    }
    return NULL;
}

static struct worker *open_workers(struct gz_kafka_bench *b)
{
    const struct gz_kafka_script *scripts = gz_kafka_scripts_write(b);
    const struct gz_config *config = b->setup.config;
    struct worker *workers = calloc(config->workers, sizeof(*workers));

    if (workers == NULL) {
        gz_kafka_bench_die(b, "out of memory");
    }
    for (uint32_t i = 0; i < config->workers; i++) {
        workers[i] = (struct worker){
            .bench = b,
            .scripts = scripts,
            .index = i,
            .transactional = config->delivery == GZ_CONFIG_EXACTLY_ONCE,
        };
        open_producer(&workers[i]);
        open_consumer(&workers[i]);
    }
    return workers;
}

void gz_kafka_relay_run(struct gz_kafka_bench *b)
{
    struct worker *workers = open_workers(b);
    const uint32_t count = b->setup.config->workers;

    for (uint32_t i = 0; i < count; i++) {
        if (pthread_create(&workers[i].thread, NULL, run, &workers[i]) != 0) {
            gz_kafka_bench_die(b, "no thread");
        }
    }
    puts("ready");
    fflush(stdout);
    for (uint32_t i = 0; i < count; i++) {
        (void)pthread_join(workers[i].thread, NULL);
    }
    free(workers);
}
