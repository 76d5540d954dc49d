// Sentence ends.  A row's bars stand where a sentence ends; without its bars it
// is the text.

#include "rules/text/sentences.h"

#include "tests/support/check.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

// clang-format off
static const char *const rows[] = {
    "",
    "no stop",
    "One. |Two.",
    "One! |Two? |Three.",
    "One.Two is a name",
    "It rose 3.5 percent. |It fell.",
    "Shares of $5.3bn. |The end.",
    // titles
    "Mr. Smith met Mrs. Jones and Dr. Who. |They left.",
    "Prof. Lee, Gen. Mark and Sen. Ann Li agreed.",
    "Gov. Ray and Rep. Al Bo spoke. |Lt. Col. Ed did not.",
    "Mme. Curie and M. Dupont came.",
    "He met Mt. Gox.",
    // companies
    "He works at Acme Inc. |The firm said so.",
    "Acme Inc. Chief Executive Ann Lee said so.",
    "Acme Corp. and Globex Ltd. rose.",
    "Ford Motor Co. President Al Bo quit.",
    "It bought Acme Co. |Shares rose.",
    "Acme Inc.'s shares rose.",
    "Acme Inc. (ACM) rose.",
    "\"We bought Acme Inc.\" |The firm rose.",
    "Acme Inc. |\"We are glad,\" he said.",
    // places
    "He lives in St. Louis. |She does not.",
    "It is on Wall St. |The street is short.",
    "Washington, D.C. is far.",
    "They left the U.S. |The flight was long.",
    "The U.S. President spoke.",
    "U.S. stocks rose. |U.K. stocks fell.",
    "He is in the U.K. |But she is not.",
    "the U.S.-led force",
    "U.S.",
    // numbers and months
    "It is No. 5 now. |He said no. |The end.",
    "On Jan. 5 it rose. |In Dec. 2020 it fell.",
    "It was Sept. |Apple rose.",
    "On Dec. 6th it fell.",
    "See p. 12 and Vol. 3 of it.",
    "1. FC Union won. |It was good.",
    "It was 1999. |In 2000. |It was new.",
    "It rose to 5. |7 of them left.",
    // times
    "At 5 p.m. EST it closed.",
    "At 5 p.m. Monday it closed.",
    "It closed at 5 p.m. |Police came.",
    "At 9 a.m. he left.",
    // Latin
    "Some, e.g. Apple, and others, i.e. Orange, rose.",
    "Acme vs. Globex is on. |Acme v. Globex too.",
    "apples, pears, etc. |Then it rained.",
    "apples etc. and pears",
    // initials
    "J. P. Morgan rose. |J.P. Morgan fell.",
    "George W. Bush and J. R. R. Tolkien met.",
    "J. A. Smith left.",
    "He took vitamin C. |The dose was low.",
    "It was plan B. |He liked it.",
    // quotation marks and brackets
    "\"I go.\" |He went.",
    "\"I go,\" he said. |\"You stay.\"",
    "\u201cI go.\u201d |\u201cYou stay.\u201d",
    "\"Why?\" he asked. |\"So!\" |She left.",
    "It rose (a lot.) |It fell.",
    "It rose. |(It fell.) |It rose.",
    "\u2018I go.\u2019 |He went.",
    "\u00ab Je pars. \u00bb |Il part.",
    "\u00abIch gehe.\u00bb |Er geht.",
    "\u201eIch gehe.\u201c |Er geht.",
    "He saw 'The banks.' |They left.",
    // dashes and ellipses
    "It rose. |\u2014 Reuters",
    "Well... maybe. |Well... |Yes.",
    "Well\u2026 maybe. |Well\u2026 |Yes.",
    "Really?! |Yes!!! |No.",
    // small letters and signs
    "It fell. |iPhone sales rose.",
    "the end. then more",
    "It fell. |$5 was lost. |#ai @gz",
    "Yahoo! said so. |Yahoo! & co.",
    // paragraphs and lines
    "A title\n\n|A body\nof two lines",
    "One.\n|Two rows\n\n|Three",
    "Mr.\n\n|Smith",
    "Points:\n|- one\n|- two, etc.\n|\u2022 three",
    "a line\n-5 and\n*not* a list",
    "\"One.\n\n|\"Two.\"",
    "In EE. UU. sube. |Cae en EE. UU. |Una caf\u00e9.",
    // other languages
    "Er sagte z.B. Ja. |Nr. 5 lebt.",
    "Am 3. Oktober war es. |Am 4. |Dann nicht.",
    "Die Fa. Acme, d.h. die Firma, bzw. Herr X. |Der Rest.",
    "Selon M. Dupont, Mme Durand est l\u00e0. |Elle part.",
    "\u00bfQu\u00e9? |\u00a1S\u00ed! |El Sr. Ruiz vino.",
    ("\u041c\u0438\u0440. |\u0422\u0440\u0443\u0434 \u0410.\u0421. "
     "\u041f\u0443\u0448\u043a\u0438\u043d\u0430."),
    "\u4e2d\u56fd\u3002|\u7f8e\u56fd\uff01|\u6cd5\u56fd\uff1f|\u597d",
    "\u4ed6\u8bf4\uff1a\u201c\u597d\u3002\u201d|\u7136\u540e",
    "\u300c\u306f\u3044\u3002\u300d\u3068\u8ff0\u3079\u305f\u3002",
    "\u300c\u306f\u3044\u3002\u300d|\u5f7c",
    "\u092f\u0939\u0964 |\u0935\u0939\u0964",
    "\uc608. |\uc544\ub2c8\uc694.",
    "\u10d0\u10d1. |\u10d2\u10d3.",
};
// clang-format on

// The row without its bars.
static void unbar(const char *row, char *text)
{
    for (; *row != '\0'; row++) {
        if (*row != '|') {
            *text++ = *row;
        }
    }
    *text = '\0';
}

// The text with a bar before each sentence but the first.
static void show(const char *text, const struct gz_tokens *tokens,
                 const struct gz_sentences *sentences, char *out)
{
    size_t from = 0;
    for (uint32_t i = 1; i < sentences->count; i++) {
        const uint32_t first = sentences->items[i].first_token;
        const size_t to = tokens->items[first].begin_byte;
        memcpy(out, text + from, to - from);
        out += to - from;
        *out++ = '|';
        from = to;
    }
    memcpy(out, text + from, strlen(text + from) + 1);
}

static void check_row(const char *row, struct gz_arena *arena)
{
    char text[256];
    char got[300];
    unbar(row, text);
    struct gz_tokens tokens;
    struct gz_sentences sentences;
    gz_arena_reset(arena);
    CHECK_OK(gz_tokens_split(gz_str_z(text), arena, &tokens));
    CHECK_OK(gz_sentences_split(gz_str_z(text), &tokens, arena, &sentences));
    show(text, &tokens, &sentences, got);
    CHECK_Z(got, row);
}

// Many sentences: the array grows, and every failure is reported.
static void test_growth(void)
{
    char text[3000];
    for (size_t i = 0; i + 3 <= sizeof(text); i += 3) {
        memcpy(text + i, "A! ", 3);
    }
    const struct gz_str all = gz_str_of(text, sizeof(text));
    bool fits = false;
    for (size_t limit = 1 << 10; !fits; limit += 1000) {
        struct gz_arena *arena = gz_arena_new(limit);
        struct gz_tokens tokens;
        struct gz_sentences sentences;
        enum gz_status status = gz_tokens_split(all, arena, &tokens);
        if (status == GZ_OK) {
            status = gz_sentences_split(all, &tokens, arena, &sentences);
        }
        fits = status == GZ_OK;
        CHECK_EQ(status, fits ? GZ_OK : GZ_LIMIT);
        CHECK_EQ(fits ? sentences.count : 1000, 1000);
        gz_arena_free(arena);
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_row(rows[i], arena);
    }
    gz_arena_free(arena);
    test_growth();
    return 0;
}
