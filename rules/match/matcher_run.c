// One rule over one field: the places at which a match may begin, the ends
// that its patterns reach from each, and which of them count.

#include <string.h>

#include "rules/match/matcher_state.h"

// The places to try: for each unit that has some a row of bits, one for each
// token, and one row more to work in.  All bits are 0 before and after a rule
// is run.
struct begins {
    uint64_t *rows;
    const struct gz_unit **units;  // of the rows, in order
    uint32_t count;
    uint32_t words;       // of a row
    uint32_t first_word;  // half open; no bit is set outside
    uint32_t end_word;
};

struct attempt {
    struct gz_matcher *m;
    struct gz_field_view *view;
    const struct gz_program_rule *rule;
    const struct gz_unit *units;  // of the rule
    struct gz_rule_counter *counter;
    uint32_t number;    // of the rule
    uint32_t sentence;  // of the last try, or GZ_FIELD_NONE
    uint32_t resume;    // no match begins before
    struct gz_arena *arena;
};

// The words of a row in which there are bits, half open.
struct stretch {
    uint32_t first;
    uint32_t end;
};

static void set_range(uint64_t *bits, uint32_t first, uint32_t last)
{
    const uint32_t a = first >> 6;
    const uint32_t b = last >> 6;
    const uint64_t from = ~UINT64_C(0) << (first & 63);
    const uint64_t to = ~UINT64_C(0) >> (63 - (last & 63));
    if (a == b) {
        bits[a] |= from & to;
        return;
    }
    bits[a] |= from;
    for (uint32_t w = a + 1; w < b; w++) {
        bits[w] = ~UINT64_C(0);
    }
    bits[b] |= to;
}

// The places at which a match around a hit may begin.
static void add_hit(const struct attempt *a, const struct gz_trigger_hit *hit,
                    uint64_t *row, struct stretch *stretch)
{
    const struct gz_field_view *v = a->view;
    if (hit->token < hit->min_before) {
        return;
    }
    const uint32_t back = a->rule->within - 1;
    const uint32_t here = v->sentence_of[hit->token];
    const uint32_t sentence = here > back ? here - back : 0;
    uint32_t first = v->sentences[sentence].first_token;
    const uint32_t last = hit->token - hit->min_before;
    if (hit->token > hit->max_before && hit->token - hit->max_before > first) {
        first = hit->token - hit->max_before;
    }
    if (first > last) {
        return;
    }
    set_range(row, first, last);
    if (first >> 6 < stretch->first) {
        stretch->first = first >> 6;
    }
    if (last >> 6 >= stretch->end) {
        stretch->end = (last >> 6) + 1;
    }
}

static struct stretch add_hits(const struct attempt *a, uint32_t head,
                               uint32_t cover, uint64_t *row)
{
    const struct gz_trigger_hit *hits = a->m->hits.data;
    struct stretch stretch = {UINT32_MAX, 0};
    for (uint32_t i = head; i != 0; i = hits[i - 1].next) {
        if (hits[i - 1].cover == cover) {
            add_hit(a, &hits[i - 1], row, &stretch);
        }
    }
    return stretch;
}

// Of 64 places those at which the pattern may begin.
static uint64_t sift(const struct attempt *a, const struct gz_unit *unit,
                     uint64_t bits, uint32_t word)
{
    const struct gz_state *start = &a->m->walk.states[unit->start];
    const struct gz_token_mask *masks = a->view->masks + (size_t)word * 64;
    for (uint64_t left = bits; left != 0; left &= left - 1) {
        const struct gz_token_mask *here = &masks[__builtin_ctzll(left)];
        if (((start->first.words & here->words) |
             (start->first.things & here->things)) == 0) {
            bits &= ~(left & -left);
        }
    }
    return bits;
}

// Places that have something of each cover in reach, and an item if the
// pattern begins with one.
static void collect_unit(const struct attempt *a, struct begins *b, uint32_t u)
{
    const struct gz_unit *unit = &a->units[u];
    const struct gz_unit_hits *hits =
        gz_matcher_hits(a->m, a->rule->unit + u, a->view->field);
    uint64_t *row = b->rows + (size_t)b->count * b->words;
    uint64_t *work = row + b->words;
    uint64_t any = 0;
    if (hits->covers != unit->covers || hits->covers == 0) {
        return;
    }
    const struct stretch all = add_hits(a, hits->head, 0, row);
    for (uint32_t k = 1; k < GZ_COVERS_MAX; k++) {
        if ((unit->covers >> k & 1) == 0) {
            continue;
        }
        const struct stretch more = add_hits(a, hits->head, k, work);
        for (uint32_t w = all.first; w < all.end; w++) {
            row[w] &= work[w];
        }
        for (uint32_t w = more.first; w < more.end; w++) {
            work[w] = 0;
        }
    }
    for (uint32_t w = all.first; w < all.end; w++) {
        if (unit->type_first) {
            row[w] &= a->view->items.bits[w];
        }
        row[w] = sift(a, unit, row[w], w);
        any |= row[w];
    }
    if (any == 0) {
        return;
    }
    b->units[b->count++] = unit;
    b->first_word = all.first < b->first_word ? all.first : b->first_word;
    b->end_word = all.end > b->end_word ? all.end : b->end_word;
}

static enum gz_status collect(const struct attempt *a, struct begins *b)
{
    struct gz_matcher *m = a->m;
    const uint32_t words = a->view->count / 64 + 1;
    const size_t rows = (size_t)a->rule->unit_count + 1;
    const size_t before = m->begins.bytes;
    if (!gz_scratch_reserve(&m->begins, words * rows * sizeof(uint64_t)) ||
        !gz_scratch_reserve(&m->tried, rows * sizeof(void *))) {
        return GZ_NO_MEMORY;
    }
    if (m->begins.bytes != before) {
        memset(m->begins.data, 0, m->begins.bytes);
    }
    *b = (struct begins){.rows = m->begins.data,
                         .units = m->tried.data,
                         .words = words,
                         .first_word = UINT32_MAX};
    for (uint32_t u = 0; u < a->rule->unit_count; u++) {
        collect_unit(a, b, u);
    }
    return GZ_OK;
}

static enum gz_status emit(struct attempt *a, uint32_t begin,
                           const struct gz_walk_end *end)
{
    struct gz_scratch *s = &a->m->matches;
    struct gz_match match = {
        .rule = a->number,
        .field = a->view->field,
        .sentence = a->sentence,
        .begin_token = begin,
        .end_token = end->place,
        .gap_tokens = end->gap,
    };
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(match))) {
        return GZ_NO_MEMORY;
    }
    const enum gz_status st =
        gz_matcher_captures(&a->m->walk, end->capture, a->arena,
                            &match.captures, &match.capture_count);
    if (st == GZ_OK) {
        ((struct gz_match *)s->data)[s->count++] = match;
        a->resume = end->place;
        a->counter->matches++;
    }
    return st;
}

// Take the longest end that is left out of the list.
static bool take_longest(struct gz_walk *w, struct gz_walk_end *out)
{
    struct gz_walk_end *ends = w->ends.data;
    uint32_t best = 0;
    if (w->ends.count == 0) {
        return false;
    }
    for (uint32_t i = 1; i < w->ends.count; i++) {
        if (ends[i].place > ends[best].place) {
            best = i;
        }
    }
    *out = ends[best];
    ends[best] = ends[--w->ends.count];
    return true;
}

static enum gz_status select_end(struct attempt *a, uint32_t begin)
{
    struct gz_walk *w = &a->m->walk;
    const uint32_t first = a->view->sentences[a->sentence].first_token;
    const uint32_t window =
        gz_matcher_window_end(a->view, a->sentence, a->rule->within);
    struct gz_walk_end end;
    uint32_t guard;
    while (take_longest(w, &end)) {
        const bool forbidden =
            gz_matcher_forbidden(a->m, a->rule, &end, first, window, &guard);
        if (w->out_of_room || a->m->regex.failed) {
            return GZ_NO_MEMORY;  // a guard that was not read allows nothing
        }
        if (!forbidden) {
            return w->budget == 0 ? GZ_OK : emit(a, begin, &end);
        }
        a->counter->guarded++;
    }
    return GZ_OK;
}

bool gz_matcher_in_zone(const struct gz_matcher *m,
                        const struct gz_program_rule *rule, enum gz_field field,
                        uint32_t byte)
{
    return rule->zones == GZ_RULE_ZONES_ALL ||
           (rule->zones >> (unsigned)gz_document_zone(m->doc, field, byte) &
            1) != 0;
}

// Walk each unit for which the place is one to try.
static void walk_units(struct attempt *a, const struct begins *b,
                       uint32_t begin)
{
    struct gz_walk *w = &a->m->walk;
    const uint64_t *word = b->rows + (begin >> 6);
    for (uint32_t u = 0; u < b->count; u++, word += b->words) {
        if ((*word >> (begin & 63) & 1) != 0) {
            gz_walk_enter(w, b->units[u]);
            gz_walk_run(w, b->units[u], begin);
        }
    }
}

static enum gz_status try_place(struct attempt *a, const struct begins *b,
                                uint32_t begin)
{
    struct gz_walk *w = &a->m->walk;
    const uint32_t byte = a->view->tokens[begin].begin_byte;
    if (begin < a->resume ||
        !gz_matcher_in_zone(a->m, a->rule, a->view->field, byte)) {
        return GZ_OK;
    }
    const uint32_t sentence = a->view->sentence_of[begin];
    a->counter->runs += sentence != a->sentence;
    a->sentence = sentence;
    const uint32_t window =
        gz_matcher_window_end(a->view, sentence, a->rule->within);
    const uint32_t limit =
        window - begin > GZ_MATCH_SPAN_MAX ? begin + GZ_MATCH_SPAN_MAX : window;
    gz_walk_begin(w, begin, limit);
    walk_units(a, b, begin);
    if (w->out_of_room || a->m->regex.failed) {
        return GZ_NO_MEMORY;
    }
    return w->ends.count == 0 ? GZ_OK : select_end(a, begin);
}

static enum gz_status try_places(struct attempt *a, const struct begins *b)
{
    enum gz_status st = GZ_OK;
    for (uint32_t w = b->first_word; w < b->end_word; w++) {
        uint64_t bits = 0;
        for (uint32_t u = 0; u < b->count; u++) {
            bits |= b->rows[(size_t)u * b->words + w];
        }
        for (; bits != 0 && st == GZ_OK && a->m->walk.budget > 0;
             bits &= bits - 1) {
            st = try_place(a, b, w * 64 + (uint32_t)__builtin_ctzll(bits));
        }
        for (uint32_t u = 0; u < b->count; u++) {
            b->rows[(size_t)u * b->words + w] = 0;
        }
    }
    return st;
}

enum gz_status gz_matcher_run_rule(struct gz_matcher *m, uint32_t rule,
                                   enum gz_field field, struct gz_arena *arena)
{
    struct attempt a = {
        .m = m,
        .view = &m->views[field],
        .rule = &m->program->rules[rule],
        .counter = &m->counters[rule],
        .number = rule,
        .sentence = GZ_FIELD_NONE,
        .arena = arena,
    };
    struct begins b;
    const uint64_t budget = m->walk.budget;
    a.units = gz_program_unit(m->program, a.rule->unit);
    m->walk.view = a.view;
    enum gz_status st = collect(&a, &b);
    if (st == GZ_OK) {
        st = try_places(&a, &b);
    }
    a.counter->steps += budget - m->walk.budget;
    m->truncated = m->truncated || m->walk.budget == 0;
    return st;
}
