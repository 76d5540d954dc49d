#include "daemon/base/json_writer.h"

#include <math.h>

#include "tests/support/check.h"

static void test_nesting(void)
{
    struct gz_buffer out;
    struct gz_json_writer w;
    gz_buffer_init(&out, 0);
    gz_json_writer_init(&w, &out);
    gz_json_object(&w);
    gz_json_key(&w, "a");
    gz_json_array(&w);
    gz_json_int(&w, -1);
    gz_json_uint(&w, UINT64_MAX);
    gz_json_object(&w);
    gz_json_object_end(&w);
    gz_json_array_end(&w);
    gz_json_key(&w, "b\"");
    gz_json_bool(&w, true);
    gz_json_key(&w, "c");
    gz_json_null(&w);
    gz_json_object_end(&w);
    CHECK_STR(gz_buffer_str(&out),
              "{\"a\":[-1,18446744073709551615,{}],\"b\\\"\":true,\"c\":null}");
    gz_buffer_fini(&out);
}

static const struct string_row {
    const char *text;
    const char *want;
} strings[] = {
    {"", "\"\""},
    {"plain", "\"plain\""},
    {"a\nb\tc\rd", "\"a\\nb\\tc\\rd\""},
    {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
    {"Zürich 🎉", "\"Zürich 🎉\""},
    {"\\\"", "\"\\\\\\\"\""},
    {"a\u2028b\u2029\xc2\x85", "\"a\\u2028b\\u2029\\u0085\""},
    {"\u2027\u2030\xc2\x86", "\"\u2027\u2030\xc2\x86\""},
};

static void test_strings(void)
{
    for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
        struct gz_buffer out;
        struct gz_json_writer w;
        gz_buffer_init(&out, 0);
        gz_json_writer_init(&w, &out);
        gz_json_z(&w, strings[i].text);
        CHECK_STR(gz_buffer_str(&out), strings[i].want);
        gz_buffer_fini(&out);
    }
}

static const struct double_row {
    double value;
    const char *want;
} doubles[] = {
    {0, "0"},          {0.1, "0.1"},   {1.0 / 3, "0.3333333333333333"},
    {1e300, "1e+300"}, {-2.5, "-2.5"}, {(double)NAN, "null"},
};

static void test_doubles(void)
{
    for (size_t i = 0; i < sizeof(doubles) / sizeof(doubles[0]); i++) {
        struct gz_buffer out;
        struct gz_json_writer w;
        gz_buffer_init(&out, 0);
        gz_json_writer_init(&w, &out);
        gz_json_double(&w, doubles[i].value);
        CHECK_STR(gz_buffer_str(&out), doubles[i].want);
        gz_buffer_fini(&out);
    }
}

int main(void)
{
    test_nesting();
    test_strings();
    test_doubles();
    return 0;
}
