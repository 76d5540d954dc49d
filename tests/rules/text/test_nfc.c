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

int main(void)
{
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
