#ifndef GZ_TRAIT_ROWS_H
#define GZ_TRAIT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/traits.h"
#include "rules/match/scratch.h"

/*
 * Which tokens of a field have which traits: for each trait that some token
 * has a row of bits, one for each token, and one for each sentence, modulo 64.
 * Rows are closed in the order opposite to that in which they were opened, so
 * that the items of one run can be forgotten and the words stay.
 */
struct gz_trait_row {
    uint32_t bits;       // number of the row + 1; 0: no token has the trait
    uint32_t run;        // number + 1 of its newest run
    uint64_t sentences;  // in which tokens have it
};

#define GZ_TRAIT_RUN_ALONE UINT32_MAX

// Several tokens that are a phrase or an item; and any item that a list of
// items may go on behind.
struct gz_trait_run {
    uint32_t next;  // number + 1 of one of the same trait that begins before
    uint32_t begin_token;
    uint32_t end_token;
    uint32_t follow;  // where the next item of a list may begin, or ALONE
};

struct gz_trait_rows {
    struct gz_trait_row *of;    // of each trait
    uint32_t words;             // of a row
    struct gz_scratch bits;     // uint64_t
    struct gz_scratch touched;  // uint32_t: the trait of each row
    struct gz_scratch runs;     // struct gz_trait_run
};

/** Rows of so many traits; false when out of memory. */
bool gz_trait_rows_init(struct gz_trait_rows *r, uint32_t traits);
void gz_trait_rows_fini(struct gz_trait_rows *r);

/** Open the row of a trait that has none; false when out of memory. */
bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait);

/** Add a run to a trait that has a row; false when out of memory. */
bool gz_trait_rows_add_run(struct gz_trait_rows *r, uint32_t trait,
                           struct gz_trait_run run);

/** Close all rows but the first so many, and forget as many runs. */
void gz_trait_rows_close(struct gz_trait_rows *r, uint32_t rows, uint32_t runs);

/** The bits of a trait, or NULL when no token has it; until one is opened. */
static inline uint64_t *gz_trait_rows_bits(const struct gz_trait_rows *r,
                                           uint32_t trait)
{
    const uint32_t row = r->of[trait].bits;
    return row == 0 ? NULL
                    : (uint64_t *)r->bits.data + (size_t)(row - 1) * r->words;
}

/** Whether a token has a trait by itself, not as the first of a run. */
static inline bool gz_trait_rows_has(const struct gz_trait_rows *r,
                                     uint32_t trait, uint32_t token)
{
    const uint64_t *bits = gz_trait_rows_bits(r, trait);
    return bits != NULL && (bits[token >> 6] >> (token & 63) & 1) != 0;
}

#endif
