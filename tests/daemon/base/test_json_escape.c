#include "daemon/base/json_escape.h"

#include "tests/support/check.h"

static const struct {
    const char *escape;
    const char *want;  // what it means
} rows[] = {
    {"\\\"", "\""},
    {"\\\\", "\\"},
    {"\\/", "/"},
    {"\\b", "\b"},
    {"\\f", "\f"},
    {"\\n", "\n"},
    {"\\r", "\r"},
    {"\\t", "\t"},
    {"\\u0041", "A"},
    {"\\u007f", "\x7f"},
    {"\\u0080", "\xc2\x80"},
    {"\\u07FF", "\xdf\xbf"},
    {"\\u0800", "\xe0\xa0\x80"},
    {"\\ud7ff", "\xed\x9f\xbf"},
    {"\\ue000", "\xee\x80\x80"},
    {"\\uffff", "\xef\xbf\xbf"},
    {"\\ud800\\udc00", "\xf0\x90\x80\x80"},
    {"\\udbff\\udfff", "\xf4\x8f\xbf\xbf"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_str text = gz_str_z(rows[i].escape);
        char out[4];
        size_t checked = 0;
        size_t pos = 0;
        CHECK(gz_json_escape_check(text, &checked) == NULL);
        const size_t len = gz_json_escape_decode(text, &pos, out);
        CHECK_STR(gz_str_of(out, len), rows[i].want);
        CHECK_EQ(checked, text.len_bytes);
        CHECK_EQ(pos, text.len_bytes);
    }
    return 0;
}
