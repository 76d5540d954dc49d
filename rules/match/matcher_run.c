// One rule over one field: the places at which a match may begin, the ends
// that its patterns reach from each, and which of them count.

#include <string.h>

#include "rules/match/matcher_state.h"
#include "rules/match/sweep.h"

// The places to try: for each unit that has some a row of bits, one for each
// token.  All bits are 0 before and after a rule is run.
struct begins {
    uint64_t *rows;
    const struct gz_unit **units;  // of the rows, in order
    uint32_t count;
    uint32_t words;  // of a row
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

uint64_t gz_matcher_sentences(struct gz_matcher *m, const struct gz_unit *unit,
                              uint32_t within)
{
    const enum gz_field field = m->walk.view->field;
    uint64_t all = UINT64_MAX;
    for (uint32_t k = 0; k < GZ_COVERS_MAX && all != 0; k++) {
        const struct gz_cover_span *cover = &unit->covers[k];
        const uint32_t *traits = m->program->cover_traits + cover->first;
        uint64_t any = 0;
        if (cover->count == 0) {
            break;
        }
        for (uint32_t i = 0; i < cover->count; i++) {
            struct gz_trait_rows *rows = gz_matcher_rows(m, field, traits[i]);
            any |= gz_matcher_row(rows, traits[i])->sentences;
        }
        // A cover may stand in a later sentence than the match begins in.
        all &= any == 0 || within == 1 ? any : UINT64_MAX;
    }
    return all;
}

// Sweep a unit over what was opened, into its row of the field.
static bool sweep(const struct gz_sweep *s, const struct gz_unit *unit,
                  uint64_t *row)
{
    const uint64_t *found = gz_sweep_run(s, unit);
    uint64_t any = 0;
    for (uint32_t w = 0; found != NULL && w < s->words; w++) {
        const uint64_t places = found[w] & s->area[w];
        row[s->first_word + w] |= places;
        any |= places;
    }
    return any != 0;
}

// Matches that may end in a later sentence than they begin in: each has a
// stretch of its own.
static bool sweep_stretches(const struct attempt *a, const struct gz_unit *unit,
                            uint64_t sentences, uint64_t *row)
{
    const uint32_t count = a->view->sentence_count;
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
        struct gz_sweep s;
        if ((sentences >> (i & 63) & 1) != 0 &&
            gz_sweep_open(a->m, i, a->rule->within, &s)) {
            any |= sweep(&s, unit, row);
        }
    }
    return any;
}

// Sweep a unit over the sentences that count.
static bool sweep_sentences(const struct attempt *a, const struct gz_unit *unit,
                            uint64_t sentences, uint64_t *row)
{
    struct gz_sweep s;
    if (a->rule->within > 1) {
        return sweep_stretches(a, unit, sentences, row);
    }
    return gz_sweep_open_all(a->m, sentences, &s) && sweep(&s, unit, row);
}

static void collect_unit(const struct attempt *a, struct begins *b,
                         const struct gz_unit *unit)
{
    uint64_t *row = b->rows + (size_t)b->count * b->words;
    const uint64_t sentences =
        gz_matcher_sentences(a->m, unit, a->rule->within);
    if (sentences != 0 && sweep_sentences(a, unit, sentences, row)) {
        b->units[b->count++] = unit;
    }
}

// All rows are zero between two rules; whoever fails in between sees to it.
static bool reserve_rows(struct gz_matcher *m, size_t bytes)
{
    const size_t before = m->begins.bytes;
    if (!gz_scratch_reserve(&m->begins, bytes)) {
        return false;
    }
    if (m->begins.bytes != before) {
        memset(m->begins.data, 0, m->begins.bytes);
    }
    return true;
}

static enum gz_status collect(const struct attempt *a, struct begins *b)
{
    struct gz_matcher *m = a->m;
    const uint32_t words = a->view->count / 64 + 1;
    const size_t rows = (size_t)a->rule->unit_count;
    if (!reserve_rows(m, words * rows * sizeof(uint64_t)) ||
        !gz_scratch_reserve(&m->tried, rows * sizeof(void *))) {
        return GZ_NO_MEMORY;
    }
    *b = (struct begins){
        .rows = m->begins.data, .units = m->tried.data, .words = words};
    const uint8_t *awake = m->awake + a->rule->unit;
    const unsigned note = 1U << (unsigned)a->view->field;
    for (uint32_t u = 0; u < a->rule->unit_count; u++) {
        if ((awake[u] & note) != 0) {
            collect_unit(a, b, &a->units[u]);
        }
    }
    if (m->walk.out_of_room || m->regex.failed) {
        memset(m->begins.data, 0, m->begins.bytes);
        return GZ_NO_MEMORY;
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
    struct gz_walk_end end;
    uint32_t guard;
    while (take_longest(w, &end)) {
        const bool forbidden =
            gz_matcher_forbidden(a->m, a->rule, &end, a->sentence, &guard);
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
           (rule->zones >>
                (unsigned)gz_document_zone(&m->article, field, byte) &
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
    for (uint32_t w = 0; w < b->words && b->count > 0; w++) {
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
