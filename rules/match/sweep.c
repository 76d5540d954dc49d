#include "rules/match/sweep.h"

#include <string.h>

#include "rules/compile/sweep_op.h"

// A sweep on its way.  Rows are of the area; each has a word more, for the
// place behind, and what leads nowhere has none.
struct sweep {
    struct gz_matcher *m;
    struct gz_field_view *view;
    const struct gz_trait_rows *traits;
    const struct gz_sweep_area *area;
    const uint64_t **rows;  // of each op so far
    uint32_t words;
    bool across;
};

static bool has(const uint64_t *bits, uint32_t place)
{
    return (bits[place >> 6] >> (place & 63) & 1) != 0;
}

// The places one before those of a word of a row.
static uint64_t back(const uint64_t *row, uint32_t word)
{
    return row[word] >> 1 | row[word + 1] << 63;
}

static uint64_t back_two(const uint64_t *row, uint32_t word)
{
    return row[word] >> 2 | row[word + 1] << 62;
}

// A trait's bits in the area, or NULL when no sentence that counts has it.
static const uint64_t *bits_of(const struct sweep *s, uint32_t trait)
{
    const uint64_t *bits = gz_trait_rows_bits(s->traits, trait);
    const uint64_t sentences =
        s->traits->of[trait].sentences & s->area->sentences;
    return bits == NULL || sentences == 0 ? NULL : bits + s->area->first_word;
}

static bool take_accept(const struct sweep *s, uint64_t *out)
{
    memset(out, 0xff, (s->words + (size_t)1) * sizeof(*out));
    return true;
}

static bool take_token(const struct sweep *s, const uint64_t *bits,
                       const uint64_t *next, uint64_t *restrict out)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < s->words; w++) {
        out[w] = bits[w] & back(next, w);
        any |= out[w];
    }
    return any != 0;
}

static bool take_initial(const struct sweep *s, const uint64_t *bits,
                         const uint64_t *next, uint64_t *restrict out)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < s->words; w++) {
        out[w] = bits[w] & (back(next, w) | back_two(next, w));
        any |= out[w];
    }
    return any != 0;
}

static bool take_split(const struct sweep *s, const uint64_t *a,
                       const uint64_t *b, uint64_t *restrict out)
{
    for (uint32_t w = 0; w < s->words; w++) {
        out[w] = a[w] | b[w];
    }
    return true;
}

static bool take_place(const struct sweep *s, const uint64_t *bits,
                       const uint64_t *next, uint64_t *restrict out)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < s->words; w++) {
        out[w] = bits[s->area->first_word + w] & next[w];
        any |= out[w];
    }
    return any != 0;
}

// Those that are alone first, since lists of items end with such.  Runs come
// from the last in the text to the first, so what may follow one is known.
static bool take_phrase(const struct sweep *s, uint32_t trait,
                        const uint64_t *bits, const uint64_t *next,
                        uint64_t *restrict out)
{
    const uint32_t first = s->area->first_word * 64;
    const uint32_t places = s->words * 64;
    const struct gz_trait_run *runs = s->traits->runs.data;
    bool any = take_token(s, bits, next, out);
    for (uint32_t i = s->traits->of[trait].run; i != 0; i = runs[i - 1].next) {
        const struct gz_trait_run *run = &runs[i - 1];
        const uint32_t begin = run->begin_token - first;
        const uint32_t end = run->end_token - first;
        const uint32_t follow = run->follow - first;
        if (run->begin_token < first || end >= places) {
            continue;
        }
        // An article may come before what follows.
        if (has(next, end) ||
            (run->follow != GZ_TRAIT_RUN_ALONE && follow + 1 < places &&
             (has(out, follow) || has(out, follow + 1)))) {
            out[begin >> 6] |= UINT64_C(1) << (begin & 63);
            any = true;
        }
    }
    return any;
}

static bool number_fits(const struct sweep *s, const uint64_t *next,
                        uint32_t token)
{
    const struct gz_field_view *v = s->view;
    const uint32_t limit =
        s->across ? v->count : v->sentences[v->sentence_of[token]].end_token;
    const uint32_t end =
        gz_field_view_number(v, &s->m->program->known, token, limit);
    const uint32_t place = end - s->area->first_word * 64;
    return end != GZ_FIELD_NONE && place < s->words * 64 && has(next, place);
}

static bool regex_fits(const struct sweep *s, const uint64_t *next,
                       uint32_t token, uint32_t regex)
{
    const uint32_t place = token + 1 - s->area->first_word * 64;
    return has(next, place) &&
           gz_token_regex_takes(&s->m->regex, s->view, token, regex);
}

// Tokens of which each has to be asked.
static bool take_asked(const struct sweep *s, const struct gz_sweep_op *op,
                       const uint64_t *bits, const uint64_t *next,
                       uint64_t *restrict out)
{
    bool any = false;
    for (uint32_t w = 0; w < s->words; w++) {
        out[w] = 0;
        for (uint64_t left = bits[w]; left != 0; left &= left - 1) {
            const uint32_t token = (s->area->first_word + w) * 64 +
                                   (uint32_t)__builtin_ctzll(left);
            if (op->kind == GZ_SWEEP_NUMBER
                    ? number_fits(s, next, token)
                    : regex_fits(s, next, token, op->regex)) {
                out[w] |= left & -left;
                any = true;
            }
        }
    }
    return any;
}

// One token more that a gap may take: none at which gaps stop, and no first
// one of a sentence, unless the gap begins there.
static bool widen(const struct sweep *s, const uint64_t *next, bool begin,
                  uint64_t *out)
{
    const uint64_t *stops = s->view->stops + s->area->first_word;
    const uint64_t *firsts = s->view->firsts + s->area->first_word;
    uint64_t more = 0;
    for (uint32_t w = 0; w < s->words; w++) {
        const uint64_t no = stops[w] | (begin || s->across ? 0 : firsts[w]);
        const uint64_t wide = next[w] | out[w] | (back(out, w) & ~no);
        more |= wide & ~out[w];
        out[w] = wide;
    }
    return more != 0;
}

static bool take_gap(const struct sweep *s, uint32_t tokens,
                     const uint64_t *next, uint64_t *out)
{
    memcpy(out, next, s->words * sizeof(*out));
    for (uint32_t i = 1; i < tokens && widen(s, next, false, out); i++) {
    }
    (void)widen(s, next, true, out);
    return true;
}

static bool take(const struct sweep *s, const struct gz_sweep_op *op,
                 const uint64_t *next, uint64_t *out)
{
    const uint64_t *bits = bits_of(s, op->trait);
    switch ((enum gz_sweep_kind)op->kind) {
    case GZ_SWEEP_FIRST:
        return take_place(s, s->view->firsts, next, out);
    case GZ_SWEEP_LAST:
        return take_place(s, gz_field_view_lasts(s->view), next, out);
    case GZ_SWEEP_GAP:
        return take_gap(s, op->tokens, next, out);
    case GZ_SWEEP_TOKEN:
        return bits != NULL && take_token(s, bits, next, out);
    case GZ_SWEEP_INITIAL:
        return take_initial(s, bits, next, out);
    case GZ_SWEEP_PHRASE:
        return bits != NULL && take_phrase(s, op->trait, bits, next, out);
    case GZ_SWEEP_NUMBER:
    case GZ_SWEEP_REGEX:
        return take_asked(s, op, bits, next, out);
    case GZ_SWEEP_ACCEPT:
    case GZ_SWEEP_SPLIT:
        break;
    }
    return take_accept(s, out);
}

// The row of an op: a new one, or that of one behind it.
static const uint64_t *row_of(const struct sweep *s,
                              const struct gz_sweep_op *op, uint64_t *out)
{
    const uint64_t *next = s->rows[op->next];
    out[s->words] = 0;
    if (op->kind == GZ_SWEEP_ACCEPT) {
        return take_accept(s, out) ? out : NULL;
    }
    if (op->kind == GZ_SWEEP_SPLIT) {
        const uint64_t *other = s->rows[op->other];
        if (next == NULL || other == NULL) {
            return next == NULL ? other : next;
        }
        return take_split(s, next, other, out) ? out : NULL;
    }
    return next != NULL && take(s, op, next, out) ? out : NULL;
}

static bool make_room(struct gz_matcher *m, uint32_t ops, uint32_t words)
{
    if (gz_scratch_reserve(&m->swept, ops * sizeof(uint64_t *)) &&
        gz_scratch_reserve(&m->rows, (size_t)ops * (words + 1) *
                                         sizeof(uint64_t))) {
        return true;
    }
    m->walk.out_of_room = true;
    return false;
}

const uint64_t *gz_sweep_run(struct gz_matcher *m, const struct gz_unit *unit,
                             const struct gz_sweep_area *area)
{
    const struct gz_sweep_op *ops =
        (const struct gz_sweep_op *)(const void *)m->program->sweeps.data +
        unit->sweep;
    const uint32_t words = area->end_word - area->first_word;
    const uint64_t steps = (uint64_t)unit->sweep_count * words;
    if (m->walk.budget < steps) {
        m->walk.budget = 0;
        return NULL;
    }
    m->walk.budget -= steps;
    if (!make_room(m, unit->sweep_count, words)) {
        return NULL;
    }
    const struct sweep s = {
        .m = m,
        .view = m->walk.view,
        .traits = &m->traits[m->walk.view->field],
        .area = area,
        .rows = m->swept.data,
        .words = words,
        .across = area->across,
    };
    uint64_t *out = m->rows.data;
    s.rows[0] = NULL;
    for (uint32_t i = 0; i < unit->sweep_count; i++) {
        s.rows[i] = row_of(&s, &ops[i], out);
        out += s.rows[i] == out ? words + 1 : 0;
    }
    return s.rows[unit->sweep_count - 1];
}
