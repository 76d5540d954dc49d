#include "daemon/notify/feed_queue.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static void put(struct gz_feed_queue *q, const char *text, size_t *total)
{
    struct gz_feed_piece *piece = gz_feed_piece_new(text, strlen(text), total);
    CHECK(piece != NULL && gz_feed_queue_reserve(q, 1));
    gz_feed_queue_push(q, piece);
    gz_feed_piece_unref(piece);
}

// Whatever the size of the bites, the text comes out whole and in order.
static void test_take(void)
{
    for (size_t bite = 1; bite < 20; bite++) {
        struct gz_feed_queue q = {0};
        size_t total = 0;
        char out[64] = "";
        size_t len = 0;

        put(&q, "one,", &total);
        put(&q, "two,", &total);
        put(&q, "three,", &total);
        put(&q, "four", &total);
        CHECK_EQ(q.bytes, 18);
        CHECK_EQ(total, 18);
        for (size_t n = 1; n > 0; len += n) {
            n = gz_feed_queue_take(&q, out + len, bite);
        }
        CHECK_Z(out, "one,two,three,four");
        CHECK_EQ(q.bytes, 0);
        CHECK_EQ(total, 0);
        gz_feed_queue_fini(&q);
    }
}

static void test_shared(void)
{
    struct gz_feed_queue a = {0};
    struct gz_feed_queue b = {0};
    size_t total = 0;
    struct gz_feed_piece *piece = gz_feed_piece_new("text", 4, &total);

    CHECK(gz_feed_queue_reserve(&a, 1) && gz_feed_queue_reserve(&b, 1));
    gz_feed_queue_push(&a, piece);
    gz_feed_queue_push(&b, piece);
    gz_feed_piece_unref(piece);
    CHECK_EQ(total, 4);
    gz_feed_queue_clear(&a);
    CHECK_EQ(total, 4);
    gz_feed_queue_fini(&b);
    CHECK_EQ(total, 0);
    gz_feed_queue_fini(&a);
}

// Round the ring several times, with growth in the midst of it.
static void test_ring(void)
{
    struct gz_feed_queue q = {0};
    size_t total = 0;
    char text[16];
    char out[16];
    unsigned in = 0;
    unsigned back = 0;

    for (unsigned round = 1; round < 40; round++) {
        for (unsigned i = 0; i < round; i++) {
            snprintf(text, sizeof(text), "%04u", in++);
            put(&q, text, &total);
        }
        for (unsigned i = 0; i < round - round / 4; i++) {
            snprintf(text, sizeof(text), "%04u", back++);
            CHECK_EQ(gz_feed_queue_take(&q, out, 4), 4);
            CHECK_EQ(memcmp(out, text, 4), 0);
        }
    }
    CHECK_EQ(q.count, in - back);
    gz_feed_queue_fini(&q);
    CHECK_EQ(total, 0);
}

static void test_move(void)
{
    struct gz_feed_queue a = {0};
    struct gz_feed_queue b = {0};
    size_t total = 0;
    char out[8] = "";

    put(&a, "ab", &total);
    put(&b, "cd", &total);
    put(&b, "ef", &total);
    CHECK(gz_feed_queue_move(&a, &b));
    CHECK_EQ(b.count, 0);
    CHECK_EQ(gz_feed_queue_take(&a, out, 7), 6);
    CHECK_Z(out, "abcdef");
    gz_feed_queue_fini(&a);
    gz_feed_queue_fini(&b);
}

static void test_no_memory(void)
{
    struct gz_feed_queue q = {0};
    struct gz_feed_queue from = {0};
    size_t total = 0;

    gz_alloc_fail_at(1);
    CHECK(gz_feed_piece_new("x", 1, &total) == NULL);
    CHECK_EQ(total, 0);
    gz_alloc_fail_at(1);
    CHECK(!gz_feed_queue_reserve(&q, 1));
    gz_alloc_fail_at(0);
    put(&from, "kept", &total);
    gz_alloc_fail_at(1);
    CHECK(!gz_feed_queue_move(&q, &from));
    gz_alloc_fail_at(0);
    CHECK_EQ(from.count, 1);
    gz_feed_queue_fini(&q);
    gz_feed_queue_fini(&from);
}

int main(void)
{
    test_take();
    test_shared();
    test_ring();
    test_move();
    test_no_memory();
    return 0;
}
