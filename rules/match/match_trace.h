#ifndef GZ_MATCH_TRACE_H
#define GZ_MATCH_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/match/matcher_state.h"

/*
 * All ways of one pattern from one place, to see where they end: for people,
 * and slow.
 */
struct gz_match_trace {
    struct gz_matcher *m;
    struct gz_walk *walk;
    const struct gz_unit *unit;
    uint32_t pattern;
    uint32_t begin;
    uint32_t capture;             // of the best attempt, if from begin
    bool improved;                // by the ways from begin
    struct gz_near_miss *best;    // of the pattern
    struct gz_near_part *wanted;  // its parts; room for as many as states
    struct gz_scratch *stack;
    struct gz_scratch *seen;  // uint32_t: what was passed, by place and state
};

/** Follow all ways from t->begin.  One that came further than t->best takes
 * its place.  Memory that is short shows in the walk. */
void gz_match_trace_follow(struct gz_match_trace *t);

#endif
