#include "daemon/base/buffer.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static void test_limit_sticks(void)
{
    struct gz_buffer b;
    gz_buffer_init(&b, 10);
    gz_buffer_append_z(&b, "0123456789");
    CHECK_OK(gz_buffer_status(&b));
    gz_buffer_append_byte(&b, 'x');
    CHECK_EQ(gz_buffer_status(&b), GZ_LIMIT);
    CHECK_STR(gz_buffer_str(&b), "0123456789");
    CHECK(gz_buffer_reserve(&b, 0) == NULL);
    gz_buffer_clear(&b);
    gz_buffer_append_fmt(&b, "%d-%s", 7, "x");
    CHECK_STR(gz_buffer_str(&b), "7-x");
    gz_buffer_fini(&b);
    CHECK_EQ(b.limit_bytes, 10);
}

static void test_growth(void)
{
    struct gz_buffer b;
    gz_buffer_init(&b, 0);
    for (int i = 0; i < 100000; i++) {
        gz_buffer_append_byte(&b, (uint8_t)i);
    }
    CHECK_EQ(b.len, 100000);
    CHECK_EQ(b.data[99999], (uint8_t)99999);
    gz_buffer_fini(&b);
}

static void test_no_memory(void)
{
    struct gz_buffer b;
    gz_buffer_init(&b, 0);
    gz_alloc_fail_at(1);
    gz_buffer_append_z(&b, "x");
    CHECK_EQ(gz_buffer_status(&b), GZ_NO_MEMORY);
    gz_buffer_append_z(&b, "y");
    CHECK_EQ(b.len, 0);
    gz_alloc_fail_at(0);
    gz_buffer_fini(&b);
}

static void test_print(void)
{
    char got[16] = "";
    FILE *out = fmemopen(got, sizeof(got), "w");
    CHECK(out != NULL);
    struct gz_buffer b;
    gz_buffer_init(&b, 0);
    gz_buffer_print(&b, out);
    gz_buffer_append_z(&b, "words");
    gz_buffer_print(&b, out);
    CHECK_EQ(fclose(out), 0);
    CHECK_Z(got, "words");
    gz_buffer_fini(&b);
}

int main(void)
{
    test_limit_sticks();
    test_growth();
    test_no_memory();
    test_print();
    return 0;
}
