// What is said behind a name that is unknown.

#include "daemon/base/name_hint.h"

#include "tests/support/check.h"

static const char *const names[] = {"desk", "mail"};

static const struct {
    const char *name;
    size_t count;  // of names
    const char *want;
} rows[] = {
    {"dsk", 2, " (did you mean \"desk\"?)"},
    {"DESK", 2, " (did you mean \"desk\"?)"},
    {"pigeon", 2, ", known are desk, mail"},
    {"", 1, ", known are desk"},
    {"desk", 0, ", there are none"},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        gz_name_hint(&out, gz_str_z(rows[i].name), names, rows[i].count);
        CHECK_STR(gz_buffer_str(&out), rows[i].want);
        gz_buffer_fini(&out);
    }
}

// More than anybody reads are not listed.
static void test_many(void)
{
    const char *many[GZ_NAME_HINT_NAMES + 2];
    struct gz_buffer out;
    for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++) {
        many[i] = "a";
    }
    gz_buffer_init(&out, 0);
    gz_name_hint(&out, GZ_STR_LIT("xyz"), many, GZ_NAME_HINT_NAMES + 2);
    const struct gz_str got = gz_buffer_str(&out);
    const struct gz_str end = GZ_STR_LIT("a, a and 2 more");
    CHECK(got.len_bytes > end.len_bytes);
    CHECK_STR(gz_str_of(got.ptr + got.len_bytes - end.len_bytes, end.len_bytes),
              "a, a and 2 more");
    gz_buffer_fini(&out);
}

int main(void)
{
    test_rows();
    test_many();
    return 0;
}
