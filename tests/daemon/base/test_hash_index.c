// What is put is found, in order, also through growth and around the end.

#include "daemon/base/hash_index.h"

#include "daemon/base/huge_pages.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// Hashes that spread, that all meet, that meet at the table's last slot, and
// that differ in the half that is not kept.
static uint64_t make_hash(int kind, uint32_t i)
{
    const uint64_t mixed = (i + 1) * 0x9e3779b97f4a7c15U;
    switch (kind) {
    case 0:
        return mixed;
    case 1:
        return 5;
    case 2:
        return (uint64_t)(UINT32_MAX - i % 3) << 32;
    default:
        return mixed >> 32;
    }
}

static bool offers(const struct gz_hash_index *ix, uint64_t hash,
                   uint32_t wanted)
{
    size_t at = 0;
    uint32_t item;
    uint32_t before = 0;
    bool found = false;
    while ((item = gz_hash_index_next(ix, hash, &at)) != GZ_HASH_INDEX_NONE) {
        CHECK(at == 0 || item >= before);
        before = item;
        found = found || item == wanted;
    }
    return found;
}

static void check_kind(int kind, uint32_t count)
{
    struct gz_hash_index ix;
    gz_hash_index_init(&ix);
    CHECK(gz_hash_index_slot(&ix, 1) == NULL);
    CHECK(!offers(&ix, make_hash(kind, 0), 0));
    for (uint32_t i = 0; i < count; i++) {
        CHECK_OK(gz_hash_index_reserve(&ix, 1));
        gz_hash_index_put(&ix, make_hash(kind, i), i);
    }
    for (uint32_t i = 0; i < count; i++) {
        CHECK(offers(&ix, make_hash(kind, i), i));
        CHECK(gz_hash_index_slot(&ix, make_hash(kind, i)) != NULL);
    }
    CHECK(!offers(&ix, make_hash(0, count + 7), count));
    CHECK_EQ(ix.count, count);
    gz_hash_index_fini(&ix);
}

static void check_memory(void)
{
    struct gz_hash_index ix;
    gz_hash_index_init(&ix);
    CHECK_EQ(gz_hash_index_reserve(&ix, SIZE_MAX / 2), GZ_NO_MEMORY);
    CHECK_OK(gz_hash_index_reserve(&ix, 10));
    gz_hash_index_put(&ix, 1, 0);
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_hash_index_reserve(&ix, 100), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK(offers(&ix, 1, 0));
    gz_hash_index_fini(&ix);
}

static void check_pages(void)
{
    static const size_t sizes[] = {0, 1, 4096, (1 << 21) - 1, (1 << 21) + 1};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char *zeros = gz_huge_pages_calloc(sizes[i], 1);
        CHECK(zeros != NULL);
        for (size_t at = 0; at < sizes[i]; at += 4095) {
            CHECK_EQ(zeros[at], 0);
        }
        free(zeros);
    }
    CHECK(gz_huge_pages_alloc(SIZE_MAX, 2) == NULL);
    gz_alloc_fail_at(1);
    CHECK(gz_huge_pages_alloc(1 << 22, 1) == NULL);
    gz_alloc_fail_at(0);
}

int main(void)
{
    for (int kind = 0; kind < 4; kind++) {
        for (uint32_t count = 0; count < 40; count++) {
            check_kind(kind, count);
        }
    }
    check_kind(0, 3000);
    check_memory();
    check_pages();
    return 0;
}
