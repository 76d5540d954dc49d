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

static void add_bound(struct gz_walk *w, const struct gz_walk_bound *bound)
{
    struct gz_scratch *s = &w->bounds;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(*bound))) {
        w->out_of_room = true;
        return;
    }
    ((struct gz_walk_bound *)s->data)[s->count++] = *bound;
}

// The items of a capture, all of a list of them.
static void bind(struct gz_walk *w, const struct gz_capture_node *node)
{
    const struct gz_state *s = &w->states[node->state];
    struct gz_item_chain chain = {.items = {node->item}, .count = 1};
    if (node->kind == GZ_CAPTURE_ITEMS) {
        gz_item_chain_follow(w, s, node->item, &chain);
    }
    struct gz_walk_bound bound = {.role = node->role,
                                  .first = w->bound_items.count};
    for (uint32_t i = 0; i < chain.count; i++) {
        const struct gz_item *item = &w->view->items.items[chain.items[i]];
        if (item->end_token <= node->end && add_item(w, chain.items[i])) {
            bound.count++;
        }
    }
    add_bound(w, &bound);
}

// A text whose end came first: nodes go from the last to the first.
static void bind_begin(const struct gz_walk *w,
                       const struct gz_capture_node *node)
{
    struct gz_walk_bound *bounds = w->bounds.data;
    uint32_t i = w->bounds.count;
    while (i > 0 &&
           (bounds[i - 1].count > 0 || bounds[i - 1].role != node->role)) {
        i--;
    }
    if (i > 0) {
        bounds[i - 1].begin_token = node->begin;
    }
}

static void bind_all(struct gz_walk *w, const struct gz_walk_end *end)
{
    const struct gz_capture_node *nodes = w->nodes.data;
    w->bounds.count = 0;
    w->bound_items.count = 0;
    for (uint32_t i = end->capture; i != 0; i = nodes[i - 1].before) {
        const struct gz_capture_node *node = &nodes[i - 1];
        if (node->kind >= GZ_CAPTURE_ITEM) {
            bind(w, node);
        } else if (node->kind == GZ_CAPTURE_CLOSE) {
            const struct gz_walk_bound bound = {.role = node->role,
                                                .end_token = node->end};
            add_bound(w, &bound);
        } else {
            bind_begin(w, node);
        }
    }
}

// Whether a unit matches anywhere; what has been visited from one place need
// not be visited from the next.
static bool stands(const struct gz_sweep *s, const struct gz_unit *unit)
{
    struct gz_walk *w = &s->m->walk;
    const uint64_t *found = gz_sweep_run(s, unit);
    w->found = false;
    gz_walk_enter(w, unit);
    for (uint32_t i = 0; found != NULL && i < s->words; i++) {
        for (uint64_t left = found[i] & s->area[i]; left != 0;
             left &= left - 1) {
            const uint32_t place =
                (s->first_word + i) * 64 + (uint32_t)__builtin_ctzll(left);
            if (w->found || w->budget == 0 || w->out_of_room) {
                break;
            }
            gz_walk_run(w, unit, place);
        }
    }
    const bool found_one = w->found;
    w->found = false;
    return found_one;
}

bool gz_matcher_forbidden(struct gz_matcher *m,
                          const struct gz_program_rule *rule,
                          const struct gz_walk_end *end, uint32_t sentence,
                          uint32_t *guard)
{
    struct gz_walk *w = &m->walk;
    if (rule->guard_count == 0) {
        return false;
    }
    const uint32_t base = w->base;
    const uint32_t limit = w->limit;
    struct gz_sweep s;
    bool forbidden = false;
    if (!gz_sweep_open(m, sentence, rule->within, &s)) {
        return false;
    }
    bind_all(w, end);
    w->base = w->view->sentences[sentence].first_token;
    w->limit = s.end_token;
    w->guard = true;
    for (uint32_t g = 0; g < rule->guard_count && !forbidden; g++) {
        const struct gz_unit *unit =
            gz_program_unit(m->program, rule->guard + g);
        *guard = g;
        forbidden =
            (gz_matcher_sentences(m, unit, rule->within) & s.sentences) != 0 &&
            stands(&s, unit);
    }
    w->guard = false;
    w->base = base;
    w->limit = limit;
    return forbidden;
}
