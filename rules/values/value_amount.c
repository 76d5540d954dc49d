#include "rules/values/value_amount.h"

#include "rules/values/value_currency.h"

static bool below_thousand(const struct gz_value_number *n)
{
    const struct gz_decimal thousand = gz_decimal_of(1000);
    return n->scale == 0 && gz_decimal_compare(&n->mantissa, &thousand) < 0;
}

static void take_money(struct gz_value_amount *a,
                       const struct gz_value_currency *c)
{
    a->known = true;
    a->of = (struct gz_value_unit){.dim = GZ_DIM_MONEY, .unit = c->code};
    if (c->cents) {
        a->number.scale -= 2;
    }
}

// "$5 USD", "$5 million Canadian", "¥5 billion yen"; false when they differ.
static bool confirm(const struct gz_value_work *w, struct gz_value_amount *a,
                    struct gz_value_currency *c)
{
    struct gz_value_currency after;
    if (a->number.tail.len_bytes == 0 &&
        gz_value_currency_after(w, a->number.end_token, &after) &&
        after.begin_token == a->number.end_token && !after.risky) {
        const bool dollar = c->noun == GZ_VALUE_NOUN_DOLLAR;
        if (!dollar && !gz_str_eq(after.code, c->code)) {
            return false;
        }
        // "$5 £3" are two
        if (w->tokens[a->number.end_token].kind != GZ_TOKEN_MARK) {
            c->code = after.code;
            a->end_token = after.end_token;
        }
        return true;
    }
    c->end_token = a->end_token;
    gz_value_currency_refine(w, a->number.end_token, c);
    a->end_token = c->end_token;
    return true;
}

static void take_minus(const struct gz_value_work *w, struct gz_value_amount *a)
{
    const uint32_t before = a->begin_token - 1;
    if (gz_value_work_has(w, before) &&
        (gz_value_number_minus(w, before) ||
         (gz_value_work_word(w, before) &&
          gz_value_work_sense(w, before, GZ_VALUE_MINUS) != NULL))) {
        a->number.mantissa.negative = true;
        a->begin_token = before;
    }
}

// The currency before the number at token i, or in its first letters.
static bool currency_first(const struct gz_value_work *w, uint32_t i,
                           struct gz_value_currency *c, uint32_t *skip)
{
    *skip = 0;
    return gz_value_work_digit(w, i) || w->tokens[i].kind != GZ_TOKEN_WORD
               ? gz_value_currency_before(w, i, c)
               : gz_value_currency_fused(w, i, c, skip) ||
                     gz_value_currency_before(w, i, c);
}

static bool read_money(const struct gz_value_work *w, uint32_t i, uint32_t skip,
                       struct gz_value_currency *c, struct gz_value_amount *a)
{
    if (!gz_value_number_read(w, i, skip, GZ_VALUE_NUMBER_MONEY, &a->number)) {
        return false;
    }
    a->begin_token = c->begin_token;
    a->end_token = a->number.end_token;
    a->before = true;
    if (a->number.tail.len_bytes > 0 || a->number.ordinal ||
        a->number.begin_token != i || !confirm(w, a, c) ||
        (c->risky && below_thousand(&a->number))) {
        return false;
    }
    take_money(a, c);
    take_minus(w, a);
    return true;
}

// Whether a number of "pounds" is plainly money.
static bool is_sterling(const struct gz_value_work *w,
                        const struct gz_value_amount *a, uint32_t end)
{
    const bool translated =
        gz_value_work_mark(w, end, "(") &&
        (gz_value_work_sense(w, end + 1, GZ_VALUE_SYMBOL) != NULL ||
         gz_value_work_sense(w, end + 2, GZ_VALUE_SYMBOL) != NULL);
    return translated || (gz_value_work_sense(w, end, GZ_VALUE_OF) == NULL &&
                          !below_thousand(&a->number));
}

// Where the currency would begin that follows the number.
static uint32_t behind(const struct gz_value_work *w,
                       const struct gz_value_number *n)
{
    const uint32_t end = n->end_token;
    const bool of = gz_value_work_sense(w, end, GZ_VALUE_OF) != NULL &&
                    (n->vague || n->scale >= 6);
    return of ? end + 1 : gz_value_work_skip_hyphen(w, end);
}

// The money whose currency follows the number: 1 found, 0 none, -1 doubtful.
static int money_behind(const struct gz_value_work *w, uint32_t at,
                        struct gz_value_amount *a)
{
    struct gz_value_currency c;
    const bool tail = a->number.tail.len_bytes > 0 && !a->number.letter;
    if (a->number.ordinal ||
        !(tail ? gz_value_currency_tail(w, a->number.tail, &c)
               : gz_value_currency_after(w, at, &c))) {
        return 0;
    }
    if (c.risky && below_thousand(&a->number)) {
        return -1;
    }
    if (tail) {
        c.end_token = a->number.end_token;
        // "1080p" is no price
        if (c.cents && !(a->number.mantissa.exponent < 0 ||
                         a->number.mantissa.coefficient < 100)) {
            return -1;
        }
    }
    if (c.pounds && !is_sterling(w, a, c.end_token)) {
        return -1;
    }
    take_money(a, &c);
    a->end_token = c.end_token;
    return 1;
}

// "20-plus months", "100+ jobs"
static void take_plus(const struct gz_value_work *w, struct gz_value_amount *a)
{
    uint32_t end;
    if (gz_value_work_touches(w, a->end_token) &&
        gz_value_work_phrase(w, a->end_token, GZ_VALUE_PLUS, &end) != NULL) {
        a->number.end_token = end;
        a->plus = true;
    }
}

bool gz_value_amount_read(struct gz_value_work *w, uint32_t i, bool joined,
                          struct gz_value_amount *out)
{
    struct gz_value_currency c;
    uint32_t skip;
    *out = (struct gz_value_amount){0};
    if (currency_first(w, i, &c, &skip)) {
        return read_money(w, i, skip, &c, out) && gz_value_amount_total(out);
    }
    if (!gz_value_number_read(w, i, 0, joined ? GZ_VALUE_NUMBER_JOINED : 0,
                              &out->number)) {
        return false;
    }
    out->begin_token = out->number.begin_token;
    out->end_token = out->number.end_token;
    take_plus(w, out);
    const int money = money_behind(w, behind(w, &out->number), out);
    if (money < 0) {
        return false;
    }
    if (money == 0 && gz_value_unit_read(w, &out->number, &out->of)) {
        out->known = true;
        out->end_token = out->of.end_token;
    }
    out->behind = out->known;
    if (!joined) {
        take_minus(w, out);
    }
    return gz_value_amount_total(out);
}

bool gz_value_amount_total(struct gz_value_amount *a)
{
    return gz_value_number_total(&a->number, &a->total);
}

bool gz_value_amount_same(const struct gz_value_amount *a,
                          const struct gz_value_amount *b)
{
    return a->of.dim == b->of.dim && a->of.time == b->of.time &&
           gz_str_eq(a->of.unit, b->of.unit);
}
