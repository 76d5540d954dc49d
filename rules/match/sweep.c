// What is swept, and the ops that ask for more than bits.

#include "rules/match/sweep.h"

#include <string.h>

#include "rules/match/item_chain.h"
#include "rules/match/sweep_rows.h"

// Whether a row has a place of the field.
static bool has(const struct gz_sweep *s, const uint64_t *row, uint32_t place)
{
    return (row[(place >> 6) - s->first_word] >> (place & 63) & 1) != 0;
}

// The end of the tokens that a match may take which has this one.
static uint32_t limit_of(const struct gz_sweep *s, uint32_t token)
{
    const struct gz_field_view *v = s->view;
    return s->stretch ? s->end_token
                      : v->sentences[v->sentence_of[token]].end_token;
}

// Whether what comes next may begin at a place, before a limit or there.
static bool leads_on(const struct gz_sweep *s, const struct gz_sweep_next *next,
                     uint32_t place, uint32_t limit)
{
    return place < limit ? has(s, next->row, place)
                         : place == limit && next->ends != 0;
}

// Whether a list goes on behind a run with an item, before which an article or
// what it is may stand.
static bool run_goes_on(const struct gz_sweep *s,
                        const struct gz_trait_run *run, uint32_t limit,
                        const uint64_t *out)
{
    if (run->follow >= limit) {
        return false;
    }
    const uint32_t described = gz_item_chain_described(s->view, run->follow);
    return has(s, out, run->follow) || has(s, out, run->follow + 1) ||
           (described < limit && has(s, out, described));
}

// A run that ends where what comes next begins, or behind which a list goes on.
static bool run_fits(const struct gz_sweep *s, const struct gz_trait_run *run,
                     const struct gz_sweep_next *next, const uint64_t *out)
{
    const uint32_t limit = limit_of(s, run->begin_token);
    return run->end_token <= limit &&
           (leads_on(s, next, run->end_token, limit) ||
            run_goes_on(s, run, limit, out));
}

// Runs come from the last in the text to the first, so that what may follow
// one is known.
uint64_t gz_sweep_take_runs(const struct gz_sweep *s,
                            const struct gz_trait_rows *rows, uint32_t newest,
                            const struct gz_sweep_next *next, uint64_t *out)
{
    const struct gz_trait_run *runs = rows->runs.data;
    uint64_t any = 0;
    for (uint32_t i = newest; i != 0; i = runs[i - 1].next) {
        const struct gz_trait_run *run = &runs[i - 1];
        const uint32_t word = run->begin_token >> 6;
        if (word < s->first_word) {
            break;
        }
        if (run->begin_token < s->end_token &&
            has(s, s->area, run->begin_token) && run_fits(s, run, next, out)) {
            any |= UINT64_C(1) << (run->begin_token & 63);
            out[word - s->first_word] |= UINT64_C(1) << (run->begin_token & 63);
        }
    }
    return any;
}

static bool number_fits(const struct gz_sweep *s,
                        const struct gz_sweep_next *next, uint32_t token)
{
    const uint32_t limit = limit_of(s, token);
    const uint32_t end =
        gz_field_view_number(s->view, &s->m->program->known, token, limit);
    return end != GZ_FIELD_NONE && leads_on(s, next, end, limit);
}

uint64_t gz_sweep_take_numbers(const struct gz_sweep *s, const uint64_t *bits,
                               const struct gz_sweep_next *next, uint64_t *out)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < s->words; w++) {
        uint64_t left = bits[w] & s->area[w];
        for (; left != 0; left &= left - 1) {
            const uint32_t token =
                (s->first_word + w) * 64 + (uint32_t)__builtin_ctzll(left);
            out[w] |= number_fits(s, next, token) ? left & -left : 0;
        }
        any |= out[w];
    }
    return any;
}

// Add tokens, of which there is one, to a row.
static void add_tokens(const struct gz_sweep *s, uint64_t *row, uint32_t first,
                       uint32_t end)
{
    const uint32_t last = end - 1;
    uint32_t w = (first >> 6) - s->first_word;
    const uint32_t last_word = (last >> 6) - s->first_word;
    uint64_t bits = UINT64_MAX << (first & 63);
    for (; w < last_word; w++) {
        row[w] |= bits;
        bits = UINT64_MAX;
    }
    row[w] |= bits & (UINT64_MAX >> (63 - (last & 63)));
}

// Room for two rows of the area, of no bits, of tokens of which there is one.
static uint64_t *open_rows(struct gz_sweep *s, uint32_t first, uint32_t end)
{
    s->first_word = first >> 6;
    s->words = (end - 1) / 64 - s->first_word + 1;
    s->end_token = end;
    const size_t row = gz_sweep_row_words(s) + (size_t)GZ_SWEEP_LANES;
    const size_t bytes = 2 * row * sizeof(uint64_t);
    if (!gz_scratch_reserve(&s->m->areas, bytes)) {
        s->m->walk.out_of_room = true;
        return NULL;
    }
    memset(s->m->areas.data, 0, bytes);
    return s->m->areas.data;
}

static struct gz_sweep begin(struct gz_matcher *m)
{
    struct gz_field_view *v = m->walk.view;
    return (struct gz_sweep){.m = m, .view = v, .traits = &m->words[v->field]};
}

bool gz_sweep_open(struct gz_matcher *m, uint32_t sentence, uint32_t within,
                   struct gz_sweep *s)
{
    const struct gz_field_view *v = m->walk.view;
    const uint32_t first = v->sentences[sentence].first_token;
    const uint32_t end = gz_matcher_window_end(v, sentence, within);
    *s = begin(m);
    s->stretch = true;
    s->sentences = within > 1 ? UINT64_MAX : UINT64_C(1) << (sentence & 63);
    uint64_t *area = open_rows(s, first, end);
    if (area == NULL) {
        return false;
    }
    uint64_t *finals = area + gz_sweep_row_words(s) + GZ_SWEEP_LANES;
    add_tokens(s, area, first, end);
    add_tokens(s, finals, end - 1, end);
    s->area = area;
    s->finals = finals;
    return true;
}

// Add the sentences to the area that has room for the first and the last.
static void add_sentences(const struct gz_sweep *s, uint64_t *area)
{
    const struct gz_field_view *v = s->view;
    for (uint32_t from = 0; from < v->sentence_count; from += 64) {
        for (uint64_t left = s->sentences; left != 0; left &= left - 1) {
            const uint32_t i = from + (uint32_t)__builtin_ctzll(left);
            if (i >= v->sentence_count) {
                return;
            }
            add_tokens(s, area, v->sentences[i].first_token,
                       v->sentences[i].end_token);
        }
    }
}

bool gz_sweep_open_all(struct gz_matcher *m, uint64_t sentences,
                       struct gz_sweep *s)
{
    const struct gz_field_view *v = m->walk.view;
    const uint32_t first =
        sentences == 0 ? UINT32_MAX : (uint32_t)__builtin_ctzll(sentences);
    uint32_t last = v->sentence_count;
    *s = begin(m);
    s->sentences = sentences;
    if (first >= last) {
        return false;
    }
    do {
        last--;
    } while ((sentences >> (last & 63) & 1) == 0);
    uint64_t *area = open_rows(s, v->sentences[first].first_token,
                               v->sentences[last].end_token);
    if (area == NULL) {
        return false;
    }
    add_sentences(s, area);
    s->area = area;
    s->finals = v->finals + s->first_word;
    return true;
}

const uint64_t *gz_sweep_run(const struct gz_sweep *s,
                             const struct gz_unit *unit)
{
    struct gz_matcher *m = s->m;
    const struct gz_sweep_op *ops =
        (const struct gz_sweep_op *)(const void *)m->program->sweeps.data +
        unit->sweep;
    const uint32_t count = unit->sweep_count;
    const size_t row = gz_sweep_row_words(s) + (size_t)GZ_SWEEP_LANES;
    if (m->walk.budget < (uint64_t)count * s->words) {
        m->walk.budget = 0;
        return NULL;
    }
    if (!gz_scratch_reserve(&m->rows, count * row * sizeof(uint64_t))) {
        m->walk.out_of_room = true;
        return NULL;
    }
    return m->sweep(s, ops, count);
}
