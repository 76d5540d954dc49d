// How far the ways of a unit lead: the same states as the walk's, one by one,
// with nothing looked ahead, so that what would not do is come upon.
//
// A state is visited at a place again by a way that has passed more of the
// pattern, since such a way is what is asked for.

#include "rules/match/match_trace.h"

#include <string.h>

#include "rules/match/item_chain.h"

struct tracer {
    uint32_t state;
    uint32_t place;
    uint32_t capture;
    uint32_t passed;   // parts that the pattern cannot do without
    uint32_t taken;    // with optional ones that are whole
    uint32_t pending;  // parts of an optional one that is not whole yet
    uint32_t region;   // the state behind that one, or 0
    uint32_t left;     // of a gap
};

static const struct gz_pattern *pattern_of(const struct gz_buffer *parts,
                                           uint32_t state)
{
    return ((const struct gz_pattern *const *)(const void *)parts->data)[state];
}

// Whether a split leads around its part: the part ends where the other way
// begins, while alternatives both end behind it.
static bool may_skip(const struct gz_match_trace *t, const struct gz_state *s)
{
    uint32_t state = s->next;
    while (state > s->u.other) {
        state = t->walk->states[state].next;
    }
    return state == s->u.other;
}

// A state took tokens.
static void pass(struct tracer *way, uint32_t count)
{
    if (way->region != 0) {
        way->pending += count;
        return;
    }
    way->passed++;
    way->taken += count;
}

// One more way to go on; one that is not better than an earlier one is not
// gone.
static void push(struct gz_match_trace *t, struct tracer way)
{
    if (way.region != 0 && way.state <= way.region) {
        way.taken += way.pending;
        way.region = 0;
    }
    const uint32_t index = (way.place - t->walk->base) * t->unit->state_count +
                           way.state - t->unit->first_state;
    const uint32_t score = (way.passed << 16) +
                           (way.taken + (way.region != 0 ? way.pending : 0)) +
                           1;
    uint32_t *seen = (uint32_t *)t->seen->data + index;
    if (way.left == 0 && *seen >= score) {
        return;
    }
    *seen = score;
    struct gz_scratch *s = t->stack;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(way))) {
        t->walk->out_of_room = true;
        return;
    }
    ((struct tracer *)s->data)[s->count++] = way;
}

static void want(struct gz_match_trace *t, const struct tracer *way)
{
    const struct gz_near_part one = {
        .part = pattern_of(&t->m->program->parts, way->state),
        .item = pattern_of(&t->m->program->items, way->state),
        .optional = way->region != 0,
    };
    for (uint32_t i = 0; i < t->best->wanted_count; i++) {
        struct gz_near_part *w = &t->wanted[i];
        if (w->part == one.part && w->item == one.item) {
            w->optional = w->optional && one.optional;
            return;
        }
    }
    t->wanted[t->best->wanted_count++] = one;
}

// Less than 0 when a way came less far than the best attempt so far, more
// when it came further.
static int compare(const struct gz_match_trace *t, const struct tracer *way)
{
    const struct gz_near_miss *best = t->best;
    if (!best->found || way->passed != best->passed) {
        return !best->found || way->passed > best->passed ? 1 : -1;
    }
    if (best->field != t->walk->view->field || best->begin_token != t->begin) {
        return -1;  // that one begins before
    }
    return way->taken == best->taken ? 0 : way->taken > best->taken ? 1 : -1;
}

// A part would not do at a place.
static void miss(struct gz_match_trace *t, const struct tracer *way)
{
    struct gz_near_miss *best = t->best;
    const int order = way->passed == 0 ? -1 : compare(t, way);
    uint32_t last = way->region == 0 ? way->place : 0;
    if (order < 0) {
        return;
    }
    if (order == 0 && way->place >= best->reached_token) {
        if (way->place == best->reached_token) {
            want(t, way);
        } else if (way->region == 0 && way->place > best->last_token) {
            best->last_token = way->place;
        }
        return;
    }
    if (order == 0 && best->last_token > last) {
        last = best->last_token;
    }
    *best = (struct gz_near_miss){
        .found = true,
        .guard = -1,
        .field = t->walk->view->field,
        .begin_token = t->begin,
        .reached_token = way->place,
        .window_token = t->walk->limit,
        .last_token = last,
        .pattern = t->pattern,
        .passed = way->passed,
        .taken = way->taken,
    };
    want(t, way);
    t->capture = way->capture;
    t->improved = true;
}

static void capture(struct gz_match_trace *t, const struct gz_state *s,
                    struct tracer *way, uint32_t end, uint32_t item,
                    enum gz_capture_kind kind)
{
    way->capture = gz_walk_capture(
        t->walk, (struct gz_capture_node){.before = way->capture,
                                          .role = s->role,
                                          .kind = (uint16_t)kind,
                                          .begin = way->place,
                                          .end = end,
                                          .item = item,
                                          .state = way->state});
}

static void take_items(struct gz_match_trace *t, const struct gz_state *s,
                       const struct tracer *way)
{
    const struct gz_item_index *index = &t->walk->view->items;
    struct gz_item_span span = {0, 0};
    bool taken = false;
    if (way->place < t->walk->limit) {
        span = gz_item_index_at(index, way->place);
    }
    for (uint32_t i = span.end; i-- > span.first;) {
        struct gz_item_chain chain;
        if (!gz_item_chain_fits(t->walk, s, i)) {
            continue;
        }
        gz_item_chain_follow(t->walk, s, i, &chain);
        for (uint32_t n = 0; n < chain.count; n++) {
            struct tracer next = *way;
            const uint32_t end = index->items[chain.items[n]].end_token;
            if (n > 0 && !chain.closed[n]) {
                continue;
            }
            if (s->role != GZ_STATE_NO_ROLE) {
                capture(t, s, &next, end, i,
                        n > 0 ? GZ_CAPTURE_ITEMS : GZ_CAPTURE_ITEM);
            }
            next.place = end;
            next.state = s->next;
            pass(&next, n + 1);
            push(t, next);
            taken = true;
        }
    }
    if (!taken) {
        miss(t, way);
    }
}

static void take_gap(struct gz_match_trace *t, const struct gz_state *s,
                     struct tracer way)
{
    const uint32_t left = way.left == 0 ? s->u.span.count : way.left - 1;
    if (left > 0 && way.place < t->walk->limit &&
        !gz_field_view_stops(t->walk->view, way.place)) {
        struct tracer later = way;
        later.place++;
        later.left = left;
        push(t, later);
    }
    way.left = 0;
    way.state = s->next;
    push(t, way);
}

static bool holds(const struct gz_match_trace *t, const struct gz_state *s,
                  uint32_t place)
{
    const struct gz_field_view *v = t->walk->view;
    return s->kind == GZ_STATE_FIRST
               ? gz_field_view_first(v, place)
               : gz_field_view_last(v, place, t->walk->base);
}

// The end of a state that consumes, or GZ_FIELD_NONE.
static uint32_t end_of(const struct gz_match_trace *t, const struct gz_state *s,
                       uint32_t place)
{
    if (place >= t->walk->limit || !gz_walk_may_begin(t->walk, s, place)) {
        return GZ_FIELD_NONE;
    }
    return gz_walk_end(t->walk, s, place);
}

static void step(struct gz_match_trace *t, struct tracer way)
{
    const struct gz_state *s = &t->walk->states[way.state];
    struct tracer next = way;
    next.state = s->next;
    switch (s->kind) {
    case GZ_STATE_ACCEPT:
        return;
    case GZ_STATE_SPLIT: {
        struct tracer other = way;
        other.state = s->u.other;
        push(t, other);
        if (way.region == 0 && may_skip(t, s)) {
            next.region = s->u.other;
            next.pending = 0;
        }
        push(t, next);
        return;
    }
    case GZ_STATE_OPEN:
    case GZ_STATE_CLOSE:
        capture(t, s, &next, way.place, 0,
                s->kind == GZ_STATE_OPEN ? GZ_CAPTURE_OPEN : GZ_CAPTURE_CLOSE);
        push(t, next);
        return;
    case GZ_STATE_FIRST:
    case GZ_STATE_LAST:
        if (holds(t, s, way.place)) {
            push(t, next);
        } else {
            miss(t, &way);
        }
        return;
    case GZ_STATE_GAP:
        take_gap(t, s, way);
        return;
    case GZ_STATE_TYPE:
        take_items(t, s, &way);
        return;
    default:
        break;
    }
    next.place = end_of(t, s, way.place);
    pass(&next, 1);
    if (next.place == GZ_FIELD_NONE) {
        miss(t, &way);
    } else {
        push(t, next);
    }
}

static bool open_seen(struct gz_match_trace *t)
{
    const size_t places = t->walk->limit - t->walk->base + (size_t)1;
    const size_t bytes = places * t->unit->state_count * sizeof(uint32_t);
    if (!gz_scratch_reserve(t->seen, bytes)) {
        t->walk->out_of_room = true;
        return false;
    }
    memset(t->seen->data, 0, bytes);
    return true;
}

void gz_match_trace_follow(struct gz_match_trace *t)
{
    t->improved = false;
    if (!open_seen(t)) {
        return;
    }
    t->stack->count = 0;
    push(t, (struct tracer){.state = t->unit->start, .place = t->begin});
    while (t->stack->count > 0 && !t->walk->out_of_room) {
        const struct tracer *ways = t->stack->data;
        step(t, ways[--t->stack->count]);
    }
}
