#ifndef GZ_SWEEP_H
#define GZ_SWEEP_H

#include "rules/match/matcher_state.h"

/*
 * Where a unit may match, found for 64 places at once.
 *
 * For each state of a pattern, from its end to its begin, the places from
 * which the rest of the pattern can match are a row of bits: those of what
 * comes behind, moved back by what the state takes, where the text has its
 * trait.  Nearly all that patterns begin to match in a text leads nowhere, and
 * a walk finds that out token by token; the sweep does so for all sentences of
 * a field in a few instructions for each state, most of which ask for what is
 * not there and are done at once.  So the walk, which alone knows ends,
 * preferences and captures, sets out only from where it will come to an end.
 *
 * Places are those of the field: a place is the token that comes next.  The
 * end of a sentence would be the place of the next one's first token, so it
 * has no bit: whether a pattern may end there does not depend on the text, see
 * gz_sweep_op.ends, and rows are moved back over it by that.
 *
 * A sweep may find a place too many, never one too few: lists of items need
 * not be closed, phrases not be the longest, matches be too long, and a regex
 * takes any token.
 */

// What is swept: a stretch of the field, or sentences, each for itself.
struct gz_sweep {
    struct gz_matcher *m;
    struct gz_field_view *view;
    struct gz_trait_rows *traits;  // of words
    uint64_t sentences;            // that are swept, modulo 64
    uint32_t first_word;           // where rows begin in those of the field
    uint32_t words;                // of a row
    uint32_t end_token;            // of the stretch, or of the last sentence
    bool stretch;
    // Rows with a word of no bits behind: the tokens that are swept, and the
    // last ones of the stretch or of sentences.
    const uint64_t *area;
    const uint64_t *finals;
};

/** Open the stretch in which matches that begin in a sentence may stand, of
 * the field that is walked.  False when memory is short, which the walk is
 * told. */
bool gz_sweep_open(struct gz_matcher *m, uint32_t sentence, uint32_t within,
                   struct gz_sweep *s) GZ_MUST_CHECK;

/** Open sentences of the field that is walked, given modulo 64, for matches
 * that stand in one of them.  False when there are none, and as above. */
bool gz_sweep_open_all(struct gz_matcher *m, uint64_t sentences,
                       struct gz_sweep *s) GZ_MUST_CHECK;

/** Sweep a unit: a bit for each place of the field from the first word on,
 * those outside the area aside, borrowed until the next sweep.  NULL when
 * there are none, when memory is short, which the walk is told, or when the
 * budget ends. */
const uint64_t *gz_sweep_run(const struct gz_sweep *s,
                             const struct gz_unit *unit) GZ_MUST_CHECK;

#endif
