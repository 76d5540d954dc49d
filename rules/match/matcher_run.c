// One rule over one field: the places at which a match may begin, the ends
// that its patterns reach from each, and which of them count.

#include <string.h>

#include "rules/match/matcher_state.h"

// The places to try: two bits for each token in words of 64, those of
// patterns that begin with an item before those of others.
struct begins {
    uint64_t *items;
    uint64_t *others;
    uint32_t first_word;  // half open; no bit is set outside
    uint32_t end_word;
};

struct attempt {
    struct gz_matcher *m;
    struct gz_field_view *view;
    const struct gz_program_rule *rule;
    struct gz_rule_counter *counter;
    uint32_t number;    // of the rule
    uint32_t sentence;  // of the last try, or GZ_FIELD_NONE
    uint32_t resume;    // no match begins before
    struct gz_arena *arena;
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

static void add_hit(struct begins *b, const struct attempt *a,
                    const struct gz_trigger_hit *hit)
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
    set_range(hit->type_first ? b->items : b->others, first, last);
    if (first >> 6 < b->first_word) {
        b->first_word = first >> 6;
    }
    if (last >> 6 >= b->end_word) {
        b->end_word = (last >> 6) + 1;
    }
}

static enum gz_status collect(const struct attempt *a, struct begins *b)
{
    struct gz_matcher *m = a->m;
    const uint32_t words = a->view->count / 64 + 1;
    const size_t bytes = (size_t)words * 2 * sizeof(uint64_t);
    const size_t before = m->begins.bytes;
    if (!gz_scratch_reserve(&m->begins, bytes)) {
        return GZ_NO_MEMORY;
    }
    // Whoever sets bits takes them back, so fresh memory alone is cleared.
    if (m->begins.bytes != before) {
        memset(m->begins.data, 0, m->begins.bytes);
    }
    *b = (struct begins){.items = m->begins.data,
                         .others = (uint64_t *)m->begins.data + words,
                         .first_word = words};
    const struct gz_trigger_hit *hits = m->hits.data;
    uint32_t hit = m->heads[gz_matcher_head(a->number, a->view->field)];
    for (; hit != 0; hit = hits[hit - 1].next) {
        add_hit(b, a, &hits[hit - 1]);
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

static enum gz_status try_place(struct attempt *a, uint32_t begin)
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
    for (uint32_t u = 0; u < a->rule->unit_count; u++) {
        const struct gz_unit *unit =
            gz_program_unit(a->m->program, a->rule->unit + u);
        const uint64_t first =
            gz_program_state(a->m->program, unit->start)->first;
        if ((first & a->view->masks[begin]) != 0) {
            gz_walk_enter(w, unit);
            gz_walk_run(w, unit, begin);
        }
    }
    if (w->out_of_room || a->m->regex.failed) {
        return GZ_NO_MEMORY;
    }
    return w->ends.count == 0 ? GZ_OK : select_end(a, begin);
}

static enum gz_status try_places(struct attempt *a, struct begins *b)
{
    const uint64_t *items = a->view->items.bits;
    enum gz_status st = GZ_OK;
    for (uint32_t word = b->first_word; word < b->end_word; word++) {
        uint64_t bits = (b->items[word] & items[word]) | b->others[word];
        b->items[word] = 0;
        b->others[word] = 0;
        for (; bits != 0 && st == GZ_OK && a->m->walk.budget > 0;
             bits &= bits - 1) {
            st = try_place(a, word * 64 + (uint32_t)__builtin_ctzll(bits));
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
    m->walk.view = a.view;
    enum gz_status st = collect(&a, &b);
    if (st == GZ_OK) {
        st = try_places(&a, &b);
    }
    a.counter->steps += budget - m->walk.budget;
    m->truncated = m->truncated || m->walk.budget == 0;
    return st;
}
