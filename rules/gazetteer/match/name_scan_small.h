#ifndef GZ_NAME_SCAN_SMALL_H
#define GZ_NAME_SCAN_SMALL_H

// A part of name_scan_body.h: what all ways of telling which lower case words
// may begin a name have in common; see struct gz_first_words.

#include <stdbool.h>

#include "rules/gazetteer/image/image.h"
#include "rules/text/word_blocks.h"

#if defined(__BMI2__)
#include <immintrin.h>
#endif

// Of some small words of a block, those behind which a small one stands.
static inline uint64_t small_twice(const struct gz_word_blocks *blocks,
                                   size_t block, uint64_t bits)
{
    const uint64_t begins = blocks->begins[block];
    const uint64_t small = blocks->small[block];
    const uint64_t next = blocks->begins[block + 1];
    const uint64_t over = blocks->small[block + 1] & next & (0 - next);
#if defined(__BMI2__)
    // One bit per word instead of one per byte: the next word's is the next.
    const int last = __builtin_popcountll(begins) - 1;
    const uint64_t behind =
        _pext_u64(small, begins) >> 1 | (uint64_t)(over != 0) << (last & 63);
    return _pdep_u64(behind, begins) & bits;
#else
    uint64_t twice = 0;
    for (uint64_t left = bits; left != 0; left &= left - 1) {
        const uint64_t word = left & (0 - left);
        const uint64_t behind = begins & (0 - word) & ~word;
        const uint64_t found =
            behind == 0 ? over : behind & (0 - behind) & small;
        twice |= found != 0 ? word : 0;
    }
    return twice;
#endif
}

// Of some words with a byte beyond ASCII near their begin, those that may
// begin a name.  If it is the first byte: all if a name begins so; else those
// with letters that fold to ASCII, of full width (EF) and the long s (C5).
static inline uint64_t confirm_high(const struct gz_first_words *small,
                                    const uint8_t *p, uint64_t bits)
{
    uint64_t confirmed = 0;
    for (; bits != 0; bits &= bits - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(bits);
        const bool may =
            p[at] < 0x80 || small->high != 0 || p[at] == 0xEF || p[at] == 0xC5;
        confirmed |= (uint64_t)may << at;
    }
    return confirmed;
}

#endif
