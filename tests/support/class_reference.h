#ifndef GZ_TEST_CLASS_REFERENCE_H
#define GZ_TEST_CLASS_REFERENCE_H

#include <stdlib.h>

#include "rules/text/word_classes.h"
#include "tests/support/check.h"

/*
 * Classes of bytes by their definition, a byte at a time, to compare ways of
 * looking at 64 with.  Texts and bits stand in blocks of just their size, so
 * that a sanitizer sees what is read or written behind.
 */
enum { CLASS_COUNT = 5 };

typedef void class_fill_fn(struct gz_str text,
                           const struct gz_word_classes *out);

static inline bool class_in(uint8_t byte, char low, char high)
{
    return byte >= (uint8_t)low && byte <= (uint8_t)high;
}

static inline uint8_t class_byte(struct gz_str text, size_t pos)
{
    return pos < text.len_bytes ? (uint8_t)text.ptr[pos] : 0;
}

static inline bool class_is_common(struct gz_str text, size_t pos)
{
    const uint8_t last = class_byte(text, pos + 2);
    return class_byte(text, pos) == 0xE2 && class_byte(text, pos + 1) == 0x80 &&
           last >= 0x90 && last <= 0xA6 && last != 0x98 && last != 0x99 &&
           last != 0xA4;
}

// One bit for each class, in the order of struct gz_word_classes.
static inline unsigned class_of(struct gz_str text, size_t pos)
{
    const uint8_t c = class_byte(text, pos);
    const bool small = class_in(c, 'a', 'z');
    const bool digit = class_in(c, '0', '9');
    const bool tall = digit || class_in(c, 'A', 'Z') || c == '_';
    const bool hook = c == '\'' || c == ',' || c == '.' || c == ';' || c == '_';
    const bool high = c >= 0xC0 && !class_is_common(text, pos);
    return (small || tall ? 1U : 0U) | (tall ? 2U : 0U) | (digit ? 4U : 0U) |
           (hook ? 8U : 0U) | (high ? 16U : 0U);
}

/** Check every bit that a way of looking gives for a text. */
static inline void class_check(struct gz_str from, class_fill_fn *fill)
{
    const size_t len = from.len_bytes;
    const size_t size = gz_word_classes_size(len);
    uint64_t *bits[CLASS_COUNT];
    char *copy = malloc(len + (len == 0));
    CHECK(copy != NULL);
    memcpy(copy, from.ptr, len);
    for (int i = 0; i < CLASS_COUNT; i++) {
        bits[i] = malloc(size * sizeof(uint64_t));
        CHECK(bits[i] != NULL);
        memset(bits[i], 0xff, size * sizeof(uint64_t));
    }
    const struct gz_word_classes out = {bits[0], bits[1], bits[2], bits[3],
                                        bits[4]};
    fill(gz_str_of(copy, len), &out);
    for (size_t pos = 0; pos < size * 64; pos++) {
        unsigned got = 0;
        for (int i = 0; i < CLASS_COUNT; i++) {
            got |= (unsigned)(bits[i][pos >> 6] >> (pos & 63) & 1) << i;
        }
        CHECK_EQ(got, class_of(from, pos));
    }
    for (int i = 0; i < CLASS_COUNT; i++) {
        free(bits[i]);
    }
    free(copy);
}

static inline uint32_t class_draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

// Every byte at every place of a block, first, last and between others.
static inline void class_check_bytes(class_fill_fn *fill)
{
    char text[192];
    for (int byte = 0; byte < 256; byte++) {
        for (size_t pos = 0; pos < 64; pos++) {
            memset(text, 'x', sizeof(text));
            text[64 + pos] = (char)byte;
            class_check(gz_str_of(text, sizeof(text)), fill);
            class_check(gz_str_of(text + 64, pos + 1), fill);
        }
    }
}

// Texts of every length around the sizes of blocks.
static inline void class_check_lengths(class_fill_fn *fill)
{
    static const char marks[] = "aZ09_',.;-& \n\xC3\xE2\x80\x93\x99\xA6\xF0";
    uint64_t seed = 1;
    char text[330];
    for (size_t len = 0; len <= sizeof(text); len++) {
        for (int round = 0; round < 8; round++) {
            for (size_t i = 0; i < len; i++) {
                const uint32_t any = class_draw(&seed);
                const char mark = marks[any % (sizeof(marks) - 1)];
                text[i] = (char)(round < 4 ? (int)any : mark);
            }
            class_check(gz_str_of(text, len), fill);
        }
    }
}

// Common marks and what looks like them, at every place and over every border,
// whole and cut off by the text's end.
static inline void class_check_marks(class_fill_fn *fill)
{
    char text[140];
    for (size_t pos = 0; pos < 132; pos++) {
        for (unsigned last = 0x80; last < 0xC0; last++) {
            memset(text, 'x', sizeof(text));
            text[pos] = '\xE2';
            text[pos + 1] = '\x80';
            text[pos + 2] = (char)last;
            class_check(gz_str_of(text, sizeof(text)), fill);
            class_check(gz_str_of(text, pos + 3), fill);
        }
        text[pos + 2] = '\xA6';
        class_check(gz_str_of(text, pos + 2), fill);
        text[pos + 1] = '\x81';
        class_check(gz_str_of(text, sizeof(text)), fill);
        class_check(gz_str_of(text, pos + 1), fill);
        text[pos] = '\xE3';
        text[pos + 1] = '\x80';
        class_check(gz_str_of(text, sizeof(text)), fill);
    }
}

static inline void class_check_all(class_fill_fn *fill)
{
    class_check_bytes(fill);
    class_check_lengths(fill);
    class_check_marks(fill);
}

#endif
