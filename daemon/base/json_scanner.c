// The grammar as what may come next; no recursion, so depth costs nothing.

#include "daemon/base/json_scanner.h"

#include "daemon/base/json_escape.h"

_Static_assert(GZ_JSON_SCANNER_DEPTH <= 32, "objects has a bit per container");

enum next {
    NEXT_VALUE,
    NEXT_VALUE_OR_END,  // behind [
    NEXT_KEY,
    NEXT_KEY_OR_END,  // behind {
    NEXT_COMMA_OR_END,
    NEXT_NOTHING,
};

void gz_json_scanner_init(struct gz_json_scanner *s, struct gz_str text)
{
    *s = (struct gz_json_scanner){.text = text, .next = NEXT_VALUE};
}

// Keep the first mistake.
static enum gz_scan fault_at(struct gz_json_scanner *s, size_t begin,
                             size_t end, const char *fault)
{
    const size_t len = s->text.len_bytes;
    begin = begin < len ? begin : len;
    end = end < len ? end : len;
    if (s->fault == NULL) {
        s->fault = fault;
        s->fault_at = gz_str_of(s->text.ptr + begin, end - begin);
    }
    return GZ_SCAN_BAD;
}

static char peek(const struct gz_json_scanner *s)
{
    if (s->pos < s->text.len_bytes) {
        return s->text.ptr[s->pos];
    }
    return '\0';
}

static void skip_space(struct gz_json_scanner *s)
{
    while (peek(s) == ' ' || peek(s) == '\t' || peek(s) == '\n' ||
           peek(s) == '\r') {
        s->pos++;
    }
}

static bool in_object(const struct gz_json_scanner *s)
{
    return s->depth > 0 && (s->objects >> (s->depth - 1) & 1) != 0;
}

static enum gz_scan after_value(struct gz_json_scanner *s, enum gz_scan kind)
{
    s->next = s->depth == 0 ? NEXT_NOTHING : NEXT_COMMA_OR_END;
    return kind;
}

// Go behind the escape at pos.
static bool skip_escape(struct gz_json_scanner *s)
{
    const size_t at = s->pos;
    const char *fault = gz_json_escape_check(s->text, &s->pos);
    if (fault != NULL) {
        fault_at(s, at, s->pos, fault);
    }
    return fault == NULL;
}

// A string whose opening quote stands at pos.
static bool read_string(struct gz_json_scanner *s, struct gz_json_token *token)
{
    const size_t open = s->pos++;
    token->escaped = false;
    while (s->pos < s->text.len_bytes) {
        const char c = s->text.ptr[s->pos];
        if (c == '"') {
            token->text = gz_str_of(s->text.ptr + open + 1, s->pos - open - 1);
            s->pos++;
            return true;
        }
        if (c == '\\') {
            token->escaped = true;
            if (!skip_escape(s)) {
                return false;
            }
        } else if ((unsigned char)c < 0x20) {
            fault_at(s, s->pos, s->pos + 1,
                     "a control character in a string; it is written as an "
                     "escape, such as \\t");
            return false;
        } else {
            s->pos++;
        }
    }
    fault_at(s, open, open + 1, "the string is not closed");
    return false;
}

static bool skip_digits(struct gz_json_scanner *s)
{
    const size_t first = s->pos;
    while (peek(s) >= '0' && peek(s) <= '9') {
        s->pos++;
    }
    return s->pos > first;
}

static bool skip_number(struct gz_json_scanner *s)
{
    s->pos += peek(s) == '-';
    const bool zero = peek(s) == '0';
    const size_t first = s->pos;
    if (!skip_digits(s) || (zero && s->pos > first + 1)) {
        return false;
    }
    if (peek(s) == '.') {
        s->pos++;
        if (!skip_digits(s)) {
            return false;
        }
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->pos++;
        s->pos += peek(s) == '-' || peek(s) == '+';
        return skip_digits(s);
    }
    return true;
}

static bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' ||
           c == '.';
}

// All of a word or a number, or the one byte that begins neither.
static struct gz_str bare_text(const struct gz_json_scanner *s)
{
    size_t end = s->pos;
    while (end < s->text.len_bytes && is_bare(s->text.ptr[end])) {
        end++;
    }
    const size_t len = end > s->pos ? end - s->pos : 1;
    return gz_str_of(s->text.ptr + s->pos, len);
}

static enum gz_scan read_bare(struct gz_json_scanner *s,
                              struct gz_json_token *token)
{
    static const struct {
        const char *word;
        enum gz_scan kind;
    } words[] = {
        {"true", GZ_SCAN_TRUE},
        {"false", GZ_SCAN_FALSE},
        {"null", GZ_SCAN_NULL},
    };
    const size_t begin = s->pos;
    token->text = bare_text(s);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (gz_str_is(token->text, words[i].word)) {
            s->pos += token->text.len_bytes;
            return words[i].kind;
        }
    }
    const char first = token->text.ptr[0];
    const size_t end = begin + token->text.len_bytes;
    if (first == '-' || (first >= '0' && first <= '9')) {
        if (skip_number(s) && s->pos == end) {
            return GZ_SCAN_NUMBER;
        }
        return fault_at(s, begin, end,
                        "no number of JSON, which look like -12, 0.5 and 6e7");
    }
    return fault_at(s, begin, end,
                    first == '\'' ? "strings stand between double quotes"
                                  : "no value of JSON");
}

static enum gz_scan open_container(struct gz_json_scanner *s, bool object)
{
    if (s->depth == GZ_JSON_SCANNER_DEPTH) {
        return fault_at(s, s->pos, s->pos + 1, "nested too deep");
    }
    const uint32_t bit = 1U << s->depth++;
    s->objects = object ? s->objects | bit : s->objects & ~bit;
    s->next = object ? NEXT_KEY_OR_END : NEXT_VALUE_OR_END;
    s->pos++;
    return object ? GZ_SCAN_OBJECT : GZ_SCAN_ARRAY;
}

static enum gz_scan close_container(struct gz_json_scanner *s)
{
    const bool object = in_object(s);
    s->pos++;
    s->depth--;
    return after_value(s, object ? GZ_SCAN_OBJECT_END : GZ_SCAN_ARRAY_END);
}

static enum gz_scan read_value(struct gz_json_scanner *s,
                               struct gz_json_token *token)
{
    if (s->pos == s->text.len_bytes) {
        return fault_at(s, s->pos, s->pos, "a value is missing");
    }
    token->text = gz_str_of(s->text.ptr + s->pos, 1);
    const char c = peek(s);
    if (c == '{' || c == '[') {
        return open_container(s, c == '{');
    }
    if (c == '"') {
        return read_string(s, token) ? after_value(s, GZ_SCAN_STRING)
                                     : GZ_SCAN_BAD;
    }
    if (c == ']' || c == '}' || c == ',') {
        return fault_at(s, s->pos, s->pos + 1, "a value is missing");
    }
    const enum gz_scan kind = read_bare(s, token);
    return kind == GZ_SCAN_BAD ? kind : after_value(s, kind);
}

static enum gz_scan read_key(struct gz_json_scanner *s,
                             struct gz_json_token *token)
{
    if (peek(s) != '"') {
        const size_t bytes =
            s->pos < s->text.len_bytes ? bare_text(s).len_bytes : 0;
        return fault_at(s, s->pos, s->pos + bytes,
                        "a key is missing; keys stand between double quotes");
    }
    if (!read_string(s, token)) {
        return GZ_SCAN_BAD;
    }
    skip_space(s);
    if (peek(s) != ':') {
        return fault_at(s, s->pos, s->pos + 1,
                        "a colon is missing between key and value");
    }
    s->pos++;
    s->next = NEXT_VALUE;
    return GZ_SCAN_KEY;
}

// Whether the innermost container ends here.
static bool at_end(const struct gz_json_scanner *s)
{
    return peek(s) == (in_object(s) ? '}' : ']');
}

static enum gz_scan read_comma(struct gz_json_scanner *s,
                               struct gz_json_token *token)
{
    const bool object = in_object(s);
    if (peek(s) != ',') {
        return fault_at(s, s->pos, s->pos + 1,
                        object ? "a comma or } is missing"
                               : "a comma or ] is missing");
    }
    s->pos++;
    skip_space(s);
    s->next = object ? NEXT_KEY : NEXT_VALUE;
    return object ? read_key(s, token) : read_value(s, token);
}

static enum gz_scan read_token(struct gz_json_scanner *s,
                               struct gz_json_token *token)
{
    skip_space(s);
    const bool may_end = s->next == NEXT_KEY_OR_END ||
                         s->next == NEXT_VALUE_OR_END ||
                         s->next == NEXT_COMMA_OR_END;
    if (may_end && at_end(s)) {
        token->text = gz_str_of(s->text.ptr + s->pos, 1);
        return close_container(s);
    }
    switch ((enum next)s->next) {
    case NEXT_VALUE:
    case NEXT_VALUE_OR_END:
        return read_value(s, token);
    case NEXT_KEY:
    case NEXT_KEY_OR_END:
        return read_key(s, token);
    case NEXT_COMMA_OR_END:
        return read_comma(s, token);
    case NEXT_NOTHING:
        break;
    }
    return s->pos == s->text.len_bytes ? GZ_SCAN_END
                                       : fault_at(s, s->pos, s->text.len_bytes,
                                                  "text behind the value");
}

enum gz_scan gz_json_scanner_next(struct gz_json_scanner *s,
                                  struct gz_json_token *token)
{
    *token = (struct gz_json_token){.kind = GZ_SCAN_BAD,
                                    .text = gz_str_of(s->text.ptr, 0)};
    if (s->fault == NULL) {
        token->kind = read_token(s, token);
    }
    return token->kind;
}

bool gz_json_scanner_skip(struct gz_json_scanner *s,
                          const struct gz_json_token *token)
{
    if (token->kind != GZ_SCAN_OBJECT && token->kind != GZ_SCAN_ARRAY) {
        return token->kind != GZ_SCAN_BAD;
    }
    const uint32_t outer = s->depth - 1;
    struct gz_json_token inner;
    while (s->depth > outer) {
        if (gz_json_scanner_next(s, &inner) == GZ_SCAN_BAD) {
            return false;
        }
    }
    return true;
}
