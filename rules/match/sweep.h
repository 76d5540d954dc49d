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

// The tokens to sweep: those of a sentence, or of several that follow it.
struct gz_sweep_area {
    uint32_t sentence;  // the first
    uint32_t first_token;
    uint32_t end_token;
    bool single;  // one sentence
};

/** The area for matches that begin in a sentence. */
struct gz_sweep_area gz_sweep_area_of(const struct gz_field_view *v,
                                      uint32_t sentence, uint32_t within);

/** Words of a row of an area, which has a place behind its last token. */
static inline uint32_t gz_sweep_words(const struct gz_sweep_area *area)
{
    return (area->end_token - area->first_token) / 64 + 1;
}

/** Sweep a unit over part of the field that is walked; a bit for each place
 * from the first token on, borrowed until the next sweep.  NULL when there are
 * none, when memory is short, which the walk is told, or when the budget ends.
 */
const uint64_t *gz_sweep_run(struct gz_matcher *m, const struct gz_unit *unit,
                             const struct gz_sweep_area *area) GZ_MUST_CHECK;

#endif
