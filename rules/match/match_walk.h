#ifndef GZ_MATCH_WALK_H
#define GZ_MATCH_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/program_parts.h"
#include "rules/match/field_view.h"
#include "rules/match/scratch.h"
#include "rules/match/token_regex.h"

/*
 * Walks the states of a unit from one place of a text.
 *
 * All ways are tried in the order of their preference, depth first, and a
 * state is visited once per place: whoever comes second cannot do better than
 * who was there before, because what follows depends on state and place alone.
 * So the first way to each end is found in time states times places, which is
 * why we chose this over threads that advance side by side: a step over a
 * mention or a phrase jumps, and side by side the order of preference of those
 * who meet behind jumps of different lengths would have to be kept.
 *
 * The stack holds at most one thread for each state of the way that led here
 * and each item that begins at its places.
 */
struct gz_thread {
    uint32_t state;
    uint32_t place;    // token that comes next
    uint32_t capture;  // number + 1 of the newest; 0: none
    uint16_t gap;      // tokens that gaps took
    uint16_t left;     // in a gap that has been gone on with: tokens that it
                       // may still take, + 1
};

enum gz_capture_kind {
    GZ_CAPTURE_OPEN,
    GZ_CAPTURE_CLOSE,
    GZ_CAPTURE_ITEM,   // item
    GZ_CAPTURE_ITEMS,  // several, between begin and end
};

// One capture of a way, linked to what was captured before.
struct gz_capture_node {
    uint32_t before;  // number + 1
    uint16_t role;
    uint16_t kind;  // enum gz_capture_kind
    uint32_t begin;
    uint32_t end;
    uint32_t item;
    uint32_t state;
};

struct gz_walk_end {
    uint32_t place;
    uint32_t capture;
    uint32_t gap;
};

// In a guard: what a role stands for, items or a text.
struct gz_walk_bound {
    uint16_t role;
    uint32_t first;  // items, in gz_walk.bound_items
    uint32_t count;  // 0: a text
    uint32_t begin_token;
    uint32_t end_token;
};

struct gz_walk {
    const struct gz_state *states;  // of the program
    const uint64_t *key_sets;
    const struct gz_literal *literals;
    const struct gz_type_range *ranges;
    const struct gz_known_keys *known;
    struct gz_token_regex *regex;
    struct gz_field_view *view;
    uint32_t base;   // the first place of what is walked
    uint32_t limit;  // no token from here on is consumed
    bool guard;
    bool found;        // a guard's pattern is there
    bool out_of_room;  // memory was short
    uint32_t first_state;
    uint32_t words;                 // of visited, for each place
    uint32_t cleared;               // places from base on
    uint64_t budget;                // steps that are left
    struct gz_scratch visited;      // uint64_t
    struct gz_scratch stack;        // struct gz_thread
    struct gz_scratch nodes;        // struct gz_capture_node
    struct gz_scratch ends;         // struct gz_walk_end
    struct gz_scratch bounds;       // struct gz_walk_bound
    struct gz_scratch bound_items;  // uint32_t
    uint64_t end_bits[GZ_MATCH_SPAN_MAX / 64 + 1];  // places of ends
};

void gz_walk_init(struct gz_walk *w, const struct gz_program *program,
                  struct gz_token_regex *regex);
void gz_walk_fini(struct gz_walk *w);

/** Begin with a place: no ends are known. */
static inline void gz_walk_begin(struct gz_walk *w, uint32_t base,
                                 uint32_t limit)
{
    w->base = base;
    w->limit = limit;
    w->guard = false;
    w->ends.count = 0;
    w->nodes.count = 0;
}

/** Enter the states of a unit: none has been visited. */
static inline void gz_walk_enter(struct gz_walk *w, const struct gz_unit *unit)
{
    w->first_state = unit->first_state;
    w->words = (unit->state_count + 63) / 64;
    w->cleared = 0;
}

/** Whether a state may lead on from a place. */
static inline bool gz_walk_may_begin(const struct gz_walk *w,
                                     const struct gz_state *s, uint32_t place)
{
    if (__builtin_expect(place >= w->limit, 0)) {
        return s->first.words == UINT64_MAX;
    }
    const struct gz_token_mask *here = &w->view->masks[place];
    return ((s->first.words & here->words) |
            (s->first.things & here->things)) != 0;
}

/** The end of what a state that consumes tokens, items aside, takes at a place
 * at which it may begin; or GZ_FIELD_NONE. */
uint32_t gz_walk_end(struct gz_walk *w, const struct gz_state *s,
                     uint32_t place);

/** Add a capture; its number + 1, or what it links to when memory is short. */
uint32_t gz_walk_capture(struct gz_walk *w, struct gz_capture_node node);

/** Find the ends of a unit that was entered, from a place on at which it may
 * begin. */
void gz_walk_run(struct gz_walk *w, const struct gz_unit *unit, uint32_t place);

#endif
