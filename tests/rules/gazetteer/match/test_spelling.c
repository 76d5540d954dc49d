#include "rules/gazetteer/match/spelling.h"

#include "tests/support/check.h"

#define TEN(x) x x x x x x x x x x

enum { DOT = 1, MARKS = 2, SMALL = 4, CASED = 8 };

static const struct {
    const char *name;
    enum gz_spelling_fault fault;
    const char *text;
    uint32_t words;
    unsigned bits;
} rows[] = {
    {"Paris", GZ_SPELLING_FINE, "Paris", 1, CASED},
    {"paris", GZ_SPELLING_FINE, "paris", 1, CASED | SMALL},
    {"  New \t York ", GZ_SPELLING_FINE, "New \t York", 2, CASED},
    {"New\u00a0York", GZ_SPELLING_FINE, "New\u00a0York", 2, CASED},
    {"\u00a0\u2003Acme\u00a0\u200e", GZ_SPELLING_FINE, "Acme", 1, CASED},
    {"\u2060Acme!\ufe0f", GZ_SPELLING_FINE, "Acme!", 1, CASED | MARKS},
    {"Apple Inc.", GZ_SPELLING_FINE, "Apple Inc.", 2, CASED | DOT},
    {"Apple Inc..", GZ_SPELLING_FINE, "Apple Inc..", 2, CASED | MARKS},
    {"Apple Inc .", GZ_SPELLING_FINE, "Apple Inc .", 2, CASED | MARKS},
    {"Apple Inc.)", GZ_SPELLING_FINE, "Apple Inc.)", 2, CASED | MARKS},
    {"U.S.", GZ_SPELLING_FINE, "U.S.", 1, CASED},
    {"AT & T", GZ_SPELLING_FINE, "AT & T", 2, CASED},
    {"Rolls\u2013Royce", GZ_SPELLING_FINE, "Rolls\u2013Royce", 2, CASED},
    {"Lloyd\u2019s", GZ_SPELLING_FINE, "Lloyd\u2019s", 2, CASED},
    {"'s Gravenhage", GZ_SPELLING_FINE, "'s Gravenhage", 2,
     CASED | SMALL | MARKS},
    {"e\u0301tat", GZ_SPELLING_FINE, "\u00e9tat", 1, CASED | SMALL},
    {"\uff21\uff22", GZ_SPELLING_FINE, "\uff21\uff22", 1, CASED},
    {"日本", GZ_SPELLING_FINE, "日本", 2, 0},
    {"3M", GZ_SPELLING_FINE, "3M", 1, 0},
    {"Volvo (publ)", GZ_SPELLING_FINE, "Volvo (publ)", 2, CASED | MARKS},
    {"Yahoo!", GZ_SPELLING_FINE, "Yahoo!", 1, CASED | MARKS},
    {".net", GZ_SPELLING_FINE, ".net", 1, CASED | SMALL | MARKS},
    {"...", GZ_SPELLING_NO_WORD, NULL, 0, 0},
    {"__", GZ_SPELLING_NO_WORD, NULL, 0, 0},
    {"", GZ_SPELLING_NO_WORD, NULL, 0, 0},
    {" ", GZ_SPELLING_NO_WORD, NULL, 0, 0},
    {"!'s", GZ_SPELLING_SMALL_S, NULL, 0, 0},
    {".'s Bank", GZ_SPELLING_SMALL_S, NULL, 0, 0},
    {"a +-+-+-+-+-+-+-+b", GZ_SPELLING_FINE, "a +-+-+-+-+-+-+-+b", 2,
     CASED | SMALL},
    {"a +-+-+-+-+-+-+-+-b", GZ_SPELLING_GAP, NULL, 0, 0},
    {"a\u2029b", GZ_SPELLING_GAP, NULL, 0, 0},
    {TEN("a ") TEN("b ") "c d e f", GZ_SPELLING_FINE,
     TEN("a ") TEN("b ") "c d e f", 24, CASED | SMALL},
    {TEN("a ") TEN("b ") "c d e f.", GZ_SPELLING_FINE,
     TEN("a ") TEN("b ") "c d e f.", 24, CASED | SMALL | DOT},
    {TEN("a ") TEN("b ") "c d e f g", GZ_SPELLING_WORDS, NULL, 0, 0},
    {TEN(TEN("ab")) TEN("cdef"), GZ_SPELLING_FINE, TEN(TEN("ab")) TEN("cdef"),
     1, CASED | SMALL},
    {TEN(TEN("ab")) TEN("cdef") "g", GZ_SPELLING_LONG, NULL, 0, 0},
    {TEN(TEN("abcde")), GZ_SPELLING_LONG, NULL, 0, 0},
};

static unsigned bits_of(const struct gz_spelling *s)
{
    return (s->final_dot ? (unsigned)DOT : 0) |
           (s->marks ? (unsigned)MARKS : 0) | (s->small ? (unsigned)SMALL : 0) |
           (s->cased ? (unsigned)CASED : 0);
}

static void check_row(size_t i, struct gz_arena *arena)
{
    struct gz_spelling s;
    enum gz_spelling_fault fault;
    const enum gz_status st =
        gz_spelling_make(gz_str_z(rows[i].name), arena, &s, &fault);
    if (fault != rows[i].fault ||
        (st == GZ_OK && bits_of(&s) != rows[i].bits)) {
        fprintf(stderr, "name: %s\n", rows[i].name);
    }
    CHECK_EQ(fault, rows[i].fault);
    CHECK_EQ(st, rows[i].fault == GZ_SPELLING_FINE ? GZ_OK : GZ_INVALID);
    if (st == GZ_OK) {
        CHECK_STR(s.text, rows[i].text);
        CHECK_EQ(s.word_count, rows[i].words);
        CHECK_EQ(bits_of(&s), rows[i].bits);
        CHECK(!s.cased ||
              gz_spelling_key(&s, true) != gz_spelling_key(&s, false));
    }
}

// Spellings of one row meet in the index, those of different rows do not.
static const char *const keys[][3] = {
    {"New York", "NEW\u00a0 York", "new\tyork"},
    {"New-York", "new\u2010york", "NEW\u2014YORK"},
    {"New - York", "NEW \u2013 york", "New  -  York"},
    {"AT&T", "At & t", "AT& T"},
    {"J.Smith", "J. Smith", "j.\u00a0smith"},
    {"J.-Smith", NULL, NULL},
    {"Lloyd's of", "LLOYD\u2019S of", "Lloyd\u00ad's of"},
    {"\u00c9tat", "e\u0301tat", "\u00c9TAT"},
    {"Acme Inc", "Acme Inc.", "ACME inc!"},
};

enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static uint64_t key_of(const char *name, struct gz_arena *arena)
{
    struct gz_spelling s;
    enum gz_spelling_fault fault;
    CHECK_OK(gz_spelling_make(gz_str_z(name), arena, &s, &fault));
    return gz_spelling_key(&s, false);
}

static void check_keys(struct gz_arena *arena)
{
    for (size_t i = 0; i < KEYS; i++) {
        const uint64_t key = key_of(keys[i][0], arena);
        for (size_t k = 1; k < 3 && keys[i][k] != NULL; k++) {
            CHECK(key_of(keys[i][k], arena) == key);
        }
        for (size_t k = 0; k < i; k++) {
            CHECK(key_of(keys[k][0], arena) != key);
        }
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(i, arena);
    }
    check_keys(arena);
    gz_arena_free(arena);
    return 0;
}
