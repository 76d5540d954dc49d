#include "rules/values/value_number.h"

#include <string.h>

#include "rules/values/value_digits.h"

enum { SCALES_MAX = 3, SCALE_LIMIT = 27 };

// Whether a mark of one or several bytes is one of those in a list.
static bool is_among(struct gz_str mark, const char *list)
{
    const char *const end = list + strlen(list);
    const char *at = list;
    while ((at = memchr(at, mark.ptr[0], (size_t)(end - at))) != NULL) {
        if (mark.len_bytes <= (size_t)(end - at) &&
            memcmp(at, mark.ptr, mark.len_bytes) == 0) {
            return true;
        }
        at++;
    }
    return false;
}

// Whether a mark that touches a number leaves it a number.
static bool is_neighbour(const struct gz_value_work *w, uint32_t i, bool behind)
{
    if (w->tokens[i].kind != GZ_TOKEN_MARK) {
        return w->tokens[i].kind != GZ_TOKEN_IDEOGRAPH;
    }
    const struct gz_str mark = gz_value_work_text(w, i);
    const bool common =
        behind ? is_among(mark, "%.,;:)]-\"\'?!/+"
                                "\u2010\u2011\u2013\u2014\u2026\u201D\u2019"
                                "\u00BB\u201C\u00B0")
               : is_among(mark, "([\"\'~><+=-"
                                "\u2010\u2011\u2013\u2014\u2026\u201C\u2018"
                                "\u00AB\u201E\u2248\u2265\u2264\u2212");
    return common || gz_value_work_sense(w, i, GZ_VALUE_SYMBOL) != NULL;
}

// "one in five", "three out of four": a share of what follows.
static bool is_share(const struct gz_value_work *w, uint32_t i)
{
    const uint32_t at =
        gz_value_work_is(w, i - 1, "in") ? i - 2
        : gz_value_work_is(w, i - 1, "of") && gz_value_work_is(w, i - 2, "out")
            ? i - 3
            : UINT32_MAX;
    return gz_value_work_sense(w, at, GZ_VALUE_NUMBER) != NULL ||
           (gz_value_work_digit(w, at) &&
            gz_value_work_text(w, at).len_bytes <= 2);
}

bool gz_value_number_minus(const struct gz_value_work *w, uint32_t i)
{
    if (!gz_value_work_dash(w, i) || gz_value_work_mark(w, i, "\u2014") ||
        !gz_value_work_touches(w, i + 1)) {
        return false;
    }
    if (!gz_value_work_touches(w, i)) {
        return true;
    }
    const struct gz_str before = gz_value_work_text(w, i - 1);
    return w->tokens[i - 1].kind == GZ_TOKEN_MARK &&
           is_among(before, "([\"\'~><=\u201C\u2018\u00AB\u201E\u2248");
}

// Whether what stands before token i makes it part of something else: a name
// ("COVID-19"), a time, a score, a longer number.
static bool is_part(const struct gz_value_work *w, uint32_t i)
{
    if (!gz_value_work_has(w, i - 1) || i == 0) {
        return false;
    }
    if (gz_value_work_touches(w, i)) {
        return !is_neighbour(w, i - 1, false) ||
               (gz_value_work_dash(w, i - 1) &&
                gz_value_work_touches(w, i - 1) &&
                !gz_value_number_minus(w, i - 1));
    }
    if (is_share(w, i)) {
        return true;
    }
    const struct gz_str before = gz_value_work_text(w, i - 1);
    if (gz_value_work_digit(w, i - 1)) {
        return before.len_bytes <= 3 && gz_value_work_digit(w, i);
    }
    const struct gz_value_sense *number =
        gz_value_work_sense(w, i - 1, GZ_VALUE_NUMBER);
    return (number != NULL && (number->flags & GZ_VALUE_ARTICLE) == 0) ||
           gz_value_work_sense(w, i - 1, GZ_VALUE_SCALE) != NULL ||
           gz_value_work_is(w, i - 1, "per");
}

// Scales from *i on: "hundred thousand", "lakh crore", "Mrd.", "dozen".
static bool take_scales(const struct gz_value_work *w, uint32_t *i,
                        struct gz_value_number *n)
{
    int last = 0;
    for (int count = 0; count < SCALES_MAX; count++) {
        const uint32_t at = gz_value_work_skip_hyphen(w, *i);
        const struct gz_value_sense *s =
            gz_value_work_sense(w, at, GZ_VALUE_SCALE);
        if (s == NULL) {
            break;
        }
        if (s->argument <= last) {
            return false;  // "million million" is no number of news
        }
        last = s->argument;
        n->scale += s->argument;
        *i = at + 1;
        if ((s->flags & GZ_VALUE_DOTTED) != 0) {
            *i = gz_value_work_skip_stop(w, *i);
        }
    }
    const uint32_t at = gz_value_work_skip_hyphen(w, *i);
    if (n->scale == 0 && gz_value_work_sense(w, at, GZ_VALUE_DOZEN) != NULL) {
        *i = at + 1;
        return gz_decimal_times(&n->mantissa, 12);
    }
    return n->scale <= SCALE_LIMIT;
}

// Letters that touch the digits: a scale, an ordinal's ending or a unit.
static void take_tail(const struct gz_value_work *w, struct gz_str tail,
                      bool money, struct gz_value_number *n)
{
    const struct gz_value_sense *s =
        gz_value_work_sense_of(w, tail, GZ_VALUE_SUFFIX);
    if (s != NULL) {
        n->scale = s->argument;
        n->letter = (s->flags & GZ_VALUE_MONEY) != 0 && !money;
    }
    if (s == NULL || n->letter) {
        n->tail = tail;
    }
    n->ordinal = gz_value_work_sense_of(w, tail, GZ_VALUE_TAIL) != NULL;
}

static bool read_digits(const struct gz_value_work *w, uint32_t i,
                        uint32_t skip, bool money, struct gz_value_number *n)
{
    const struct gz_str token = gz_value_work_text(w, i);
    const struct gz_str text =
        gz_str_of(token.ptr + skip, token.len_bytes - skip);
    size_t used;
    if (!gz_value_digits_read(w, text, &n->mantissa, &used)) {
        return false;
    }
    n->end_token = i + 1;
    if (used < text.len_bytes) {
        take_tail(w, gz_str_of(text.ptr + used, text.len_bytes - used), money,
                  n);
        return true;
    }
    if (skip == 0 &&
        !gz_value_digits_groups(w, i, &n->mantissa, &n->end_token)) {
        return false;
    }
    const struct gz_value_sense *s =
        gz_value_work_sense(w, n->end_token, GZ_VALUE_SUFFIX);
    if (s != NULL && ((s->flags & GZ_VALUE_MONEY) == 0 || money)) {
        n->scale = s->argument;
        n->end_token++;
        return true;
    }
    return take_scales(w, &n->end_token, n);
}

// The number word at i, articles aside.
static const struct gz_value_sense *spelled(const struct gz_value_work *w,
                                            uint32_t i)
{
    const struct gz_value_sense *s = gz_value_work_sense(w, i, GZ_VALUE_NUMBER);
    return s == NULL || (s->flags & GZ_VALUE_ARTICLE) != 0 ? NULL : s;
}

static bool is_article(const struct gz_value_work *w, uint32_t i)
{
    const struct gz_value_sense *s = gz_value_work_sense(w, i, GZ_VALUE_NUMBER);
    return s != NULL && (s->flags & GZ_VALUE_ARTICLE) != 0;
}

// A word below a hundred: "five", "twenty-five".
static bool take_tens(const struct gz_value_work *w, uint32_t *i, unsigned *n)
{
    const struct gz_value_sense *tens = spelled(w, *i);
    if (tens == NULL) {
        return false;
    }
    *n = (unsigned)tens->argument;
    (*i)++;
    const struct gz_value_sense *ones =
        spelled(w, gz_value_work_skip_hyphen(w, *i));
    if (*n >= 20 && *n % 10 == 0 && ones != NULL && ones->argument > 0 &&
        ones->argument < 10 && w->languages == GZ_VALUE_EN) {
        *i = gz_value_work_skip_hyphen(w, *i) + 1;
        *n += (unsigned)ones->argument;
    }
    return true;
}

static bool is_hundred(const struct gz_value_work *w, uint32_t i)
{
    const struct gz_value_sense *s = gz_value_work_sense(w, i, GZ_VALUE_SCALE);
    return s != NULL && s->argument == 2 && (s->flags & GZ_VALUE_PLURAL) == 0;
}

// What may follow a hundred: "and fifty", but not in "between one hundred and
// two hundred".
static void take_rest(const struct gz_value_work *w, uint32_t *i, unsigned *n)
{
    unsigned rest;
    const bool joined = gz_value_work_sense(w, *i, GZ_VALUE_AND) != NULL;
    uint32_t at = joined ? *i + 1 : *i;
    if (take_tens(w, &at, &rest) && !is_hundred(w, at)) {
        *n += rest;
        *i = at;
    }
}

// "and a half" of "three and a half million".
static void take_half(const struct gz_value_work *w, struct gz_value_number *n)
{
    uint32_t at = gz_value_work_skip_hyphen(w, n->end_token);
    if (gz_value_work_sense(w, at, GZ_VALUE_AND) == NULL) {
        return;
    }
    at = gz_value_work_skip_hyphen(w, at + 1);
    if (!is_article(w, at)) {
        return;
    }
    at = gz_value_work_skip_hyphen(w, at + 1);
    if (gz_value_work_sense(w, at, GZ_VALUE_HALF) != NULL &&
        gz_decimal_push(&n->mantissa, 5) &&
        gz_decimal_shift(&n->mantissa, -1)) {
        n->end_token = at + 1;
    }
}

static bool read_spelled(const struct gz_value_work *w, uint32_t i,
                         struct gz_value_number *n)
{
    unsigned small = 1;
    uint32_t at = i;
    if (!take_tens(w, &at, &small)) {
        return false;
    }
    if (is_hundred(w, at)) {
        small *= 100;
        at++;
        if (!gz_value_work_sense(w, i - 1, GZ_VALUE_BETWEEN)) {
            take_rest(w, &at, &small);
        }
    }
    n->mantissa = gz_decimal_of(small);
    n->end_token = at;
    take_half(w, n);
    return take_scales(w, &n->end_token, n);
}

// "half a million", "a half-billion", "eine halbe Million"
static bool read_half(const struct gz_value_work *w, uint32_t i,
                      struct gz_value_number *n)
{
    uint32_t at = gz_value_work_skip_hyphen(w, i + 1);
    if (is_article(w, at)) {
        at = gz_value_work_skip_hyphen(w, at + 1);
    }
    n->half = true;
    n->mantissa = gz_decimal_of(5);
    n->mantissa.exponent = -1;
    n->end_token = at;
    if (is_article(w, i - 1)) {
        n->begin_token = i - 1;
    }
    return take_scales(w, &n->end_token, n);
}

// "a quarter of a million": the million alone is wrong
static bool is_fraction(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_sense(w, i - 1, GZ_VALUE_OF) != NULL &&
           gz_value_work_sense(w, i - 2, GZ_VALUE_FRACTION) != NULL;
}

// Further scales of "tens of billions".
static bool take_plurals(const struct gz_value_work *w,
                         struct gz_value_number *n)
{
    for (int count = 0; count < SCALES_MAX; count++) {
        const struct gz_value_sense *s =
            gz_value_work_sense(w, n->end_token + 1, GZ_VALUE_SCALE);
        if (s == NULL || (s->flags & GZ_VALUE_PLURAL) == 0 ||
            gz_value_work_sense(w, n->end_token, GZ_VALUE_OF) == NULL) {
            break;
        }
        n->scale += s->argument;
        n->end_token += 2;
    }
    return n->scale <= SCALE_LIMIT;
}

// A scale with an article, "several" or nothing before it.
static bool read_scale(const struct gz_value_work *w, uint32_t i,
                       const struct gz_value_sense *s,
                       struct gz_value_number *n)
{
    const bool dozen = s->kind == GZ_VALUE_DOZEN;
    const bool several =
        gz_value_work_sense(w, i - 1, GZ_VALUE_SEVERAL) != NULL;
    n->end_token = i;
    n->vague = several || (s->flags & GZ_VALUE_PLURAL) != 0;
    n->mantissa = gz_decimal_of(1);
    if (several || (!n->vague && is_article(w, i - 1))) {
        n->begin_token = several && is_article(w, i - 2) ? i - 2 : i - 1;
        if (is_fraction(w, i - 1)) {
            return false;
        }
    } else if (!n->vague && (s->flags & GZ_VALUE_ALONE) == 0) {
        return false;
    }
    if (n->vague && !several) {
        n->end_token = i + 1;
        n->scale = dozen ? 0 : s->argument;
        n->mantissa = gz_decimal_of(dozen ? 12 : 1);
        return take_plurals(w, n);
    }
    if (is_hundred(w, i) && !several && w->languages == GZ_VALUE_EN) {
        unsigned small = 100;
        n->end_token = i + 1;
        take_rest(w, &n->end_token, &small);
        n->mantissa = gz_decimal_of(small);
    }
    return take_scales(w, &n->end_token, n);
}

// "a year": one of it
static bool read_article(const struct gz_value_work *w, uint32_t i,
                         struct gz_value_number *n)
{
    n->begin_token = i - 1;
    n->end_token = i;
    n->mantissa = gz_decimal_of(1);
    n->article = true;
    return is_article(w, i - 1);
}

static bool read_words(const struct gz_value_work *w, uint32_t i,
                       struct gz_value_number *n)
{
    const struct gz_value_sense *s = gz_value_work_sense(w, i, GZ_VALUE_SCALE);
    n->spelled = true;
    if (s == NULL) {
        s = gz_value_work_sense(w, i, GZ_VALUE_DOZEN);
    }
    if (s != NULL) {
        return read_scale(w, i, s, n);
    }
    if (gz_value_work_sense(w, i, GZ_VALUE_HALF) != NULL) {
        return read_half(w, i, n);
    }
    s = gz_value_work_sense(w, i, GZ_VALUE_TIME);
    if (s != NULL && (s->flags & GZ_VALUE_PLURAL) == 0) {
        return read_article(w, i, n);
    }
    return read_spelled(w, i, n);
}

bool gz_value_number_read(const struct gz_value_work *w, uint32_t i,
                          uint32_t skip, unsigned how,
                          struct gz_value_number *out)
{
    const bool money = (how & GZ_VALUE_NUMBER_MONEY) != 0;
    *out = (struct gz_value_number){.begin_token = i, .end_token = i + 1};
    if (!gz_value_work_has(w, i) || (skip == 0 && how == 0 && is_part(w, i))) {
        return false;
    }
    const bool digits = skip > 0 || gz_value_work_digit(w, i);
    if (!(digits ? read_digits(w, i, skip, money, out)
                 : read_words(w, i, out))) {
        return false;
    }
    // What goes on with a number is a longer one than this.
    const uint32_t next = out->end_token;
    const bool more = spelled(w, next) != NULL ||
                      gz_value_work_sense(w, next, GZ_VALUE_SCALE) != NULL ||
                      (gz_value_work_digit(w, next) && out->spelled);
    return !more &&
           (!gz_value_work_touches(w, next) || is_neighbour(w, next, true));
}

bool gz_value_number_total(const struct gz_value_number *n,
                           struct gz_decimal *out)
{
    *out = n->mantissa;
    return gz_decimal_shift(out, n->scale);
}

bool gz_value_number_year(const struct gz_value_work *w, uint32_t i, int *year)
{
    if (!gz_value_work_has(w, i) || w->tokens[i].kind != GZ_TOKEN_NUMBER) {
        return false;
    }
    const struct gz_str text = gz_value_work_text(w, i);
    int64_t n = 0;
    if (text.len_bytes != 4 || !gz_str_to_int64(text, &n) || n < 1900 ||
        n > 2100) {
        return false;
    }
    *year = (int)n;
    return true;
}
