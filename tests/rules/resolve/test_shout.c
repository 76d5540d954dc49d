#include "rules/resolve/shout.h"

#include "tests/support/check.h"

// Whether the first sentence of a text is in capitals.
static const struct row {
    const char *text;
    bool want;
} rows[] = {
    {"IT WAS US.", true},
    {"JOIN US", true},
    {"I AM A 5G FAN, 24/7!", true},
    {"\u00c9TATS-UNIS", true},
    {"D'ABORD L'ONU", true},
    {"IT WAS US. It was.", true},
    {"US", false},
    {"US 100% - 5", false},
    {"It was US.", false},
    {"THE iPHONE", false},
    {"THE \u00e9TATS", false},
    {"\u4e2d US EU", false},
    {"\uc0bc\uc131 US EU", false},
    {"\u05d4 US EU", false},
    {"5, 6", false},
};

int main(void)
{
    const struct gz_str none = GZ_STR_LIT("");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_arena *arena = gz_arena_new(1 << 16);
        struct gz_document *doc = NULL;
        CHECK_OK(
            gz_document_new(none, gz_str_z(rows[i].text), none, arena, &doc));
        const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
        const bool got = gz_shout_is(body, &body->sentences.items[0]);
        if (got != rows[i].want) {
            fprintf(stderr, "text: %s\n", rows[i].text);
        }
        CHECK_EQ(got, rows[i].want);
        gz_arena_free(arena);
    }
    return 0;
}
