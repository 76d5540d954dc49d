#include "rules/gazetteer/radix.h"

#include <stdlib.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

struct item {
    uint64_t key;
    uint64_t order;
};

// Keys that differ in all bytes, in the lowest, in the highest, in none.
static uint64_t make_key(int kind, size_t i)
{
    const uint64_t mixed = (i + 1) * 0x9e3779b97f4a7c15U;
    switch (kind) {
    case 0:
        return mixed;
    case 1:
        return mixed >> 56;
    case 2:
        return mixed >> 60 << 60;
    default:
        return 7;
    }
}

static void check_sorted(int kind, size_t count)
{
    struct item *items = calloc(count + 1, sizeof(*items));
    CHECK(items != NULL);
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct item){make_key(kind, i), i};
    }
    CHECK_OK(gz_radix_sort16(items, count));
    for (size_t i = 1; i < count; i++) {
        const struct item *a = &items[i - 1];
        const struct item *b = &items[i];
        CHECK(a->key < b->key || (a->key == b->key && a->order < b->order));
    }
    free(items);
}

int main(void)
{
    static const size_t counts[] = {0, 1, 2, 3, 255, 256, 1000, 5000};
    for (int kind = 0; kind < 4; kind++) {
        for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
            check_sorted(kind, counts[i]);
        }
    }
    for (long n = 1; n <= 2; n++) {
        struct item two[2] = {{2, 0}, {1, 1}};
        gz_alloc_fail_at(n);
        CHECK_EQ(gz_radix_sort16(two, 2), GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    return 0;
}
