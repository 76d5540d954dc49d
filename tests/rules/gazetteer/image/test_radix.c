#include "rules/gazetteer/image/radix.h"

#include <pthread.h>  // asks for a run with the thread sanitizer
#include <stdlib.h>
#include <string.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

struct item {
    uint64_t key;
    uint64_t order;
};

enum { COUNT = 40000 };

// Keys that differ in all bytes, in the lowest, in the highest, in none, and
// in some bit in the middle.
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
    case 3:
        return 7;
    default:
        return (mixed >> 56) << 20 | 5;
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

// Parts of all sizes, also none, in any number of threads: as one array.
static void check_parts(int kind, size_t part_count, unsigned threads)
{
    struct gz_radix_part *parts = calloc(part_count + 1, sizeof(*parts));
    struct item *all = calloc(COUNT, sizeof(*all));
    struct item *out = calloc(COUNT, sizeof(*out));
    CHECK(parts != NULL && all != NULL && out != NULL);
    for (size_t i = 0; i < COUNT; i++) {
        all[i] = (struct item){make_key(kind, i), i};
    }
    for (size_t p = 0, at = 0; p < part_count; p++) {
        const size_t left = COUNT - at;
        const size_t size = p + 1 == part_count ? left : left / 3 * (p % 2);
        parts[p] = (struct gz_radix_part){all + at, size};
        at += size;
    }
    CHECK_OK(gz_radix_gather16(parts, part_count, out, threads));
    CHECK_OK(gz_radix_sort16(all, COUNT));
    CHECK(part_count == 0 || memcmp(all, out, COUNT * sizeof(*all)) == 0);
    free(parts);
    free(all);
    free(out);
}

static void check_gather(void)
{
    static const size_t counts[] = {0, 1, 2, 9, 100};
    static const unsigned threads[] = {1, 2, 3, 8};
    for (int kind = 0; kind < 5; kind++) {
        for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
            for (size_t t = 0; t < sizeof(threads) / sizeof(threads[0]); t++) {
                check_parts(kind, counts[i], threads[t]);
            }
        }
    }
}

static void check_memory(void)
{
    for (long n = 1;; n++) {
        struct item items[100];
        for (size_t i = 0; i < 100; i++) {
            items[i] = (struct item){100 - i, i};
        }
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_radix_sort16(items, 100);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        if (!failed) {
            CHECK(n > 4);
            break;
        }
    }
}

int main(void)
{
    static const size_t counts[] = {0, 1, 2, 3, 255, 256, 1000, 5000};
    for (int kind = 0; kind < 5; kind++) {
        for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
            check_sorted(kind, counts[i]);
        }
    }
    check_gather();
    check_memory();
    return 0;
}
