#include "daemon/flow/pipeline.h"

#include "codecs/event_schema.h"
#include "tests/support/check.h"

static const char *const packs[] = {"tests/cases/names.tsv"};

struct lab {
    struct gz_ruleset *rules;
    struct gz_event_schema *schema;
    struct gz_pipeline *pipeline;
    struct gz_error err;
};

static struct gz_pipeline *open_pipeline(struct lab *lab, size_t arena_bytes,
                                         size_t output_bytes)
{
    struct gz_pipeline *pipeline = NULL;
    const struct gz_pipeline_options options = {
        .event_topic = GZ_STR_LIT("events"),
        .dead_letter = {.limit_bytes = 0},
        .arena_bytes = arena_bytes,
        .output_limit_bytes = output_bytes,
        .fingerprint = gz_event_schema_fingerprint(lab->schema),
    };
    CHECK_OK(gz_pipeline_new(&options, &pipeline, &lab->err));
    return pipeline;
}

static void open_lab(struct lab *lab)
{
    gz_error_init(&lab->err);
    if (gz_ruleset_load(packs, 1, &lab->rules, &lab->err) != GZ_OK) {
        gz_error_print(&lab->err, stderr);
        exit(1);
    }
    CHECK_OK(gz_event_schema_new(&lab->schema, &lab->err));
    lab->pipeline = open_pipeline(lab, 0, 0);
}

static void close_lab(struct lab *lab)
{
    gz_pipeline_free(lab->pipeline);
    gz_pipeline_free(NULL);
    gz_event_schema_free(lab->schema);
    gz_ruleset_unref(lab->rules);
    gz_error_fini(&lab->err);
}

static struct gz_record record_of(const char *value)
{
    return (struct gz_record){
        .topic = GZ_STR_LIT("articles"),
        .partition = 3,
        .offset = 42,
        .timestamp_ms = 1700000000000,
        .key = GZ_STR_LIT("k"),
        .value = gz_str_z(value),
    };
}

static const struct row {
    const char *value;
    const char *dead_code;
    uint32_t events;
    uint32_t mentions;
} rows[] = {
    {"{\"body\": \"Microsoft and OpenAI. Microsoft's shares.\"}", NULL, 2, 3},
    {"{\"title\": \"China\", \"body\": \"Nothing else.\"}", NULL, 1, 1},
    {"{\"body\": \"nobody is named here\"}", NULL, 0, 0},
    {"{\"title\": \"no body\"}", "no_field", 0, 0},
    {"{\"body\": \"Microsoft", "not_json", 0, 0},
    {"{\"body\": \"\xff\"}", "not_utf8", 0, 0},
    {"[1]", "not_object", 0, 0},
    {"", "empty", 0, 0},
};

static void check_row(struct lab *lab, const struct row *row)
{
    const struct gz_record in = record_of(row->value);
    struct gz_pipeline_result out;
    CHECK_OK(gz_pipeline_run(lab->pipeline, lab->rules, &in, &out));
    CHECK_Z(out.dead_code, row->dead_code);
    CHECK_EQ(out.event_count, row->events);
    CHECK_EQ(out.mention_count, row->mentions);
    CHECK_EQ(out.output_count, row->dead_code == NULL ? row->events : 1);
    for (uint32_t i = 0; i < out.output_count; i++) {
        const struct gz_output *o = &out.outputs[i];
        CHECK_EQ(o->to,
                 row->dead_code == NULL ? GZ_TO_EVENTS : GZ_TO_DEAD_LETTERS);
    }
    if (row->dead_code != NULL) {
        CHECK_STR(out.outputs[0].value, row->value);
        CHECK_STR(out.outputs[0].key, "k");
    }
}

static struct gz_str header(const struct gz_output *out, const char *name)
{
    for (uint32_t i = 0; i < out->header_count; i++) {
        if (gz_str_is(out->headers[i].name, name)) {
            return out->headers[i].value;
        }
    }
    return gz_str_of(NULL, 0);
}

// Use the stack as a call after the run would.
static __attribute__((noinline)) uint8_t scribble(void)
{
    volatile uint8_t bytes[16384];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = 0xa5;
    }
    return bytes[sizeof(bytes) / 2];
}

// What a dead letter says must last as long as the letter does.
static void test_message_lasts(struct lab *lab)
{
    const struct gz_record in = record_of("nothing");
    struct gz_pipeline_result out;
    CHECK_OK(gz_pipeline_run(lab->pipeline, lab->rules, &in, &out));
    CHECK_EQ(scribble(), 0xa5);
    CHECK_STR(header(&out.outputs[0], "gazetted-error-message"), "not JSON");
}

static void test_headers(struct lab *lab)
{
    const struct gz_header trace = {GZ_STR_LIT("traceparent"),
                                    GZ_STR_LIT("00-aa-bb-01")};
    struct gz_record in = record_of("{\"body\": \"OpenAI\"}");
    in.headers = &trace;
    in.header_count = 1;
    struct gz_pipeline_result out;
    CHECK_OK(gz_pipeline_run(lab->pipeline, lab->rules, &in, &out));
    CHECK_EQ(out.output_count, 1);
    const struct gz_output *o = &out.outputs[0];
    CHECK_STR(o->key, "wd:Q21708200");
    CHECK_EQ(header(o, "ce_id").len_bytes, 32);
    CHECK_STR(header(o, "ce_type"), "gazetted.EntityEvent");
    CHECK_STR(header(o, "ce_source"), "/gazetted/events");
    CHECK_STR(header(o, "ce_specversion"), "1.0");
    CHECK_STR(header(o, "traceparent"), "00-aa-bb-01");
    CHECK_EQ(memcmp(o->value.ptr, "\xC3\x01", 2), 0);
}

// The same record gives the same bytes, whatever was run in between.
static void test_replay(struct lab *lab)
{
    const struct gz_record in =
        record_of("{\"body\": \"China and Japan, and China again.\"}");
    const struct gz_record other = record_of("{\"body\": \"Chile\"}");
    struct gz_pipeline_result out;
    struct gz_buffer first;
    struct gz_buffer second;
    struct gz_buffer *const runs[] = {&first, &second};
    for (size_t r = 0; r < 2; r++) {
        gz_buffer_init(runs[r], 0);
        CHECK_OK(gz_pipeline_run(lab->pipeline, lab->rules, &in, &out));
        for (uint32_t i = 0; i < out.output_count; i++) {
            gz_buffer_append_str(runs[r], out.outputs[i].key);
            gz_buffer_append_str(runs[r], out.outputs[i].value);
        }
        CHECK_OK(gz_pipeline_run(lab->pipeline, lab->rules, &other, &out));
    }
    CHECK(first.len > 100);
    CHECK(gz_str_eq(gz_buffer_str(&first), gz_buffer_str(&second)));
    gz_buffer_fini(&first);
    gz_buffer_fini(&second);
}

static void check_refusal(struct lab *lab, size_t arena_bytes,
                          size_t output_bytes, const char *code)
{
    struct gz_pipeline *small = open_pipeline(lab, arena_bytes, output_bytes);
    const struct gz_record in = record_of("{\"body\": \"Japan and China\"}");
    struct gz_pipeline_result out;
    CHECK_OK(gz_pipeline_run(small, lab->rules, &in, &out));
    CHECK_Z(out.dead_code, code);
    CHECK_EQ(out.output_count, 1);
    CHECK_EQ(out.outputs[0].to, GZ_TO_DEAD_LETTERS);
    CHECK_STR(header(&out.outputs[0], "gazetted-error-code"), code);
    CHECK_STR(out.outputs[0].value, "{\"body\": \"Japan and China\"}");
    gz_pipeline_free(small);
}

// Whatever stage runs out of memory, the article becomes a dead letter.
static void test_small_arenas(struct lab *lab)
{
    const struct gz_record in = record_of("{\"body\": \"Japan and China\"}");
    bool done = false;
    for (size_t bytes = 64; !done && bytes < 1 << 20; bytes += 256) {
        struct gz_pipeline *small = open_pipeline(lab, bytes, 0);
        struct gz_pipeline_result out;
        CHECK_OK(gz_pipeline_run(small, lab->rules, &in, &out));
        done = out.dead_code == NULL;
        CHECK_Z(done ? GZ_DEAD_LETTER_ARENA_FULL : out.dead_code,
                GZ_DEAD_LETTER_ARENA_FULL);
        gz_pipeline_free(small);
    }
    CHECK(done);
}

// What does not fit is read as far as it does.
static void test_truncated(struct lab *lab)
{
    enum { NAMES = 400 };
    static const char name[] = "Japan won. ";
    struct gz_buffer text;
    struct gz_pipeline *small = open_pipeline(lab, 64 << 10, 0);
    struct gz_pipeline_view view;
    struct gz_decode_failure failure;
    gz_buffer_init(&text, 0);
    gz_buffer_append_z(&text, "{\"body\": \"");
    for (int i = 0; i < NAMES; i++) {
        gz_buffer_append_z(&text, name);
    }
    gz_buffer_append(&text, "\"}", 3);
    const struct gz_record in = record_of((const char *)text.data);
    CHECK_OK(gz_pipeline_view(small, lab->rules, &in, &view, &failure));
    CHECK(view.findings->truncated);
    CHECK_EQ(view.event_count, 1);
    const uint32_t found = view.findings->mention_count;
    const struct gz_str read = view.document->fields[GZ_FIELD_BODY].text;
    CHECK(found > NAMES / 16 && found < NAMES);
    CHECK_EQ(read.len_bytes, found * (sizeof(name) - 1));
    gz_pipeline_free(small);
    gz_buffer_fini(&text);
}

int main(void)
{
    struct lab lab;
    open_lab(&lab);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&lab, &rows[i]);
    }
    test_message_lasts(&lab);
    test_headers(&lab);
    test_replay(&lab);
    check_refusal(&lab, 0, 100, GZ_DEAD_LETTER_OUTPUT_TOO_LARGE);
    test_small_arenas(&lab);
    test_truncated(&lab);
    close_lab(&lab);
    return 0;
}
