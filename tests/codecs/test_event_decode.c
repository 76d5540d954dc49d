// What the encoder wrote comes back; what nobody should write is refused.

#include "codecs/event_decode.h"

#include "codecs/article.h"
#include "codecs/event_encode.h"
#include "codecs/event_probe.h"
#include "tests/support/check.h"

enum { ARENA_BYTES = 1 << 16 };

static struct gz_arena *new_arena(void)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    CHECK(arena != NULL);
    return arena;
}

static void check_same(const struct gz_event *a, const struct gz_event *b)
{
    struct gz_buffer one;
    struct gz_buffer two;
    gz_buffer_init(&one, 0);
    gz_buffer_init(&two, 0);
    gz_event_encode(a, &one);
    gz_event_encode(b, &two);
    CHECK_OK(gz_buffer_status(&one));
    CHECK(gz_str_eq(gz_buffer_str(&one), gz_buffer_str(&two)));
    gz_buffer_fini(&one);
    gz_buffer_fini(&two);
}

static void check_round_trip(const struct gz_event *event)
{
    struct gz_arena *arena = new_arena();
    struct gz_buffer bytes;
    const struct gz_event *back = NULL;
    gz_buffer_init(&bytes, 0);
    gz_event_encode_single_object(event, 42, &bytes);
    CHECK_OK(gz_event_decode_single_object(gz_buffer_str(&bytes), 42, arena,
                                           &back, NULL));
    check_same(event, back);
    gz_buffer_fini(&bytes);
    gz_arena_free(arena);
}

static void test_round_trip(void)
{
    const struct gz_event_article no_article = {
        .published_ms = GZ_TIME_UNKNOWN,
    };
    const struct gz_event bare = {.article = &no_article};
    check_round_trip(gz_event_probe());
    check_round_trip(&bare);
}

// --- damage: the probe with one byte changed, or cut off ---

// Offsets are those of the probe's fields; its first string is 8 bytes long.
static const struct {
    size_t at;
    const char *bytes;
    size_t len;
    const char *want;
} damage[] = {
    {0, "\x01", 1, "error: byte 1: event_id is longer than the event\n"},
    {0, "\xFE\xFF\xFF\xFF\x0F", 5,
     "error: byte 5: event_id is longer than the event\n"},
    {0, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10,
     "error: byte 10: event_id is a number of more than 64 bits\n"},
    {3, "\xFF", 1, "error: byte 9: event_id is not UTF-8\n"},
    {9, "\x01", 1, "error: byte 10: index is out of range\n"},
    {11, "\xFE\xFF\xFF\xFF\x7F", 5, "error: byte 16: count is out of range\n"},
    {14, "\x08", 1, "error: byte 15: status is out of range\n"},
    {14, "\x01", 1, "error: byte 15: status is out of range\n"},
    {15, "\x02", 1, "error: byte 15: truncated is neither true nor false\n"},
};

static void check_refused(struct gz_str bytes, const char *want)
{
    struct gz_arena *arena = new_arena();
    const struct gz_event *event = NULL;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_EQ(gz_event_decode(bytes, arena, &event, &err), GZ_INVALID);
    if (want != NULL) {
        CHECK_Z(gz_error_text(&err), want);
    }
    gz_error_fini(&err);
    gz_arena_free(arena);
}

static void test_damage(void)
{
    for (size_t i = 0; i < sizeof(damage) / sizeof(damage[0]); i++) {
        struct gz_buffer bytes;
        gz_buffer_init(&bytes, 0);
        gz_event_encode(gz_event_probe(), &bytes);
        CHECK_OK(gz_buffer_status(&bytes));
        memcpy(bytes.data + damage[i].at, damage[i].bytes, damage[i].len);
        check_refused(gz_buffer_str(&bytes), damage[i].want);
        gz_buffer_fini(&bytes);
    }
}

static void test_every_cut(void)
{
    struct gz_buffer bytes;
    gz_buffer_init(&bytes, 0);
    gz_event_encode(gz_event_probe(), &bytes);
    for (size_t len = 0; len < bytes.len; len++) {
        check_refused(gz_str_of((const char *)bytes.data, len), NULL);
    }
    gz_buffer_append_byte(&bytes, 0);
    check_refused(gz_buffer_str(&bytes),
                  "error: byte 822: the event is followed by other bytes\n");
    gz_buffer_fini(&bytes);
}

// The last bytes of the bare event are facts, co_entities, ruleset, engine,
// ingested_at and ext.
#define TAIL_23 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct {
    size_t from_end;
    const char *tail;
    size_t tail_len;
    const char *want;
} tails[] = {
    {6, "\x02", 1,
     "error: byte 77: facts has more items than the event has bytes\n"},
    {6, "\x02\x00\x00\x00\x7E" TAIL_23, 5 + 23,
     "error: byte 81: facts.roles has more items than the event has bytes\n"},
    {6, "\x02\x00\x00\x00\x00\x06" TAIL_23, 6 + 23,
     "error: byte 82: facts.polarity is out of range\n"},
    {6, "\x02\x00\x00\x00\x00\x04\x0A" TAIL_23, 7 + 23,
     "error: byte 83: facts.modality is out of range\n"},
    {6, "\x02\x00\x00\x00\x00\x04\x08\x00\x06" TAIL_23, 9 + 23,
     "error: byte 85: facts.evidence is out of range\n"},
    {6, "\x02\x00\x00\x00\x02\x00\x00\x00\x04" TAIL_23, 9 + 23,
     "error: byte 85: facts.roles.value is out of range\n"},
    {6, "\x02\x00\x00\x00\x02\x00\x00\x00\x02\x0C" TAIL_23, 10 + 23,
     "error: byte 86: facts.roles.value.dim is out of range\n"},
    {6, "\x02\x00\x00\x00\x02\x00\x00\x00\x02\x0A\x10" TAIL_23, 11 + 23,
     "error: byte 87: facts.roles.value.cmp is out of range\n"},
    {6, "\x02\x00\x00\x00\x00\x04\x08\x02\x0A" TAIL_23, 9 + 23,
     "error: byte 85: facts.attribution.kind is out of range\n"},
    {5, "\xFE\xFF\xFF\xFF\x0F", 5,
     "error: byte 82: co_entities has more items than the event has bytes\n"},
    {5, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10,
     "error: byte 87: co_entities has more items than the event has bytes\n"},
    {1, "\x02\x00", 2,
     "error: byte 82: ext has more items than the event has bytes\n"},
    {1, "\x00\x00", 2,
     "error: byte 82: the event is followed by other bytes\n"},
};

static void test_tails(void)
{
    const struct gz_event_article no_article = {
        .published_ms = GZ_TIME_UNKNOWN,
    };
    const struct gz_event bare = {.article = &no_article};
    for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
        struct gz_buffer bytes;
        gz_buffer_init(&bytes, 0);
        gz_event_encode(&bare, &bytes);
        bytes.len -= tails[i].from_end;
        gz_buffer_append(&bytes, tails[i].tail, tails[i].tail_len);
        check_refused(gz_buffer_str(&bytes), tails[i].want);
        gz_buffer_fini(&bytes);
    }
}

// Other writers may cut an array into blocks and say how long they are.
static void test_sized_blocks(void)
{
    const struct gz_event_article no_article = {
        .published_ms = GZ_TIME_UNKNOWN,
    };
    const struct gz_event bare = {.article = &no_article};
    const char tail[] = "\x01\x04\x02"
                        "a"  // one item in 2 bytes
                        "\x02\x02"
                        "b"     // one item
                        "\x00"  // end
                        "\x00\x00\x00\x00";
    struct gz_arena *arena = new_arena();
    struct gz_buffer bytes;
    const struct gz_event *event = NULL;
    gz_buffer_init(&bytes, 0);
    gz_event_encode(&bare, &bytes);
    bytes.len -= 5;
    gz_buffer_append(&bytes, tail, sizeof(tail) - 1);
    CHECK_OK(gz_event_decode(gz_buffer_str(&bytes), arena, &event, NULL));
    CHECK_EQ(event->co_entity_count, 2);
    CHECK_STR(event->co_entities[0], "a");
    CHECK_STR(event->co_entities[1], "b");
    gz_buffer_fini(&bytes);
    gz_arena_free(arena);
}

static void test_frames(void)
{
    static const char other[] = "\xC3\x01\x01\x00\x00\x00\x00\x00\x00\x00";
    struct gz_arena *arena = new_arena();
    const struct gz_event *event = NULL;
    struct gz_error err;
    gz_error_init(&err);
    CHECK_EQ(gz_event_decode_single_object(GZ_STR_LIT("\xC3\x01"), 2, arena,
                                           &event, &err),
             GZ_INVALID);
    CHECK_Z(gz_error_text(&err),
            "error: the bytes are no Avro single object\n");
    gz_error_clear(&err);
    CHECK_EQ(gz_event_decode_single_object(gz_str_of(other, 10), 2, arena,
                                           &event, &err),
             GZ_MISMATCH);
    CHECK_Z(gz_error_text(&err),
            "error: the event was written with another schema: its "
            "fingerprint is 0000000000000001, ours 0000000000000002\n");
    gz_error_fini(&err);
    gz_arena_free(arena);
}

static void test_small_arena(void)
{
    struct gz_buffer bytes;
    gz_buffer_init(&bytes, 0);
    gz_event_encode(gz_event_probe(), &bytes);
    for (size_t limit = 0; limit < 512; limit += 16) {
        struct gz_arena *arena = gz_arena_new(limit);
        const struct gz_event *event = NULL;
        CHECK(arena != NULL);
        CHECK_EQ(gz_event_decode(gz_buffer_str(&bytes), arena, &event, NULL),
                 GZ_NO_MEMORY);
        gz_arena_free(arena);
    }
    gz_buffer_fini(&bytes);
}

int main(void)
{
    test_round_trip();
    test_damage();
    test_every_cut();
    test_tails();
    test_sized_blocks();
    test_frames();
    test_small_arena();
    return 0;
}
