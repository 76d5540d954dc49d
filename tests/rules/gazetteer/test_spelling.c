#include "rules/gazetteer/spelling.h"

#include "tests/support/check.h"

#define TEN(x) x x x x x x x x x x

static const struct {
    const char *name;
    enum gz_spelling_fault fault;
    const char *text;
    uint32_t tokens;
    bool dot;
} rows[] = {
    {"Paris", GZ_SPELLING_FINE, "Paris", 1, false},
    {"  New \t York ", GZ_SPELLING_FINE, "New York", 2, false},
    {"New\u00a0York", GZ_SPELLING_FINE, "New York", 2, false},
    {"Apple Inc.", GZ_SPELLING_FINE, "Apple Inc", 2, true},
    {"Apple Inc .", GZ_SPELLING_FINE, "Apple Inc .", 3, false},
    {"U.S.", GZ_SPELLING_FINE, "U.S.", 1, false},
    {"AT & T", GZ_SPELLING_FINE, "AT&T", 3, false},
    {"Rolls\u2013Royce", GZ_SPELLING_FINE, "Rolls-Royce", 3, false},
    {"Lloyd\u2019s", GZ_SPELLING_FINE, "Lloyd's", 2, false},
    {"e\u0301tat", GZ_SPELLING_FINE, "\u00e9tat", 1, false},
    {"\uff21\uff22", GZ_SPELLING_FINE, "AB", 1, false},
    {"日本", GZ_SPELLING_FINE, "日本", 2, false},
    {"Volvo (publ)", GZ_SPELLING_FINE, "Volvo (publ)", 4, false},
    {"Yahoo!", GZ_SPELLING_FINE, "Yahoo!", 2, false},
    {"...", GZ_SPELLING_NO_WORD, NULL, 0, false},
    {"", GZ_SPELLING_NO_WORD, NULL, 0, false},
    {" ", GZ_SPELLING_NO_WORD, NULL, 0, false},
    {TEN("a ") TEN("b ") "c d e f", GZ_SPELLING_FINE,
     TEN("a ") TEN("b ") "c d e f", 24, false},
    {TEN("a ") TEN("b ") "c d e f.", GZ_SPELLING_FINE,
     TEN("a ") TEN("b ") "c d e f", 24, true},
    {TEN("a ") TEN("b ") "c d e f g", GZ_SPELLING_TOKENS, NULL, 0, false},
    {TEN(TEN("ab")) TEN("cdef"), GZ_SPELLING_FINE, TEN(TEN("ab")) TEN("cdef"),
     1, false},
    {TEN(TEN("ab")) TEN("cdef") "g", GZ_SPELLING_LONG, NULL, 0, false},
    {TEN(TEN("abcde")), GZ_SPELLING_LONG, NULL, 0, false},
};

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_spelling s;
        enum gz_spelling_fault fault;
        const enum gz_status st =
            gz_spelling_make(gz_str_z(rows[i].name), arena, &s, &fault);
        if (fault != rows[i].fault) {
            fprintf(stderr, "name: %s\n", rows[i].name);
        }
        CHECK_EQ(fault, rows[i].fault);
        CHECK_EQ(st, rows[i].fault == GZ_SPELLING_FINE ? GZ_OK : GZ_INVALID);
        if (st == GZ_OK) {
            CHECK_STR(s.text, rows[i].text);
            CHECK_EQ(s.token_count, rows[i].tokens);
            CHECK_EQ(s.final_dot, rows[i].dot);
        }
    }
    gz_arena_free(arena);
    return 0;
}
