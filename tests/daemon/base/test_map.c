#include "daemon/base/map.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { MANY = 20000 };

static void test_many(void)
{
    static char keys[MANY][8];
    struct gz_map *m = gz_map_new(0);
    for (int i = 0; i < MANY; i++) {
        uint64_t *slot = NULL;
        bool added = false;
        snprintf(keys[i], sizeof(keys[i]), "k%d", i);
        CHECK_OK(gz_map_put(m, gz_str_z(keys[i]), (uint64_t)i, &slot, &added));
        CHECK(added);
    }
    CHECK_EQ(gz_map_count(m), MANY);
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(*gz_map_get(m, gz_str_z(keys[i])), (uint64_t)i);
    }
    CHECK(gz_map_get(m, GZ_STR_LIT("none")) == NULL);
    gz_map_free(m);
    gz_map_free(NULL);
}

static void test_put_again(void)
{
    uint64_t *slot = NULL;
    bool added = true;
    struct gz_map *m = gz_map_new(4);
    CHECK_OK(gz_map_put(m, gz_str_z(NULL), 1, &slot, NULL));
    CHECK_OK(gz_map_put(m, GZ_STR_LIT(""), 2, &slot, &added));
    CHECK(!added);
    CHECK_EQ(*slot, 1);
    *slot = 9;
    CHECK_EQ(*gz_map_get(m, GZ_STR_LIT("")), 9);
    gz_map_free(m);
}

static void test_no_memory(void)
{
    gz_alloc_fail_at(1);
    CHECK(gz_map_new(4) == NULL);
    gz_alloc_fail_at(2);
    CHECK(gz_map_new(4) == NULL);
    gz_alloc_fail_at(0);
}

int main(void)
{
    test_many();
    test_put_again();
    test_no_memory();
    return 0;
}
