#ifndef GZ_WORD_BITS_H
#define GZ_WORD_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "daemon/base/str.h"

/*
 * One bit per byte of a text: set for ASCII letters, digits and underscores.
 * The end of a word is then a shift and a count of trailing bits instead of a
 * walk over its bytes.
 */
enum { GZ_WORD_BITS_SPARE = 8 };  // bytes that may be read behind the last bit

/** The bytes that the bits of a text take. */
static inline size_t gz_word_bits_size(size_t len_bytes)
{
    return len_bytes / 8 + 1 + GZ_WORD_BITS_SPARE;
}

/** Fill gz_word_bits_size() bytes; bits past the text are 0. */
void gz_word_bits_fill(struct gz_str text, uint8_t *bits);

/** The first byte from pos on whose bit is 0; pos is in the text. */
static inline size_t gz_word_bits_end(const uint8_t *bits, size_t pos)
{
    while (true) {
        uint64_t next = 0;
        memcpy(&next, bits + pos / 8, sizeof(next));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        next = __builtin_bswap64(next);
#endif
        const uint64_t others = ~next >> pos % 8;
        if (others != 0) {
            return pos + (size_t)__builtin_ctzll(others);
        }
        pos += 64 - pos % 8;
    }
}

#endif
