#include "rules/match/sweep.h"

#include "rules/compile/sweep_op.h"

// What is done for each op is compiled once for sentences of less than 64
// tokens, which most are, and once for longer ones.
#define FOR_EACH_LENGTH static inline __attribute__((always_inline))

// A sweep on its way.  A row that leads nowhere is NULL.
struct sweep {
    struct gz_matcher *m;
    struct gz_field_view *view;
    const struct gz_trait_rows *traits;
    const struct gz_sweep_area *area;
    uint64_t sentences;  // modulo 64
    uint32_t tokens;
    uint32_t first_word;  // of the field's rows, and bit in it
    uint32_t first_bit;
    const uint64_t **rows;  // of each op so far
    uint64_t *out;          // where the next may be
};

static bool has(const uint64_t *row, uint32_t place)
{
    return (row[place >> 6] >> (place & 63) & 1) != 0;
}

// A word of a row of the field as one of the area.
static inline uint64_t cut(const struct sweep *s, const uint64_t *row,
                           uint32_t word)
{
    const uint64_t *at = row + s->first_word + word;
    return at[0] >> s->first_bit | at[1] << 1 << (63 - s->first_bit);
}

// The tokens of the area in a word.
FOR_EACH_LENGTH uint64_t tokens_in(const struct sweep *s, uint32_t word,
                                   uint32_t words)
{
    return word + 1 < words ? UINT64_MAX
                            : (UINT64_C(1) << (s->tokens & 63)) - 1;
}

// The places so many before those of a row.
FOR_EACH_LENGTH uint64_t back(const uint64_t *row, uint32_t word,
                              uint32_t places, uint32_t words)
{
    const uint64_t more =
        word + 1 < words ? row[word + 1] << (64 - places) : 0;
    return row[word] >> places | more;
}

FOR_EACH_LENGTH bool take_accept(const struct sweep *s, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] = UINT64_MAX;
    }
    return true;
}

FOR_EACH_LENGTH bool take_place(const struct sweep *s, const uint64_t *bits,
                                const uint64_t *next, uint32_t words)
{
    uint64_t any = 0;
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] = cut(s, bits, w) & next[w];
        any |= s->out[w];
    }
    return any != 0;
}

// What is so many tokens long.
FOR_EACH_LENGTH uint64_t take_tokens(const struct sweep *s, uint32_t trait,
                                     uint32_t tokens, const uint64_t *next,
                                     uint32_t words)
{
    const uint64_t *bits = gz_trait_rows_bits(s->traits, trait, tokens);
    uint64_t any = 0;
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] |= cut(s, bits, w) & tokens_in(s, w, words) &
                     back(next, w, tokens, words);
        any |= s->out[w];
    }
    return any;
}

FOR_EACH_LENGTH bool take_token(const struct sweep *s, uint32_t trait,
                                const uint64_t *next, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] = 0;
    }
    return take_tokens(s, trait, 1, next, words) != 0;
}

// A capital letter, and maybe its full stop.
FOR_EACH_LENGTH bool take_initial(const struct sweep *s, const uint64_t *next,
                                  uint32_t words)
{
    const uint64_t *bits =
        gz_trait_rows_bits(s->traits, GZ_TRAIT_INITIAL, 1);
    uint64_t any = 0;
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] = cut(s, bits, w) & tokens_in(s, w, words) &
                    (back(next, w, 1, words) | back(next, w, 2, words));
        any |= s->out[w];
    }
    return any != 0;
}

// A run that ends where what comes next begins, or behind which a list goes on
// with an item, before which an article may stand.
static bool run_fits(const struct sweep *s, const struct gz_trait_run *run,
                     const uint64_t *next)
{
    const uint32_t end = run->end_token - s->area->first_token;
    const uint32_t follow = run->follow - s->area->first_token;
    return end <= s->tokens &&
           (has(next, end) ||
            (run->follow != GZ_TRAIT_RUN_NONE && follow < s->tokens &&
             (has(s->out, follow) || has(s->out, follow + 1))));
}

// Runs come from the last in the text to the first, so that what may follow
// one is known.
static bool take_runs(const struct sweep *s, uint32_t trait,
                      const uint64_t *next)
{
    const struct gz_trait_run *runs = s->traits->runs.data;
    bool any = false;
    for (uint32_t i = s->traits->of[trait].run; i != 0; i = runs[i - 1].next) {
        const struct gz_trait_run *run = &runs[i - 1];
        const uint32_t begin = run->begin_token - s->area->first_token;
        if (run->begin_token < s->area->first_token) {
            break;
        }
        if (begin < s->tokens && run_fits(s, run, next)) {
            s->out[begin >> 6] |= UINT64_C(1) << (begin & 63);
            any = true;
        }
    }
    return any;
}

FOR_EACH_LENGTH bool take_phrase(const struct sweep *s, uint32_t trait,
                                 const uint64_t *next, uint32_t words)
{
    bool any = take_token(s, trait, next, words);
    for (uint32_t tokens = 2; tokens <= GZ_TRAIT_ROW_TOKENS_MAX; tokens++) {
        if (s->traits->of[trait].bits[tokens - 1] != 0) {
            any |= take_tokens(s, trait, tokens, next, words) != 0;
        }
    }
    return any | take_runs(s, trait, next);
}

static bool number_fits(const struct sweep *s, const uint64_t *next,
                        uint32_t token)
{
    const uint32_t end =
        gz_field_view_number(s->view, &s->m->program->known, token,
                             s->area->end_token);
    return end != GZ_FIELD_NONE && has(next, end - s->area->first_token);
}

static bool regex_fits(const struct sweep *s, const uint64_t *next,
                       uint32_t token, uint32_t regex)
{
    return has(next, token + 1 - s->area->first_token) &&
           gz_token_regex_takes(&s->m->regex, s->view, token, regex);
}

// Tokens of which each has to be asked.
static bool take_asked(const struct sweep *s, const struct gz_sweep_op *op,
                       const uint64_t *next, uint32_t words)
{
    const uint64_t *bits = gz_trait_rows_bits(s->traits, op->trait, 1);
    bool any = false;
    for (uint32_t w = 0; w < words; w++) {
        uint64_t left = cut(s, bits, w) & tokens_in(s, w, words);
        s->out[w] = 0;
        for (; left != 0; left &= left - 1) {
            const uint32_t token = s->area->first_token + w * 64 +
                                   (uint32_t)__builtin_ctzll(left);
            if (op->kind == GZ_SWEEP_NUMBER
                    ? number_fits(s, next, token)
                    : regex_fits(s, next, token, op->regex)) {
                s->out[w] |= left & -left;
                any = true;
            }
        }
    }
    return any;
}

// A gap takes one token more, unless gaps stop there.
FOR_EACH_LENGTH bool widen(const struct sweep *s, uint32_t words)
{
    uint64_t more = 0;
    for (uint32_t w = 0; w < words; w++) {
        const uint64_t wide = back(s->out, w, 1, words) &
                              tokens_in(s, w, words) &
                              ~cut(s, s->view->stops, w);
        more |= wide & ~s->out[w];
        s->out[w] |= wide;
    }
    return more != 0;
}

FOR_EACH_LENGTH bool take_gap(const struct sweep *s, uint32_t tokens,
                              const uint64_t *next, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] = next[w];
    }
    while (tokens > 0 && widen(s, words)) {
        tokens--;
    }
    return true;
}

// The row of a split: a new one only where two lead on.
FOR_EACH_LENGTH const uint64_t *take_split(const struct sweep *s,
                                           const uint64_t *a, const uint64_t *b,
                                           uint32_t words)
{
    if (a == NULL || b == NULL) {
        return a == NULL ? b : a;
    }
    for (uint32_t w = 0; w < words; w++) {
        s->out[w] = a[w] | b[w];
    }
    return s->out;
}

static inline bool stands(const struct sweep *s, uint32_t trait)
{
    return (s->traits->of[trait].sentences & s->sentences) != 0;
}

// Fill a row by what an op takes; false when there is nothing.
FOR_EACH_LENGTH bool take(const struct sweep *s, const struct gz_sweep_op *op,
                          const uint64_t *next, uint32_t words)
{
    switch ((enum gz_sweep_kind)op->kind) {
    case GZ_SWEEP_FIRST:
        return take_place(s, s->view->firsts, next, words);
    case GZ_SWEEP_LAST:
        return take_place(s, gz_field_view_lasts(s->view), next, words);
    case GZ_SWEEP_GAP:
        return take_gap(s, op->tokens, next, words);
    case GZ_SWEEP_TOKEN:
        return stands(s, op->trait) && take_token(s, op->trait, next, words);
    case GZ_SWEEP_INITIAL:
        return take_initial(s, next, words);
    case GZ_SWEEP_PHRASE:
        return stands(s, op->trait) && take_phrase(s, op->trait, next, words);
    case GZ_SWEEP_NUMBER:
    case GZ_SWEEP_REGEX:
        return take_asked(s, op, next, words);
    case GZ_SWEEP_ACCEPT:
    case GZ_SWEEP_SPLIT:
        break;
    }
    return take_accept(s, words);
}

FOR_EACH_LENGTH const uint64_t *run(struct sweep *s,
                                    const struct gz_sweep_op *ops,
                                    uint32_t count, uint32_t words)
{
    s->rows[0] = take_accept(s, words) ? s->out : NULL;
    s->out += words;
    for (uint32_t i = 1; i < count; i++) {
        const struct gz_sweep_op *op = &ops[i];
        const uint64_t *next = s->rows[op->next];
        if (op->kind == GZ_SWEEP_SPLIT) {
            next = take_split(s, next, s->rows[op->other], words);
        } else if (next != NULL) {
            next = take(s, op, next, words) ? s->out : NULL;
        }
        if (next == NULL && op->needed) {
            return NULL;
        }
        s->rows[i] = next;
        s->out += next == s->out ? words : 0;
    }
    return s->rows[count - 1];
}

struct gz_sweep_area gz_sweep_area_of(const struct gz_field_view *v,
                                      uint32_t sentence, uint32_t within)
{
    return (struct gz_sweep_area){
        .sentence = sentence,
        .first_token = v->sentences[sentence].first_token,
        .end_token = gz_matcher_window_end(v, sentence, within),
        .single = within == 1,
    };
}

// Room for all rows, and the work is allowed.
static bool make_ready(struct gz_matcher *m, uint32_t ops, uint32_t words)
{
    const uint64_t steps = (uint64_t)ops * words;
    if (m->walk.budget < steps) {
        m->walk.budget = 0;
        return false;
    }
    m->walk.budget -= steps;
    if (gz_scratch_reserve(&m->swept, ops * sizeof(uint64_t *)) &&
        gz_scratch_reserve(&m->rows, steps * sizeof(uint64_t))) {
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
    const uint32_t words = gz_sweep_words(area);
    if (!make_ready(m, unit->sweep_count, words)) {
        return NULL;
    }
    struct sweep s = {
        .m = m,
        .view = m->walk.view,
        .traits = &m->traits[m->walk.view->field],
        .area = area,
        .sentences = area->single ? UINT64_C(1) << (area->sentence & 63)
                                  : UINT64_MAX,
        .tokens = area->end_token - area->first_token,
        .first_word = area->first_token >> 6,
        .first_bit = area->first_token & 63,
        .rows = m->swept.data,
        .out = m->rows.data,
    };
    return words == 1 ? run(&s, ops, unit->sweep_count, 1)
                      : run(&s, ops, unit->sweep_count, words);
}
