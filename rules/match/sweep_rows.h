#ifndef GZ_SWEEP_ROWS_H
#define GZ_SWEEP_ROWS_H

#include "rules/compile/sweep_op.h"
#include "rules/match/sweep.h"
#include "rules/text/word_classes.h"

/*
 * The rows of the ops of a unit, one after the other.  It is compiled for every
 * processor and for those with AVX2, as word_rows.h; both give the same bits.
 */

// Words of a row that are done at once; rows of ops have that many more, the
// first of which has no bits and the second all those of the row together.
#define GZ_SWEEP_LANES 4

/** The words of a row of an op, in whole lanes. */
static inline uint32_t gz_sweep_row_words(const struct gz_sweep *s)
{
    return (s->words + GZ_SWEEP_LANES - 1) & ~(GZ_SWEEP_LANES - 1U);
}

// What comes behind an op.
struct gz_sweep_next {
    const uint64_t *row;
    uint64_t ends;  // all bits: it may be nothing, where a sentence ends
};

/** Do so many ops; what gz_sweep_run() returns.  Memory is there and the
 * budget allows it. */
typedef const uint64_t *gz_sweep_rows_fn(const struct gz_sweep *s,
                                         const struct gz_sweep_op *ops,
                                         uint32_t count);

gz_sweep_rows_fn gz_sweep_rows_plain;
gz_sweep_rows_fn gz_sweep_rows_avx2;  // on x86-64 only

/** The fastest that may run here. */
gz_sweep_rows_fn *gz_sweep_rows_choose(enum gz_simd simd);

/** Add runs, from the newest on, to the row of an op; all bits added. */
uint64_t gz_sweep_take_runs(const struct gz_sweep *s,
                            const struct gz_trait_rows *rows, uint32_t newest,
                            const struct gz_sweep_next *next, uint64_t *out);

/** Fill the row of a number with those of the tokens in bits with which one
 * begins; all bits of it. */
uint64_t gz_sweep_take_numbers(const struct gz_sweep *s, const uint64_t *bits,
                               const struct gz_sweep_next *next, uint64_t *out);

#endif
