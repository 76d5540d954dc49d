// How far a rule came: each pattern from each place at which a match may
// begin.

#include "rules/match/match_trace.h"

// The longest end of a unit from a place, as the matcher finds it.
static bool find_end(struct gz_match_trace *t, struct gz_walk_end *out)
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
static enum gz_status take_match(struct gz_match_trace *t,
                                 const struct gz_program_rule *rule,
                                 const struct gz_walk_end *end,
                                 uint32_t sentence, struct gz_arena *arena)
{
    uint32_t guard = 0;
    const bool forbidden =
        gz_matcher_forbidden(t->m, rule, end, sentence, &guard);
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
        .window_token = t->walk->limit,
        .pattern = t->pattern,
    };
    return gz_matcher_captures(t->walk, end->capture, arena, &t->best->captures,
                               &t->best->capture_count);
}

static enum gz_status try_unit(struct gz_match_trace *t,
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
        return take_match(t, rule, &end, sentence, arena);
    }
    if (t->best->matched) {
        return GZ_OK;
    }
    gz_match_trace_follow(t);
    return t->improved ? gz_matcher_captures(t->walk, t->capture, arena,
                                             &t->best->captures,
                                             &t->best->capture_count)
                       : GZ_OK;
}

// What each pattern came to.
struct attempts {
    struct gz_near_miss *items;
    struct gz_near_part **wanted;
    uint32_t count;
    bool settled;  // one matched, and nothing forbids it
};

static enum gz_status try_pattern(struct gz_match_trace *t,
                                  struct attempts *all, uint32_t number,
                                  uint32_t rule, struct gz_arena *arena)
{
    const struct gz_program_rule *r = &t->m->program->rules[rule];
    t->pattern = number;
    t->unit = gz_program_unit(t->m->program, r->unit + number);
    t->best = &all->items[number];
    t->wanted = all->wanted[number];
    const enum gz_status st = try_unit(t, r, arena);
    all->settled = t->best->matched && t->best->guard < 0;
    return st;
}

static enum gz_status try_field(struct gz_match_trace *t, struct attempts *all,
                                uint32_t rule, struct gz_arena *arena)
{
    const struct gz_program_rule *r = &t->m->program->rules[rule];
    const struct gz_field_view *v = t->walk->view;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < v->count && st == GZ_OK; i++) {
        if (!gz_matcher_in_zone(t->m, r, v->field, v->tokens[i].begin_byte)) {
            continue;
        }
        t->begin = i;
        for (uint32_t u = 0; u < all->count && st == GZ_OK && !all->settled;
             u++) {
            st = try_pattern(t, all, u, rule, arena);
        }
        if (t->walk->out_of_room || t->m->regex.failed) {
            return GZ_NO_MEMORY;
        }
    }
    return st;
}

static enum gz_status explain_field(struct gz_match_trace *t,
                                    struct attempts *all, uint32_t rule,
                                    const struct gz_items *items,
                                    enum gz_field field, struct gz_arena *arena)
{
    struct gz_matcher *m = t->m;
    const uint32_t group = m->program->rules[rule].group;
    m->walk.view = &m->views[field];
    enum gz_status st = gz_matcher_open_items(m, group, field, items, arena);
    if (st == GZ_OK) {
        st = try_field(t, all, rule, arena);
    }
    gz_matcher_close_items(m, group, field, items);
    return st;
}

static enum gz_status open_attempts(const struct gz_match_trace *t,
                                    uint32_t rule, struct gz_arena *arena,
                                    struct attempts *all)
{
    const struct gz_program_rule *r = &t->m->program->rules[rule];
    all->count = r->unit_count;
    all->items = GZ_ARENA_ARRAY(arena, struct gz_near_miss, all->count + 1);
    all->wanted = GZ_ARENA_ARRAY(arena, struct gz_near_part *, all->count + 1);
    bool full = all->items == NULL || all->wanted == NULL;
    for (uint32_t u = 0; u < all->count && !full; u++) {
        const struct gz_unit *unit =
            gz_program_unit(t->m->program, r->unit + u);
        all->items[u] = (struct gz_near_miss){.guard = -1};
        all->wanted[u] =
            GZ_ARENA_ARRAY(arena, struct gz_near_part, unit->state_count);
        full = all->wanted[u] == NULL;
    }
    return full ? GZ_LIMIT : GZ_OK;
}

// --- of several patterns ---

static int rank(const struct gz_near_miss *n)
{
    return !n->found ? 0 : !n->matched ? 1 : n->guard >= 0 ? 2 : 3;
}

// Whether an attempt came further than one of an earlier pattern.
static bool is_better(const struct gz_near_miss *a,
                      const struct gz_near_miss *b)
{
    if (rank(a) != rank(b)) {
        return rank(a) > rank(b);
    }
    if (a->passed != b->passed) {
        return a->passed > b->passed;
    }
    if (a->field != b->field || a->begin_token != b->begin_token) {
        return a->field != b->field ? a->field < b->field
                                    : a->begin_token < b->begin_token;
    }
    return a->taken > b->taken;
}

// The best, and those that came as far.
static void choose(const struct attempts *all, struct gz_near_miss *out)
{
    uint32_t best = 0;
    uint32_t others = 0;
    for (uint32_t u = 0; u < all->count; u++) {
        struct gz_near_miss *one = &all->items[u];
        one->wanted = all->wanted[u];
        if (one->last_token < one->reached_token) {
            one->last_token = one->reached_token;
        }
        best = is_better(&all->items[u], &all->items[best]) ? u : best;
    }
    *out = all->items[best];
    for (uint32_t u = 0; u < all->count && rank(out) == 1; u++) {
        const struct gz_near_miss *one = &all->items[u];
        if (u != best && rank(one) == 1 && one->passed == out->passed) {
            all->items[others++] = *one;
        }
    }
    out->others = all->items;
    out->other_count = others;
}

enum gz_status gz_matcher_explain(struct gz_matcher *m, uint32_t rule,
                                  const struct gz_items items[GZ_FIELD_COUNT],
                                  struct gz_arena *arena,
                                  struct gz_near_miss *out)
{
    struct gz_scratch stack = {0};
    struct gz_scratch seen = {0};
    struct gz_match_trace t = {
        .m = m, .walk = &m->walk, .stack = &stack, .seen = &seen};
    struct attempts all = {0};
    const uint64_t budget = m->walk.budget;
    enum gz_status st = open_attempts(&t, rule, arena, &all);
    *out = (struct gz_near_miss){.guard = -1};
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        if (m->views[f].count == 0) {
            continue;
        }
        st = explain_field(&t, &all, rule, &items[f], (enum gz_field)f, arena);
    }
    if (st == GZ_OK && all.count > 0) {
        choose(&all, out);
    }
    m->walk.budget = budget;
    gz_scratch_fini(&stack);
    gz_scratch_fini(&seen);
    return st;
}
