#include "daemon/base/base64.h"

#include "tests/support/check.h"

// RFC 4648, section 10.
static const struct row {
    const char *plain;
    const char *encoded;
} rows[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xfb\xff\xfe", "+//+"},
};

static const char *const bad[] = {
    "Zg",   "Zg=",  "Zg===", "Z===", "====",     "Zm9v\n", "Zm 9",
    "Zm9-", "Zm9_", "Zh==",  "Zm9=", "Zg==Zg==", "=m9v",
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        gz_base64_encode(gz_str_z(rows[i].plain), &out);
        CHECK_STR(gz_buffer_str(&out), rows[i].encoded);
        gz_buffer_clear(&out);
        CHECK(gz_base64_decode(gz_str_z(rows[i].encoded), &out));
        CHECK_STR(gz_buffer_str(&out), rows[i].plain);
        gz_buffer_fini(&out);
    }
}

static void test_bad(void)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        if (gz_base64_decode(gz_str_z(bad[i]), &out)) {
            fprintf(stderr, "took \"%s\"\n", bad[i]);
            exit(1);
        }
        gz_buffer_fini(&out);
    }
}

int main(void)
{
    test_rows();
    test_bad();
    return 0;
}
