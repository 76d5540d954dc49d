#include "rules/match/sweep.h"

#include "rules/compile/sweep_op.h"

// What is done for each op is compiled once for sentences of less than 64
// tokens, which most are, and once for longer ones.
#define FOR_EACH_LENGTH static inline __attribute__((always_inline))

// A word of a row of the field as one of the area.
static inline uint64_t cut(const struct gz_sweep *s, const uint64_t *row,
                           uint32_t word)
{
    const uint64_t *at = row + s->first_word + word;
    return at[0] >> s->first_bit | at[1] << 1 << (63 - s->first_bit);
}

// The tokens of the area in a word.
FOR_EACH_LENGTH uint64_t tokens_in(const struct gz_sweep *s, uint32_t word,
                                   uint32_t words)
{
    return word + 1 < words ? UINT64_MAX : s->last_tokens;
}

// The places so many before those of a row.
FOR_EACH_LENGTH uint64_t back(const uint64_t *row, uint32_t word,
                              uint32_t places, uint32_t words)
{
    const uint64_t more = word + 1 < words ? row[word + 1] << (64 - places) : 0;
    return row[word] >> places | more;
}

FOR_EACH_LENGTH void fill(uint64_t *out, uint64_t bits, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        out[w] = bits;
    }
}

FOR_EACH_LENGTH bool is_empty(const uint64_t *row, uint32_t words)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < words; w++) {
        any |= row[w];
    }
    return any == 0;
}

FOR_EACH_LENGTH void take_split(const uint64_t *a, const uint64_t *b,
                                uint64_t *out, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        out[w] = a[w] | b[w];
    }
}

FOR_EACH_LENGTH void take_place(const struct gz_sweep *s, const uint64_t *bits,
                                const uint64_t *next, uint64_t *out,
                                uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        out[w] = cut(s, bits, w) & next[w];
    }
}

FOR_EACH_LENGTH void take_token(const struct gz_sweep *s, const uint64_t *bits,
                                const uint64_t *next, uint64_t *out,
                                uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        out[w] =
            cut(s, bits, w) & tokens_in(s, w, words) & back(next, w, 1, words);
    }
}

// A capital letter, and maybe its full stop.
FOR_EACH_LENGTH void take_initial(const struct gz_sweep *s,
                                  const uint64_t *bits, const uint64_t *next,
                                  uint64_t *out, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        out[w] = cut(s, bits, w) & tokens_in(s, w, words) &
                 (back(next, w, 1, words) | back(next, w, 2, words));
    }
}

static bool has(const uint64_t *row, uint32_t place)
{
    return (row[place >> 6] >> (place & 63) & 1) != 0;
}

// A run that ends where what comes next begins, or behind which a list goes on
// with an item, before which an article may stand.
static bool run_fits(const struct gz_sweep *s, const struct gz_trait_run *run,
                     const uint64_t *next, const uint64_t *out)
{
    const uint32_t end = run->end_token - s->area.first_token;
    const uint32_t follow = run->follow - s->area.first_token;
    return end <= s->tokens &&
           (has(next, end) ||
            (run->follow != GZ_TRAIT_RUN_NONE && follow < s->tokens &&
             (has(out, follow) || has(out, follow + 1))));
}

// Runs come from the last in the text to the first, so that what may follow
// one is known.
static void take_runs(const struct gz_sweep *s,
                      const struct gz_trait_rows *rows, uint32_t newest,
                      const uint64_t *next, uint64_t *out)
{
    const struct gz_trait_run *runs = rows->runs.data;
    for (uint32_t i = newest; i != 0; i = runs[i - 1].next) {
        const struct gz_trait_run *run = &runs[i - 1];
        const uint32_t begin = run->begin_token - s->area.first_token;
        if (run->begin_token < s->area.first_token) {
            break;
        }
        if (begin < s->tokens && run_fits(s, run, next, out)) {
            out[begin >> 6] |= UINT64_C(1) << (begin & 63);
        }
    }
}

FOR_EACH_LENGTH void take_phrase(const struct gz_sweep *s,
                                 const struct gz_trait_rows *rows,
                                 const struct gz_trait_row *row,
                                 const uint64_t *next, uint64_t *out,
                                 uint32_t words)
{
    take_token(s, gz_trait_rows_bits(rows, row, 1), next, out, words);
    for (uint32_t tokens = 2; tokens <= GZ_TRAIT_ROW_TOKENS_MAX; tokens++) {
        const uint64_t *bits = gz_trait_rows_bits(rows, row, tokens);
        for (uint32_t w = 0; row->bits[tokens - 1] != 0 && w < words; w++) {
            out[w] |= cut(s, bits, w) & tokens_in(s, w, words) &
                      back(next, w, tokens, words);
        }
    }
    if (row->run != 0) {
        take_runs(s, rows, row->run, next, out);
    }
}

static bool number_fits(const struct gz_sweep *s, const uint64_t *next,
                        uint32_t token)
{
    const uint32_t end = gz_field_view_number(s->view, &s->m->program->known,
                                              token, s->area.end_token);
    return end != GZ_FIELD_NONE && has(next, end - s->area.first_token);
}

static bool regex_fits(const struct gz_sweep *s, const uint64_t *next,
                       uint32_t token, uint32_t regex)
{
    return has(next, token + 1 - s->area.first_token) &&
           gz_token_regex_takes(&s->m->regex, s->view, token, regex);
}

// Tokens of which each has to be asked.
static void take_asked(const struct gz_sweep *s, const struct gz_sweep_op *op,
                       const uint64_t *bits, const uint64_t *next,
                       uint64_t *out, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        uint64_t left = cut(s, bits, w) & tokens_in(s, w, words);
        out[w] = 0;
        for (; left != 0; left &= left - 1) {
            const uint32_t token =
                s->area.first_token + w * 64 + (uint32_t)__builtin_ctzll(left);
            const bool fits = op->kind == GZ_SWEEP_NUMBER
                                  ? number_fits(s, next, token)
                                  : regex_fits(s, next, token, op->u.regex);
            out[w] |= fits ? left & -left : 0;
        }
    }
}

// A gap takes one token more, unless gaps stop there.
FOR_EACH_LENGTH bool widen(const struct gz_sweep *s, uint64_t *out,
                           uint32_t words)
{
    uint64_t more = 0;
    for (uint32_t w = 0; w < words; w++) {
        const uint64_t wide = back(out, w, 1, words) & tokens_in(s, w, words) &
                              ~cut(s, s->view->stops, w);
        more |= wide & ~out[w];
        out[w] |= wide;
    }
    return more != 0;
}

FOR_EACH_LENGTH void take_gap(const struct gz_sweep *s, uint32_t tokens,
                              const uint64_t *next, uint64_t *out,
                              uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        out[w] = next[w];
    }
    while (tokens > 0 && widen(s, out, words)) {
        tokens--;
    }
}

// The places of a trait, or none where the area lacks it.
FOR_EACH_LENGTH void take_trait(const struct gz_sweep *s,
                                struct gz_trait_rows *rows,
                                const struct gz_sweep_op *op,
                                const uint64_t *next, uint64_t *out,
                                uint32_t words)
{
    const struct gz_trait_row *row = gz_matcher_row(rows, op->u.trait);
    if ((row->sentences & s->sentences) == 0) {
        fill(out, 0, words);
    } else if (op->kind == GZ_SWEEP_TOKEN) {
        take_token(s, gz_trait_rows_bits(rows, row, 1), next, out, words);
    } else {
        take_phrase(s, rows, row, next, out, words);
    }
}

// The tokens that have a trait of every field.
static const uint64_t *known(const struct gz_sweep *s, uint32_t trait)
{
    return gz_trait_rows_bits(s->traits, gz_matcher_row(s->traits, trait), 1);
}

// What an op takes before what leads on.
FOR_EACH_LENGTH void take(const struct gz_sweep *s,
                          const struct gz_sweep_op *op, const uint64_t *next,
                          uint64_t *out, uint32_t words)
{
    switch ((enum gz_sweep_kind)op->kind) {
    case GZ_SWEEP_TOKEN:
    case GZ_SWEEP_PHRASE:
        take_trait(s, s->traits, op, next, out, words);
        break;
    case GZ_SWEEP_ITEM:
        take_trait(s, &s->m->items, op, next, out, words);
        break;
    case GZ_SWEEP_FIRST:
        take_place(s, s->view->firsts, next, out, words);
        break;
    case GZ_SWEEP_LAST:
        take_place(s, gz_field_view_lasts(s->view), next, out, words);
        break;
    case GZ_SWEEP_GAP:
        take_gap(s, op->u.tokens, next, out, words);
        break;
    case GZ_SWEEP_INITIAL:
        take_initial(s, known(s, GZ_TRAIT_INITIAL), next, out, words);
        break;
    case GZ_SWEEP_NUMBER:
        take_asked(s, op, known(s, GZ_TRAIT_NUMBER), next, out, words);
        break;
    case GZ_SWEEP_REGEX:
        take_asked(s, op, known(s, GZ_CLASS_ANY), next, out, words);
        break;
    case GZ_SWEEP_ACCEPT:
    case GZ_SWEEP_SPLIT:
        fill(out, UINT64_MAX, words);
        break;
    }
}

// Each op is a step for each word, as long as it is not known that there is no
// place; there is room for all and the budget allows them.
FOR_EACH_LENGTH const uint64_t *run(const struct gz_sweep *s,
                                    const struct gz_sweep_op *ops,
                                    uint32_t count, uint32_t words)
{
    uint64_t *rows = s->m->rows.data;
    uint64_t *out = rows;
    bool possible = true;
    uint32_t i = 1;
    fill(out, UINT64_MAX, words);
    for (; i < count && possible; i++) {
        const struct gz_sweep_op *op = &ops[i];
        const uint64_t *next = rows + op->next * words;
        out += words;
        if (op->kind == GZ_SWEEP_SPLIT) {
            take_split(next, rows + op->u.other * words, out, words);
        } else if (is_empty(next, words)) {
            fill(out, 0, words);
        } else {
            take(s, op, next, out, words);
        }
        possible = !op->needed || !is_empty(out, words);
    }
    s->m->walk.budget -= (uint64_t)i * words;
    return possible ? out : NULL;
}

void gz_sweep_open(struct gz_matcher *m, uint32_t sentence, uint32_t within,
                   struct gz_sweep *s)
{
    struct gz_field_view *v = m->walk.view;
    const uint32_t first = v->sentences[sentence].first_token;
    const uint32_t end = gz_matcher_window_end(v, sentence, within);
    *s = (struct gz_sweep){
        .m = m,
        .view = v,
        .traits = &m->words[v->field],
        .area = {first, end},
        .sentences = within > 1 ? UINT64_MAX : UINT64_C(1) << (sentence & 63),
        .last_tokens = (UINT64_C(1) << ((end - first) & 63)) - 1,
        .tokens = end - first,
        .words = (end - first) / 64 + 1,
        .first_word = first >> 6,
        .first_bit = first & 63,
    };
}

const uint64_t *gz_sweep_run(const struct gz_sweep *s,
                             const struct gz_unit *unit)
{
    struct gz_matcher *m = s->m;
    const struct gz_sweep_op *ops =
        (const struct gz_sweep_op *)(const void *)m->program->sweeps.data +
        unit->sweep;
    const uint64_t steps = (uint64_t)unit->sweep_count * s->words;
    if (m->walk.budget < steps) {
        m->walk.budget = 0;
        return NULL;
    }
    if (!gz_scratch_reserve(&m->rows, steps * sizeof(uint64_t))) {
        m->walk.out_of_room = true;
        return NULL;
    }
    return s->words == 1 ? run(s, ops, unit->sweep_count, 1)
                         : run(s, ops, unit->sweep_count, s->words);
}
