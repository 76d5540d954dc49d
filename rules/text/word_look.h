#ifndef GZ_WORD_LOOK_H
#define GZ_WORD_LOOK_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * A closer look at the places of a text where Unicode's rules need more than
 * the class of a byte: apostrophes, marks between letters and digits, all that
 * is not ASCII.  A part of word_blocks.c, which knows the places; what is
 * plain is decided here, the rest by word_scan.h.
 *
 * Every row has one bit per byte of the text and a word of 64 bits to spare.
 */
struct gz_word_look {
    struct gz_str text;
    uint64_t *word;    // bytes of words
    uint64_t *tall;    // of them, those that begin no small word
    uint64_t *forced;  // words that begin right behind another one
    uint64_t *silent;  // words that begin no name
    size_t done;       // no token that is known ends behind this byte
    size_t seen;       // letters before this byte have been looked at
};

/**
 * Look at the characters at all places, a row of count words of bits: hooks
 * and what is beyond ASCII.  None of done and seen is set yet.
 */
void gz_word_look(struct gz_word_look *m, const uint64_t *places, size_t count);

#endif
