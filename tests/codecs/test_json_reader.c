// The C face of simdjson: kinds, values, cursors, and what is refused.

#include "codecs/json_reader.h"

#include "tests/support/check.h"

enum { LIMIT_DEPTH = 3 };

static const struct {
    const char *text;
    enum gz_json_result want;
} results[] = {
    {"{}", GZ_JSON_OK},
    {" 1 ", GZ_JSON_OK},
    {"\xEF\xBB\xBF[]", GZ_JSON_OK},
    {"[[[1]]]", GZ_JSON_OK},
    {"{\"a\":{\"b\":{\"c\":1}}}", GZ_JSON_OK},
    {"[[[[]]]]", GZ_JSON_OK},  // what is empty is no level
    {"[[[[1]]]]", GZ_JSON_TOO_DEEP},
    {"", GZ_JSON_EMPTY},
    {" \t\r\n", GZ_JSON_EMPTY},
    {"\xEF\xBB\xBF", GZ_JSON_EMPTY},
    {"\xEF\xBB\xBF\xEF\xBB\xBF[]", GZ_JSON_BAD_SYNTAX},
    {"[\"\xF5\x80\x80\x80\"]", GZ_JSON_NOT_UTF8},
    {"[\"\\uD83D\\uDE00\"]", GZ_JSON_OK},
    {"[\"\\\\uD83D\"]", GZ_JSON_OK},
    {"[\"\\uD83D\"]", GZ_JSON_NOT_UTF8},
    {"[\"\\uD83D\\n\"]", GZ_JSON_NOT_UTF8},
    {"[\"\\uD83D\\uD83D\\uDE00\"]", GZ_JSON_NOT_UTF8},
    {"[\"\\uDE00\"]", GZ_JSON_NOT_UTF8},
    {"[\"\\uDE0", GZ_JSON_BAD_STRING},
    {"[\"\\u00zz\"]", GZ_JSON_BAD_STRING},
    {"[\"a\tb\"]", GZ_JSON_BAD_STRING},
    {"[1.]", GZ_JSON_BAD_NUMBER},
    {"[-]", GZ_JSON_BAD_NUMBER},
    {"[18446744073709551616]", GZ_JSON_BAD_NUMBER},
    {"[1,]", GZ_JSON_BAD_SYNTAX},
    {"[1] 2", GZ_JSON_BAD_SYNTAX},
    {"[nul]", GZ_JSON_BAD_SYNTAX},
    {"[", GZ_JSON_BAD_SYNTAX},
};

static void test_results(struct gz_json_reader *r)
{
    for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++) {
        struct gz_json_value root;
        CHECK_EQ(gz_json_reader_parse(r, gz_str_z(results[i].text), &root),
                 results[i].want);
    }
}

static struct gz_json_value parse(struct gz_json_reader *r, const char *text)
{
    struct gz_json_value root;
    CHECK_EQ(gz_json_reader_parse(r, gz_str_z(text), &root), GZ_JSON_OK);
    return root;
}

static void test_values(struct gz_json_reader *r)
{
    static const struct {
        enum gz_json_kind kind;
        const char *name;
    } want[] = {
        {GZ_JSON_NULL, "null"},       {GZ_JSON_BOOL, "true or false"},
        {GZ_JSON_INT, "a number"},    {GZ_JSON_UINT, "a number"},
        {GZ_JSON_DOUBLE, "a number"}, {GZ_JSON_STRING, "a text"},
        {GZ_JSON_ARRAY, "an array"},  {GZ_JSON_OBJECT, "an object"},
    };
    const struct gz_json_value root =
        parse(r, "[null,true,-5,18446744073709551615,2.5,\"s\\u0000t\",[],{}]");
    struct gz_json_cursor c = gz_json_reader_begin(root);
    struct gz_json_value v[8];
    struct gz_str key;
    for (size_t i = 0; i < 8; i++) {
        CHECK(gz_json_reader_next(&c, &key, &v[i]));
        CHECK_EQ(key.len_bytes, 0);
        CHECK_EQ(gz_json_reader_kind(v[i]), want[i].kind);
        CHECK_Z(gz_json_reader_kind_name(want[i].kind), want[i].name);
    }
    CHECK(!gz_json_reader_next(&c, &key, &v[0]));
    CHECK(gz_json_reader_bool(v[1]));
    CHECK_EQ(gz_json_reader_int(v[2]), -5);
    CHECK(gz_json_reader_uint(v[3]) == UINT64_MAX);
    CHECK(gz_json_reader_double(v[4]) == 2.5);
    CHECK(gz_json_reader_double(v[2]) == -5);
    CHECK(gz_str_eq(gz_json_reader_str(v[5]), gz_str_of("s\0t", 3)));
}

static void test_members(struct gz_json_reader *r)
{
    const struct gz_json_value root =
        parse(r, "{\"a\":1,\"b\":{\"a\":2},\"a\":3,\"\":4}");
    static const char *const keys[] = {"a", "b", "a", ""};
    struct gz_json_cursor c = gz_json_reader_begin(root);
    struct gz_json_value v;
    struct gz_str key;
    for (size_t i = 0; i < 4; i++) {
        CHECK(gz_json_reader_next(&c, &key, &v));
        CHECK_STR(key, keys[i]);
    }
    CHECK(!gz_json_reader_next(&c, &key, &v));
    CHECK(gz_json_reader_member(root, "a", &v));
    CHECK_EQ(gz_json_reader_int(v), 1);
    CHECK(gz_json_reader_member(root, "", &v));
    CHECK_EQ(gz_json_reader_int(v), 4);
    CHECK(!gz_json_reader_member(root, "c", &v));
}

// Longer texts after shorter ones, and back.
static void test_growth(struct gz_json_reader *r)
{
    for (size_t len = 1; len < 40000; len = len * 3 + 1) {
        char *text = malloc(len + 2);
        CHECK(text != NULL);
        memset(text, 'x', len + 2);
        text[0] = '"';
        text[len + 1] = '"';
        struct gz_json_value root;
        CHECK_EQ(gz_json_reader_parse(r, gz_str_of(text, len + 2), &root),
                 GZ_JSON_OK);
        free(text);  // the reader has its own copy
        CHECK_EQ(gz_json_reader_str(root).len_bytes, len);
        CHECK_EQ(gz_json_reader_int(parse(r, "7")), 7);
    }
}

static void test_utf8(void)
{
    CHECK(gz_json_reader_valid_utf8(GZ_STR_LIT("caf\u00e9 \U0001F600")));
    CHECK(gz_json_reader_valid_utf8(gz_str_z(NULL)));
    CHECK(!gz_json_reader_valid_utf8(GZ_STR_LIT("\xC0\x80")));
    CHECK(!gz_json_reader_valid_utf8(GZ_STR_LIT("\xED\xA0\x80")));
    CHECK(!gz_json_reader_valid_utf8(GZ_STR_LIT("\xF4\x90\x80\x80")));
    CHECK(!gz_json_reader_valid_utf8(GZ_STR_LIT("abc\xE2\x82")));
}

int main(void)
{
    struct gz_json_reader *r = gz_json_reader_new(LIMIT_DEPTH);
    CHECK(r != NULL);
    test_results(r);
    test_values(r);
    test_members(r);
    test_growth(r);
    gz_json_reader_free(r);
    gz_json_reader_free(NULL);
    test_utf8();
    return 0;
}
