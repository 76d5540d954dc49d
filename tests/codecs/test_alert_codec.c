// AlertEvent: schema, encoder and decoder agree; hostile bytes are refused.

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "codecs/alert_probe.h"
#include "codecs/alert_schema.h"
#include "codecs/alert_symbol.h"
#include "codecs/json_reader.h"
#include "tests/support/check.h"

static void test_schema(void)
{
    struct gz_error err;
    uint64_t fingerprint = 0;
    gz_error_init(&err);
    const enum gz_status st = gz_alert_schema_check(&fingerprint, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    CHECK(fingerprint != 0);
    gz_error_fini(&err);
}

static void encode(const struct gz_alert_event *a, struct gz_buffer *out)
{
    gz_buffer_init(out, 0);
    gz_alert_encode(a, out);
    CHECK_OK(gz_buffer_status(out));
}

static void test_round_trip(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const struct gz_alert_event *back = NULL;
    struct gz_buffer one;
    struct gz_buffer two;
    encode(gz_alert_probe(), &one);
    CHECK_OK(gz_alert_decode(gz_buffer_str(&one), arena, &back, NULL));
    encode(back, &two);
    CHECK(gz_str_eq(gz_buffer_str(&one), gz_buffer_str(&two)));
    gz_buffer_clear(&one);
    gz_buffer_clear(&two);
    gz_alert_encode_json(gz_alert_probe(), &one);
    gz_alert_encode_json(back, &two);
    CHECK(gz_str_eq(gz_buffer_str(&one), gz_buffer_str(&two)));
    gz_buffer_fini(&one);
    gz_buffer_fini(&two);
    gz_arena_free(arena);
}

// Every prefix is refused, and no byte may be changed into a crash.
static void test_cut(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const struct gz_alert_event *back = NULL;
    struct gz_buffer bytes;
    encode(gz_alert_probe(), &bytes);
    for (size_t len = 0; len < bytes.len; len++) {
        const struct gz_str part = gz_str_of((const char *)bytes.data, len);
        gz_arena_reset(arena);
        CHECK_EQ(gz_alert_decode(part, arena, &back, NULL), GZ_INVALID);
    }
    for (size_t i = 0; i < bytes.len; i++) {
        const uint8_t keep = bytes.data[i];
        bytes.data[i] ^= 0x81;
        gz_arena_reset(arena);
        (void)!gz_alert_decode(gz_buffer_str(&bytes), arena, &back, NULL);
        bytes.data[i] = keep;
    }
    gz_buffer_fini(&bytes);
    gz_arena_free(arena);
}

static void test_frame(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    const struct gz_alert_event *back = NULL;
    struct gz_error err;
    struct gz_buffer bytes;
    gz_error_init(&err);
    gz_buffer_init(&bytes, 0);
    gz_alert_encode_single_object(gz_alert_probe(), 0x1234, &bytes);
    const struct gz_str framed = gz_buffer_str(&bytes);
    CHECK_OK(gz_alert_decode_single_object(framed, 0x1234, arena, &back, &err));
    CHECK_STR(back->why, "why");
    CHECK_EQ(gz_alert_decode_single_object(framed, 0x1235, arena, &back, &err),
             GZ_MISMATCH);
    CHECK_Z(gz_error_text(&err),
            "error: the alert was written with another schema: its "
            "fingerprint is 0000000000001234, ours 0000000000001235\n");
    gz_error_fini(&err);
    gz_buffer_fini(&bytes);
    gz_arena_free(arena);
}

static void test_symbols(void)
{
    static const char *const last[] = {"UNKNOWN", "UNKNOWN", "UNKNOWN"};
    for (uint32_t i = 0; i < GZ_ALERT_ENUM_COUNT; i++) {
        CHECK_Z(gz_alert_symbol_name(i, 1000), last[i]);
        CHECK(strstr(gz_alert_schema_text().ptr,
                     gz_alert_symbol_enum_name(i)) != NULL);
    }
    CHECK_Z(gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, GZ_ALERT_LAPSED),
            "LAPSED");
}

int main(void)
{
    test_schema();
    test_round_trip();
    test_cut();
    test_frame();
    test_symbols();
    return 0;
}
