// Which sentences begin inside a quotation.

#include "rules/facts/quotations.h"

#include "tests/support/check.h"

// For each sentence: 1 inside, 0 not.
static const struct row {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {"One. Two.", "00"},
    {"He said: \"One. Two. Three.\" Four.", "0110"},
    {"He said: \u201cOne. Two.\u201d Three.", "010"},
    {"Er sagt: \u201eEins. Zwei.\u201c Drei.", "011"},  // not told apart
    {"Il dit: \u00abUn. Deux.\u00bb Trois.", "010"},
    {"He said: \u2018One. Two.\u2019 Three.", "010"},
    {"He said: 'One. Two.' Three.", "000"},  // as likely apostrophes
    // A new paragraph of the same quotation opens it again.
    {"\"One. Two.\n\n\"Three. Four.\" Five.", "01110"},
    {"\u201cOne.\n\n\u201cTwo.\u201d Three.", "010"},
    {"It's one. It's two.", "00"},
};

static void run(const struct row *row)
{
    struct gz_arena *arena = gz_arena_new(1 << 16);
    struct gz_document *doc = NULL;
    const bool *inside = NULL;
    char got[16] = "";
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_str_z(row->text),
                             GZ_STR_LIT("en"), arena, &doc));
    const struct gz_passage *body = &doc->fields[GZ_FIELD_BODY];
    CHECK_OK(gz_quotations_find(body, arena, &inside));
    for (uint32_t i = 0; i < body->sentences.count; i++) {
        got[i] = inside[i] ? '1' : '0';
    }
    CHECK_Z(got, row->want);
    gz_arena_free(arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&rows[i]);
    }
    return 0;
}
