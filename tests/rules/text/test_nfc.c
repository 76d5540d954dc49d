#include "rules/text/nfc.h"

#include "tests/support/check.h"

static const struct {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {"plain", "plain"},
    {"\u00e9", "\u00e9"},
    {"e\u0301", "\u00e9"},
    {"A\u030angstro\u0308m", "\u00c5ngstr\u00f6m"},
    {"\u212b", "\u00c5"},
    {"\u1112\u1161\u11ab", "\ud55c"},
    {"\u0958", "\u0915\u093c"},
    {"\ufb01", "\ufb01"},
};

// Code points one after the other, ended by 0.
static const struct {
    const char *text;
    uint32_t want[4];
} next_rows[] = {
    {"e\u0301x", {0xe9, 'x'}},
    {"e\u0323\u0302", {0x1ec7}},  // two marks on one letter
    {"x\u0301", {'x', 0x301}},    // there is no such letter
    {"\u0301a", {0x301, 'a'}},    // a mark without a letter
    {"e\u0370", {'e', 0x370}},    // just past the marks
    {"\u00e9", {0xe9}},
};

static void test_next(void)
{
    for (size_t i = 0; i < sizeof(next_rows) / sizeof(next_rows[0]); i++) {
        const struct gz_str text = gz_str_z(next_rows[i].text);
        size_t pos = 0;
        for (size_t k = 0; pos < text.len_bytes; k++) {
            CHECK_EQ(gz_nfc_next(text, &pos), next_rows[i].want[k]);
        }
        CHECK_EQ(pos, text.len_bytes);
    }
}

int main(void)
{
    test_next();
    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_str got;
    CHECK(arena != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        CHECK_OK(gz_nfc(gz_str_z(rows[i].text), arena, &got));
        CHECK_STR(got, rows[i].want);
    }
    gz_arena_free(arena);

    struct gz_arena *none = gz_arena_new(1);
    CHECK_EQ(gz_nfc(GZ_STR_LIT("e\u0301"), none, &got), GZ_NO_MEMORY);
    gz_arena_free(none);
    return 0;
}
