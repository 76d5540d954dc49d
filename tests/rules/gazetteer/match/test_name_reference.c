// Random lists over random texts, compared with the brute-force reference.
// The seed is fixed; another one may be given as an argument, and how many
// lists are to be tried.

#include <stdlib.h>

#include "tests/support/name_compare.h"

// Few words, so that names meet, nest and overlap.
static const char *const words[] = {
    "Acme",       "ACME",      "acme",     "Bank",       "bank",
    "BANK",       "of",        "Of",       "OF",         "York",
    "New",        "NEW",       "Inc",      "3M",         "U.S.",
    "T",          "日",        "本",       "銀行",       "Énergie",
    "ÉNERGIE",    "énergie",   "O'Neill",  "McDonald's", "МОСКВА",
    "Москва",     "москва",    "iShares",  "ISHARES",    "ＡＣＭＥ",
    "7",          "1,000",     "banks'",   "e\u0301",    "\u00e9",
    "C",          "NET",       "net",      "a",          "A",
    "de",         "la",        "iPhone",   "IPHONE",     "eBay",
    "EBAY",       "zürich",    "ZÜRICH",   "Zürich",     "zu\u0308rich",
    "l'Étoile",   "l’étoile",  "L'ÉTOILE", "o’neill",    "o'neill",
    "ac\u00adme", "s",         "foo_bar",  "ｎｅｔ",     "Inc's",
    "dell'Eni",   "ſaint",     "Saint",    "saint",      "NET’s",
    "thé",        "the\u0301", "THÉ",      "l'eau",      "o'",
    "d",          "dé",
};

static const char *const joins[] = {
    " ",  " ",   " ",      " ",        " ",      " ",   "-",  "–",  ".",
    ". ", " & ", "&",      "",         "\u00a0", "'",   "’",  "/",  ", ",
    ",",  "! ",  " (",     ") ",       "++",     " +",  " .", "!",  "&\u00a0",
    "＆", " - ", "\u00ad", " \u00ad ", "'s ",    "’S ", ".-", "= ", "=\u0338",
};

// Marks around names.
static const char *const heads[] = {
    ".", "(", "« ", "«", "¿", "_ ", "& ", "\u00a0", "'", "=\u0338", "..",
};

static const char *const tails[] = {
    "!",   "++", ".",      ".",   ")",  " »",      "'",  "’",
    "...", " .", "\u00a0", " & ", "＋", "!\u200e", "'s",
};

static const char *const text_joins[] = {
    "\n",
    "\n\n",
    "  ",
    "\r\n",
    " said ",
    "\u2029",
    "\n\u00ad\n",
    ". ",
    "                                                        ",
    " +-+-+-+-+-+-+-+ ",
    " +-+-+-+-+-+-+-+- ",
};

// Characters that make trouble where they meet.
static const char *const pieces[] = {
    "a",      "B",      "s",      "S",      "3",      "_",      "'",
    ".",      ",",      ";",      "-",      "&",      " ",      " ",
    "!",      ")",      "\"",     "l",      "qu",     "on",     "\u2019",
    "\u2018", "\u2014", "\u201c", "\u2024", "\u00a0", "\u00e9", "\u00c9",
    "\u0301", "e",      "\u5317", "\u30fc", "\u200d", "\ufe0f", "\u0391",
    "\u03b1", "\u05d0", "\u0639", "\uac00", "\u00ad", "\u0e01", "\u00b7",
    "\uff07", "\uff21", "\uff41", "\u0663", "\u2139", "\u24b6", "\u24d0",
    "\u017f", "k",      "\u212a", "\u01c5", "\u01c6", "\u0130", "\u00df",
    "\u1e9e", "\u0345", "\u0338", "=",      "\n",     "\u2029",
};

struct random {
    uint64_t state;
    bool pieces;  // names are made of these instead of words
};

// xorshift64* (Marsaglia, Vigna): small and the same everywhere.
static uint32_t below(struct random *r, uint32_t limit)
{
    r->state ^= r->state >> 12;
    r->state ^= r->state << 25;
    r->state ^= r->state >> 27;
    return (uint32_t)((r->state * 0x2545f4914f6cdd1dU) >> 33) % limit;
}

#define PICK(r, table) ((table)[below((r), sizeof(table) / sizeof((table)[0]))])

static void append_pieces(struct random *r, struct gz_buffer *out)
{
    for (uint32_t left = 1 + below(r, 6); left > 0; left--) {
        gz_buffer_append_z(out, PICK(r, pieces));
    }
}

static void append_name(struct random *r, struct gz_buffer *out)
{
    if (r->pieces) {
        append_pieces(r, out);
        return;
    }
    const uint32_t count = 1 + below(r, 4);
    if (below(r, 8) == 0) {
        gz_buffer_append_z(out, PICK(r, heads));
    }
    for (uint32_t i = 0; i < count; i++) {
        gz_buffer_append_z(out, i == 0 ? "" : PICK(r, joins));
        gz_buffer_append_z(out, PICK(r, words));
    }
    if (below(r, 4) == 0) {
        gz_buffer_append_z(out, PICK(r, tails));
    }
}

static void fill(struct random *r, struct reference *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        struct gz_buffer name;
        gz_buffer_init(&name, 0);
        append_name(r, &name);
        const struct gz_str text =
            gz_arena_copy(names->arena, gz_buffer_str(&name));
        const unsigned flags = below(r, 8) == 0    ? GZ_NAME_CONTEXT
                               : below(r, 12) == 0 ? GZ_NAME_STOP
                                                   : 0;
        compare_add(names, text, (enum gz_name_case)below(r, 3), flags);
        gz_buffer_fini(&name);
    }
}

// A name of the list, maybe in capitals.
static void append_known(struct random *r, const struct reference *names,
                         struct gz_buffer *out)
{
    const struct gz_str name = names->names[below(r, names->count)].text;
    const size_t begin = out->len;
    gz_buffer_append_str(out, name);
    if (below(r, 3) == 0) {
        for (size_t i = begin; i < out->len; i++) {
            const uint8_t c = out->data[i];
            out->data[i] = c >= 'a' && c <= 'z' ? (uint8_t)(c - 32) : c;
        }
    }
}

static void append_text(struct random *r, const struct reference *names,
                        struct gz_buffer *out)
{
    for (uint32_t i = 0; i < 40; i++) {
        if (names->count > 0 && below(r, 2) == 0) {
            append_known(r, names, out);
        } else {
            append_name(r, out);
        }
        if (r->pieces) {
            gz_buffer_append_z(out, PICK(r, pieces));
        } else {
            gz_buffer_append_z(out, below(r, 3) == 0 ? PICK(r, text_joins)
                                                     : PICK(r, joins));
        }
    }
}

static uint32_t run_list(struct random *r, struct reference *names,
                         uint32_t count)
{
    struct gz_buffer tsv;
    struct gz_buffer text;
    uint32_t matches = 0;
    names->arena = gz_arena_new(SIZE_MAX);
    names->count = 0;
    gz_buffer_init(&tsv, 0);
    gz_buffer_init(&text, 0);
    fill(r, names, count);
    compare_list(names, &tsv);
    gz_buffer_append_byte(&tsv, 0);
    struct gz_gazetteer *g = test_gazetteer((const char *)tsv.data);
    for (int i = 0; i < 4; i++) {
        gz_buffer_clear(&text);
        append_text(r, names, &text);
        matches += compare_text(names, g, gz_buffer_str(&text));
    }
    gz_gazetteer_close(g);
    gz_buffer_fini(&tsv);
    gz_buffer_fini(&text);
    gz_arena_free(names->arena);
    return matches;
}

int main(int argc, char **argv)
{
    struct random r = {argc > 1 ? strtoull(argv[1], NULL, 10) : 20240229,
                       false};
    const uint32_t lists = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 60;
    struct reference *names = calloc(1, sizeof(*names));
    uint32_t matches = 0;
    CHECK(names != NULL);
    for (uint32_t i = 0; i < lists; i++) {
        r.pieces = i % 3 == 0;
        matches += run_list(&r, names, 1 + i % 60 * 3);
    }
    CHECK(matches > lists * 30);
    free(names);
    return 0;
}
