#ifndef GZ_TOKENS_H
#define GZ_TOKENS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/text/word_blocks.h"

/*
 * Text cut into tokens: the words, numbers and marks that names and rules
 * speak about.  Boundaries follow Unicode Standard Annex #29 (word
 * boundaries), with the deviations that tests/rules/text/ lists one by one:
 *
 *   - the possessive is a token of its own: "Microsoft" + "'s", with a straight
 *     or curly apostrophe, also behind a stop or a number ("Inc.'s", "G7's"),
 *     and a lone apostrophe after a plural: "banks" + "'"
 *   - a dot splits unless it stands between digits or inside an abbreviation
 *     of single letters: "U.S." is one token, "Inc." is "Inc" + "."
 *   - a colon splits, as in CLDR: "NYSE" + ":" + "IBM"
 *   - a word that French or Italian shortens before a vowel is a token of its
 *     own with its apostrophe, in any case: "l'" + "Iran", "qu'" + "Airbus",
 *     "dell'" + "Eni", "D'" + "IVOIRE"
 *   - each letter of a script without spaces (Han, Hiragana, Katakana, Thai,
 *     Lao, Khmer, Myanmar and their like) is a token of its own, with the
 *     marks that combine with it
 *
 * A hyphen or dash is a token ("Rolls" + "-" + "Royce") and an apostrophe
 * between letters is otherwise none ("O'Neill", "Xi'an"), straight or curly.
 *
 * White space makes no token; a token never spans it.  Every other byte of
 * the text belongs to exactly one token, in order.
 */
enum gz_token_kind {
    GZ_TOKEN_WORD,        // letters, and digits among them
    GZ_TOKEN_NUMBER,      // digits with inner separators: 1,000.5
    GZ_TOKEN_IDEOGRAPH,   // one letter of a script without spaces
    GZ_TOKEN_POSSESSIVE,  // 's or ' directly behind a word
    GZ_TOKEN_MARK,        // punctuation or a symbol
};

// How a word is written, and what stood before it; a set of bits.
enum gz_token_flags {
    GZ_TOKEN_CAPITAL = 1 << 0,   // the first letter is upper or title case
    GZ_TOKEN_ALL_CAPS = 1 << 1,  // two upper case letters or more, no lower
    GZ_TOKEN_SPACE_BEFORE = 1 << 2,
    GZ_TOKEN_LINE_BEFORE = 1 << 3,       // a line break among that space
    GZ_TOKEN_PARAGRAPH_BEFORE = 1 << 4,  // a blank line, or the text's start
};

struct gz_token {
    uint32_t begin_byte;  // half-open range in the text
    uint32_t end_byte;
    uint8_t kind;   // enum gz_token_kind
    uint8_t flags;  // enum gz_token_flags
};

struct gz_tokens {
    const struct gz_token *items;  // in arena
    const uint64_t *keys;          // of items, in arena; see token_keys.h
    uint32_t count;
    struct gz_word_blocks blocks;  // where the words among them are
};

/**
 * Cut valid UTF-8 of less than 2^31 bytes into tokens, in arena.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_tokens_split(struct gz_str text, struct gz_arena *arena,
                               struct gz_tokens *out) GZ_MUST_CHECK;

#endif
