#ifndef GZ_WORD_CLASSES_H
#define GZ_WORD_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * The first look at a text: what each of its bytes is, 64 at a time, one bit
 * for each.  All ways of looking give the same bits: the fastest one that the
 * processor has is chosen at run time, and tests compare them.
 *
 * Bits are in the order of the bytes, the lowest first.
 */
struct gz_word_classes {
    uint64_t *word;  // ASCII letters, digits and the underscore
    uint64_t *tall;  // those of them that are no lower case letters
    uint64_t *digit;
    uint64_t *hook;  // ' , . ; and _ : may change where a word ends
    uint64_t *high;  // begins of characters beyond ASCII, but for the common
                     // marks below
};

enum gz_simd {
    GZ_SIMD_NONE,
    GZ_SIMD_AVX2,
    GZ_SIMD_AVX512,  // with VBMI2 and GFNI, as all since 2019 that have VBMI
    GZ_SIMD_COUNT,
};

/*
 * U+2010 to U+2026 without apostrophes (U+2018, U+2019) and the one dot
 * leader (U+2024): dashes, quotation marks and ellipses, which join nothing.
 * News is full of them, so they have no bit at all.
 */
enum { GZ_COMMON_MARK_FIRST = 0x90, GZ_COMMON_MARK_LAST = 0xA6 };

// Bytes that are fetched ahead: a text that was not read before comes faster
// so.
enum { GZ_WORD_CLASSES_AHEAD = 1024 };

/** The words of 64 bits that the classes of a text take. */
static inline size_t gz_word_classes_size(size_t len_bytes)
{
    return len_bytes / 64 + 1;
}

/** Whether the third byte behind E2 80 is that of a common mark. */
static inline bool gz_is_common_mark_end(uint8_t last)
{
    return last >= GZ_COMMON_MARK_FIRST && last <= GZ_COMMON_MARK_LAST &&
           last != 0x98 && last != 0x99 && last != 0xA4;
}

/** The most that this processor can do. */
enum gz_simd gz_simd_best(void);

/** What `gazetted bench` calls it: "none", "avx2" or "avx512". */
const char *gz_simd_name(enum gz_simd simd);

/**
 * Fill gz_word_classes_size() words of each class; bits past the text are 0.
 * simd must not be more than gz_simd_best().
 */
void gz_word_classes_fill(struct gz_str text, enum gz_simd simd,
                          const struct gz_word_classes *out);

/*
 * One way of looking: fills blocks of 64 bytes, of which two more bytes behind
 * the last can be read.  The wide ones have files of their own, compiled for
 * their instructions, and exist on x86-64 only.
 */
typedef void gz_word_classes_fn(const uint8_t *bytes, size_t blocks,
                                const struct gz_word_classes *out);

gz_word_classes_fn gz_word_classes_avx2;
gz_word_classes_fn gz_word_classes_avx512;

#endif
