// Events and alerts back from their JSON.

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "codecs/alert_probe.h"
#include "codecs/event_decode.h"
#include "codecs/event_encode.h"
#include "codecs/event_probe.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 4 << 20 };

typedef enum gz_status decode_fn(const struct gz_source *src,
                                 struct gz_arena *arena,
                                 struct gz_buffer *again, struct gz_error *err);

// Decode, then encode in binary what came of it.
static enum gz_status read_alert(const struct gz_source *src,
                                 struct gz_arena *arena,
                                 struct gz_buffer *again, struct gz_error *err)
{
    const struct gz_alert_event *alert = NULL;
    const enum gz_status st = gz_alert_decode_json(src, arena, &alert, err);
    if (st == GZ_OK) {
        gz_alert_encode(alert, again);
    }
    return st;
}

static enum gz_status read_event(const struct gz_source *src,
                                 struct gz_arena *arena,
                                 struct gz_buffer *again, struct gz_error *err)
{
    const struct gz_event *event = NULL;
    const enum gz_status st = gz_event_decode_json(src, arena, &event, err);
    if (st == GZ_OK) {
        gz_event_encode(event, again);
    }
    return st;
}

// --- what was written comes back ---

static void check_round(decode_fn *decode, const struct gz_buffer *json,
                        const struct gz_buffer *binary)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    struct gz_source src;
    struct gz_buffer again;
    struct gz_error err;
    gz_error_init(&err);
    gz_buffer_init(&again, 0);
    CHECK_OK(gz_source_init(&src, "probe", gz_buffer_str(json)));
    const enum gz_status st = decode(&src, arena, &again, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_source_fini(&src);
    CHECK(gz_str_eq(gz_buffer_str(&again), gz_buffer_str(binary)));
    gz_buffer_fini(&again);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

static void test_round_trips(void)
{
    struct gz_buffer json;
    struct gz_buffer binary;
    gz_buffer_init(&json, 0);
    gz_buffer_init(&binary, 0);
    gz_alert_encode_json(gz_alert_probe(), &json);
    gz_alert_encode(gz_alert_probe(), &binary);
    check_round(read_alert, &json, &binary);
    gz_buffer_clear(&json);
    gz_buffer_clear(&binary);
    gz_event_encode_json(gz_event_probe(), &json);
    gz_event_encode(gz_event_probe(), &binary);
    check_round(read_event, &json, &binary);
    gz_buffer_fini(&json);
    gz_buffer_fini(&binary);
}

// --- mistakes ---

static const struct mistake {
    decode_fn *decode;
    const char *json;
    const char *error;
} mistakes[] = {
    {read_alert, "{}", "a:1:1: error: this is no alert: no alert_id\n{}\n^\n"},
    {read_event, "{}", "a:1:1: error: this is no event: no event_id\n{}\n^\n"},
    {read_alert, "[]",
     "a:1:1: error: what stands here is not an object\n[]\n^~\n"},
    {read_alert, "{\"alert_id\": 7}",
     "a:1:14: error: alert_id is not a text\n{\"alert_id\": 7}\n"
     "             ^\n"},
    {read_alert, "{\"sequence\": \"7\"}",
     "a:1:14: error: sequence is not a whole number\n{\"sequence\": \"7\"}\n"
     "             ^~~\n"},
    {read_alert, "{\"sequence\": -7}",
     "a:1:14: error: sequence is not a number from 0 to 4294967295\n"
     "{\"sequence\": -7}\n             ^~\n"},
    {read_alert, "{\"raised_at\": 1.5}",
     "a:1:15: error: raised_at is not a whole number\n{\"raised_at\": 1.5}\n"
     "              ^~~\n"},
    {read_alert, "{\"confirmed\": 1}",
     "a:1:15: error: confirmed is not true or false\n{\"confirmed\": 1}\n"
     "              ^\n"},
    {read_alert, "{\"entity\": []}",
     "a:1:12: error: entity is not an object\n{\"entity\": []}\n"
     "           ^~\n"},
    {read_alert, "{\"evidence\": {}}",
     "a:1:14: error: evidence is not a list\n{\"evidence\": {}}\n"
     "             ^~\n"},
    {read_alert, "{\"evidence\": [{\"salience\": \"x\"}]}",
     "a:1:28: error: salience is not a number\n"
     "{\"evidence\": [{\"salience\": \"x\"}]}\n"
     "                           ^~~\n"},
    {read_alert, "{\"evidence\": [{\"salience\": 1e999}]}",
     "a:1:28: error: salience is not a number\n"
     "{\"evidence\": [{\"salience\": 1e999}]}\n"
     "                           ^~~~~\n"},
    {read_event, "{\"article\": {\"signature\": \"00\"}}",
     "a:1:27: error: signature is not such a number of hexadecimal digits\n"
     "{\"article\": {\"signature\": \"00\"}}\n"
     "                          ^~~~\n"},
    {read_event, "{\"ext\": {\"country\": 1}}",
     "a:1:21: error: ext is not a text\n{\"ext\": {\"country\": 1}}\n"
     "                    ^\n"},
    {read_alert, "{\"alert_id\": \"\xff\"}", "error: a: not valid UTF-8\n"},
};

static void check_mistake(const struct mistake *m)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    struct gz_source src;
    struct gz_buffer again;
    struct gz_error err;
    gz_error_init(&err);
    gz_buffer_init(&again, 0);
    CHECK_OK(gz_source_init(&src, "a", gz_str_z(m->json)));
    CHECK_EQ(m->decode(&src, arena, &again, &err), GZ_INVALID);
    CHECK_Z(gz_error_text(&err), m->error);
    gz_source_fini(&src);
    gz_buffer_fini(&again);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

static void test_what_is_missing(void)
{
    static const char json[] =
        "{\"alert_id\":\"x\",\"state\":\"NEW_STATE\",\"next_repeat_at\":null,"
        "\"of_tomorrow\":[1,{}],\"evidence\":[{}]}";
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    const struct gz_alert_event *alert = NULL;
    struct gz_source src;
    CHECK_OK(gz_source_init(&src, "a", gz_str_z(json)));
    CHECK_OK(gz_alert_decode_json(&src, arena, &alert, NULL));
    gz_source_fini(&src);
    CHECK_STR(alert->alert_id, "x");
    CHECK_EQ(alert->state, GZ_ALERT_STATE_UNKNOWN);
    CHECK_EQ(alert->evidence_count, 1);
    CHECK_EQ(alert->evidence[0].fact_count, 0);
    CHECK_STR(alert->entity_name, "");
    gz_arena_free(arena);
}

static void test_memory(void)
{
    struct gz_buffer json;
    struct gz_source src;
    bool done = false;
    gz_buffer_init(&json, 0);
    gz_event_encode_json(gz_event_probe(), &json);
    CHECK_OK(gz_source_init(&src, "probe", gz_buffer_str(&json)));
    for (size_t limit = 64; !done; limit *= 2) {
        const struct gz_event *event = NULL;
        struct gz_arena *arena = gz_arena_new(limit);
        const enum gz_status st =
            gz_event_decode_json(&src, arena, &event, NULL);
        done = st == GZ_OK;
        CHECK(done || st == GZ_NO_MEMORY);
        gz_arena_free(arena);
    }
    gz_source_fini(&src);
    gz_buffer_fini(&json);
}

int main(void)
{
    test_round_trips();
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        check_mistake(&mistakes[i]);
    }
    test_what_is_missing();
    test_memory();
    return 0;
}
