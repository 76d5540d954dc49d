#include "daemon/notify/feed_index.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_str keys[] = {{"wd:Q1", 5}, {"wd:Q2", 5}, {"wd:Q3", 5}};

static void count(void *ctx, void *taker)
{
    (void)ctx;
    ++*(int *)taker;
}

static void visit(const struct gz_feed_index *ix, const char *key)
{
    gz_feed_index_visit(ix, gz_str_z(key), count, NULL);
}

static void test_visit(void)
{
    struct gz_feed_index *ix = gz_feed_index_new();
    int one = 0;
    int two = 0;
    int broad = 0;

    CHECK(!gz_feed_index_wants(ix, keys[0]));
    CHECK(gz_feed_index_add(ix, &one, keys, 2));
    CHECK(gz_feed_index_add(ix, &two, keys + 1, 2));
    CHECK(gz_feed_index_wants(ix, keys[0]));
    CHECK(!gz_feed_index_wants(ix, GZ_STR_LIT("wd:Q4")));
    CHECK(gz_feed_index_add(ix, &broad, NULL, 0));
    CHECK(gz_feed_index_wants(ix, GZ_STR_LIT("wd:Q4")));
    visit(ix, "wd:Q1");
    visit(ix, "wd:Q2");
    visit(ix, "wd:Q4");
    CHECK_EQ(one, 2);
    CHECK_EQ(two, 1);
    CHECK_EQ(broad, 3);
    gz_feed_index_remove(ix, &one, keys, 2);
    gz_feed_index_remove(ix, &broad, NULL, 0);
    visit(ix, "wd:Q2");
    CHECK_EQ(one, 2);
    CHECK_EQ(two, 2);
    CHECK_EQ(broad, 3);
    CHECK(!gz_feed_index_wants(ix, keys[0]));
    gz_feed_index_free(ix);
    gz_feed_index_free(NULL);
}

// All keys or none.
static void test_no_memory(void)
{
    struct gz_feed_index *ix = gz_feed_index_new();
    int taker = 0;

    for (long n = 1; n <= 3; n++) {
        gz_alloc_fail_at(n);
        CHECK(!gz_feed_index_add(ix, &taker, keys, 3));
        gz_alloc_fail_at(0);
        for (size_t i = 0; i < 3; i++) {
            CHECK(!gz_feed_index_wants(ix, keys[i]));
        }
    }
    gz_feed_index_free(ix);
}

int main(void)
{
    test_visit();
    test_no_memory();
    return 0;
}
