// Bits of words against one token after the other: by hand, over every pair
// and triple of troublesome characters, and over random mixtures that begin
// at every place of a block.

#include "rules/text/word_blocks.h"

#include "tests/support/word_reference.h"

static const char *const texts[] = {
    "",
    "a",
    "Apple and Microsoft's deal, worth $3,000.5m; 'Xi'an' said",
    "O\xE2\x80\x99Neill of Rolls-Royce Holdings Plc.\n\nU.S. and U.K. firms",
    "l'Iran, L\xE2\x80\x99\xC3\x89tat, dell'Eni, d\xE2\x80\x99"
    "Ivoire, jusqu'en",
    "banks' and Inc.'s and (MI6)'s and 'quoted' and "
    "\xE2\x80\x98single\xE2\x80\x99.",
    "\xE5\x8C\x97\xE4\xBA\xAC"
    "ABC\xE5\x8C\x97'\xE4\xBA\xAC's 's",
    "\xE5\x8C\x97\xE4\xBA\xAC\xE6\x9D\xB1\xCC\x81\xE4\xBA\xAC\xE3\x81\x8C"
    "\xE3\x82\x99\xE4\xB7\x80\xE5\x8C\x97",
    "foo_bar _ __ a_ _b 3_4 _.5 _'s",
    "U.S. e.g., U.S.A. aU.S. U.S.x U.S.\xC3\xA9 \xC3\xA9.U.S. .U.S.'s U.S",
    "l..\xE2\x80\x8D\xE2\x84\xB9.a U.S.'\xE2\x80\x8D\xE2\x84\xB9",
    "\xE3\x83\xBC\xE2\x80\x8D\xF0\x9F\x98\x80\xE2\x80\x98S:",
    "\xE2\x82\xAC"
    "5bn, a\xC2\xA3\xCC\x81 \xE2\x82\xAC\xE2\x80\x8D x",
    "M\xC3\xBCller's \xC3\x89T\xC3\x81T \xC3\xA9t\xC3\xA9 e\xCC\x81t",
    "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0 1.5\xE2\x80\x99"
    "000",
    "#\xEF\xB8\x8F\xE2\x83\xA3 \xE2\x80\x94\xCC\x81 x\xE2\x80\x94y "
    "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA",
    "\xD7\xA6\xD7\x94\"\xD7\x9C \xD7\xA6' a\xE2\x80\x8D"
    "b",
};

// What stands between, before and behind words to make trouble.
static const char *const pieces[] = {
    "a",
    "B",
    "s",
    "S",
    "3",
    "_",
    "'",
    ".",
    ",",
    ";",
    ":",
    "-",
    "&",
    " ",
    "\n",
    "!",
    ")",
    "\"",
    "l",
    "qu",
    "word",
    "NATO",
    "U.S.",
    "\xE2\x82\xAC",
    "\xE2\x80\x99",
    "\xE2\x80\x98",
    "\xE2\x80\x94",
    "\xE2\x80\x9C",
    "\xE2\x80\xA4",
    "\xC2\xA0",
    "\xC3\xA9",
    "\xC3\x89",
    "\xCC\x81",
    "\xE5\x8C\x97",
    "\xE3\x83\xBC",
    "\xE2\x80\x8D",
    "\xEF\xB8\x8F",
    "\xF0\x9F\x98\x80",
    "\xF0\x9F\x87\xA9",
    "\xD7\x90",
    "\xD8\xB9",
    "\xEA\xB0\x80",
    "\xC2\xAD",
    "\xE0\xB8\x81",
    "\xC2\xB7",
    "\xEF\xBC\x87",
    "\xEF\xBC\xA1",
    "\xD9\xA3",
    "\xE2\x84\xB9",
};

enum {
    PIECES = sizeof(pieces) / sizeof(pieces[0]),
    MOST = 400,
    ROUNDS = 20000
};

static uint32_t draw(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (uint32_t)((*state >> 33) % below);
}

// In a block of its exact size, so that a sanitizer sees what is read behind.
static void check(const char *bytes, size_t len, struct gz_arena *arena)
{
    char *exact = malloc(len + (len == 0));
    CHECK(exact != NULL);
    memcpy(exact, bytes, len);
    word_reference_check_all(gz_str_of(exact, len), arena);
    free(exact);
}

static void check_triples(struct gz_arena *arena)
{
    char text[64];
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t j = 0; j < PIECES; j++) {
            for (size_t k = 0; k < PIECES; k++) {
                const int len = snprintf(text, sizeof(text), "x%s%s%s",
                                         pieces[i], pieces[j], pieces[k]);
                check(text + 1, (size_t)len - 1, arena);
            }
            const int len = snprintf(text, sizeof(text), "Word%s%sword",
                                     pieces[i], pieces[j]);
            check(text, (size_t)len, arena);
        }
    }
}

static void check_random(struct gz_arena *arena)
{
    uint64_t state = 7;
    for (int round = 0; round < ROUNDS; round++) {
        char text[MOST + 8];
        size_t len = draw(&state, 70);
        memset(text, 'x', len);
        const size_t most = len + draw(&state, MOST - 70);
        while (len < most) {
            const char *piece = pieces[draw(&state, PIECES)];
            memcpy(text + len, piece, strlen(piece));
            len += strlen(piece);
        }
        check(text, len, arena);
    }
}

int main(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    CHECK(arena != NULL);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        check(texts[i], strlen(texts[i]), arena);
    }
    check_triples(arena);
    check_random(arena);
    gz_arena_free(arena);
    return 0;
}
