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
 * a walk finds that out token by token; the sweep does so for a whole sentence
 * in a few instructions for each state, most of which ask for what is not
 * there and are done at once.  So the walk, which alone knows ends, preferences
 * and captures, sets out only from where it will come to an end.
 *
 * A sweep may find a place too many, never one too few: lists of items need
 * not be closed, phrases not be the longest, matches be too long.
 */

// What is swept: a sentence, or several that follow each other.
struct gz_sweep {
    struct gz_matcher *m;
    struct gz_field_view *view;
    struct gz_trait_rows *traits;  // of words
    struct {
        uint32_t first_token;
        uint32_t end_token;
    } area;
    uint64_t sentences;    // of it, modulo 64
    uint64_t last_tokens;  // bits of its tokens in the last word of a row
    uint32_t tokens;
    uint32_t words;       // of a row, which has a place behind the last token
    uint32_t first_word;  // where it begins in rows of the field
    uint32_t first_bit;
};

/** Open the area in which matches that begin in a sentence may stand, of the
 * field that is walked. */
void gz_sweep_open(struct gz_matcher *m, uint32_t sentence, uint32_t within,
                   struct gz_sweep *s);

/** Sweep a unit; a bit for each place from the first token on, borrowed until
 * the next sweep.  NULL when there are none, when memory is short, which the
 * walk is told, or when the budget ends. */
const uint64_t *gz_sweep_run(const struct gz_sweep *s,
                             const struct gz_unit *unit) GZ_MUST_CHECK;

#endif
