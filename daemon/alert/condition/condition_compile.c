// Conditions from text to code.

#include <stdarg.h>

#include "daemon/alert/condition/condition.h"
#include "daemon/alert/condition/condition_parser.h"

enum {
    DEPTH_MAX = 32,
    VALUES_MAX = 100,
    TEXT_MAX = 255,
    CODE_LIMIT_BYTES = 8192,
};

// --- what the parts share ---

void gz_condition_parser_step(struct gz_condition_parser *p)
{
    p->token = gz_condition_lexer_next(&p->rest);
}

bool gz_condition_parser_at(const struct gz_condition_parser *p,
                            const char *text)
{
    return (p->token.kind == GZ_CONDITION_WORD ||
            p->token.kind == GZ_CONDITION_SIGN) &&
           gz_str_is(p->token.text, text);
}

// Whether a quote begins with the token at hand and does not end.
static bool is_open_quote(const struct gz_condition_parser *p)
{
    return p->token.kind == GZ_CONDITION_BAD &&
           (p->token.text.ptr[0] == '"' || p->token.text.ptr[0] == '\'');
}

// Whatever was expected where a quote is open, that is what is wrong.
enum gz_status gz_condition_parser_fail(struct gz_condition_parser *p,
                                        struct gz_str from, struct gz_str to,
                                        const char *fmt, ...)
{
    size_t begin = p->begin_byte;
    size_t end = p->end_byte;
    if (p->verbatim) {
        begin = p->begin_byte + (size_t)(from.ptr - p->all.ptr);
        end = p->begin_byte + (size_t)(to.ptr - p->all.ptr) + to.len_bytes;
    }
    if (is_open_quote(p) && from.ptr == p->token.text.ptr) {
        return gz_error_span(p->err, p->src, begin, end,
                             "the text has no closing quote (a quote that is "
                             "part of a text stands between quotes of the "
                             "other kind)");
    }
    va_list args;
    va_start(args, fmt);
    const enum gz_status st =
        gz_error_vspan(p->err, p->src, begin, end, fmt, args);
    va_end(args);
    return st;
}

enum gz_status gz_condition_parser_unknown(struct gz_condition_parser *p,
                                           struct gz_str name, const char *what,
                                           struct gz_buffer *hint)
{
    enum gz_status st = gz_buffer_status(hint);
    if (st == GZ_OK) {
        st = gz_condition_parser_fail(
            p, name, name, "unknown %s \"" GZ_STR_FMT "\"" GZ_STR_FMT, what,
            GZ_STR_ARG(name), GZ_STR_ARG(gz_buffer_str(hint)));
    }
    gz_buffer_fini(hint);
    return st;
}

enum gz_status gz_condition_parser_past(struct gz_condition_parser *p,
                                        enum gz_status st)
{
    if (st != GZ_INVALID) {
        return st;
    }
    p->mistake = st;
    return GZ_OK;
}

enum gz_status gz_condition_parser_put(struct gz_condition_parser *p,
                                       struct gz_str text)
{
    if (text.len_bytes > TEXT_MAX) {
        return gz_condition_parser_fail(
            p, p->all, p->all, "a text is longer than %d bytes", TEXT_MAX);
    }
    gz_buffer_append_byte(p->code, (uint8_t)text.len_bytes);
    gz_buffer_append(p->code, text.ptr, text.len_bytes);
    return GZ_OK;
}

// --- behind a mistake ---

// What stands in other languages for "and" and "or".
static const char *meant(struct gz_str text)
{
    const bool is_and =
        gz_str_eq_nocase(text, GZ_STR_LIT("and")) || gz_str_is(text, "&");
    const bool is_or =
        gz_str_eq_nocase(text, GZ_STR_LIT("or")) || gz_str_is(text, "|");
    return is_and  ? " (did you mean \"and\"?)"
           : is_or ? " (did you mean \"or\"?)"
                   : "";
}

// Whether it is "and" or "or", however it is written.
static bool at_link(const struct gz_condition_parser *p)
{
    return gz_condition_parser_at(p, "and") ||
           gz_condition_parser_at(p, "or") || *meant(p->token.text) != '\0';
}

// Go to what may follow a test: a link, the bracket around it, the end.
static void recover(struct gz_condition_parser *p)
{
    uint32_t inner = 0;
    while (p->token.kind != GZ_CONDITION_END) {
        const bool closes = gz_condition_parser_at(p, ")");
        if (inner == 0 && (at_link(p) || (closes && p->open > 0))) {
            return;
        }
        inner += gz_condition_parser_at(p, "(");
        inner -= closes && inner > 0;
        gz_condition_parser_step(p);
    }
}

// The same for a value of a list.
static void recover_value(struct gz_condition_parser *p)
{
    while (p->token.kind != GZ_CONDITION_END && !at_link(p) &&
           !gz_condition_parser_at(p, ",") && !gz_condition_parser_at(p, "]")) {
        gz_condition_parser_step(p);
    }
}

// --- tests ---

static bool find_op(const struct gz_condition_parser *p,
                    enum gz_condition_op *out)
{
    for (int i = GZ_CONDITION_EQ; i < GZ_CONDITION_OP_COUNT; i++) {
        if (gz_condition_parser_at(p, gz_condition_ops[i])) {
            *out = (enum gz_condition_op)i;
            return true;
        }
    }
    return false;
}

static enum gz_status read_item(struct gz_condition_parser *p,
                                const struct gz_condition_path *path)
{
    const enum gz_status st =
        gz_condition_values_read(p, path, GZ_CONDITION_IN);
    if (st == GZ_INVALID) {
        recover_value(p);
    }
    return p->token.kind == GZ_CONDITION_END ? st
                                             : gz_condition_parser_past(p, st);
}

static enum gz_status read_list(struct gz_condition_parser *p,
                                const struct gz_condition_path *path)
{
    const size_t count_at = p->code->len;
    uint8_t count = 0;
    gz_buffer_append_byte(p->code, 0);
    if (!gz_condition_parser_at(p, "[")) {
        return gz_condition_parser_fail(p, p->token.text, p->token.text,
                                        "expected \"[\" behind \"in\"");
    }
    do {
        gz_condition_parser_step(p);
        if (count == 0 && gz_condition_parser_at(p, "]")) {
            return gz_condition_parser_fail(p, p->token.text, p->token.text,
                                            "the list is empty");
        }
        const enum gz_status st = read_item(p, path);
        if (st != GZ_OK) {
            return st;
        }
        count++;
    } while (count < VALUES_MAX && gz_condition_parser_at(p, ","));
    if (!gz_condition_parser_at(p, "]")) {
        return gz_condition_parser_fail(
            p, p->token.text, p->token.text,
            "expected \",\" or \"]\" (a list has at most %d values)",
            VALUES_MAX);
    }
    gz_condition_parser_step(p);
    if (gz_buffer_status(p->code) == GZ_OK) {
        p->code->data[count_at] = count;
    }
    return GZ_OK;
}

// Whether a field says something without being compared.
static bool is_truth(enum gz_condition_field field)
{
    return gz_condition_rows[field].type == GZ_CONDITION_IS_BOOL;
}

static enum gz_status read_test(struct gz_condition_parser *p)
{
    struct gz_condition_path path;
    enum gz_condition_op op = GZ_CONDITION_IS_TRUE;
    gz_buffer_append_byte(p->code, GZ_CONDITION_TEST);
    const enum gz_status st = gz_condition_paths_read(p, &path);
    if (st != GZ_OK) {
        return st;
    }
    if (!find_op(p, &op)) {
        if (gz_str_is(p->token.text, "=")) {
            return gz_condition_parser_fail(p, p->token.text, p->token.text,
                                            "expected an operator, not \"=\" "
                                            "(did you mean \"==\"?)");
        }
        if (!is_truth(path.field)) {
            return gz_condition_parser_fail(
                p, path.text, path.text,
                GZ_STR_FMT " must be compared with something (==, !=, <, <=, "
                           ">, >=, in, contains)",
                GZ_STR_ARG(path.text));
        }
        gz_buffer_append_byte(p->code, GZ_CONDITION_IS_TRUE);
        gz_buffer_append_byte(p->code, 0);
        return GZ_OK;
    }
    gz_condition_parser_step(p);
    gz_buffer_append_byte(p->code, (uint8_t)op);
    if (op == GZ_CONDITION_IN) {
        return read_list(p, &path);
    }
    gz_buffer_append_byte(p->code, 1);
    return gz_condition_values_read(p, &path, op);
}

// --- the tree ---

static enum gz_status read_or(struct gz_condition_parser *p);

// Report what does not follow a test, and go to where one may begin or end.
static enum gz_status fail_link(struct gz_condition_parser *p, const char *end)
{
    const struct gz_str found = p->token.text;
    const enum gz_status st = gz_condition_parser_fail(
        p, found, found,
        "expected \"and\", \"or\" or %s, not \"" GZ_STR_FMT "\"%s", end,
        GZ_STR_ARG(found), meant(found));
    recover(p);
    return gz_condition_parser_past(p, st);
}

// All up to the bracket that closes, or to the end.
static enum gz_status read_all(struct gz_condition_parser *p)
{
    enum gz_status st = read_or(p);
    while (st == GZ_OK && p->token.kind != GZ_CONDITION_END &&
           !(p->open > 0 && gz_condition_parser_at(p, ")"))) {
        st = fail_link(p, p->open > 0 ? "\")\"" : "the end");
        if (st == GZ_OK && at_link(p)) {
            while (at_link(p)) {  // "&&" is two
                gz_condition_parser_step(p);
            }
            st = read_or(p);
        }
    }
    return st;
}

static enum gz_status read_brackets(struct gz_condition_parser *p)
{
    const struct gz_str begin = p->token.text;
    p->open++;
    gz_condition_parser_step(p);
    const enum gz_status st = read_all(p);
    if (st == GZ_OK && p->token.kind == GZ_CONDITION_END) {
        return gz_condition_parser_fail(p, begin, begin, "\"(\" is not closed");
    }
    p->open--;
    gz_condition_parser_step(p);
    return st;
}

static enum gz_status read_test_past(struct gz_condition_parser *p)
{
    const enum gz_status st = read_test(p);
    if (st == GZ_INVALID) {
        recover(p);
    }
    return gz_condition_parser_past(p, st);
}

static enum gz_status read_not(struct gz_condition_parser *p)
{
    enum gz_status st = GZ_OK;
    const struct gz_str begin = p->token.text;
    if (++p->depth > DEPTH_MAX) {
        return gz_condition_parser_fail(
            p, begin, begin, "nested deeper than %d levels", DEPTH_MAX);
    }
    if (gz_condition_parser_at(p, "not")) {
        gz_condition_parser_step(p);
        gz_buffer_append_byte(p->code, GZ_CONDITION_NOT);
        st = read_not(p);
    } else if (gz_condition_parser_at(p, "(")) {
        st = read_brackets(p);
    } else {
        st = read_test_past(p);
    }
    p->depth--;
    return st;
}

// Put a node in front of what was read last.
static void insert(struct gz_buffer *code, size_t at, uint8_t node)
{
    gz_buffer_append_byte(code, 0);
    if (gz_buffer_status(code) == GZ_OK) {
        memmove(code->data + at + 1, code->data + at, code->len - at - 1);
        code->data[at] = node;
    }
}

// A chain leans to the left, so its depth is bounded here.
static enum gz_status
read_chain(struct gz_condition_parser *p, const char *word, uint8_t node,
           enum gz_status (*part)(struct gz_condition_parser *))
{
    const size_t at = p->code->len;
    uint32_t links = 0;
    enum gz_status st = part(p);
    while (st == GZ_OK && gz_condition_parser_at(p, word)) {
        if (++links > VALUES_MAX) {
            return gz_condition_parser_fail(p, p->token.text, p->token.text,
                                            "more than %d times \"%s\"",
                                            VALUES_MAX, word);
        }
        gz_condition_parser_step(p);
        insert(p->code, at, node);
        st = part(p);
    }
    return st;
}

static enum gz_status read_and(struct gz_condition_parser *p)
{
    return read_chain(p, "and", GZ_CONDITION_AND, read_not);
}

static enum gz_status read_or(struct gz_condition_parser *p)
{
    return read_chain(p, "or", GZ_CONDITION_OR, read_and);
}

static bool stands_at(const struct gz_source *src, size_t at,
                      struct gz_str text)
{
    return at + text.len_bytes <= src->len_bytes &&
           memcmp(src->text + at, text.ptr, text.len_bytes) == 0;
}

// Find the text in its scalar, so that marks can be exact.
static void locate(struct gz_condition_parser *p)
{
    for (size_t quote = 0; quote < 2; quote++) {
        if (stands_at(p->src, p->begin_byte + quote, p->all)) {
            p->begin_byte += quote;
            p->verbatim = true;
            return;
        }
    }
}

enum gz_status gz_condition_compile(struct gz_str text,
                                    const struct gz_source *src,
                                    size_t begin_byte, size_t end_byte,
                                    const struct gz_alert_terms *terms,
                                    struct gz_buffer *code,
                                    struct gz_error *err)
{
    struct gz_condition_parser p = {
        .all = text,
        .rest = text,
        .src = src,
        .begin_byte = begin_byte,
        .end_byte = end_byte,
        .terms = terms,
        .code = code,
        .err = err,
    };
    locate(&p);
    gz_condition_parser_step(&p);
    const enum gz_status st = read_all(&p);
    if (st != GZ_OK || p.mistake != GZ_OK) {
        return st != GZ_OK ? st : p.mistake;
    }
    if (code->len > CODE_LIMIT_BYTES) {
        return gz_condition_parser_fail(&p, text, text,
                                        "the condition is too long");
    }
    return gz_buffer_status(code);
}
