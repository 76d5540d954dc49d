#ifndef GZ_SWEEP_ROWS_BODY_H
#define GZ_SWEEP_ROWS_BODY_H

// The body of all ways of sweep_rows.h, in files that include it, each with
// REGISTER_WORDS, the words that a register takes.  Rows may be
// read behind their end as far as the last lanes reach: what stands there is
// outside the area, where no row of an op has a bit.

#include "rules/match/sweep_rows.h"

// Compiled once for rows of one step, which most are, and once for longer ones.
#define FOR_EACH_LENGTH static inline __attribute__((always_inline))

// Several words of a row, wherever it begins.
typedef uint64_t lanes __attribute__((vector_size(REGISTER_WORDS * 8)));
typedef lanes loose_lanes __attribute__((aligned(8), may_alias));

static inline lanes load(const uint64_t *row)
{
    return *(const loose_lanes *)(const void *)row;
}

static inline void store(uint64_t *row, lanes bits)
{
    *(loose_lanes *)(void *)row = bits;
}

static inline uint64_t together(lanes bits)
{
    uint64_t all = bits[0];
    for (int i = 1; i < REGISTER_WORDS; i++) {
        all |= bits[i];
    }
    return all;
}

_Static_assert(GZ_SWEEP_LANES % REGISTER_WORDS == 0,
               "rows are whole registers");
_Static_assert(GZ_SWEEP_LANES <= GZ_ROW_SPARE,
               "rows are read behind their end");

// A row moved back by 1 to 63 places.
static inline lanes shift(const uint64_t *row, uint32_t places)
{
    return load(row) >> places | load(row + 1) << (64 - places);
}

// The places before those of a row, or before the end of a sentence.
static inline lanes back(const struct gz_sweep *s,
                         const struct gz_sweep_next *next, uint32_t word)
{
    const lanes final = load(s->finals + word);
    return (shift(next->row + word, 1) & ~final) |
           (final & load(s->area + word) & next->ends);
}

// The same, several places before.
static inline lanes back_far(const struct gz_sweep *s,
                             const struct gz_sweep_next *next, uint32_t word,
                             uint32_t places)
{
    const lanes final = shift(s->finals + word, places - 1);
    return (shift(next->row + word, places) & ~final) |
           (final & load(s->area + word) & next->ends);
}

// A row of the field from the first word on.
static inline const uint64_t *part(const struct gz_sweep *s,
                                   const uint64_t *row)
{
    return row + s->first_word;
}

FOR_EACH_LENGTH uint64_t clear(uint64_t *out, uint32_t words)
{
    for (uint32_t w = 0; w < words; w += REGISTER_WORDS) {
        store(out + w, (lanes){0});
    }
    return 0;
}

FOR_EACH_LENGTH uint64_t take_split(const uint64_t *a, const uint64_t *b,
                                    uint64_t *out, uint32_t words)
{
    lanes any = {0};
    for (uint32_t w = 0; w < words; w += REGISTER_WORDS) {
        const lanes bits = load(a + w) | load(b + w);
        store(out + w, bits);
        any |= bits;
    }
    return together(any);
}

FOR_EACH_LENGTH uint64_t take_place(const uint64_t *places,
                                    const uint64_t *next, uint64_t *out,
                                    uint32_t words)
{
    lanes any = {0};
    for (uint32_t w = 0; w < words; w += REGISTER_WORDS) {
        const lanes bits = load(places + w) & load(next + w);
        store(out + w, bits);
        any |= bits;
    }
    return together(any);
}

FOR_EACH_LENGTH uint64_t take_token(const struct gz_sweep *s,
                                    const uint64_t *tokens,
                                    const struct gz_sweep_next *next,
                                    uint64_t *out, uint32_t words)
{
    lanes any = {0};
    for (uint32_t w = 0; w < words; w += REGISTER_WORDS) {
        const lanes bits = load(tokens + w) & back(s, next, w);
        store(out + w, bits);
        any |= bits;
    }
    return together(any);
}

// Add what is of several tokens.
FOR_EACH_LENGTH uint64_t add_far(const struct gz_sweep *s,
                                 const uint64_t *tokens, uint32_t places,
                                 const struct gz_sweep_next *next,
                                 uint64_t *out, uint32_t words)
{
    lanes any = {0};
    for (uint32_t w = 0; w < words; w += REGISTER_WORDS) {
        const lanes bits = load(tokens + w) & back_far(s, next, w, places);
        store(out + w, load(out + w) | bits);
        any |= bits;
    }
    return together(any);
}

FOR_EACH_LENGTH uint64_t take_phrase(const struct gz_sweep *s,
                                     const struct gz_trait_rows *rows,
                                     const struct gz_trait_row *row,
                                     const struct gz_sweep_next *next,
                                     uint64_t *out, uint32_t words)
{
    uint64_t any = take_token(s, part(s, gz_trait_rows_bits(rows, row, 1)),
                              next, out, words);
    for (uint32_t tokens = 2; tokens <= GZ_TRAIT_ROW_TOKENS_MAX; tokens++) {
        if (row->bits[tokens - 1] != 0) {
            any |= add_far(s, part(s, gz_trait_rows_bits(rows, row, tokens)),
                           tokens, next, out, words);
        }
    }
    return row->run == 0
               ? any
               : any | gz_sweep_take_runs(s, rows, row->run, next, out);
}

// A gap takes one token more, unless gaps stop there.
FOR_EACH_LENGTH bool widen(const struct gz_sweep *s, uint64_t ends,
                           uint64_t *out, uint32_t words)
{
    const uint64_t *stops = part(s, s->view->stops);
    const struct gz_sweep_next next = {out, ends};
    lanes more = {0};
    for (uint32_t w = 0; w < words; w += REGISTER_WORDS) {
        const lanes before = load(out + w);
        const lanes wide =
            back(s, &next, w) & load(s->area + w) & ~load(stops + w);
        more |= wide & ~before;
        store(out + w, before | wide);
    }
    return together(more) != 0;
}

FOR_EACH_LENGTH uint64_t take_gap(const struct gz_sweep *s, uint32_t tokens,
                                  const struct gz_sweep_next *next,
                                  uint64_t *out, uint32_t words)
{
    take_split(next->row, next->row, out, words);
    while (tokens > 0 && widen(s, next->ends, out, words)) {
        tokens--;
    }
    return take_split(out, out, out, words);
}

// The places of a trait, or none where what is swept lacks it.
FOR_EACH_LENGTH uint64_t take_trait(const struct gz_sweep *s,
                                    struct gz_trait_rows *rows,
                                    const struct gz_sweep_op *op,
                                    const struct gz_sweep_next *next,
                                    uint64_t *out, uint32_t words)
{
    const struct gz_trait_row *row = gz_matcher_row(rows, op->u.trait);
    if ((row->sentences & s->sentences) == 0) {
        return clear(out, words);
    }
    return op->kind == GZ_SWEEP_TOKEN
               ? take_token(s, part(s, gz_trait_rows_bits(rows, row, 1)), next,
                            out, words)
               : take_phrase(s, rows, row, next, out, words);
}

// The tokens that have a trait of every field.
static inline const uint64_t *known(const struct gz_sweep *s, uint32_t trait)
{
    const struct gz_trait_row *row = gz_matcher_row(s->traits, trait);
    return part(s, gz_trait_rows_bits(s->traits, row, 1));
}

// A capital letter, and maybe its full stop.
FOR_EACH_LENGTH uint64_t take_initial(const struct gz_sweep *s,
                                      const struct gz_sweep_next *next,
                                      uint64_t *out, uint32_t words)
{
    const uint64_t *initials = known(s, GZ_TRAIT_INITIAL);
    return take_token(s, initials, next, out, words) |
           add_far(s, initials, 2, next, out, words);
}

// What an op takes before what leads on; all bits of its row together.
FOR_EACH_LENGTH uint64_t take(const struct gz_sweep *s,
                              const struct gz_sweep_op *op,
                              const struct gz_sweep_next *next, uint64_t *out,
                              uint32_t words)
{
    switch ((enum gz_sweep_kind)op->kind) {
    case GZ_SWEEP_TOKEN:
    case GZ_SWEEP_PHRASE:
        return take_trait(s, s->traits, op, next, out, words);
    case GZ_SWEEP_ITEM:
        return take_trait(s, &s->m->items, op, next, out, words);
    case GZ_SWEEP_FIRST:
        return take_place(part(s, s->view->firsts), next->row, out, words);
    case GZ_SWEEP_LAST:
        return take_place(part(s, gz_field_view_lasts(s->view)), next->row, out,
                          words);
    case GZ_SWEEP_GAP:
        return take_gap(s, op->u.tokens, next, out, words);
    case GZ_SWEEP_INITIAL:
        return take_initial(s, next, out, words);
    case GZ_SWEEP_NUMBER:
        clear(out, words);
        return gz_sweep_take_numbers(s, known(s, GZ_TRAIT_NUMBER), next, out);
    case GZ_SWEEP_ACCEPT:
    case GZ_SWEEP_SPLIT:
        break;
    }
    return clear(out, words);
}

static inline bool may_end(const struct gz_sweep_op *op)
{
    return (op->flags & GZ_SWEEP_ENDS) != 0;
}

// Each op is a step for each word, as long as it is not known that there is no
// place.
FOR_EACH_LENGTH const uint64_t *take_all(const struct gz_sweep *s,
                                         const struct gz_sweep_op *ops,
                                         uint32_t count, uint32_t words)
{
    const uint32_t stride = words + GZ_SWEEP_LANES;
    uint64_t *rows = s->m->rows.data;
    uint64_t *out = rows;
    bool possible = true;
    uint32_t i = 1;
    out[words + 1] = take_split(s->area, s->area, out, words);
    out[words] = 0;
    for (; i < count && possible; i++) {
        const struct gz_sweep_op *op = &ops[i];
        const struct gz_sweep_next next = {
            rows + op->next * stride, may_end(&ops[op->next]) ? UINT64_MAX : 0};
        uint64_t any;
        out += stride;
        out[words] = 0;
        if (op->kind == GZ_SWEEP_SPLIT) {
            any = take_split(next.row, rows + op->other * stride, out, words);
        } else if ((next.row[words + 1] | next.ends) == 0) {
            any = clear(out, words);
        } else {
            any = take(s, op, &next, out, words);
        }
        if ((op->flags & GZ_SWEEP_OR) != 0) {
            any = take_split(out, rows + op->other * stride, out, words);
        }
        out[words + 1] = any;
        possible =
            any != 0 || may_end(op) || (op->flags & GZ_SWEEP_NEEDED) == 0;
    }
    s->m->walk.budget -= (uint64_t)i * s->words;
    return possible ? out : NULL;
}

static inline const uint64_t *take_ops(const struct gz_sweep *s,
                                       const struct gz_sweep_op *ops,
                                       uint32_t count)
{
    return s->words <= GZ_SWEEP_LANES
               ? take_all(s, ops, count, GZ_SWEEP_LANES)
               : take_all(s, ops, count, gz_sweep_row_words(s));
}

#endif
