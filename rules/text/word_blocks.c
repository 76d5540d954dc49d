// Steps two and three: the places that need a closer look, and bits of words.

#include "rules/text/word_blocks.h"

#include <assert.h>

#include "rules/text/word_look.h"

// Words of bits behind the text's last, for windows that reach over it.
enum { BEHIND = 2 };

// A block's bits moved so that those of the next, or of the last, byte stand
// where the byte's own do.
static inline uint64_t of_next(const uint64_t *bits, size_t b)
{
    return bits[b] >> 1 | bits[b + 1] << 63;
}

static inline uint64_t of_last(const uint64_t *bits, size_t b)
{
    return bits[b] << 1 | (b > 0 ? bits[b - 1] >> 63 : 0);
}

// Join numbers with marks in them (WB11, WB12); the places of a block that
// then need a closer look.  A mark matters between bytes of words, an
// apostrophe also behind a mark; an underscore always.
static inline uint64_t places(const struct gz_word_look *m, size_t b)
{
    const uint64_t hook = m->hook[b];
    if (hook == 0) {
        return m->high[b];
    }
    const uint64_t follows = of_next(m->word, b) | of_next(m->high, b);
    const uint64_t joined = hook & of_last(m->digit, b) & of_next(m->digit, b);
    const uint64_t line = hook & m->word[b];
    m->word[b] |= joined;
    return m->high[b] | line | (hook & follows & ~joined);
}

static void look_closer(struct gz_word_look *m)
{
    for (size_t b = 0; b < m->count; b++) {
        uint64_t left = places(m, b);
        for (; left != 0; left &= left - 1) {
            const size_t pos = b * 64 + (size_t)__builtin_ctzll(left);
            if (pos >= m->done && pos >= m->seen) {
                gz_word_look_at(m, pos);
            }
        }
    }
}

// From bytes of words to the bits that matter, in place: a block's results
// take the places of what they are made of.
static void finish(const struct gz_word_look *m)
{
    uint64_t *restrict const words = m->word;
    uint64_t *restrict const talls = m->tall;
    uint64_t *restrict const begins = m->hook;
    uint64_t *restrict const smalls = m->high;
    const uint64_t *restrict const forced = m->forced;
    const uint64_t *restrict const silent = m->silent;
    uint64_t before = 0;  // the last byte of the block before was of a word
    for (size_t b = 0; b < m->count; b++) {
        const uint64_t word = words[b];
        const uint64_t begin =
            (word & ~(word << 1 | before)) | (forced[b] & word);
        const uint64_t tall = talls[b];
        const uint64_t heard = begin & ~silent[b];
        before = word >> 63;
        words[b] = ~word | begin;
        begins[b] = begin;
        talls[b] = heard & tall;
        smalls[b] = heard & ~tall;
    }
    for (size_t b = m->count; b < m->count + BEHIND; b++) {
        words[b] = ~UINT64_C(0);
        begins[b] = 0;
        talls[b] = 0;
        smalls[b] = 0;
    }
}

enum gz_status gz_word_blocks_make(struct gz_str text, enum gz_simd simd,
                                   struct gz_arena *arena,
                                   struct gz_word_blocks *out)
{
    assert(text.len_bytes < (size_t)1 << 31);
    const size_t count = gz_word_classes_size(text.len_bytes);
    const size_t row = count + BEHIND;
    uint64_t *rows = gz_arena_alloc(arena, 7 * row * sizeof(*rows));
    if (rows == NULL) {
        return GZ_LIMIT;
    }
    struct gz_word_look m = {
        .text = text,
        .word = rows,
        .tall = rows + row,
        .hook = rows + 2 * row,
        .high = rows + 3 * row,
        .digit = rows + 4 * row,
        .forced = rows + 5 * row,
        .silent = rows + 6 * row,
        .count = count,
    };
    const struct gz_word_classes classes = {
        .word = m.word,
        .tall = m.tall,
        .digit = m.digit,
        .hook = m.hook,
        .high = m.high,
    };
    memset(m.forced, 0, 2 * row * sizeof(*rows));
    gz_word_classes_fill(text, simd, &classes);
    m.word[count] = 0;  // what stands behind the last block
    m.high[count] = 0;
    m.digit[count] = 0;
    look_closer(&m);
    *out = (struct gz_word_blocks){
        .edges = m.word,
        .begins = m.hook,
        .tall = m.tall,
        .small = m.high,
        .count = count,
    };
    finish(&m);
    return GZ_OK;
}
