// JSON, token by token; each mistake with the bytes it marks.

#include "daemon/base/json_scanner.h"

#include "daemon/base/buffer.h"
#include "tests/support/check.h"

static const char *const letters[] = {
    [GZ_SCAN_END] = ".",    [GZ_SCAN_BAD] = "!",        [GZ_SCAN_OBJECT] = "{",
    [GZ_SCAN_ARRAY] = "[",  [GZ_SCAN_OBJECT_END] = "}", [GZ_SCAN_KEY] = "k",
    [GZ_SCAN_STRING] = "s", [GZ_SCAN_ARRAY_END] = "]",  [GZ_SCAN_NUMBER] = "n",
    [GZ_SCAN_TRUE] = "t",   [GZ_SCAN_FALSE] = "f",      [GZ_SCAN_NULL] = "0",
};

static const struct {
    const char *json;
    const char *want;  // tokens, their texts behind them; ^ marks escapes
} good_rows[] = {
    {"0", "n(0)."},
    {" -12 ", "n(-12)."},
    {"[0.5,-0,6e7,1E+2,1.25e-3]", "[n(0.5)n(-0)n(6e7)n(1E+2)n(1.25e-3)]."},
    {"\"\"", "s()."},
    {"\"a\\\"b\"", "s(a\\\"b)^."},
    {"\"\\u00e9\\ud83d\\uDE00\"", "s(\\u00e9\\ud83d\\uDE00)^."},
    {"[]", "[]."},
    {"{}", "{}."},
    {"[true,false,null]", "[tf0]."},
    {"\t{ \"a\" : [ { } , [ ] ] ,\r\n\"b\":\"c\" } ", "{k(a)[{}[]]k(b)s(c)}."},
    {"[[],{\"a\":{}},1]", "[[]{k(a){}}n(1)]."},
};

static const struct {
    const char *json;
    const char *want;
    const char *marked;  // what is marked and all behind it
} bad_rows[] = {
    {"", "a value is missing", ""},
    {"[", "a value is missing", ""},
    {"[1,]", "a value is missing", "]"},
    {"[,1]", "a value is missing", ",1]"},
    {"{\"a\":}", "a value is missing", "}"},
    {"{\"a\":1,}", "a key is missing; keys stand between double quotes", "}"},
    {"{a:1}", "a key is missing; keys stand between double quotes", "a:1}"},
    {"{", "a key is missing; keys stand between double quotes", ""},
    {"{\"a\" 1}", "a colon is missing between key and value", "1}"},
    {"{\"a\"", "a colon is missing between key and value", ""},
    {"[1 2]", "a comma or ] is missing", "2]"},
    {"[1}", "a comma or ] is missing", "}"},
    {"{\"a\":1]", "a comma or } is missing", "]"},
    {"{\"a\":1", "a comma or } is missing", ""},
    {"1 2", "text behind the value", "2"},
    {"{}}", "text behind the value", "}"},
    {"'a'", "strings stand between double quotes", "'a'"},
    {"True", "no value of JSON", "True"},
    {"nul", "no value of JSON", "nul"},
    {"NaN", "no value of JSON", "NaN"},
    {"+1", "no value of JSON", "+1"},
    {"01", "no number of JSON, which look like -12, 0.5 and 6e7", "01"},
    {"1.", "no number of JSON, which look like -12, 0.5 and 6e7", "1."},
    {"-", "no number of JSON, which look like -12, 0.5 and 6e7", "-"},
    {"1e", "no number of JSON, which look like -12, 0.5 and 6e7", "1e"},
    {"0x1f", "no number of JSON, which look like -12, 0.5 and 6e7", "0x1f"},
    {"[\"a]", "the string is not closed", "\"a]"},
    {"\"a\\\"", "the string is not closed", "\"a\\\""},
    {"\"a\tb\"",
     "a control character in a string; it is written as an escape, such as \\t",
     "\tb\""},
    {"\"\\x41\"",
     "unknown escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with "
     "four hex digits",
     "\\x41\""},
    {"\"\\",
     "unknown escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with "
     "four hex digits",
     "\\"},
    {"\"\\u12g4\"", "\\u needs four hex digits", "\\u12g4\""},
    {"\"\\u12", "\\u needs four hex digits", "\\u12"},
    {"\"a\\ud83d\"", "half of a surrogate pair; the other half is missing",
     "\\ud83d\""},
    {"\"\\ud83d\\u0041\"",
     "half of a surrogate pair; the other half is missing", "\\ud83d\\u0041\""},
    {"\"\\ude00\"", "half of a surrogate pair; the other half is missing",
     "\\ude00\""},
};

static enum gz_scan scan_all(struct gz_json_scanner *s, struct gz_buffer *out)
{
    struct gz_json_token token;
    enum gz_scan kind;
    do {
        kind = gz_json_scanner_next(s, &token);
        CHECK_EQ(kind, token.kind);
        gz_buffer_append_z(out, letters[kind]);
        if (kind == GZ_SCAN_KEY || kind == GZ_SCAN_STRING ||
            kind == GZ_SCAN_NUMBER) {
            gz_buffer_append_fmt(out, "(" GZ_STR_FMT ")%s",
                                 GZ_STR_ARG(token.text),
                                 token.escaped ? "^" : "");
        }
    } while (kind != GZ_SCAN_END && kind != GZ_SCAN_BAD);
    CHECK_EQ(gz_json_scanner_next(s, &token), kind);
    return kind;
}

static void check_good(const char *json, const char *want)
{
    struct gz_json_scanner s;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    gz_json_scanner_init(&s, gz_str_z(json));
    scan_all(&s, &got);
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
}

static void check_bad(const char *json, const char *want, const char *marked)
{
    struct gz_json_scanner s;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    gz_json_scanner_init(&s, gz_str_z(json));
    CHECK_EQ(scan_all(&s, &got), GZ_SCAN_BAD);
    CHECK_Z(s.fault, want);
    CHECK_Z(s.fault_at.ptr, marked);
    CHECK(s.fault_at.len_bytes <= strlen(marked));
    gz_buffer_fini(&got);
}

static void check_depth(void)
{
    char json[2 * GZ_JSON_SCANNER_DEPTH + 3];
    memset(json, '[', GZ_JSON_SCANNER_DEPTH);
    memset(json + GZ_JSON_SCANNER_DEPTH, ']', GZ_JSON_SCANNER_DEPTH);
    json[sizeof(json) - 3] = '\0';
    struct gz_json_scanner s;
    struct gz_json_token token;
    gz_json_scanner_init(&s, gz_str_z(json));
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_ARRAY);
    CHECK(gz_json_scanner_skip(&s, &token));
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_END);
    json[GZ_JSON_SCANNER_DEPTH] = '[';
    check_bad(json, "nested too deep", json + GZ_JSON_SCANNER_DEPTH);
}

static void check_skip(void)
{
    struct gz_json_scanner s;
    struct gz_json_token token;
    gz_json_scanner_init(&s, GZ_STR_LIT("{\"a\":{\"b\":[1]},\"c\":[2"));
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_OBJECT);
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_KEY);
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_OBJECT);
    CHECK(gz_json_scanner_skip(&s, &token));
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_KEY);
    CHECK(gz_json_scanner_skip(&s, &token));
    CHECK_EQ(gz_json_scanner_next(&s, &token), GZ_SCAN_ARRAY);
    CHECK(!gz_json_scanner_skip(&s, &token));
    CHECK(!gz_json_scanner_skip(&s,
                                &(struct gz_json_token){.kind = GZ_SCAN_BAD}));
}

int main(void)
{
    for (size_t i = 0; i < sizeof(good_rows) / sizeof(good_rows[0]); i++) {
        check_good(good_rows[i].json, good_rows[i].want);
    }
    for (size_t i = 0; i < sizeof(bad_rows) / sizeof(bad_rows[0]); i++) {
        check_bad(bad_rows[i].json, bad_rows[i].want, bad_rows[i].marked);
    }
    check_depth();
    check_skip();
    return 0;
}
