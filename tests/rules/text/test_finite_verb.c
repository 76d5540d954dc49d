// Verbs that no other governs.

#include "rules/text/finite_verb.h"

#include "tests/support/grammar_fixture.h"

static const struct row {
    const char *word;
    bool want;
    bool strict;  // the same where it may be no participle
} rows[] = {
    {"has", true, true},      {"Will", true, true},  {"bought", true, false},
    {"signed", true, false},  {"need", true, false}, {"SIGNED", true, false},
    {"red", false, false},    {"Äed", false, false}, {"ed", false, false},
    {"buying", false, false}, {"buy", false, false}, {"sells", false, false},
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
    {"Hooli cut ACME and GLOBEX fell", true},
    {"Hooli says ACME and GLOBEX fell", false},
    {"The big cut ACME and GLOBEX fell", false},
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

static void check_word(struct grammar_lab *lab, const struct row *row)
{
    const struct gz_passage *p = grammar_lab_read(lab, row->word);
    CHECK_EQ(p->tokens.count, 1);
    CHECK_EQ(gz_finite_verb(p, 0, false), row->want);
    CHECK_EQ(gz_finite_verb(p, 0, true), row->strict);
}

static void check_parts(struct grammar_lab *lab, const struct parts_row *row)
{
    const struct gz_passage *p = grammar_lab_read(lab, row->text);
    const struct gz_tokens *tokens = &p->tokens;
    uint32_t begin = UINT32_MAX;
    uint32_t end = 0;
    for (uint32_t t = 0; t < tokens->count; t++) {
        if ((tokens->items[t].flags & GZ_TOKEN_ALL_CAPS) != 0 &&
            tokens->items[t].end_byte - tokens->items[t].begin_byte > 3) {
            begin = begin == UINT32_MAX ? t : begin;
            end = t + 1;
        }
    }
    if (gz_finite_verb_parts(p, begin, end) != row->want) {
        fprintf(stderr, "%s\n", row->text);
        CHECK(false);
    }
}

int main(void)
{
    static struct grammar_lab lab;
    grammar_lab_open(&lab);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_word(&lab, &rows[i]);
    }
    for (size_t i = 0; i < sizeof(parts_rows) / sizeof(parts_rows[0]); i++) {
        check_parts(&lab, &parts_rows[i]);
    }
    grammar_lab_close(&lab);
    return 0;
}
