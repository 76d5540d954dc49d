#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/event_schema.h"
#include "daemon/flow/pipeline.h"
#include "tests/bench/kafka_bench.h"

enum { POLL_MS = 100, KEY_BYTES = 24 };

// Where a record stands costs bytes in every event: a place like those of the
// records that the daemon reads.
static const int64_t SOME_OFFSET = 10000;
static const int64_t SOME_TIME_MS = 1790000000000;

// The records of one article, copied out of the pipeline.
struct script {
    struct gz_output *outputs;
    rd_kafka_headers_t **headers;
    uint32_t count;
};

struct relay {
    struct gz_kafka_bench *bench;
    struct script *scripts;  // one for each article
    rd_kafka_t *producer;
    rd_kafka_t *consumer;
    rd_kafka_topic_t *topic;
};

static void *obtain(const struct relay *r, size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL && count > 0) {
        gz_kafka_bench_die(r->bench, "out of memory");
    }
    return memory;
}

static struct gz_str copy(const struct relay *r, struct gz_str s)
{
    char *bytes = obtain(r, s.len_bytes + 1, 1);
    memcpy(bytes, s.ptr, s.len_bytes);
    return gz_str_of(bytes, s.len_bytes);
}

static rd_kafka_headers_t *copy_headers(const struct gz_output *out)
{
    rd_kafka_headers_t *list = rd_kafka_headers_new(out->header_count + 1);

    for (uint32_t i = 0; i < out->header_count; i++) {
        const struct gz_header *h = &out->headers[i];
        (void)rd_kafka_header_add(list, h->name.ptr, (ssize_t)h->name.len_bytes,
                                  h->value.ptr, (ssize_t)h->value.len_bytes);
    }
    return list;
}

static void keep(const struct relay *r, struct script *script,
                 const struct gz_pipeline_result *result)
{
    script->count = result->output_count;
    script->outputs = obtain(r, script->count, sizeof(*script->outputs));
    script->headers = obtain(r, script->count, sizeof(rd_kafka_headers_t *));
    for (uint32_t i = 0; i < script->count; i++) {
        script->outputs[i].key = copy(r, result->outputs[i].key);
        script->outputs[i].value = copy(r, result->outputs[i].value);
        script->headers[i] = copy_headers(&result->outputs[i]);
    }
}

static struct gz_pipeline *open_pipeline(struct gz_kafka_bench *b)
{
    struct gz_event_schema *schema = NULL;
    struct gz_pipeline *pipeline = NULL;

    if (gz_event_schema_new(&schema, &b->err) != GZ_OK) {
        gz_kafka_bench_die(b, "no schema");
    }
    const struct gz_pipeline_options options = gz_config_pipeline(
        b->setup.config, gz_event_schema_fingerprint(schema));
    gz_event_schema_free(schema);
    if (gz_pipeline_new(&options, &pipeline, &b->err) != GZ_OK) {
        gz_kafka_bench_die(b, "no pipeline");
    }
    return pipeline;
}

static void write_scripts(struct relay *r)
{
    struct gz_kafka_bench *b = r->bench;
    struct gz_pipeline *pipeline = open_pipeline(b);

    r->scripts = obtain(r, b->articles.count, sizeof(*r->scripts));
    for (size_t i = 0; i < b->articles.count; i++) {
        const struct gz_record record = {
            .topic = gz_str_z(b->setup.config->input.topic),
            .offset = SOME_OFFSET,
            .timestamp_ms = SOME_TIME_MS,
            .value = b->articles.items[i],
        };
        struct gz_pipeline_result result;
        if (gz_pipeline_run(pipeline, b->setup.rules, &record, &result) !=
            GZ_OK) {
            gz_kafka_bench_die(b, "out of memory");
        }
        keep(r, &r->scripts[i], &result);
    }
    gz_pipeline_free(pipeline);
}

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

static void open_clients(struct relay *r)
{
    struct gz_kafka_bench *b = r->bench;
    rd_kafka_conf_t *conf = gz_kafka_bench_conf(b, RD_KAFKA_PRODUCER);
    rd_kafka_topic_partition_list_t *topics =
        rd_kafka_topic_partition_list_new(1);

    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
    r->producer = gz_kafka_bench_client(b, RD_KAFKA_PRODUCER, conf);
    r->topic =
        rd_kafka_topic_new(r->producer, b->setup.config->output.topic, NULL);
    r->consumer = gz_kafka_bench_client(
        b, RD_KAFKA_CONSUMER, gz_kafka_bench_conf(b, RD_KAFKA_CONSUMER));
    (void)rd_kafka_topic_partition_list_add(
        topics, b->setup.config->input.topic, RD_KAFKA_PARTITION_UA);
    const rd_kafka_resp_err_t code = rd_kafka_subscribe(r->consumer, topics);
    rd_kafka_topic_partition_list_destroy(topics);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        gz_kafka_bench_die(b, rd_kafka_err2str(code));
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

static const struct script *script_of(const struct relay *r,
                                      const rd_kafka_message_t *in)
{
    char key[KEY_BYTES] = "";

    if (in->key_len < sizeof(key)) {
        memcpy(key, in->key, in->key_len);
    }
    const size_t number = strtoul(key, NULL, 10);
    return &r->scripts[number % r->bench->articles.count];
}

static void pass_on(const struct relay *r, const rd_kafka_message_t *in)
{
    const struct script *script = script_of(r, in);
    const struct gz_str trace = trace_of(in);

    for (uint32_t i = 0; i < script->count; i++) {
        rd_kafka_headers_t *headers = rd_kafka_headers_copy(script->headers[i]);
        (void)rd_kafka_header_add(headers, GZ_KAFKA_BENCH_TRACE, -1, trace.ptr,
                                  (ssize_t)trace.len_bytes);
        gz_kafka_bench_publish(r->bench, r->producer, r->topic,
                               script->outputs[i].key, script->outputs[i].value,
                               headers);
    }
}

void gz_kafka_relay_run(struct gz_kafka_bench *b)
{
    struct relay r = {.bench = b};

    write_scripts(&r);
    open_clients(&r);
    puts("ready");
    fflush(stdout);
    for (;;) {
        rd_kafka_message_t *in = rd_kafka_consumer_poll(r.consumer, POLL_MS);
        if (in != NULL && in->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            pass_on(&r, in);
        }
        if (in != NULL) {
            rd_kafka_message_destroy(in);
        }
        rd_kafka_poll(r.producer, 0);
    }
}
