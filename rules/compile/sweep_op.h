#ifndef GZ_SWEEP_OP_H
#define GZ_SWEEP_OP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A unit as it is swept, see rules/match/sweep.h: its states from the last to
 * the first, those left out that take no token and ask for nothing.  Each op
 * tells the places from which the rest of the pattern can match by those of
 * the ops that come behind it in the pattern and have lower numbers.
 */
enum gz_sweep_kind {
    GZ_SWEEP_ACCEPT,
    GZ_SWEEP_SPLIT,    // of next and of other
    GZ_SWEEP_FIRST,    // of next, where a sentence begins
    GZ_SWEEP_LAST,     // of next, where one ends
    GZ_SWEEP_TOKEN,    // a token that has the trait, before one of next
    GZ_SWEEP_PHRASE,   // the same, for what can be of several tokens
    GZ_SWEEP_ITEM,     // the same, for a trait of types
    GZ_SWEEP_INITIAL,  // one token or two
    GZ_SWEEP_NUMBER,
    GZ_SWEEP_GAP,  // up to so many tokens before one of next
};

enum {
    // Every match has it: where it has no place, nothing has.
    GZ_SWEEP_NEEDED = 1,
    // What is left of the pattern from here on may be nothing.
    GZ_SWEEP_ENDS = 2,
    // It has the places of other as well: a split and one of its ways, which
    // nothing else leads to, are one op.
    GZ_SWEEP_OR = 4,
};

struct gz_sweep_op {
    uint8_t kind;  // enum gz_sweep_kind
    uint8_t flags;
    uint16_t next;   // number in the unit
    uint32_t other;  // of a split or GZ_SWEEP_OR: number in the unit
    union {
        uint32_t tokens;  // of a gap
        uint32_t trait;   // of a token, a phrase or an item
    } u;
};

_Static_assert(sizeof(struct gz_sweep_op) == 12, "five ops to a cache line");

#endif
