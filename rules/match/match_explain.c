// How far a rule came: the same states as the walk's, one by one, with nothing
// looked ahead, so that what would not do is come upon.  For people; slow.
//
// A state is visited at a place again by a way that has passed more of the
// pattern, since such a way is what is asked for.

#include <string.h>

#include "rules/compile/token_mask.h"
#include "rules/match/item_chain.h"
#include "rules/match/matcher_state.h"

struct tracer {
    uint32_t state;
    uint32_t place;
    uint32_t capture;
    uint32_t passed;  // parts of the pattern that took tokens
    uint32_t left;    // of a gap
};

struct trace {
    struct gz_matcher *m;
    struct gz_walk *walk;
    const struct gz_unit *unit;
    uint32_t pattern;
    uint32_t begin;
    uint32_t capture;  // of the attempt that came furthest from begin
    uint32_t passed;   // by the attempt that came furthest
    bool improved;     // by the walk from begin
    struct gz_near_miss *best;
    const struct gz_pattern **wanted;  // room for as many as there are states
    struct gz_scratch *stack;          // struct tracer
    struct gz_scratch *seen;  // uint16_t: passed + 1, by place and state
};

static const struct gz_pattern *part_of(const struct trace *t, uint32_t state)
{
    return ((const struct gz_pattern *const *)(const void *)
                t->m->program->parts.data)[state];
}

// One more way to go on; one that is not better than an earlier one is not
// gone.
static void push(struct trace *t, struct tracer way)
{
    const uint32_t index = (way.place - t->walk->base) * t->unit->state_count +
                           way.state - t->unit->first_state;
    uint16_t *seen = (uint16_t *)t->seen->data + index;
    if (way.left == 0 && *seen > way.passed) {
        return;
    }
    *seen = (uint16_t)(way.passed + 1);
    struct gz_scratch *s = t->stack;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(way))) {
        t->walk->out_of_room = true;
        return;
    }
    ((struct tracer *)s->data)[s->count++] = way;
}

static bool is_wanted(const struct trace *t, const struct gz_pattern *part)
{
    for (uint32_t i = 0; i < t->best->wanted_count; i++) {
        if (t->wanted[i] == part) {
            return true;
        }
    }
    return false;
}

// A part would not do at a place.
static void miss(struct trace *t, const struct tracer *way)
{
    struct gz_near_miss *best = t->best;
    const struct gz_pattern *part = part_of(t, way->state);
    const uint32_t tokens = way->place - t->begin;
    const uint32_t most = best->reached_token - best->begin_token;
    const bool same = best->found && way->passed == t->passed &&
                      tokens == most && t->begin == best->begin_token &&
                      best->field == t->walk->view->field &&
                      best->pattern == t->pattern;
    if (same && !is_wanted(t, part)) {
        t->wanted[best->wanted_count++] = part;
    }
    if (way->passed == 0 || way->passed < t->passed ||
        (way->passed == t->passed && tokens <= most)) {
        return;
    }
    *best = (struct gz_near_miss){
        .found = true,
        .guard = -1,
        .field = t->walk->view->field,
        .begin_token = t->begin,
        .reached_token = way->place,
        .pattern = t->pattern,
        .wanted_count = 1,
    };
    t->wanted[0] = part;
    t->passed = way->passed;
    t->capture = way->capture;
    t->improved = true;
}

static void capture(struct trace *t, const struct gz_state *s,
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

static void take_items(struct trace *t, const struct gz_state *s,
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
            next.passed++;
            push(t, next);
            taken = true;
        }
    }
    if (!taken) {
        miss(t, way);
    }
}

static void take_gap(struct trace *t, const struct gz_state *s,
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

static bool holds(const struct trace *t, const struct gz_state *s,
                  uint32_t place)
{
    const struct gz_field_view *v = t->walk->view;
    return s->kind == GZ_STATE_FIRST
               ? gz_field_view_first(v, place)
               : gz_field_view_last(v, place, t->walk->base);
}

// The end of a state that consumes, or GZ_FIELD_NONE.
static uint32_t end_of(const struct trace *t, const struct gz_state *s,
                       uint32_t place)
{
    if (place >= t->walk->limit || !gz_walk_may_begin(t->walk, s, place)) {
        return GZ_FIELD_NONE;
    }
    return gz_walk_end(t->walk, s, place);
}

static void step(struct trace *t, struct tracer way)
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
    next.passed++;
    if (next.place == GZ_FIELD_NONE) {
        miss(t, &way);
    } else {
        push(t, next);
    }
}

static bool open_seen(struct trace *t)
{
    const size_t places = t->walk->limit - t->walk->base + (size_t)1;
    const size_t bytes = places * t->unit->state_count * sizeof(uint16_t);
    if (!gz_scratch_reserve(t->seen, bytes)) {
        t->walk->out_of_room = true;
        return false;
    }
    memset(t->seen->data, 0, bytes);
    return true;
}

// All ways of a unit from a place, to see where they end.
static void follow(struct trace *t)
{
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

// The longest end of a unit from a place, as the matcher finds it.
static bool find_end(struct trace *t, struct gz_walk_end *out)
{
    struct gz_walk *w = t->walk;
    w->budget = GZ_MATCHER_BUDGET;
    if (gz_walk_may_begin(w, &w->states[t->unit->start], t->begin)) {
        gz_walk_enter(w, t->unit);
        gz_walk_run(w, t->unit, t->begin);
    }
    const struct gz_walk_end *ends = w->ends.data;
    for (uint32_t i = 0; i < w->ends.count; i++) {
        if (i == 0 || ends[i].place > out->place) {
            *out = ends[i];
        }
    }
    return w->ends.count > 0;
}

// A match counts more than all that came less far; one that a guard forbids
// less than one that none does.
static enum gz_status take_match(struct trace *t,
                                 const struct gz_program_rule *rule,
                                 const struct gz_walk_end *end, uint32_t first,
                                 uint32_t window, struct gz_arena *arena)
{
    uint32_t guard = 0;
    const bool forbidden =
        gz_matcher_forbidden(t->m, rule, end, first, window, &guard);
    if (forbidden && t->best->matched) {
        return GZ_OK;
    }
    *t->best = (struct gz_near_miss){
        .found = true,
        .matched = true,
        .guard = forbidden ? (int32_t)guard : -1,
        .field = t->walk->view->field,
        .begin_token = t->begin,
        .reached_token = end->place,
        .pattern = t->pattern,
    };
    return gz_matcher_captures(t->walk, end->capture, arena, &t->best->captures,
                               &t->best->capture_count);
}

static enum gz_status try_unit(struct trace *t,
                               const struct gz_program_rule *rule,
                               struct gz_arena *arena)
{
    const struct gz_field_view *v = t->walk->view;
    const uint32_t sentence = v->sentence_of[t->begin];
    const uint32_t window = gz_matcher_window_end(v, sentence, rule->within);
    const uint32_t limit = window - t->begin > GZ_MATCH_SPAN_MAX
                               ? t->begin + GZ_MATCH_SPAN_MAX
                               : window;
    struct gz_walk_end end = {0};
    gz_walk_begin(t->walk, t->begin, limit);
    if (find_end(t, &end)) {
        return take_match(t, rule, &end, v->sentences[sentence].first_token,
                          window, arena);
    }
    if (t->best->matched) {
        return GZ_OK;
    }
    t->improved = false;
    follow(t);
    return t->improved ? gz_matcher_captures(t->walk, t->capture, arena,
                                             &t->best->captures,
                                             &t->best->capture_count)
                       : GZ_OK;
}

static bool is_settled(const struct gz_near_miss *best)
{
    return best->matched && best->guard < 0;
}

static enum gz_status try_field(struct trace *t, uint32_t number,
                                struct gz_arena *arena)
{
    const struct gz_program_rule *rule = &t->m->program->rules[number];
    const struct gz_field_view *v = t->walk->view;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < v->count && st == GZ_OK; i++) {
        if (!gz_matcher_in_zone(t->m, rule, v->field,
                                v->tokens[i].begin_byte)) {
            continue;
        }
        for (uint32_t u = 0;
             u < rule->unit_count && st == GZ_OK && !is_settled(t->best); u++) {
            t->begin = i;
            t->pattern = u;
            t->unit = gz_program_unit(t->m->program, rule->unit + u);
            st = try_unit(t, rule, arena);
        }
        if (t->walk->out_of_room || t->m->regex.failed) {
            return GZ_NO_MEMORY;
        }
    }
    return st;
}

static enum gz_status open_field(struct gz_matcher *m, enum gz_field field,
                                 const struct gz_items *items,
                                 struct gz_arena *arena)
{
    struct gz_field_view *v = &m->views[field];
    m->walk.view = v;
    for (uint32_t i = 0; i < items->count; i++) {
        v->masks[items->items[i].begin_token].things |=
            gz_token_mask_type(items->items[i].type);
    }
    return gz_item_index_make(items, v->count, arena, &v->items);
}

enum gz_status gz_matcher_explain(struct gz_matcher *m, uint32_t rule,
                                  const struct gz_items items[GZ_FIELD_COUNT],
                                  struct gz_arena *arena,
                                  struct gz_near_miss *out)
{
    struct gz_scratch stack = {0};
    struct gz_scratch seen = {0};
    struct trace t = {.m = m,
                      .walk = &m->walk,
                      .best = out,
                      .wanted = GZ_ARENA_ARRAY(arena, const struct gz_pattern *,
                                               m->program->states_max),
                      .stack = &stack,
                      .seen = &seen};
    const uint64_t budget = m->walk.budget;
    enum gz_status st = t.wanted == NULL ? GZ_LIMIT : GZ_OK;
    *out = (struct gz_near_miss){.guard = -1};
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        if (m->views[f].count == 0) {
            continue;
        }
        st = open_field(m, (enum gz_field)f, &items[f], arena);
        if (st == GZ_OK) {
            st = try_field(&t, rule, arena);
        }
        gz_matcher_close_items(m, (enum gz_field)f, &items[f]);
    }
    out->wanted = out->matched ? NULL : t.wanted;
    m->walk.budget = budget;
    gz_scratch_fini(&stack);
    gz_scratch_fini(&seen);
    return st;
}
