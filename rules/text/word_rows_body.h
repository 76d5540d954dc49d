#ifndef GZ_WORD_ROWS_BODY_H
#define GZ_WORD_ROWS_BODY_H

// The body of all ways of word_rows.h: compiled once for every processor and
// once for those with AVX2, in files that include it.  No block waits for
// another one, so the compiler puts several into a register.

#include "rules/text/word_rows.h"

// Numbers are joined with marks in them (WB11, WB12).  A mark matters before
// bytes of words, an apostrophe also behind a mark; an underscore always.
static inline void find_places_in(size_t count, const uint64_t *restrict plain,
                                  const uint64_t *restrict digit,
                                  const uint64_t *restrict hook,
                                  const uint64_t *restrict high,
                                  uint64_t *restrict word,
                                  uint64_t *restrict look)
{
    for (size_t b = 0; b < count; b++) {
        const uint64_t next = (plain[b + 1] | high[b + 1]) << 63;
        const uint64_t follows = (plain[b] | high[b]) >> 1 | next;
        const uint64_t last_digit = digit[b] << 1 | (digit + b)[-1] >> 63;
        const uint64_t next_digit = digit[b] >> 1 | digit[b + 1] << 63;
        const uint64_t joined = hook[b] & last_digit & next_digit;
        word[b] = plain[b] | joined;
        look[b] = high[b] | (hook[b] & (plain[b] | (follows & ~joined)));
    }
}

static inline void edges_of(size_t count, const uint64_t *restrict word,
                            const uint64_t *restrict forced,
                            uint64_t *restrict begins, uint64_t *restrict edges)
{
    for (size_t b = 0; b < count; b++) {
        const uint64_t last = word[b] << 1 | (word + b)[-1] >> 63;
        const uint64_t begin = word[b] & (~last | forced[b]);
        edges[b] = ~word[b] | begin;
        begins[b] = begin;
    }
}

static inline void heights_of(size_t count, const uint64_t *restrict begins,
                              const uint64_t *restrict silent,
                              uint64_t *restrict tall, uint64_t *restrict small)
{
    for (size_t b = 0; b < count; b++) {
        const uint64_t heard = begins[b] & ~silent[b];
        small[b] = heard & ~tall[b];
        tall[b] &= heard;
    }
}

static inline void find_places(const struct gz_word_rows *r)
{
    find_places_in(r->count, r->plain, r->digit, r->hook, r->high, r->word,
                   r->look);
}

static inline void finish(const struct gz_word_rows *r)
{
    edges_of(r->count, r->word, r->forced, r->hook, r->look);
    heights_of(r->count, r->hook, r->silent, r->tall, r->high);
}

#endif
