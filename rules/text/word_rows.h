#ifndef GZ_WORD_ROWS_H
#define GZ_WORD_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "rules/text/word_classes.h"

/*
 * The parts of word_blocks.c that are the same for all blocks of a text, so
 * that wide registers take several of them at once.  All ways give the same
 * bits.
 *
 * A row has one bit per byte of the text, a word of 64 bits before them and
 * two behind; rows do not overlap.
 */
struct gz_word_rows {
    uint64_t *plain;  // bytes of words, by word_classes.h
    uint64_t *digit;
    uint64_t *forced;  // see word_look.h
    uint64_t *silent;
    uint64_t *word;
    uint64_t *tall;  // what gz_word_blocks has, when all is done
    uint64_t *hook;  // then: begins
    uint64_t *high;  // then: small
    uint64_t *look;  // places that need a closer look; then: edges
    size_t count;    // of words of 64 bits
};

/** One way of doing it. */
struct gz_word_rows_way {
    /** Fill word, in which numbers are joined with marks in them, and look. */
    void (*find_places)(const struct gz_word_rows *r);
    /** From bytes of words to the bits that matter. */
    void (*finish)(const struct gz_word_rows *r);
};

extern const struct gz_word_rows_way gz_word_rows_plain;
extern const struct gz_word_rows_way gz_word_rows_avx2;  // on x86-64 only

/** The fastest that may run here. */
const struct gz_word_rows_way *gz_word_rows_choose(enum gz_simd simd);

#endif
