#ifndef GZ_TRAIT_ROWS_H
#define GZ_TRAIT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/traits.h"
#include "rules/match/scratch.h"

/*
 * Which tokens of a field have which traits.  What is one token long, such as
 * a word, is a bit in a row of them, one for each token of the field; so is
 * what is two tokens long or three, such as a phrase or an item, in two more
 * rows.  Longer ones are runs.  A row is there only where a bit of it is set:
 * row 0, which has no bits, stands for all others.
 *
 * What was marked last can be forgotten, so that the items of one run of the
 * matcher come and go and the words stay.
 */
#define GZ_TRAIT_ROW_TOKENS_MAX 3

struct gz_trait_row {
    uint64_t sentences;  // in which it stands, modulo 64; 0: in none
    uint32_t bits[GZ_TRAIT_ROW_TOKENS_MAX];  // begins of rows, in all bits
    uint32_t run;                            // number + 1 of its newest
};

#define GZ_TRAIT_RUN_NONE UINT32_MAX

struct gz_trait_run {
    uint32_t next;  // number + 1 of one of the trait that was marked before
    uint32_t begin_token;
    uint32_t end_token;
    uint32_t follow;  // where a list of items may go on behind it, or NONE
};

struct gz_trait_rows {
    struct gz_trait_row *of;    // of each trait
    uint32_t words;             // of a row, with one of no bits behind
    struct gz_scratch bits;     // uint64_t: rows
    struct gz_scratch touched;  // uint32_t: traits that stand somewhere
    struct gz_scratch runs;     // struct gz_trait_run
};

// How much is marked.
struct gz_trait_rows_mark {
    uint32_t bits;
    uint32_t touched;
    uint32_t runs;
};

/** Rows of so many traits; false when out of memory. */
bool gz_trait_rows_init(struct gz_trait_rows *r, uint32_t traits);
void gz_trait_rows_fini(struct gz_trait_rows *r);

/** Begin with a field of so many tokens; false when out of memory. */
bool gz_trait_rows_begin(struct gz_trait_rows *r, uint32_t tokens);

static inline struct gz_trait_rows_mark
gz_trait_rows_mark(const struct gz_trait_rows *r)
{
    return (struct gz_trait_rows_mark){r->bits.count, r->touched.count,
                                       r->runs.count};
}

/** Forget what was marked after: no trait that was there then was marked
 * again. */
void gz_trait_rows_forget(struct gz_trait_rows *r,
                          struct gz_trait_rows_mark mark);

/** Note that a trait stands somewhere. */
static inline void gz_trait_rows_touch(struct gz_trait_rows *r, uint32_t trait)
{
    ((uint32_t *)r->touched.data)[r->touched.count++] = trait;
}

/** Make the row of a trait that was touched, of what has so many tokens. */
bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t tokens);

/** Add a run to a trait that was touched; false when out of memory. */
bool gz_trait_rows_add_run(struct gz_trait_rows *r, uint32_t trait,
                           struct gz_trait_run run);

/** The row of what has so many tokens; borrowed until one is opened. */
static inline uint64_t *gz_trait_rows_bits(const struct gz_trait_rows *r,
                                           uint32_t trait, uint32_t tokens)
{
    return (uint64_t *)r->bits.data + r->of[trait].bits[tokens - 1];
}

// Tokens to mark.
struct gz_trait_place {
    uint32_t begin_token;
    uint32_t end_token;
    uint32_t tokens;
    uint32_t word;  // of a row, with the bit in it
    uint64_t bit;
    uint64_t sentences;  // the one in which they are
};

static inline struct gz_trait_place
gz_trait_place(uint32_t begin_token, uint32_t end_token, uint32_t sentence)
{
    return (struct gz_trait_place){
        .begin_token = begin_token,
        .end_token = end_token,
        .tokens = end_token - begin_token,
        .word = begin_token >> 6,
        .bit = UINT64_C(1) << (begin_token & 63),
        .sentences = UINT64_C(1) << (sentence & 63),
    };
}

/** Mark tokens with a trait that was touched; false when out of memory. */
static inline bool gz_trait_rows_add(struct gz_trait_rows *r, uint32_t trait,
                                     const struct gz_trait_place *p)
{
    struct gz_trait_row *row = &r->of[trait];
    row->sentences |= p->sentences;
    if (__builtin_expect(p->tokens > GZ_TRAIT_ROW_TOKENS_MAX, 0)) {
        return gz_trait_rows_add_run(
            r, trait,
            (struct gz_trait_run){0, p->begin_token, p->end_token,
                                  GZ_TRAIT_RUN_NONE});
    }
    if (__builtin_expect(row->bits[p->tokens - 1] == 0, 0) &&
        !gz_trait_rows_open(r, trait, p->tokens)) {
        return false;
    }
    ((uint64_t *)r->bits.data)[row->bits[p->tokens - 1] + p->word] |= p->bit;
    return true;
}

/** Whether a token has a trait by itself. */
static inline bool gz_trait_rows_has(const struct gz_trait_rows *r,
                                     uint32_t trait, uint32_t token)
{
    const uint64_t *bits = gz_trait_rows_bits(r, trait, 1);
    return (bits[token >> 6] >> (token & 63) & 1) != 0;
}

#endif
