// Verbs that no other governs.

#include "rules/text/finite_verb.h"

#include "daemon/base/arena.h"
#include "tests/support/check.h"

static const struct row {
    const char *word;
    bool want;
    bool strict;  // the same where it may be no participle
} rows[] = {
    {"has", true, true},      {"Will", true, true},    {"bought", true, false},
    {"signed", true, false},  {"red", false, false},   {"buy", false, false},
    {"buying", false, false}, {"sells", false, false}, {"", false, false},
};

// Whether the names in capitals, with what stands between, are of two clauses.
static const struct parts_row {
    const char *text;
    bool want;
} parts_rows[] = {
    {"He bought ACME and GLOBEX fell", true},
    {"He bought the ACME and GLOBEX says so", true},
    {"He bought ACME and GLOBEX has", true},
    {"He bought ACME and GLOBEX cut jobs", true},
    {"He bought ACME and GLOBEX", false},
    {"He bought ACME and GLOBEX shares", false},
    {"He said ACME and GLOBEX fell", false},
    {"Deals of ACME and GLOBEX fell", false},
    {"He has ACME and GLOBEX fell", false},
    {"The embattled ACME and GLOBEX fell", false},
    {"U.S.-based ACME and GLOBEX fell", false},
    {"Embattled ACME and GLOBEX fell", false},
    {"ACME and GLOBEX fell", false},
};

static void check_parts(const struct parts_row *row)
{
    struct gz_arena *arena = gz_arena_new(1 << 14);
    const struct gz_str text = gz_str_z(row->text);
    struct gz_tokens tokens;
    uint32_t begin = UINT32_MAX;
    uint32_t end = 0;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    for (uint32_t t = 0; t < tokens.count; t++) {
        if ((tokens.items[t].flags & GZ_TOKEN_ALL_CAPS) != 0 &&
            tokens.items[t].end_byte - tokens.items[t].begin_byte > 3) {
            begin = begin == UINT32_MAX ? t : begin;
            end = t + 1;
        }
    }
    if (gz_finite_verb_parts(text, tokens.items, tokens.count, begin, end) !=
        row->want) {
        fprintf(stderr, "%s\n", row->text);
        CHECK(false);
    }
    gz_arena_free(arena);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_str word = gz_str_z(rows[i].word);
        CHECK_EQ(gz_finite_verb(word, false), rows[i].want);
        CHECK_EQ(gz_finite_verb(word, true), rows[i].strict);
    }
    for (size_t i = 0; i < sizeof(parts_rows) / sizeof(parts_rows[0]); i++) {
        check_parts(&parts_rows[i]);
    }
    return 0;
}
