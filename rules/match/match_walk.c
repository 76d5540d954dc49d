#include "rules/match/match_walk.h"

#include <string.h>

#include "rules/compile/token_mask.h"
#include "rules/match/item_chain.h"

void gz_walk_init(struct gz_walk *w, const struct gz_program *program,
                  struct gz_token_regex *regex)
{
    *w = (struct gz_walk){
        .states = (const struct gz_state *)(const void *)program->states.data,
        .key_sets = (const uint64_t *)(const void *)program->keys.data,
        .literals =
            (const struct gz_literal *)(const void *)program->literals.data,
        .ranges =
            (const struct gz_type_range *)(const void *)program->ranges.data,
        .known = &program->known,
        .regex = regex,
    };
}

void gz_walk_fini(struct gz_walk *w)
{
    gz_scratch_fini(&w->visited);
    gz_scratch_fini(&w->stack);
    gz_scratch_fini(&w->nodes);
    gz_scratch_fini(&w->ends);
    gz_scratch_fini(&w->bounds);
    gz_scratch_fini(&w->bound_items);
}

// Whether a state is visited at a place for the first time.
static bool visit(struct gz_walk *w, uint32_t state, uint32_t place)
{
    const uint32_t offset = place - w->base;
    if (offset >= w->cleared) {
        const size_t row = w->words * sizeof(uint64_t);
        if (!gz_scratch_reserve(&w->visited, (offset + (size_t)1) * row)) {
            w->out_of_room = true;
            return false;
        }
        uint64_t *words = w->visited.data;
        for (size_t i = (size_t)w->cleared * w->words;
             i < (offset + (size_t)1) * w->words; i++) {
            words[i] = 0;
        }
        w->cleared = offset + 1;
    }
    const uint32_t index = state - w->first_state;
    uint64_t *word =
        (uint64_t *)w->visited.data + (size_t)offset * w->words + (index >> 6);
    const uint64_t bit = UINT64_C(1) << (index & 63);
    const bool first = (*word & bit) == 0;
    *word |= bit;
    return first;
}

static void push(struct gz_walk *w, const struct gz_thread *t)
{
    struct gz_scratch *s = &w->stack;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(*t))) {
        w->out_of_room = true;
        return;
    }
    ((struct gz_thread *)s->data)[s->count++] = *t;
}

uint32_t gz_walk_capture(struct gz_walk *w, struct gz_capture_node node)
{
    struct gz_scratch *s = &w->nodes;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(node))) {
        w->out_of_room = true;
        return node.before;
    }
    ((struct gz_capture_node *)s->data)[s->count++] = node;
    return s->count;
}

// Add a capture to those of a thread.
static void add_node(struct gz_walk *w, struct gz_thread *t,
                     struct gz_capture_node node)
{
    node.before = t->capture;
    node.state = t->state;
    t->capture = gz_walk_capture(w, node);
}

static void mark(struct gz_walk *w, struct gz_thread *t,
                 const struct gz_state *s)
{
    const enum gz_capture_kind kind =
        s->kind == GZ_STATE_OPEN ? GZ_CAPTURE_OPEN : GZ_CAPTURE_CLOSE;
    add_node(w, t,
             (struct gz_capture_node){.role = s->role,
                                      .kind = (uint16_t)kind,
                                      .begin = t->place,
                                      .end = t->place});
}

// In a guard a text is that of the match, if it has one.
static bool is_bound_text(const struct gz_walk *w, const struct gz_state *s,
                          uint32_t place)
{
    const struct gz_walk_bound *bounds = w->bounds.data;
    for (uint32_t b = 0; b < w->bounds.count; b++) {
        if (bounds[b].role == s->role && bounds[b].count == 0 &&
            bounds[b].begin_token < bounds[b].end_token) {
            return place == (s->kind == GZ_STATE_OPEN ? bounds[b].begin_token
                                                      : bounds[b].end_token);
        }
    }
    return true;
}

// The first way to an end counts.
static void accept(struct gz_walk *w, const struct gz_thread *t)
{
    if (w->guard) {
        w->found = true;
        return;
    }
    const uint32_t offset = t->place - w->base;
    struct gz_scratch *s = &w->ends;
    if (s->count == 0) {
        memset(w->end_bits, 0, sizeof(w->end_bits));
    }
    const uint64_t bit = UINT64_C(1) << (offset & 63);
    if ((w->end_bits[offset >> 6] & bit) != 0 || offset == 0) {
        return;
    }
    const struct gz_walk_end end = {t->place, t->capture, t->gap};
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(end))) {
        w->out_of_room = true;
        return;
    }
    w->end_bits[offset >> 6] |= bit;
    ((struct gz_walk_end *)s->data)[s->count++] = end;
}

static bool has_key(const struct gz_walk *w, const struct gz_state *s,
                    uint64_t key)
{
    const uint64_t *keys = w->key_sets + s->u.span.first;
    uint32_t count = s->u.span.count;
    while (count > 8) {
        const uint32_t half = count / 2;
        if (keys[half] <= key) {
            keys += half;
            count -= half;
        } else {
            count = half;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (keys[i] == key) {
            return true;
        }
    }
    return false;
}

// Whether one token will do.  Most classes are known from its mask, which the
// walk has looked at.
static bool takes(struct gz_walk *w, const struct gz_state *s, uint32_t place)
{
    const struct gz_field_view *v = w->view;
    switch (s->kind) {
    case GZ_STATE_KEY:
        return v->keys[place] == s->u.key;
    case GZ_STATE_KEYS:
        return has_key(w, s, v->keys[place]);
    case GZ_STATE_LITERAL: {
        const struct gz_literal *l = &w->literals[s->u.span.first];
        return l->key == v->keys[place] &&
               gz_field_view_spells(v, place, l->text);
    }
    case GZ_STATE_REGEX:
        return gz_token_regex_takes(w->regex, w->view, place, s->u.span.first);
    default:
        return s->role != GZ_CLASS_LOWER || gz_field_view_lower(v, place);
    }
}

uint32_t gz_walk_end(struct gz_walk *w, const struct gz_state *s,
                     uint32_t place)
{
    const struct gz_field_view *v = w->view;
    uint32_t end;
    switch (s->kind) {
    case GZ_STATE_LIST:
        end = gz_field_view_list(v, s->u.span.first, place);
        return end <= w->limit ? end : GZ_FIELD_NONE;
    case GZ_STATE_NUMBER:
        return gz_field_view_number(v, w->known, place, w->limit);
    case GZ_STATE_INITIAL:
        return gz_field_view_initial(v, w->known, place, w->limit);
    default:
        return takes(w, s, place) ? place + 1 : GZ_FIELD_NONE;
    }
}

// In a guard a role stands for items of the match, if it has any.
static bool is_bound(const struct gz_walk *w, const struct gz_state *s,
                     const struct gz_item_chain *chain, uint32_t count)
{
    const struct gz_walk_bound *bounds = w->bounds.data;
    const uint32_t *items = w->bound_items.data;
    bool known = false;
    for (uint32_t b = 0; b < w->bounds.count; b++) {
        if (bounds[b].role != s->role || bounds[b].count == 0) {
            continue;
        }
        known = true;
        for (uint32_t i = 0; i < bounds[b].count; i++) {
            for (uint32_t c = 0; c < count; c++) {
                if (items[bounds[b].first + i] == chain->items[c]) {
                    return true;
                }
            }
        }
    }
    return !known;
}

// Take items on; many: all those of the chain, else its first.
static void take_on(struct gz_walk *w, const struct gz_state *s,
                    struct gz_thread t, const struct gz_item_chain *chain,
                    uint32_t count)
{
    const bool bound = w->guard && s->role != GZ_STATE_NO_ROLE;
    if (bound && !is_bound(w, s, chain, count)) {
        return;
    }
    const uint32_t end =
        w->view->items.items[chain->items[count - 1]].end_token;
    if (!gz_walk_may_begin(w, &w->states[s->next], end)) {
        return;
    }
    if (!w->guard && s->role != GZ_STATE_NO_ROLE) {
        const enum gz_capture_kind kind =
            count > 1 ? GZ_CAPTURE_ITEMS : GZ_CAPTURE_ITEM;
        add_node(w, &t,
                 (struct gz_capture_node){.role = s->role,
                                          .kind = (uint16_t)kind,
                                          .begin = t.place,
                                          .end = end,
                                          .item = chain->items[0]});
    }
    t.place = end;
    t.state = s->next;
    push(w, &t);
}

// All ways over the items at a place, the longest list of items first, then
// single ones in order: pushed from the last to the first.
__attribute__((noinline)) static void take_items(struct gz_walk *w,
                                                 const struct gz_state *s,
                                                 const struct gz_thread *t)
{
    const struct gz_item_span span =
        gz_item_index_at(&w->view->items, t->place);
    struct gz_item_chain chain = {.count = 0};
    for (uint32_t i = span.end; i-- > span.first;) {
        if (gz_item_chain_fits(w, s, i)) {
            chain.items[0] = i;
            chain.count = 1;
            take_on(w, s, *t, &chain, 1);
        }
    }
    if (chain.count == 0) {
        return;
    }
    gz_item_chain_follow(w, s, chain.items[0], &chain);
    for (uint32_t n = 2; n <= chain.count; n++) {
        if (chain.closed[n - 1]) {
            take_on(w, s, *t, &chain, n);
        }
    }
}

// The first place from place on at which a gap that may take left tokens can
// end, or GZ_FIELD_NONE.
static uint32_t seek(const struct gz_walk *w, const struct gz_state *gap,
                     uint32_t place, uint32_t left)
{
    const struct gz_state *next = &w->states[gap->next];
    while (!gz_walk_may_begin(w, next, place)) {
        if (left == 0 || place >= w->limit ||
            gz_field_view_stops(w->view, place)) {
            return GZ_FIELD_NONE;
        }
        place++;
        left--;
    }
    return place;
}

// Leave a gap where it may end first, and let what may follow from later
// places wait, since shorter gaps come first; false when there is no place.
static bool cross(struct gz_walk *w, const struct gz_state *s,
                  struct gz_thread *t)
{
    uint32_t left = t->left == 0 ? s->u.span.count : (uint32_t)t->left - 1;
    if (t->left == 0) {
        const uint32_t place = seek(w, s, t->place, left);
        if (place == GZ_FIELD_NONE) {
            return false;
        }
        left -= place - t->place;
        t->gap = (uint16_t)(t->gap + (place - t->place));
        t->place = place;
    }
    t->left = 0;
    if (left == 0 || t->place >= w->limit ||
        gz_field_view_stops(w->view, t->place)) {
        return true;
    }
    const uint32_t place = seek(w, s, t->place + 1, left - 1);
    if (place != GZ_FIELD_NONE) {
        const struct gz_thread later = {
            .state = t->state,
            .place = place,
            .capture = t->capture,
            .gap = (uint16_t)(t->gap + (place - t->place)),
            .left = (uint16_t)(left - (place - t->place) + 1),
        };
        push(w, &later);
    }
    return true;
}

// Go the first way of a split and let the other wait, if both may lead on.
static void split(struct gz_walk *w, const struct gz_state *s,
                  struct gz_thread *t)
{
    const bool other = gz_walk_may_begin(w, &w->states[s->u.other], t->place);
    if (!gz_walk_may_begin(w, &w->states[s->next], t->place)) {
        t->state = s->u.other;
        return;
    }
    if (other) {
        struct gz_thread later = *t;
        later.state = s->u.other;
        push(w, &later);
    }
    t->state = s->next;
}

// Pass a state that may lead on; false when the way ends, else the next one
// may lead on, too.
static inline bool step(struct gz_walk *w, struct gz_thread *t)
{
    const struct gz_state *s = &w->states[t->state];
    w->budget--;
    if ((s->flags & GZ_STATE_JOIN) != 0 && t->left == 0 &&
        !visit(w, t->state, t->place)) {
        return false;
    }
    switch (s->kind) {
    case GZ_STATE_SPLIT:
        split(w, s, t);
        return true;
    case GZ_STATE_ACCEPT:
        accept(w, t);
        return false;
    case GZ_STATE_OPEN:
    case GZ_STATE_CLOSE:
        if (!w->guard) {
            mark(w, t, s);
        }
        t->state = s->next;
        return !w->guard || is_bound_text(w, s, t->place);
    case GZ_STATE_FIRST:
        t->state = s->next;
        return gz_field_view_first(w->view, t->place);
    case GZ_STATE_LAST:
        t->state = s->next;
        return gz_field_view_last(w->view, t->place, w->base);
    case GZ_STATE_GAP: {
        const bool leads = cross(w, s, t);
        t->state = s->next;
        return leads;
    }
    case GZ_STATE_TYPE:
        if (t->place < w->limit) {
            take_items(w, s, t);
        }
        return false;
    default:
        break;
    }
    if (t->place >= w->limit) {
        return false;
    }
    t->place = gz_walk_end(w, s, t->place);
    t->state = s->next;
    return t->place != GZ_FIELD_NONE &&
           gz_walk_may_begin(w, &w->states[t->state], t->place);
}

static bool pop(struct gz_walk *w, struct gz_thread *t)
{
    if (w->stack.count == 0 || w->found || w->out_of_room) {
        return false;
    }
    *t = ((const struct gz_thread *)w->stack.data)[--w->stack.count];
    return true;
}

void gz_walk_run(struct gz_walk *w, const struct gz_unit *unit, uint32_t place)
{
    struct gz_thread t = {.state = unit->start, .place = place};
    w->stack.count = 0;
    do {
        while (w->budget > 0 && step(w, &t)) {
        }
    } while (pop(w, &t));
}
