// Gaps that are the same and gaps that are not, and the same of streams.

#include "rules/gazetteer/match/name_gap.h"

#include <stdlib.h>

#include "rules/text/utf8.h"
#include "tests/support/check.h"

#define TEN(x) x x x x x x x x x x

// Gaps of one row have one number, those of different rows others.
static const char *const same[][6] = {
    {"", "\u00ad", "\u200e\u2060", NULL},
    {" ", "\n", "  ", "\u00a0", "\t \u2009", "\r\n"},
    {" ", "\u00ad \u00ad", " \u00ad ", "\u3000", "\v", "\u2028"},
    {"-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212"},
    {"-", "\uff0d", "\ufe63", "\u00ad\u2012", NULL},
    {" - ", " \u2013 ", "\n-\n", "\u00a0\u2014  ", NULL},
    {"- ", "\u2014\n", NULL},
    {" -", "\t\u2014", NULL},
    {"--", "\u2014-", NULL},
    {"'", "\u2019", "\u2018", "`", "\u00b4", "\u2032"},
    {"\"", "\u201c", "\u201d", "\u00bb", "\uff02", NULL},
    {"&", " & ", "& ", " &", "\n&\u00a0\u00a0", "\uff06"},
    {"&", " \u00ad& \u00ad", " \uff06 ", NULL},
    {"&&", " & & ", "& &", NULL},
    {".", ". ", ".\n", ".\u00a0 ", ".\u00ad ", "\uff0e "},
    {",", ", ", ",\u2009", "\uff0c", "\uff0c ", NULL},
    {" .", "  .", NULL},
    {" . ", " .\n", "\n.\n", NULL},
    {".,", NULL},
    {"., ", ".,\n", NULL},
    {"..", NULL},
    {".. ", NULL},
    {") ", NULL},
    {")", "\uff09", NULL},
    {". (", ".\u00a0(", NULL},
    {", \"", ", \u201c", ",\n\u201d", NULL},
    {" (", " \uff08", NULL},
    {"/", "\uff0f", NULL},
    {": ", ":\n", "\uff1a ", NULL},
    {"\u2260", "=\u0338", NULL},
    {"=", NULL},
    {"\u0338", NULL},
    {"\x01", NULL},
    {"\x7f", NULL},
    {"\u20ac", NULL},
    {"\u3001", NULL},
    {"\U0001f600", NULL},
    {"a", NULL},
    {"+-+-+-+-+-+-+-+-", NULL},
    {"+-+-+-+-+-+-+-+", NULL},
    {" +-+-+-+-+-+-+- ", "\u00a0+\u2013+-+-+-+-+-+- ", NULL},
    {"+-+-+-+&+-+-+-+-", "+-+-+-+ & +-+-+-+-", NULL},
    // As long as a gap may be in a text.
    {" ", "                                                        ", NULL},
};

enum { ROWS = sizeof(same) / sizeof(same[0]) };

static const char *const stops[] = {
    "\n\n",
    "\r\n\r\n",
    "\n\r",
    "\u2029",
    "\n \n",
    "\n\u00ad\n",
    ".\n\n",
    "\n\n.",
    "- \n \n -",
    "\xc2\x85\xc2\x85",
    "+-+-+-+-+-+-+-+-+",
    " +-+-+-+-+-+-+-+ ",
    "\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac",
    "                                                         ",
    TEN(TEN("\u00ad")),
};

// The number of a gap between two words, in a text of just that size.
static uint64_t number_of(const char *gap)
{
    const size_t len = strlen(gap);
    char *text = malloc(len + 2);
    CHECK(text != NULL);
    text[0] = 'a';
    memcpy(text + 1, gap, len);
    text[len + 1] = 'b';
    const uint64_t number =
        gz_name_gap_key(gz_str_of(text, len + 2), 1, len + 1);
    free(text);
    return number;
}

// Rows that say the same of one gap are one.
static uint64_t check_row(size_t i)
{
    const uint64_t number = number_of(same[i][0]);
    CHECK(number != GZ_NAME_GAP_STOP);
    for (size_t k = 1; k < 6 && same[i][k] != NULL; k++) {
        if (number_of(same[i][k]) != number) {
            fprintf(stderr, "\"%s\" and \"%s\"\n", same[i][0], same[i][k]);
        }
        CHECK(number_of(same[i][k]) == number);
    }
    return number;
}

static void check_numbers(void)
{
    uint64_t numbers[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        numbers[i] = check_row(i);
        for (size_t k = 0; k < i; k++) {
            CHECK_EQ(numbers[k] == numbers[i],
                     strcmp(same[k][0], same[i][0]) == 0);
        }
    }
    for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
        if (number_of(stops[i]) != GZ_NAME_GAP_STOP) {
            fprintf(stderr, "no stop: \"%s\"\n", stops[i]);
        }
        CHECK(number_of(stops[i]) == GZ_NAME_GAP_STOP);
    }
}

// The table is what the matcher looks single bytes up in.
static void check_single(void)
{
    for (int c = 0; c < 128; c++) {
        const bool word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z');
        const char text[3] = {'a', (char)c, 'b'};
        const uint64_t number = gz_name_gap_key(gz_str_of(text, 3), 1, 2);
        CHECK(word || number == gz_name_gap_single[c]);
        CHECK(!word || gz_name_gap_single[c] == 0);
    }
}

static const struct {
    const char *text;
    bool strict;
    const char *want;  // "|" where a paragraph ends
} streams[] = {
    {"", false, ""},
    {"Acme  Corp", false, "Acme Corp"},
    {"Acme\u00a0\nCorp", false, "Acme Corp"},
    {"A & B", false, "A&B"},
    {"A & B", true, "A & B"},
    {"A \u00ad\uff06\u00ad B", false, "A&B"},
    {"J. Smith,  x", false, "J.Smith,x"},
    {"J. Smith,  x", true, "J. Smith, x"},
    {"a \u00ad b", false, "a b"},
    {"a \u00ad b", true, "a b"},
    {"\u2018a\u2019\u2013\u201cb\u201d", false, "'a'-\"b\""},
    {"e\u0301t\u00e9", false, "\u00e9t\u00e9"},
    {"so\u00adft\u00ad", false, "soft"},
    {"\uff21\uff42\uff01", true, "Ab!"},
    {"a\n\nb", false, "a|"},
    {"a\u2029b", true, "a|"},
    {"a\n\u00ad\nb", false, "a|"},
    {"a.\n\nb", false, "a.|"},
    {" a", false, " a"},
    {"a ", false, "a"},
    {"a \u00ad", true, "a"},
    {" & ", false, "&"},
};

static void check_stream(size_t i)
{
    struct gz_name_stream s = {.text = gz_str_z(streams[i].text),
                               .strict = streams[i].strict};
    char got[64];
    size_t len = 0;
    for (;;) {
        const uint32_t cp = gz_name_stream_next(&s);
        if (cp == GZ_NAME_STREAM_END) {
            break;
        }
        if (cp == GZ_NAME_STREAM_BREAK) {
            got[len++] = '|';
            break;
        }
        CHECK(cp == s.last);
        CHECK(s.pos <= s.text.len_bytes);
        len += gz_utf8_put(cp, got + len);
    }
    CHECK_STR(gz_str_of(got, len), streams[i].want);
}

int main(void)
{
    check_numbers();
    check_single();
    for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
        check_stream(i);
    }
    return 0;
}
