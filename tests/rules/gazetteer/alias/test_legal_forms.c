// Forms by their last letters: the same as all of them, one after the other.

#include "rules/gazetteer/alias/legal_forms.h"

#include <stdio.h>

#include "tests/support/check.h"

static const struct row {
    const char *name;
    const char *form;  // the usual way to write it; NULL: none
    size_t begin;
} rows[] = {
    {"Acme Inc", "Inc.", 5},
    {"Acme Inc.", "Inc.", 5},
    {"ACME INC", "Inc.", 5},
    {"Acme Public Limited Company", "plc", 5},  // the longest
    {"Acme S.p.A.", "SpA", 5},
    {"Acme A\u015e", "A.\u015e.", 5},  // ends in no letter of ASCII
    {"Acme a.s.", "a.s.", 5},
    {"Acme as", NULL, 0},  // a word
    {"Acme", NULL, 0},
    {"Inc", NULL, 0},
    {".", NULL, 0},
    {"", NULL, 0},
};

static void check_row(const struct gz_legal_endings *endings,
                      const struct row *row)
{
    size_t begin = 0;
    const struct gz_legal_form *form =
        gz_legal_endings_find(endings, gz_str_z(row->name), &begin);
    CHECK_EQ(form == NULL, row->form == NULL);
    if (form != NULL) {
        CHECK_STR(form->spellings[0], row->form);
        CHECK_EQ(begin, row->begin);
    }
}

static void on_spelling(void *context, struct gz_str spelling)
{
    char name[128];
    const int len =
        snprintf(name, sizeof(name), "Acme %.*s", GZ_STR_ARG(spelling));
    const struct gz_str all = gz_str_of(name, (size_t)len);
    size_t begin = 0;
    size_t want = 0;
    const struct gz_legal_form *form = gz_legal_forms_end(all, &want);
    CHECK(form != NULL);
    CHECK(gz_legal_endings_find(context, all, &begin) == form);
    CHECK_EQ(begin, want);
}

int main(void)
{
    struct gz_legal_endings endings;
    gz_legal_endings_init(&endings);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&endings, &rows[i]);
    }
    gz_legal_forms_all(on_spelling, &endings);
    return 0;
}
