#include "daemon/notify/feed_position.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_str topic = {"news.entities", 13};

static const int64_t offsets[][4] = {
    {0, 0, 0, 0},
    {100, 0, 45608, 7},
    {INT64_MAX, 1, 35, 36},
};

static void test_round_trip(void)
{
    struct gz_buffer id;

    gz_buffer_init(&id, 0);
    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        for (uint32_t count = 1; count <= 4; count++) {
            struct gz_feed_position got;
            gz_buffer_clear(&id);
            gz_feed_position_append(&id, topic, offsets[i], count);
            CHECK_OK(
                gz_feed_position_parse(gz_buffer_str(&id), topic, &got, NULL));
            CHECK_EQ(got.count, count);
            CHECK_EQ(memcmp(got.next, offsets[i], count * sizeof(int64_t)), 0);
            gz_feed_position_fini(&got);
        }
    }
    gz_buffer_fini(&id);
}

// Stable: an id that was given out is read by later versions too.
static void test_form(void)
{
    struct gz_buffer id;

    gz_buffer_init(&id, 0);
    gz_feed_position_append(&id, topic, offsets[1], 4);
    CHECK(gz_str_starts(gz_buffer_str(&id), GZ_STR_LIT("1-2s.0.z6w.7-")));
    gz_buffer_fini(&id);
}

#define TAIL " (give back an id as this stream sent it, or use since=)\n"

static const struct {
    const char *text;
    const char *error;
} bad[] = {
    {"", "error: the event id is malformed" TAIL},
    {"1", "error: the event id is malformed" TAIL},
    {"1-2s.0-", "error: the event id is malformed" TAIL},
    {"2-2s.0.z6w.7-00000000", "error: the event id is malformed" TAIL},
    {"1-2s.0.z6w.7-00000000",
     "error: the event id is none of this stream, or was changed" TAIL},
    {"hello, this is no id at all", "error: the event id is malformed" TAIL},
};

static void test_bad(void)
{
    struct gz_error err;
    struct gz_feed_position got;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        gz_error_clear(&err);
        CHECK_EQ(
            gz_feed_position_parse(gz_str_z(bad[i].text), topic, &got, &err),
            GZ_INVALID);
        CHECK_Z(gz_error_text(&err), bad[i].error);
        CHECK(got.next == NULL);
    }
    gz_error_fini(&err);
}

// Every byte of an id counts, and so does the topic.
static void test_changed(void)
{
    struct gz_buffer id;
    struct gz_feed_position got;

    gz_buffer_init(&id, 0);
    gz_feed_position_append(&id, topic, offsets[1], 4);
    for (size_t i = 0; i < id.len; i++) {
        id.data[i] ^= 1;
        CHECK_EQ(gz_feed_position_parse(gz_buffer_str(&id), topic, &got, NULL),
                 GZ_INVALID);
        id.data[i] ^= 1;
    }
    CHECK_EQ(gz_feed_position_parse(gz_buffer_str(&id),
                                    GZ_STR_LIT("news.alerts"), &got, NULL),
             GZ_INVALID);
    gz_buffer_fini(&id);
}

static void test_no_memory(void)
{
    struct gz_buffer id;
    struct gz_feed_position got;

    gz_buffer_init(&id, 0);
    gz_feed_position_append(&id, topic, offsets[1], 4);
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_feed_position_parse(gz_buffer_str(&id), topic, &got, NULL),
             GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    gz_buffer_fini(&id);
}

int main(void)
{
    test_round_trip();
    test_form();
    test_bad();
    test_changed();
    test_no_memory();
    return 0;
}
