// Rules that scan: their regexes over the raw text of a field, all at once,
// the first time that one of them is to run in an article.
//
// A match counts when it begins and ends with a token, white space at its ends
// aside: one that cuts a token is left out, since what it would be the mention
// of is not what the author has seen.  Hyperscan tells each end with its first
// begin; of those with the same begin the longest counts.

#include <stdlib.h>

#include "rules/match/matcher_state.h"

struct search {
    struct gz_matcher *m;
    const struct gz_field_view *view;
    bool out_of_room;
};

// The first token that does not begin before a byte.
static uint32_t first_from(const struct gz_field_view *v, size_t byte)
{
    uint32_t low = 0;
    uint32_t high = v->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (v->tokens[middle].begin_byte < byte) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool on_match(void *context, uint32_t regex, size_t begin_byte,
                     size_t end_byte)
{
    struct search *s = context;
    const struct gz_field_view *v = s->view;
    struct gz_matcher *m = s->m;
    const uint32_t begin = first_from(v, begin_byte);
    const uint32_t end = first_from(v, end_byte);
    if (m->walk.budget == 0) {
        return false;
    }
    m->walk.budget--;
    m->counters[m->program->scan_rules[regex]].steps++;
    if (begin >= end || v->tokens[end - 1].end_byte > end_byte ||
        (begin > 0 && v->tokens[begin - 1].end_byte > begin_byte)) {
        return true;
    }
    struct gz_scratch *hits = &m->scans[v->field];
    const struct gz_scan_hit hit = {m->program->scan_rules[regex], begin, end};
    if (!gz_scratch_reserve(hits, (hits->count + (size_t)1) * sizeof(hit))) {
        s->out_of_room = true;
        return false;
    }
    ((struct gz_scan_hit *)hits->data)[hits->count++] = hit;
    return true;
}

static int order_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

// By rule, then begin, longer ones first.
static int order_hits(const void *a, const void *b)
{
    const struct gz_scan_hit *x = a;
    const struct gz_scan_hit *y = b;
    int order = order_numbers(x->rule, y->rule);
    order = order != 0 ? order : order_numbers(x->begin_token, y->begin_token);
    return order != 0 ? order : order_numbers(y->end_token, x->end_token);
}

static enum gz_status scan(struct gz_matcher *m, enum gz_field field)
{
    struct gz_scratch *hits = &m->scans[field];
    struct search search = {m, &m->views[field], false};
    if (m->scanned[field]) {
        return GZ_OK;
    }
    m->scanned[field] = true;
    hits->count = 0;
    const enum gz_status st =
        gz_regex_set_scan(m->program->scan_regexes, &m->regex.memory,
                          m->views[field].text, on_match, &search);
    if (hits->count > 0) {
        qsort(hits->data, hits->count, sizeof(struct gz_scan_hit), order_hits);
    }
    m->truncated = m->truncated || m->walk.budget == 0;
    return search.out_of_room ? GZ_NO_MEMORY : st;
}

static bool wanted(const struct gz_matcher *m, const struct gz_field_view *v,
                   const struct gz_scan_hit *hit, uint32_t group)
{
    const struct gz_program_rule *rule = &m->program->rules[hit->rule];
    const uint32_t byte = v->tokens[hit->begin_token].begin_byte;
    return rule->group == group && m->packs[rule->pack] &&
           gz_matcher_in_zone(m, rule, v->field, byte);
}

static enum gz_status take(struct gz_matcher *m, struct gz_field_view *v,
                           const struct gz_scan_hit *hit)
{
    const struct gz_program_rule *rule = &m->program->rules[hit->rule];
    const uint32_t sentence = v->sentence_of[hit->begin_token];
    const struct gz_walk_end end = {.place = hit->end_token};
    struct gz_scratch *s = &m->matches;
    uint32_t guard;
    m->walk.view = v;
    if (gz_matcher_forbidden(m, rule, &end, sentence, &guard)) {
        m->counters[hit->rule].guarded++;
        return GZ_OK;
    }
    const struct gz_match match = {
        .rule = hit->rule,
        .field = v->field,
        .sentence = sentence,
        .begin_token = hit->begin_token,
        .end_token = hit->end_token,
    };
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(match))) {
        return GZ_NO_MEMORY;
    }
    ((struct gz_match *)s->data)[s->count++] = match;
    m->counters[hit->rule].matches++;
    return GZ_OK;
}

enum gz_status gz_matcher_scan(struct gz_matcher *m, uint32_t group,
                               enum gz_field field)
{
    if (m->program->scan_regexes == NULL || m->views[field].count == 0) {
        return GZ_OK;
    }
    enum gz_status st = scan(m, field);
    const struct gz_scan_hit *hits = m->scans[field].data;
    uint32_t resume = 0;
    for (uint32_t i = 0; i < m->scans[field].count && st == GZ_OK; i++) {
        if (i > 0 && hits[i].rule != hits[i - 1].rule) {
            resume = 0;
        }
        if (hits[i].begin_token < resume ||
            !wanted(m, &m->views[field], &hits[i], group)) {
            continue;
        }
        const uint32_t count = m->matches.count;
        st = take(m, &m->views[field], &hits[i]);
        if (m->matches.count > count) {
            resume = hits[i].end_token;
        }
    }
    return st;
}
