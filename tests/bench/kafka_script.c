#include "tests/bench/kafka_script.h"

#include <stdlib.h>
#include <string.h>

#include "codecs/event_schema.h"
#include "daemon/flow/pipeline.h"

// Where a record stands costs bytes in every event: a place like those of the
// records that the daemon reads.
static const int64_t SOME_OFFSET = 10000;
static const int64_t SOME_TIME_MS = 1790000000000;

static void *obtain(const struct gz_kafka_bench *b, size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (memory == NULL && count > 0) {
        gz_kafka_bench_die(b, "out of memory");
    }
    return memory;
}

static struct gz_str copy(const struct gz_kafka_bench *b, struct gz_str s)
{
    char *bytes = obtain(b, s.len_bytes + 1, 1);
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

static void keep(const struct gz_kafka_bench *b, struct gz_kafka_script *script,
                 const struct gz_pipeline_result *result)
{
    script->count = result->output_count;
    script->outputs = obtain(b, script->count, sizeof(*script->outputs));
    script->headers = obtain(b, script->count, sizeof(rd_kafka_headers_t *));
    for (uint32_t i = 0; i < script->count; i++) {
        script->outputs[i].key = copy(b, result->outputs[i].key);
        script->outputs[i].value = copy(b, result->outputs[i].value);
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

struct gz_kafka_script *gz_kafka_scripts_write(struct gz_kafka_bench *b)
{
    struct gz_pipeline *pipeline = open_pipeline(b);
    struct gz_kafka_script *scripts =
        obtain(b, b->articles.count, sizeof(*scripts));

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
        keep(b, &scripts[i], &result);
    }
    gz_pipeline_free(pipeline);
    return scripts;
}
