#ifndef GZ_WORD_BLOCKS_H
#define GZ_WORD_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/text/word_classes.h"

/*
 * Where the words of a text are, one bit per byte: the words are the tokens
 * WORD, NUMBER and IDEOGRAPH of tokens.h, and the s of a possessive.  To find
 * the end of a word or the begin of the next one is to shift and to count
 * zeros, so that whoever looks for names pays for the words that he looks at
 * and for no others.
 *
 * Built in three steps: classes of bytes (word_classes.h), then the places
 * where Unicode's rules need more than a byte's class (apostrophes, numbers,
 * all that is not ASCII), which word_scan.h decides, then bits from words.
 */
struct gz_word_blocks {
    uint64_t *edges;   // begins of words, and every byte of no word
    uint64_t *begins;  // begins of words
    uint64_t *tall;    // words with which a name may begin, by their first
    uint64_t *small;   // character: small is a lower case letter, tall others
    size_t count;      // of words of 64 bits that hold bits of the text
};

/**
 * Find the words of valid UTF-8 of less than 2^31 bytes, in arena.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_word_blocks_make(struct gz_str text, enum gz_simd simd,
                                   struct gz_arena *arena,
                                   struct gz_word_blocks *out) GZ_MUST_CHECK;

// The bits from pos on, at least the lowest 57 of them; 8 bytes behind the
// last bit can be read.
static inline uint64_t gz_word_blocks_window(const uint64_t *bits, size_t pos)
{
    uint64_t window;
    memcpy(&window, (const uint8_t *)bits + (pos >> 3), sizeof(window));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#error "bits are read across words, little-endian"
#endif
    return window >> (pos & 7);
}

/** The first edge at pos or behind it; the text's end is one. */
static inline uint32_t gz_word_blocks_edge(const uint64_t *edges, uint32_t pos)
{
    uint64_t window = gz_word_blocks_window(edges, pos);
    while (__builtin_expect(window == 0, 0)) {
        pos += 56;  // at least so many bits were 0
        window = gz_word_blocks_window(edges, pos);
    }
    return pos + (uint32_t)__builtin_ctzll(window);
}

/** The bytes of the word that begins at begin. */
static inline uint32_t gz_word_blocks_len(const uint64_t *edges, uint32_t begin)
{
    const uint64_t window = gz_word_blocks_window(edges, begin);
    const uint64_t behind = window & (window - 1);  // without its own edge
    if (__builtin_expect(behind == 0, 0)) {
        return gz_word_blocks_edge(edges, begin + 1) - begin;
    }
    return (uint32_t)__builtin_ctzll(behind);
}

/**
 * The first begin of a word at pos or behind it that is less than 57 bytes
 * away, or 0; what is farther away may be 0 too, because it is no neighbour.
 * No begin behind pos is 0.
 */
static inline uint32_t gz_word_blocks_next(const uint64_t *begins, uint32_t pos)
{
    const uint64_t window = gz_word_blocks_window(begins, pos);
    return window == 0 ? 0 : pos + (uint32_t)__builtin_ctzll(window);
}

static inline bool gz_word_blocks_test(const uint64_t *bits, uint32_t pos)
{
    return (bits[pos >> 6] >> (pos & 63) & 1) != 0;
}

#endif
