#ifndef GZ_WORD_SCAN_H
#define GZ_WORD_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * One token by the rules of Unicode Standard Annex #29 and the deviations of
 * tokens.h, for text of any script.  The tokeniser takes a short cut where it
 * sees plain ASCII; what it cuts there, this would cut alike.
 */
struct gz_word {
    size_t end_byte;
    uint8_t kind;   // enum gz_token_kind, never GZ_TOKEN_POSSESSIVE
    uint8_t flags;  // GZ_TOKEN_CAPITAL and GZ_TOKEN_ALL_CAPS
};

/** The token that begins at a byte of valid UTF-8 which is no white space. */
struct gz_word gz_word_scan(struct gz_str text, size_t begin_byte);

/** Bytes of the straight or curly apostrophe at pos, 0 when there is none. */
size_t gz_word_apostrophe(struct gz_str text, size_t pos);

/** The end of an apostrophe and s at pos that end a word, or 0. */
size_t gz_word_possessive(struct gz_str text, size_t pos);

#endif
