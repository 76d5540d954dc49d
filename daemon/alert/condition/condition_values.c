// The right side of a test: what a field is compared with.

#include "daemon/alert/condition/condition_amounts.h"
#include "daemon/alert/condition/condition_parser.h"
#include "daemon/base/name_hint.h"
#include "rules/values/decimal.h"
#include "rules/values/value_words.h"

enum {
    SYMBOLS_MAX = 32,
    TEXT_BYTES = 256,
    UNIT_LETTERS = 3,  // of a currency
};

static enum gz_status fail_value(struct gz_condition_parser *p,
                                 const struct gz_condition_path *path,
                                 const char *allowed)
{
    const struct gz_str found = p->token.text;
    if (p->token.kind == GZ_CONDITION_END) {
        return gz_condition_parser_fail(p, found, found,
                                        GZ_STR_FMT
                                        " is compared with %s, which is "
                                        "missing here",
                                        GZ_STR_ARG(path->text), allowed);
    }
    const char *quote = p->token.kind == GZ_CONDITION_QUOTED ? "" : "\"";
    return gz_condition_parser_fail(
        p, found, found,
        GZ_STR_FMT " is compared with %s, not with %s" GZ_STR_FMT "%s",
        GZ_STR_ARG(path->text), allowed, quote, GZ_STR_ARG(found), quote);
}

static enum gz_status put_symbol(struct gz_condition_parser *p, uint8_t number)
{
    gz_buffer_append_byte(p->code, GZ_CONDITION_SYMBOL);
    gz_buffer_append_byte(p->code, number);
    gz_condition_parser_step(p);
    return GZ_OK;
}

static enum gz_status read_bool(struct gz_condition_parser *p,
                                const struct gz_condition_path *path)
{
    if (gz_condition_parser_at(p, "true")) {
        return put_symbol(p, 1);
    }
    return gz_condition_parser_at(p, "false")
               ? put_symbol(p, 0)
               : fail_value(p, path, "true or false");
}

static enum gz_status read_symbol(struct gz_condition_parser *p,
                                  const struct gz_condition_path *path)
{
    const enum gz_event_enum which = gz_condition_rows[path->field].symbols;
    const uint32_t count = gz_event_symbol_count(which);
    const char *names[SYMBOLS_MAX];
    struct gz_buffer list;
    for (uint32_t i = 0; i < count; i++) {
        names[i] = gz_event_symbol_name(which, i);
        if (gz_condition_parser_at(p, names[i])) {
            return put_symbol(p, (uint8_t)i);
        }
    }
    gz_buffer_init(&list, 0);
    for (uint32_t i = 0; i + 1 < count; i++) {
        gz_buffer_append_fmt(&list, "%s%s", i > 0 ? ", " : "one of ", names[i]);
    }
    const char *near = gz_str_suggest(p->token.text, names, count - 1);
    if (near != NULL) {
        gz_buffer_append_fmt(&list, " (did you mean %s?)", near);
    }
    gz_buffer_append_byte(&list, '\0');
    const enum gz_status st = gz_buffer_status(&list) == GZ_OK
                                  ? fail_value(p, path, (const char *)list.data)
                                  : gz_buffer_status(&list);
    gz_buffer_fini(&list);
    return st;
}

// --- numbers ---

static const struct {
    const char *word;
    int exponent;
} scales[] = {
    {"", 0},        {"k", 3},       {"m", 6},         {"mn", 6},
    {"b", 9},       {"bn", 9},      {"tn", 12},       {"thousand", 3},
    {"million", 6}, {"billion", 9}, {"trillion", 12},
};

static bool find_scale(struct gz_str word, int *exponent)
{
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        if (gz_str_is(word, scales[i].word)) {
            *exponent = scales[i].exponent;
            return true;
        }
    }
    return false;
}

static bool is_currency(struct gz_str word)
{
    for (size_t i = 0; i < word.len_bytes; i++) {
        if (word.ptr[i] < 'A' || word.ptr[i] > 'Z') {
            return false;
        }
    }
    return word.len_bytes == UNIT_LETTERS && !gz_str_is(word, "AND");
}

static bool is_link(struct gz_str word)
{
    return gz_str_eq_nocase(word, GZ_STR_LIT("and")) ||
           gz_str_eq_nocase(word, GZ_STR_LIT("or"));
}

// "500m": a number and its scale, which may be a word of its own.
static enum gz_status read_number(struct gz_condition_parser *p,
                                  const struct gz_condition_path *path,
                                  bool *percent, struct gz_decimal *number)
{
    const struct gz_str whole = p->token.text;
    struct gz_str digits = whole;
    size_t len = 0;
    int exponent = 0;
    char text[GZ_DECIMAL_BYTES];
    if (p->token.kind != GZ_CONDITION_DIGITS) {
        return fail_value(p, path, "a number");
    }
    while (len < whole.len_bytes &&
           memchr("-.0123456789", whole.ptr[len], 12) != NULL) {
        len++;
    }
    digits.len_bytes = len;
    struct gz_str scale = gz_str_of(whole.ptr + len, whole.len_bytes - len);
    *percent = gz_str_is(scale, "%");
    scale.len_bytes = *percent ? 0 : scale.len_bytes;
    if (!find_scale(scale, &exponent)) {
        return gz_condition_parser_fail(p, scale, scale,
                                        "unknown scale \"" GZ_STR_FMT
                                        "\" (known are k, m, bn, tn; write a "
                                        "unit behind a space)",
                                        GZ_STR_ARG(scale));
    }
    gz_condition_parser_step(p);
    if (scale.len_bytes == 0 && p->token.kind == GZ_CONDITION_WORD &&
        find_scale(p->token.text, &exponent)) {
        gz_condition_parser_step(p);
    }
    if (!gz_decimal_parse(digits, number) ||
        !gz_decimal_shift(number, exponent)) {
        return gz_condition_parser_fail(p, whole, whole,
                                        "the number has too many digits");
    }
    gz_buffer_append_byte(p->code, GZ_CONDITION_NUMBER);
    return gz_condition_parser_put(
        p, gz_str_of(text, gz_decimal_print(number, text)));
}

// A test that holds of every value of the field, or of none, is a mistake; the
// ends may be named, as in "from 0 on".
static enum gz_status check_range(struct gz_condition_parser *p,
                                  const struct gz_condition_path *path,
                                  enum gz_condition_op op, struct gz_str text,
                                  const struct gz_decimal *number)
{
    const bool is_share = gz_condition_rows[path->field].is_share;
    const struct gz_decimal low = gz_decimal_of(0);
    const struct gz_decimal high = gz_decimal_of(1);
    const int below = gz_decimal_compare(&low, number);
    const int above = is_share ? gz_decimal_compare(&high, number) : 1;
    const bool outside = below > 0 || above < 0;
    if (p->terms == NULL ||
        !(outside || (below == 0 && op == GZ_CONDITION_LT) ||
          (above == 0 && op == GZ_CONDITION_GT))) {
        return GZ_OK;
    }
    const bool always =
        outside && gz_condition_amounts_order(op, above < 0 ? -1 : 1);
    return gz_condition_parser_past(
        p, gz_condition_parser_fail(
               p, text, text,
               GZ_STR_FMT " is %s %s " GZ_STR_FMT ": it is a number from 0%s",
               GZ_STR_ARG(path->text), always ? "always" : "never",
               op == GZ_CONDITION_IN ? "==" : gz_condition_ops[op],
               GZ_STR_ARG(text), is_share ? " to 1" : ""));
}

static enum gz_status read_plain_number(struct gz_condition_parser *p,
                                        const struct gz_condition_path *path,
                                        enum gz_condition_op op)
{
    bool percent = false;
    const struct gz_str text = p->token.text;
    struct gz_decimal number;
    enum gz_status st = read_number(p, path, &percent, &number);
    if (st == GZ_OK && (percent || is_currency(p->token.text))) {
        st = gz_condition_parser_fail(p, p->token.text, p->token.text,
                                      GZ_STR_FMT " is a number without a unit",
                                      GZ_STR_ARG(path->text));
    }
    st = st == GZ_OK ? check_range(p, path, op, text, &number) : st;
    return st == GZ_OK ? gz_condition_parser_put(p, GZ_STR_LIT("")) : st;
}

static enum gz_status read_text(struct gz_condition_parser *p,
                                const struct gz_condition_path *path);

// No amount has a currency that is not known to those who read them.
static enum gz_status check_currency(struct gz_condition_parser *p,
                                     struct gz_str unit)
{
    size_t count = 0;
    size_t i = 0;
    struct gz_buffer hint;
    const char *const *known = gz_value_words_currencies(&count);
    while (i < count && !gz_str_is(unit, known[i])) {
        i++;
    }
    if (p->terms == NULL || i < count) {
        return GZ_OK;
    }
    gz_buffer_init(&hint, 0);
    gz_name_hint(&hint, unit, known, count);
    return gz_condition_parser_past(
        p, gz_condition_parser_unknown(p, unit, "currency", &hint));
}

// Whether it begins as dates do, with a year; see value_when.h.
static bool is_date(struct gz_str quoted)
{
    enum { YEAR_DIGITS = 4 };
    size_t digits = 0;
    while (digits + 2 < quoted.len_bytes && quoted.ptr[digits + 1] >= '0' &&
           quoted.ptr[digits + 1] <= '9') {
        digits++;
    }
    return digits == YEAR_DIGITS &&
           (digits + 2 == quoted.len_bytes || quoted.ptr[digits + 1] == '-');
}

static enum gz_status read_date(struct gz_condition_parser *p,
                                const struct gz_condition_path *path)
{
    if (p->terms != NULL && !is_date(p->token.text)) {
        return fail_value(p, path,
                          "a number or a date in quotes, such as "
                          "\"2026-03-31\"");
    }
    return read_text(p, path);
}

static enum gz_status read_amount(struct gz_condition_parser *p,
                                  const struct gz_condition_path *path)
{
    bool percent = false;
    struct gz_decimal number;
    if (p->token.kind == GZ_CONDITION_QUOTED) {
        return read_date(p, path);
    }
    enum gz_status st = read_number(p, path, &percent, &number);
    if (st != GZ_OK) {
        return st;
    }
    if (percent || gz_condition_parser_at(p, "%")) {
        if (!percent) {
            gz_condition_parser_step(p);
        }
        return gz_condition_parser_put(p, GZ_STR_LIT("%"));
    }
    struct gz_str unit = GZ_STR_LIT("");
    if (p->token.kind == GZ_CONDITION_WORD && is_currency(p->token.text)) {
        unit = p->token.text;
        st = check_currency(p, unit);
        gz_condition_parser_step(p);
    } else if (p->token.kind == GZ_CONDITION_WORD && !is_link(p->token.text)) {
        return gz_condition_parser_fail(
            p, p->token.text, p->token.text,
            "expected a unit of three capitals, such as USD, not \"" GZ_STR_FMT
            "\"",
            GZ_STR_ARG(p->token.text));
    }
    return st == GZ_OK ? gz_condition_parser_put(p, unit) : st;
}

// --- texts ---

static enum gz_status unquote(struct gz_condition_parser *p, struct gz_str text)
{
    char bytes[TEXT_BYTES];
    size_t len = 0;
    for (size_t i = 1; i + 1 < text.len_bytes; i++) {
        i += text.ptr[i] == '\\' && i + 2 < text.len_bytes;
        if (len == sizeof(bytes)) {
            break;
        }
        bytes[len++] = text.ptr[i];
    }
    return gz_condition_parser_put(p, gz_str_of(bytes, len));
}

static enum gz_status read_text(struct gz_condition_parser *p,
                                const struct gz_condition_path *path)
{
    const struct gz_condition_token t = p->token;
    if (t.kind != GZ_CONDITION_WORD && t.kind != GZ_CONDITION_QUOTED) {
        return fail_value(p, path, "a text");
    }
    gz_buffer_append_byte(p->code, GZ_CONDITION_TEXT);
    gz_condition_parser_step(p);
    return t.kind == GZ_CONDITION_WORD ? gz_condition_parser_put(p, t.text)
                                       : unquote(p, t.text);
}

// The name that the token at hand is, or holds between quotes.
static struct gz_str name_at(const struct gz_condition_parser *p)
{
    const struct gz_str text = p->token.text;
    return p->token.kind == GZ_CONDITION_QUOTED
               ? gz_str_of(text.ptr + 1, text.len_bytes - 2)
               : text;
}

static bool is_name(const struct gz_condition_parser *p)
{
    return p->token.kind == GZ_CONDITION_WORD ||
           p->token.kind == GZ_CONDITION_QUOTED;
}

static enum gz_status read_entity_type(struct gz_condition_parser *p,
                                       const struct gz_condition_path *path)
{
    const struct gz_str name = name_at(p);
    enum gz_status st = GZ_OK;
    if (is_name(p) && p->terms != NULL &&
        !gz_alert_terms_has_type(p->terms, name)) {
        struct gz_buffer hint;
        gz_buffer_init(&hint, 0);
        gz_alert_terms_hint_type(p->terms, name, &hint);
        st = gz_condition_parser_past(
            p, gz_condition_parser_unknown(p, name, "type", &hint));
    }
    return st == GZ_OK ? read_text(p, path) : st;
}

// A fact's type is one that is known, unless a part of its name is asked for.
static enum gz_status read_fact_type(struct gz_condition_parser *p,
                                     const struct gz_condition_path *path,
                                     enum gz_condition_op op)
{
    const struct gz_fact_type *ignored = NULL;
    enum gz_status st = GZ_OK;
    if (is_name(p) && op != GZ_CONDITION_CONTAINS) {
        st = gz_condition_paths_fact(p, name_at(p), &ignored);
    }
    return st == GZ_OK ? read_text(p, path) : st;
}

// --- what fits ---

static bool op_fits(enum gz_condition_type type, enum gz_condition_op op)
{
    switch (type) {
    case GZ_CONDITION_IS_BOOL:
        return op == GZ_CONDITION_EQ || op == GZ_CONDITION_NE;
    case GZ_CONDITION_IS_SYMBOL:
    case GZ_CONDITION_IS_ENTITY:
        return op == GZ_CONDITION_EQ || op == GZ_CONDITION_NE ||
               op == GZ_CONDITION_IN;
    case GZ_CONDITION_IS_NUMBER:
    case GZ_CONDITION_IS_AMOUNT:
        return op != GZ_CONDITION_CONTAINS;
    default:
        return op == GZ_CONDITION_EQ || op == GZ_CONDITION_NE ||
               op == GZ_CONDITION_IN || op == GZ_CONDITION_CONTAINS;
    }
}

enum gz_status gz_condition_values_read(struct gz_condition_parser *p,
                                        const struct gz_condition_path *path,
                                        enum gz_condition_op op)
{
    const enum gz_condition_type type = gz_condition_rows[path->field].type;
    if (!op_fits(type, op)) {
        return gz_condition_parser_fail(
            p, path->text, path->text,
            GZ_STR_FMT " cannot be compared with \"%s\"",
            GZ_STR_ARG(path->text), gz_condition_ops[op]);
    }
    switch (type) {
    case GZ_CONDITION_IS_BOOL:
        return read_bool(p, path);
    case GZ_CONDITION_IS_SYMBOL:
        return read_symbol(p, path);
    case GZ_CONDITION_IS_NUMBER:
        return read_plain_number(p, path, op);
    case GZ_CONDITION_IS_AMOUNT:
        return read_amount(p, path);
    case GZ_CONDITION_IS_ENTITY:
        return read_entity_type(p, path);
    default:
        return path->field == GZ_CONDITION_FACT_TYPE
                   ? read_fact_type(p, path, op)
                   : read_text(p, path);
    }
}
