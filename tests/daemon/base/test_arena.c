#include "daemon/base/arena.h"

#include <stdint.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static void test_limit(void)
{
    struct gz_arena *a = gz_arena_new(1000);
    CHECK(gz_arena_alloc(a, 1001) == NULL);
    CHECK(gz_arena_alloc(a, SIZE_MAX) == NULL);
    CHECK(gz_arena_calloc(a, SIZE_MAX / 2, 3) == NULL);
    CHECK(gz_arena_alloc(a, 600) != NULL);
    CHECK(gz_arena_alloc(a, 600) == NULL);
    CHECK(gz_arena_alloc(a, 0) != NULL);
    gz_arena_reset(a);
    CHECK_EQ(gz_arena_used(a), 0);
    CHECK(gz_arena_alloc(a, 600) != NULL);
    CHECK(gz_arena_peak(a) >= 600);
    gz_arena_free(a);
    gz_arena_free(NULL);
}

static void test_alignment(void)
{
    struct gz_arena *a = gz_arena_new(1 << 20);
    for (size_t size = 1; size < 200; size++) {
        void *ptr = gz_arena_alloc(a, size);
        CHECK_EQ((uintptr_t)ptr % _Alignof(max_align_t), 0);
        memset(ptr, 0xA5, size);
    }
    gz_arena_free(a);
}

static void test_grow(void)
{
    struct gz_arena *a = gz_arena_new(1 << 20);
    size_t size = 0;
    unsigned char *bytes = NULL;
    for (size_t want = 1; want < 300000; want = want * 3 / 2 + 1) {
        bytes = gz_arena_grow(a, bytes, size, want);
        CHECK(bytes != NULL);
        for (size_t i = size; i < want; i++) {
            bytes[i] = (unsigned char)i;
        }
        size = want;
    }
    for (size_t i = 0; i < size; i++) {
        CHECK_EQ(bytes[i], (unsigned char)i);
    }
    CHECK(gz_arena_grow(a, bytes, size, 2 << 20) == NULL);
    gz_arena_free(a);
}

static void test_copy(void)
{
    struct gz_arena *a = gz_arena_new(100);
    const struct gz_str copy = gz_arena_copy(a, GZ_STR_LIT("Zürich"));
    CHECK_STR(copy, "Zürich");
    CHECK_EQ(copy.ptr[copy.len_bytes], '\0');
    CHECK_STR(gz_arena_copy(a, gz_str_z(NULL)), "");
    gz_arena_free(a);
}

static void test_no_memory(void)
{
    gz_alloc_fail_at(1);
    CHECK(gz_arena_new(100) == NULL);
    gz_alloc_fail_at(2);
    struct gz_arena *a = gz_arena_new(100);
    CHECK(gz_arena_alloc(a, 10) == NULL);
    CHECK(gz_arena_alloc(a, 10) != NULL);
    gz_alloc_fail_at(0);
    gz_arena_free(a);
}

int main(void)
{
    test_limit();
    test_alignment();
    test_grow();
    test_copy();
    test_no_memory();
    return 0;
}
