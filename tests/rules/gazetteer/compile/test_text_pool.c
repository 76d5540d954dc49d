// Texts stay where they are and as they are, whatever their sizes.

#include "rules/gazetteer/compile/text_pool.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { TEXTS = 3000 };

static size_t size_of(size_t i)
{
    return i % 100 == 99 ? 70000 : i * 7 % 50;
}

static void check_texts(void)
{
    struct gz_text_pool pool;
    char *texts[TEXTS];
    gz_text_pool_init(&pool);
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i] = gz_text_pool_take(&pool, size_of(i));
        CHECK(texts[i] != NULL);
        memset(texts[i], (int)(i % 251), size_of(i));
    }
    for (size_t i = 0; i < TEXTS; i++) {
        for (size_t at = 0; at < size_of(i); at++) {
            CHECK_EQ((unsigned char)texts[i][at], i % 251);
        }
    }
    gz_text_pool_fini(&pool);
    gz_text_pool_fini(&pool);
}

static void check_copies(void)
{
    struct gz_text_pool pool;
    struct gz_str text = GZ_STR_LIT("Acme");
    struct gz_str empty = {NULL, 0};
    const char *before = text.ptr;
    gz_text_pool_init(&pool);
    CHECK_OK(gz_text_pool_copy(&pool, &empty));
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_text_pool_copy(&pool, &text), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK(text.ptr == before);
    CHECK_OK(gz_text_pool_copy(&pool, &text));
    CHECK(text.ptr != before);
    CHECK_STR(text, "Acme");
    gz_text_pool_fini(&pool);
}

int main(void)
{
    check_texts();
    check_copies();
    return 0;
}
