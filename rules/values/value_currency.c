#include "rules/values/value_currency.h"

// The code of a noun, by the country that the text says or else the language.
static bool resolve(const struct gz_value_work *w, int noun, int country,
                    struct gz_value_currency *out)
{
    out->noun = noun;
    out->code = gz_value_words_coin(noun, country);
    if (country != 0) {
        return out->code.len_bytes > 0;
    }
    if (w->country != 0) {
        const struct gz_str own = gz_value_words_coin(noun, w->country);
        out->code = own.len_bytes > 0 ? own : out->code;
    }
    return true;
}

static bool take_code(const struct gz_value_sense *s,
                      struct gz_value_currency *out)
{
    out->noun = -1;
    out->code = gz_value_words_text(s->argument);
    out->risky = (s->flags & GZ_VALUE_RISKY) != 0;
    return true;
}

static bool take_short(const struct gz_value_work *w,
                       const struct gz_value_sense *s,
                       struct gz_value_currency *out)
{
    out->risky = (s->flags & GZ_VALUE_RISKY) != 0;
    return resolve(w, s->argument, s->detail, out);
}

// A code or short form that a text is: "EUR", "Rs".
static bool read_text(const struct gz_value_work *w, struct gz_str text,
                      struct gz_value_currency *out)
{
    const struct gz_value_sense *code =
        gz_value_work_sense_of(w, text, GZ_VALUE_CODE);
    const struct gz_value_sense *form =
        gz_value_work_sense_of(w, text, GZ_VALUE_SHORT);
    return code != NULL ? take_code(code, out)
                        : form != NULL && take_short(w, form, out);
}

// The same of a token.
static bool read_token(const struct gz_value_work *w, uint32_t i,
                       struct gz_value_currency *out)
{
    const struct gz_value_sense *code =
        gz_value_work_sense(w, i, GZ_VALUE_CODE);
    const struct gz_value_sense *form =
        gz_value_work_sense(w, i, GZ_VALUE_SHORT);
    return code != NULL ? take_code(code, out)
                        : form != NULL && take_short(w, form, out);
}

// The sign at token i with the letters that touch it before: "NT$".
static bool read_sign(const struct gz_value_work *w, uint32_t i,
                      const struct gz_value_sense *sign,
                      struct gz_value_currency *out)
{
    int country = sign->detail;
    if (gz_value_work_touches(w, i) && w->tokens[i - 1].kind != GZ_TOKEN_MARK) {
        const struct gz_value_sense *s =
            gz_value_work_sense(w, i - 1, GZ_VALUE_PREFIX);
        if (s == NULL) {
            return false;
        }
        country = s->argument;
        out->begin_token = i - 1;
    } else if (gz_value_work_word(w, i - 1)) {
        const struct gz_value_sense *s =
            gz_value_work_sense(w, i - 1, GZ_VALUE_CODE);
        if (s != NULL && (s->flags & GZ_VALUE_RISKY) == 0) {
            out->begin_token = i - 1;
            return take_code(s, out);
        }
    }
    return resolve(w, sign->argument, country, out);
}

bool gz_value_currency_before(const struct gz_value_work *w, uint32_t i,
                              struct gz_value_currency *out)
{
    if (i == 0 || !gz_value_work_has(w, i - 1)) {
        return false;
    }
    *out = (struct gz_value_currency){.begin_token = i - 1, .end_token = i};
    const struct gz_value_sense *sign =
        gz_value_work_sense(w, i - 1, GZ_VALUE_SYMBOL);
    if (sign != NULL) {
        return w->tokens[i - 1].kind == GZ_TOKEN_MARK &&
               read_sign(w, i - 1, sign, out);
    }
    if (gz_value_work_word(w, i - 1)) {
        // "USD/JPY 150" is a rate
        return !(gz_value_work_touches(w, i - 1) &&
                 gz_value_work_mark(w, i - 2, "/")) &&
               read_token(w, i - 1, out);
    }
    if (!gz_value_work_mark(w, i - 1, ".") ||
        !gz_value_work_touches(w, i - 1)) {
        return false;
    }
    const struct gz_value_sense *s =
        gz_value_work_sense(w, i - 2, GZ_VALUE_SHORT);
    out->begin_token = i - 2;
    return s != NULL && (s->flags & GZ_VALUE_DOTTED) != 0 &&
           resolve(w, s->argument, s->detail, out);
}

bool gz_value_currency_fused(const struct gz_value_work *w, uint32_t i,
                             struct gz_value_currency *out, uint32_t *skip)
{
    const struct gz_str token = gz_value_work_text(w, i);
    uint32_t letters = 0;
    while (letters < token.len_bytes &&
           (token.ptr[letters] < '0' || token.ptr[letters] > '9')) {
        letters++;
    }
    if (letters == 0 || letters == token.len_bytes) {
        return false;
    }
    const struct gz_str text = gz_str_of(token.ptr, letters);
    *skip = letters;
    *out = (struct gz_value_currency){.begin_token = i, .end_token = i + 1};
    const struct gz_value_sense *sign =
        gz_value_work_touches(w, i)
            ? gz_value_work_sense(w, i - 1, GZ_VALUE_SYMBOL)
            : NULL;
    if (sign == NULL) {
        return read_text(w, text, out);
    }
    // "$US5": Australia's way
    const struct gz_value_sense *s =
        gz_value_work_sense_of(w, text, GZ_VALUE_PREFIX);
    out->begin_token = i - 1;
    return s != NULL && sign->argument == GZ_VALUE_NOUN_DOLLAR &&
           resolve(w, sign->argument, s->argument, out);
}

// A sign behind the number, with letters on either side: "5 US$", "5 $US".
static bool sign_after(const struct gz_value_work *w, uint32_t i,
                       struct gz_value_currency *out)
{
    const struct gz_value_sense *prefix =
        gz_value_work_sense(w, i, GZ_VALUE_PREFIX);
    if (prefix != NULL && !gz_value_work_touches(w, i + 1)) {
        prefix = NULL;
    }
    const uint32_t at = prefix != NULL ? i + 1 : i;
    const struct gz_value_sense *sign =
        gz_value_work_sense(w, at, GZ_VALUE_SYMBOL);
    if (sign == NULL || w->tokens[at].kind != GZ_TOKEN_MARK) {
        return false;
    }
    out->end_token = at + 1;
    const bool word = gz_value_work_touches(w, at + 1) &&
                      w->tokens[at + 1].kind != GZ_TOKEN_MARK;
    if (word && prefix == NULL) {
        prefix = gz_value_work_sense(w, at + 1, GZ_VALUE_PREFIX);
        out->end_token = at + 2;
    }
    if (word && (prefix == NULL || out->end_token == at + 1)) {
        return false;  // "5 $10"
    }
    return resolve(w, sign->argument,
                   prefix != NULL ? prefix->argument : sign->detail, out);
}

// What may stand behind the noun: "sterling", "canadiens".
static int country_behind(const struct gz_value_work *w, uint32_t *end)
{
    if (gz_value_work_sense(w, *end, GZ_VALUE_STERLING) != NULL) {
        (*end)++;
        return gz_value_words_country(GZ_STR_LIT("GB"));
    }
    const struct gz_value_sense *s =
        w->languages == GZ_VALUE_FR || w->languages == GZ_VALUE_ES
            ? gz_value_work_sense(w, *end, GZ_VALUE_COUNTRY)
            : NULL;
    if (s == NULL) {
        return 0;
    }
    (*end)++;
    return s->argument;
}

// "Canadian dollars", "US-Dollar", "livres sterling", "US cents"
static bool noun_after(const struct gz_value_work *w, uint32_t i,
                       struct gz_value_currency *out)
{
    const struct gz_value_sense *land =
        gz_value_work_sense(w, i, GZ_VALUE_COUNTRY);
    uint32_t at = i;
    if (land != NULL) {
        at += (land->flags & GZ_VALUE_TWO) != 0 ? 2 : 1;
        at = gz_value_work_skip_hyphen(w, at);
    }
    const struct gz_value_sense *s =
        gz_value_work_sense(w, at, GZ_VALUE_COINWORD);
    if (s == NULL) {
        s = gz_value_work_sense(w, at, GZ_VALUE_CENT);
        if (s == NULL || (s->flags & GZ_VALUE_MONEY) != 0) {
            return false;
        }
        out->cents = true;
    }
    out->end_token = at + 1;
    int country = land != NULL ? land->argument : 0;
    if (country == 0) {
        country = country_behind(w, &out->end_token);
    }
    if (!resolve(w, s->argument, country, out)) {
        // "a French franc": of that country no such coin is known
        out->code = GZ_STR_LIT("XXX");
    }
    out->pounds =
        !out->cents && country == 0 && s->argument == GZ_VALUE_NOUN_POUND;
    return true;
}

bool gz_value_currency_after(const struct gz_value_work *w, uint32_t i,
                             struct gz_value_currency *out)
{
    if (!gz_value_work_has(w, i)) {
        return false;
    }
    *out = (struct gz_value_currency){.begin_token = i, .end_token = i + 1};
    return sign_after(w, i, out) || noun_after(w, i, out) ||
           (gz_value_work_word(w, i) && read_token(w, i, out));
}

bool gz_value_currency_tail(const struct gz_value_work *w, struct gz_str tail,
                            struct gz_value_currency *out)
{
    *out = (struct gz_value_currency){0};
    const struct gz_value_sense *s =
        gz_value_work_sense_of(w, tail, GZ_VALUE_CENT);
    if (s != NULL) {
        out->cents = true;
        return resolve(w, s->argument, 0, out);
    }
    return read_text(w, tail, out);
}

void gz_value_currency_refine(const struct gz_value_work *w, uint32_t i,
                              struct gz_value_currency *c)
{
    const struct gz_value_sense *land =
        gz_value_work_sense(w, i, GZ_VALUE_COUNTRY);
    const bool closed =
        !gz_value_work_has(w, i + 1) || w->tokens[i + 1].kind == GZ_TOKEN_MARK;
    if (land == NULL || c->noun != GZ_VALUE_NOUN_DOLLAR || !closed ||
        (land->flags & GZ_VALUE_TWO) != 0) {
        return;
    }
    const struct gz_str code = gz_value_words_coin(c->noun, land->argument);
    if (code.len_bytes > 0) {
        c->code = code;
        c->end_token = i + 1;
    }
}
