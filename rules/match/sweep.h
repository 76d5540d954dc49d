#ifndef GZ_SWEEP_H
#define GZ_SWEEP_H

#include "rules/match/matcher_state.h"

/*
 * Where a unit may match, found for 64 places at once.
 *
 * For each state of a pattern, from its end to its begin, the places from
 * which the rest of the pattern can match are a row of bits: those of what
 * comes behind, moved back by what the state takes, where the text has its
 * trait.  Nearly all that a pattern begins to match in a text leads nowhere,
 * and a walk finds that out token by token; the sweep does so in a few
 * instructions for each state, most of which ask for what the text has not
 * and are done at once.  So the walk, which alone knows ends, preferences and
 * captures, sets out only from where it will come to an end.
 *
 * A sweep may find a place too many, never one too few: where a match would
 * go on in the next sentence, say, or be longer than a match may be.
 */

// Which part of a field to sweep.
struct gz_sweep_area {
    uint64_t sentences;   // that count, modulo 64: nothing outside is asked for
    uint32_t first_word;  // of rows: half open; with the place behind
    uint32_t end_word;
    bool across;  // matches may go on in the next sentence
};

/** Sweep a unit over part of the field that is walked; returns the places,
 * from first_word on, until the next sweep.  NULL when there are none, when
 * memory is short, which the walk is told, or when the budget ends. */
const uint64_t *gz_sweep_run(struct gz_matcher *m, const struct gz_unit *unit,
                             const struct gz_sweep_area *area) GZ_MUST_CHECK;

#endif
