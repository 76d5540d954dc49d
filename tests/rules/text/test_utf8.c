// Well-formed and ill-formed sequences, and every code point there and back.

#include "rules/text/utf8.h"

#include "tests/support/check.h"

static const struct row {
    const char *bytes;
    bool valid;
} rows[] = {
    {"", true},
    {"plain", true},
    {"a longer text of more than eight bytes", true},
    {"\x7F", true},
    {"\xC2\x80", true},
    {"\xDF\xBF", true},
    {"\xE0\xA0\x80", true},
    {"\xED\x9F\xBF", true},
    {"\xEE\x80\x80", true},
    {"\xEF\xBF\xBF", true},
    {"\xF0\x90\x80\x80", true},
    {"\xF4\x8F\xBF\xBF", true},
    {"\x80", false},              // a tail without a lead
    {"\xC0\x80", false},          // overlong
    {"\xC1\xBF", false},          // overlong
    {"\xC2", false},              // cut off
    {"\xC2\x41", false},          // no tail
    {"\xE0\x9F\xBF", false},      // overlong
    {"\xE2\x82", false},          // cut off
    {"\xED\xA0\x80", false},      // surrogate
    {"\xF0\x8F\xBF\xBF", false},  // overlong
    {"\xF0\x90\x80", false},      // cut off
    {"\xF4\x90\x80\x80", false},  // past U+10FFFF
    {"\xF5\x80\x80\x80", false},  // past U+10FFFF
    {"\xFF", false},
    {"12345678\xFF", false},
    {"1234567\xE2\x82\xAC 12345678", true},
    {"1234567\xE2\x82 12345678", false},
};

static const struct {
    const char *bytes;
    size_t good;
} begins[] = {
    {"", 0},
    {"\xFF", 0},
    {"ab\xFF", 2},
    {"abc", 3},
    {"12345678\xFFx", 8},
    {"1234567\xE2\x82 1", 7},
    {"\xC2\x80\xC2", 2},
};

static void test_begins(void)
{
    for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++) {
        CHECK_EQ(gz_utf8_valid_bytes(gz_str_z(begins[i].bytes)),
                 begins[i].good);
    }
}

static void test_all_code_points(void)
{
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        char bytes[4];
        size_t pos = 0;
        const struct gz_str s = gz_str_of(bytes, gz_utf8_put(cp, bytes));
        CHECK_EQ(gz_utf8_valid(s), cp < 0xD800 || cp > 0xDFFF);
        CHECK_EQ(gz_utf8_next(s, &pos), cp);
        CHECK_EQ(pos, s.len_bytes);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const bool valid = gz_utf8_valid(gz_str_z(rows[i].bytes));
        if (valid != rows[i].valid) {
            fprintf(stderr, "row %zu\n", i);
        }
        CHECK_EQ(valid, rows[i].valid);
    }
    CHECK(!gz_utf8_valid(gz_str_of("\xC2\x80", 1)));
    test_begins();
    test_all_code_points();
    return 0;
}
