// What forbids a match: a pattern of `unless` anywhere in the same sentences.

#include "rules/match/item_chain.h"
#include "rules/match/matcher_state.h"
#include "rules/match/sweep.h"

static bool add_item(struct gz_walk *w, uint32_t item)
{
    struct gz_scratch *s = &w->bound_items;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(item))) {
        w->out_of_room = true;
        return false;
    }
    ((uint32_t *)s->data)[s->count++] = item;
    return true;
}

// The items of a capture, all of a list of them.
static void bind(struct gz_walk *w, const struct gz_capture_node *node)
{
    const struct gz_state *s = &w->states[node->state];
    struct gz_item_chain chain = {.items = {node->item}, .count = 1};
    if (node->kind == GZ_CAPTURE_ITEMS) {
        gz_item_chain_follow(w, s, node->item, &chain);
    }
    struct gz_scratch *bounds = &w->bounds;
    struct gz_walk_bound bound = {node->role, w->bound_items.count, 0};
    for (uint32_t i = 0; i < chain.count; i++) {
        const struct gz_item *item = &w->view->items.items[chain.items[i]];
        if (item->end_token <= node->end && add_item(w, chain.items[i])) {
            bound.count++;
        }
    }
    if (!gz_scratch_reserve(bounds,
                            (bounds->count + (size_t)1) * sizeof(bound))) {
        w->out_of_room = true;
        return;
    }
    ((struct gz_walk_bound *)bounds->data)[bounds->count++] = bound;
}

static void bind_all(struct gz_walk *w, const struct gz_walk_end *end)
{
    const struct gz_capture_node *nodes = w->nodes.data;
    w->bounds.count = 0;
    w->bound_items.count = 0;
    for (uint32_t i = end->capture; i != 0; i = nodes[i - 1].before) {
        if (nodes[i - 1].kind >= GZ_CAPTURE_ITEM) {
            bind(w, &nodes[i - 1]);
        }
    }
}

// Whether a unit matches from one of the places of a word of bits; what has
// been visited from one place need not be visited from the next.
static bool stands_in(struct gz_walk *w, const struct gz_unit *unit,
                      uint32_t word, uint64_t bits)
{
    for (; bits != 0 && !w->found; bits &= bits - 1) {
        const uint32_t place = word * 64 + (uint32_t)__builtin_ctzll(bits);
        if (w->budget == 0 || w->out_of_room) {
            return false;
        }
        if (place >= w->base && place < w->limit) {
            gz_walk_run(w, unit, place);
        }
    }
    return w->found;
}

// Whether a unit matches anywhere.
static bool stands(struct gz_matcher *m, const struct gz_unit *unit,
                   uint32_t within)
{
    struct gz_walk *w = &m->walk;
    const uint32_t sentence = w->view->sentence_of[w->base];
    const struct gz_sweep_area area = {
        .sentences =
            within > 1 ? UINT64_MAX : UINT64_C(1) << (sentence & 63),
        .first_word = w->base >> 6,
        .end_word = (w->limit >> 6) + 1,
        .across = within > 1,
    };
    const uint64_t *bits = gz_sweep_run(m, unit, &area);
    bool found = false;
    w->found = false;
    gz_walk_enter(w, unit);
    for (uint32_t i = area.first_word;
         bits != NULL && i < area.end_word && !found; i++) {
        found = stands_in(w, unit, i, bits[i - area.first_word]);
    }
    w->found = false;
    return found;
}

bool gz_matcher_forbidden(struct gz_matcher *m,
                          const struct gz_program_rule *rule,
                          const struct gz_walk_end *end, uint32_t first_token,
                          uint32_t end_token, uint32_t *guard)
{
    struct gz_walk *w = &m->walk;
    if (rule->guard_count == 0) {
        return false;
    }
    const uint32_t base = w->base;
    const uint32_t limit = w->limit;
    bool forbidden = false;
    bind_all(w, end);
    w->base = first_token;
    w->limit = end_token;
    w->guard = true;
    for (uint32_t g = 0; g < rule->guard_count && !forbidden; g++) {
        *guard = g;
        forbidden = stands(m, gz_program_unit(m->program, rule->guard + g),
                           rule->within);
    }
    w->guard = false;
    w->base = base;
    w->limit = limit;
    return forbidden;
}
