#include "rules/gazetteer/match/name_match.h"

#include <stdlib.h>

#include "tests/support/check.h"

enum {
    EXACT = GZ_NAME_EXACT,
    SMART = GZ_NAME_SMART,
    FREE = GZ_NAME_FREE,
    CASE = 3,
    DOT = 4,
    MARKS = 8,
};

// The words that the index found stand between < and > in the text, what must
// belong to the match between [ and ]; all four are taken out.
static const struct row {
    const char *name;
    unsigned how;
    const char *text;  // without brackets: it must not match
} rows[] = {
    {"Acme Corp", EXACT, "[<Acme Corp>]"},
    {"Acme Corp", EXACT, "the [<Acme Corp>] rose"},
    {"Acme Corp", EXACT, "[<Acme\t Corp>]"},
    {"Acme Corp", EXACT, "[<Acme\nCorp>]"},
    {"Acme Corp", EXACT, "[<Acme\r\nCorp>]"},
    {"Acme Corp", EXACT, "[<Acme\u00a0Corp>]"},
    {"Acme  Corp", EXACT, "[<Acme Corp>]"},
    {"Acme Corp", EXACT, "<ACME CORP>"},
    {"Acme Corp", EXACT, "<Acme Corps>"},
    {"Acme Corp", EXACT, "<Acme Cork>"},
    {"Acme Corp", EXACT, "<Acme-Corp>"},
    {"Acme Corp", SMART, "[<ACME CORP>]"},
    {"Acme Corp", SMART, "<ACME Corp>"},
    {"Acme Corp", SMART, "<acme corp>"},
    {"Acme Corp", SMART, "<aCME corp>"},
    {"Acme Corp", FREE, "[<aCME corp>]"},
    {"Acme Corp", FREE, "<aCME corq>"},
    {"Plan T", SMART, "[<PLAN T>]"},
    {"Vitamin b", SMART, "<VITAMIN b>"},
    {"Room 3m", SMART, "[<ROOM 3M>]"},
    {"A@b", EXACT, "<A`b>"},
    {"A[b", FREE, "<A{b>"},
    {"Acme's", EXACT, "[<Acme\u2019s>]"},
    {"Acme\u2019s", EXACT, "[<Acme's>]"},
    {"Acme's", SMART, "[<ACME'S>]"},
    {"Acme's", SMART, "<ACME's>"},
    {"A-B", EXACT, "[<A\u2013B>]"},
    {"A-B", EXACT, "<A - B>"},
    {"A - B", EXACT, "<A-B>"},
    {"A B", EXACT, "<A-B>"},
    {"A&B", EXACT, "[<A & B>]"},
    {"A & B", EXACT, "[<A&B>]"},
    {"A & B", EXACT, "[<A\uff06B>]"},
    {"A & B", EXACT, "[<A \u00ad& B>]"},
    {"A&B", EXACT, "[<A&\u00a0\u2009B>]"},
    {"J. Smith", EXACT, "[<J.Smith>]"},
    {"J.Smith", EXACT, "[<J.\u00a0Smith>]"},
    {"J. Smith", EXACT, "<J Smith>"},
    {"Paris, Texas", EXACT, "[<Paris,Texas>]"},
    {"a b", EXACT, "[<a \u00ad b>]"},
    {"a b", EXACT, "[<a\u00ad \u200eb>]"},
    {"a b", EXACT, "<a\n\nb>"},
    {"a b", EXACT, "<a\u2029b>"},
    // Beyond ASCII.
    {"\u00c9tat", SMART, "[<\u00c9TAT>]"},
    {"\u00c9tat", EXACT, "[<E\u0301tat>]"},
    {"\u00c9tat", FREE, "[<e\u0301tat>]"},
    {"\u00c9tat", FREE, "<Etat>"},
    {"Z\u00fcrich", SMART, "[<ZU\u0308RICH>]"},
    {"Z\u00fcrich", SMART, "<z\u00fcrich>"},
    {"ACME", EXACT, "[<\uff21\uff23\uff2d\uff25>]"},
    {"\u65e5\u672c", EXACT, "[<\u65e5\u672c>]\u306f"},
    {"stra\u00dfe", FREE, "[<STRA\u1e9eE>]"},
    // What shows nothing.
    {"Acme Corp", EXACT, "[<Ac\u00adme\u200e Corp\u200f>]"},
    {"Acme Corp", SMART, "[<AC\u00adME CORP\ufe0f>]"},
    {"Acme", EXACT, "<Acmex\u00ad>"},
    {"Acm", FREE, "<Acme>"},
    {"Acmes", FREE, "<Acme>"},
    {"Ac\u00adme", EXACT, "[<Acme>]"},
    // A full stop at the end.
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>]"},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>]"},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>.]"},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>.] rose"},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>.].."},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>], rose"},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc>] . rose"},
    {"Apple Inc.", EXACT | DOT, "[<Apple Inc\u00ad>.]"},
    {"Apple Inc.", SMART | DOT, "[<APPLE INC>.]"},
    {"Apple Inc.", EXACT | DOT, "<APPLE INC>."},
    {"Apple Inc.", EXACT | DOT, "<Apple Ind>."},
    // Marks before and behind.
    {"Yahoo!", EXACT | MARKS, "[<Yahoo>!] rose"},
    {"Yahoo!", EXACT | MARKS, "[<Yahoo>!]!"},
    {"Yahoo!", EXACT | MARKS, "[<Yahoo>!]"},
    {"Yahoo!", EXACT | MARKS, "[<Yahoo>\uff01]"},
    {"Yahoo!", EXACT | MARKS, "<Yahoo>"},
    {"Yahoo!", EXACT | MARKS, "<Yahoo> !"},
    {"Yahoo!", EXACT | MARKS, "<Yahoo>?"},
    {"Yahoo!", SMART | MARKS, "[<YAHOO>!]"},
    {"Yahoo!", SMART | MARKS, "<yahoo>!"},
    {"C++", EXACT | MARKS, "in [<C>++]."},
    {"C++", EXACT | MARKS, "<C>+"},
    {"C++", EXACT | MARKS, "<C>+ +"},
    {"Volvo (publ)", EXACT | MARKS, "[<Volvo (publ>)]"},
    {"Volvo (publ)", EXACT | MARKS, "<Volvo (publ>"},
    {".NET", EXACT | MARKS, "[.<NET>]"},
    {".NET", EXACT | MARKS, "ASP[.<NET>] 4"},
    {".NET", EXACT | MARKS, "\u00ad[.\u00ad<NET>]"},
    {".NET", EXACT | MARKS, "<NET>"},
    {".NET", EXACT | MARKS, "-<NET>"},
    {".NET", EXACT | MARKS, ". <NET>"},
    {".NET", FREE | MARKS, "[.<net>]"},
    {".NET Inc.", EXACT | MARKS | DOT, "[.<NET Inc>.]"},
    {".NET Inc.", EXACT | MARKS | DOT, "[.<NET Inc>]"},
    {"\u00bfQu\u00e9?", EXACT | MARKS, "[\u00bf<Que\u0301>?]"},
    {"(a) b", EXACT | MARKS, "x [(<a) b>]"},
    {"\u00ab Foo \u00bb", EXACT | MARKS, "[\u00ab \u00a0<Foo>  \u00bb]"},
    {"\u00ab Foo \u00bb", EXACT | MARKS, "[\u00ab\n<Foo>\n\u00bb]"},
    {"\u00ab Foo \u00bb", EXACT | MARKS, "\u00ab\n\n<Foo>\n\u00bb"},
    {"\u00ab Foo \u00bb", EXACT | MARKS, "\u00ab\n<Foo>\n\n\u00bb"},
    {"__ Foo", EXACT | MARKS, "[__ <Foo>]"},
    {"Foo ...", EXACT | MARKS, "[<Foo> ...]"},
    // Names that only a forged image has.
    {"", EXACT, "<x>"},
    {"", EXACT | DOT, "<x>"},
    {"", EXACT | MARKS, "<x>"},
    {".", EXACT | DOT, "<x>."},
    {"!", EXACT | MARKS, "!<x>"},
    {"A\xc3", EXACT, "<Ab>"},
    {"A\xf0\x9f", EXACT, "<Ab>"},
    {"\xff", EXACT | MARKS, "<Ab>"},
    {"Acme Corp and", EXACT, "<Acme> Corp and more"},
};

struct parsed {
    char text[128];
    size_t len;
    uint32_t at[4];  // of < > [ ]
    bool bracket;
};

static void parse(const char *marked, struct parsed *p)
{
    static const char marks[] = "<>[]";
    *p = (struct parsed){.len = 0};
    for (const char *c = marked; *c != '\0'; c++) {
        const char *mark = strchr(marks, *c);
        // "A[b" as a part of a text stands outside of what is compared.
        if (mark == NULL) {
            p->text[p->len++] = *c;
        } else {
            p->at[mark - marks] = (uint32_t)p->len;
            p->bracket |= *c == ']';
        }
    }
}

// Name and text stand in blocks of just their size.
static void check_row(const struct row *row)
{
    struct parsed p;
    parse(row->text, &p);
    char *text = malloc(p.len + (p.len == 0));
    char *name = malloc(strlen(row->name) + 1);
    CHECK(text != NULL && name != NULL);
    memcpy(text, p.text, p.len);
    memcpy(name, row->name, strlen(row->name));
    const struct gz_name_text want = {
        .text = gz_str_of(name, strlen(row->name)),
        .name_case = (enum gz_name_case)(row->how & CASE),
        .final_dot = (row->how & DOT) != 0,
        .marks = (row->how & MARKS) != 0,
    };
    struct gz_name_place place = {p.at[0], p.at[1]};
    const bool matches = gz_name_match(&want, gz_str_of(text, p.len), &place);
    if (matches != p.bracket || (matches && (place.begin_byte != p.at[2] ||
                                             place.end_byte != p.at[3]))) {
        fprintf(stderr, "\"%s\" in \"%s\": %u to %u\n", row->name, row->text,
                place.begin_byte, place.end_byte);
    }
    CHECK_EQ(matches, p.bracket);
    CHECK(!matches ||
          (place.begin_byte == p.at[2] && place.end_byte == p.at[3]));
    free(name);
    free(text);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    return 0;
}
