#ifndef GZ_TEST_WORD_REFERENCE_H
#define GZ_TEST_WORD_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "rules/text/tokens.h"
#include "rules/text/utf8.h"
#include "rules/text/word_blocks.h"
#include "rules/text/word_break.h"
#include "rules/text/word_scan.h"
#include "tests/support/check.h"

/*
 * Words found one token after the other by the general rules alone, without
 * bits and short cuts, to compare word_blocks with.
 */
static inline bool word_reference_is_space(struct gz_str text, size_t *pos)
{
    size_t next = *pos;
    const enum gz_word_class c = gz_word_break_class(gz_utf8_next(text, &next));
    if (c != GZ_WORD_SPACE && c != GZ_WORD_LINE && c != GZ_WORD_PARAGRAPH) {
        return false;
    }
    *pos = next;
    return true;
}

static inline bool word_reference_owns(struct gz_str text, size_t begin,
                                       struct gz_word last)
{
    return last.kind == GZ_TOKEN_WORD || last.kind == GZ_TOKEN_NUMBER ||
           (last.end_byte - begin == 1 &&
            memchr(".!?)]\"", text.ptr[begin], 6) != NULL);
}

// What the bits of a word have to be.
static inline void word_reference_expect(const struct gz_word_blocks *blocks,
                                         struct gz_str text, size_t begin,
                                         size_t end, bool silent)
{
    size_t pos = begin;
    const enum gz_word_class first =
        gz_word_break_class(gz_utf8_next(text, &pos));
    const bool small = first == GZ_WORD_LOWER;
    const uint32_t at = (uint32_t)begin;
    CHECK(gz_word_blocks_test(blocks->begins, at));
    CHECK(gz_word_blocks_test(blocks->edges, at));
    CHECK_EQ(gz_word_blocks_edge(blocks->edges, at + 1), end);
    CHECK_EQ(gz_word_blocks_test(blocks->tall, at), !small && !silent);
    CHECK_EQ(gz_word_blocks_test(blocks->small, at), small && !silent);
}

// No word may begin from one byte to another.
static inline void word_reference_none(const struct gz_word_blocks *blocks,
                                       size_t from, size_t to)
{
    for (size_t pos = from; pos < to; pos++) {
        CHECK(!gz_word_blocks_test(blocks->begins, (uint32_t)pos));
        CHECK(!gz_word_blocks_test(blocks->tall, (uint32_t)pos));
        CHECK(!gz_word_blocks_test(blocks->small, (uint32_t)pos));
    }
}

/** Check the blocks of a text bit by bit. */
static inline void word_reference_check(struct gz_str text,
                                        const struct gz_word_blocks *blocks)
{
    struct gz_word last = {0, GZ_TOKEN_MARK, 0};
    size_t last_begin = 0;
    size_t pos = 0;
    while (pos < text.len_bytes) {
        const size_t begin = pos;
        if (word_reference_is_space(text, &pos)) {
            word_reference_none(blocks, begin, pos);
            last.end_byte = 0;
            continue;
        }
        const size_t owned = gz_word_possessive(text, begin);
        if (owned != 0 && last.end_byte == begin && begin > 0 &&
            word_reference_owns(text, last_begin, last)) {
            word_reference_none(blocks, begin, owned - 1);
            word_reference_expect(blocks, text, owned - 1, owned, true);
            last = (struct gz_word){owned, GZ_TOKEN_POSSESSIVE, 0};
        } else {
            last = gz_word_scan(text, begin);
            if (last.kind == GZ_TOKEN_MARK) {
                word_reference_none(blocks, begin, last.end_byte);
            } else {
                word_reference_expect(blocks, text, begin, last.end_byte,
                                      false);
                word_reference_none(blocks, begin + 1, last.end_byte);
            }
        }
        last_begin = begin;
        pos = last.end_byte;
    }
    CHECK_EQ(gz_word_blocks_edge(blocks->edges, (uint32_t)text.len_bytes),
             text.len_bytes);
}

/** Check the blocks that every instruction set of this machine makes. */
static inline void word_reference_check_all(struct gz_str text,
                                            struct gz_arena *arena)
{
    for (int simd = 0; simd <= (int)gz_simd_best(); simd++) {
        struct gz_word_blocks blocks;
        gz_arena_reset(arena);
        CHECK_OK(gz_word_blocks_make(text, (enum gz_simd)simd, arena, &blocks));
        word_reference_check(text, &blocks);
    }
}

#endif
