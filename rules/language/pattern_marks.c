#include "rules/language/pattern_marks.h"

#include "rules/language/pattern_chars.h"

// The rest of a name; "-" joins only what is more name.
static struct gz_str read_name(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at;
    while (gz_pattern_is_name(gz_pattern_byte(lexer, lexer->at)) ||
           (gz_pattern_byte(lexer, lexer->at) == '-' && lexer->at > begin &&
            gz_pattern_is_name(gz_pattern_byte(lexer, lexer->at + 1)))) {
        lexer->at++;
    }
    return gz_str_of(lexer->text.ptr + begin, lexer->at - begin);
}

// Without the backslashes that escape `mark`, or all if mark is a quote.
static struct gz_str unescape(struct gz_pattern_lexer *lexer, struct gz_str raw,
                              char mark)
{
    if (memchr(raw.ptr, '\\', raw.len_bytes) == NULL) {
        return raw;
    }
    char *text = gz_arena_alloc(lexer->arena, raw.len_bytes + 1);
    if (text == NULL) {
        lexer->status = GZ_LIMIT;
        return raw;
    }
    size_t len = 0;
    for (size_t i = 0; i < raw.len_bytes; i++) {
        const bool escape = raw.ptr[i] == '\\' && i + 1 < raw.len_bytes;
        if (escape && mark != '"' && raw.ptr[i + 1] != mark) {
            text[len++] = raw.ptr[i];  // it means something to the regex
        }
        i += escape;
        text[len++] = raw.ptr[i];
    }
    text[len] = '\0';
    return gz_str_of(text, len);
}

// In a literal a backslash stands before a quote or a backslash only.
static void check_escape(struct gz_pattern_lexer *lexer, char mark)
{
    const char next = gz_pattern_byte(lexer, lexer->at + 1);
    if (mark == '"' && next != '"' && next != '\\') {
        gz_pattern_lexer_report(lexer, lexer->at, lexer->at + 1,
                                "a \"\\\" in a literal stands before a quote "
                                "or another \"\\\"");
    }
}

// Whether a regex takes nothing that has no space in it, as far as is plain.
static bool needs_space(struct gz_str regex)
{
    bool needs = false;
    for (size_t i = 0; i < regex.len_bytes; i++) {
        const bool last = i + 1 == regex.len_bytes;
        if (strchr("|[(\\", regex.ptr[i]) != NULL) {
            return false;
        }
        needs |= regex.ptr[i] == ' ' &&
                 (last || strchr("?*{", regex.ptr[i + 1]) == NULL);
    }
    return needs;
}

// "text" or /text/, from the first mark on.
struct gz_pattern_token gz_pattern_marks_marked(struct gz_pattern_lexer *lexer,
                                                char mark)
{
    const size_t begin = lexer->at++;
    const uint32_t mistakes = lexer->mistakes;
    const char *what = mark == '"' ? "literal" : "regex";
    while (lexer->at < lexer->text.len_bytes &&
           gz_pattern_byte(lexer, lexer->at) != mark) {
        if (gz_pattern_byte(lexer, lexer->at) == '\\') {
            check_escape(lexer, mark);
            lexer->at++;
        }
        lexer->at++;
    }
    if (lexer->at >= lexer->text.len_bytes) {
        lexer->at = lexer->text.len_bytes;
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "the %s has no closing %c", what, mark);
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    const struct gz_str raw =
        gz_str_of(lexer->text.ptr + begin + 1, lexer->at - begin - 1);
    lexer->at++;
    if (gz_str_trim(raw).len_bytes == 0) {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "the %s has nothing in it", what);
    } else if (mark == '/' && needs_space(raw)) {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "this never matches: a regex takes one token, "
                                "and none has a space in it");
    }
    if (lexer->mistakes != mistakes) {
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    return gz_pattern_lexer_atom(
        lexer, mark == '"' ? GZ_PATTERN_LITERAL : GZ_PATTERN_REGEX, begin,
        unescape(lexer, raw, mark));
}

static bool begins_type(char c)
{
    return gz_pattern_is_letter(c) || c == '_';
}

// Types as `Org|Place/City`; reports the first byte that will not do.
static bool check_types(struct gz_pattern_lexer *lexer, size_t begin,
                        size_t end)
{
    bool at_begin = true;
    for (size_t i = begin; i < end; i++) {
        const char c = gz_pattern_byte(lexer, i);
        const bool parts = c == '|' || c == '/';
        if (at_begin ? !begins_type(c) : !gz_pattern_is_name(c) && !parts) {
            gz_pattern_lexer_report(
                lexer, i, i + 1,
                gz_pattern_is_space(c)
                    ? "a space in a type: it is written <Type>, "
                      "<role:Type> or <role:Type|Other>"
                : at_begin ? "a type begins with a letter"
                           : "a type is letters and digits, with its parents "
                             "behind a slash: Org/Company");
            return false;
        }
        at_begin = parts;
    }
    if (at_begin) {
        gz_pattern_lexer_report(lexer, end, end + 1, "a type is missing here");
        return false;
    }
    return true;
}

// <Type> or <role:Type>, from the angle on.
struct gz_pattern_token gz_pattern_marks_type(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at++;
    while (lexer->at < lexer->text.len_bytes &&
           strchr("<>()\"", gz_pattern_byte(lexer, lexer->at)) == NULL) {
        lexer->at++;
    }
    if (gz_pattern_byte(lexer, lexer->at) != '>') {
        gz_pattern_lexer_report(
            lexer, begin, lexer->at,
            "the type has no closing \">\" (the mark is written \"<\")");
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    const size_t end = lexer->at++;
    lexer->at = begin + 1;
    struct gz_str role = read_name(lexer);
    size_t types = lexer->at + 1;
    if (gz_pattern_byte(lexer, lexer->at) != ':') {
        role.len_bytes = 0;
        types = begin + 1;
    }
    const bool nameless = types == begin + 2;
    if (nameless) {
        gz_pattern_lexer_report(lexer, begin + 1, begin + 2,
                                "a role is missing before the colon");
    }
    const bool good = !nameless && check_types(lexer, types, end);
    lexer->at = end + 1;
    struct gz_pattern_token token =
        gz_pattern_lexer_atom(lexer, GZ_PATTERN_TYPE, begin,
                              gz_str_of(lexer->text.ptr + types, end - types));
    token.node.role = role;
    token.part = good ? GZ_PATTERN_PART_ATOM : GZ_PATTERN_PART_BAD;
    return token;
}

// $list and %macro, from the sign on; a "$" alone is the sentence's end.
struct gz_pattern_token gz_pattern_marks_named(struct gz_pattern_lexer *lexer,
                                               char sign)
{
    const size_t begin = lexer->at++;
    if (gz_pattern_is_letter(gz_pattern_byte(lexer, lexer->at)) ||
        gz_pattern_byte(lexer, lexer->at) == '_') {
        const struct gz_str name = read_name(lexer);
        return gz_pattern_lexer_atom(
            lexer, sign == '$' ? GZ_PATTERN_LIST : GZ_PATTERN_MACRO, begin,
            name);
    }
    if (sign == '$' &&
        !gz_pattern_is_digit(gz_pattern_byte(lexer, lexer->at))) {
        return gz_pattern_lexer_atom(lexer, GZ_PATTERN_LAST, begin,
                                     gz_str_of(NULL, 0));
    }
    gz_pattern_lexer_report(lexer, begin, lexer->at, "%s",
                            sign == '$' ? "the sign is written \"$\" in quotes"
                                        : "a macro's name is missing (the sign "
                                          "is written \"%\" in quotes)");
    return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
}

// A decimal number of up to four digits, or max + 1 where it is larger.
static uint32_t read_number(struct gz_pattern_lexer *lexer)
{
    uint32_t value = 0;
    while (gz_pattern_is_digit(gz_pattern_byte(lexer, lexer->at))) {
        if (value < 10000) {
            value = value * 10 +
                    (uint32_t)(gz_pattern_byte(lexer, lexer->at) - '0');
        }
        lexer->at++;
    }
    return value;
}

struct gz_pattern_token gz_pattern_marks_dots(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at;
    while (gz_pattern_byte(lexer, lexer->at) == '.') {
        lexer->at++;
    }
    if (lexer->at - begin != 2) {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "a gap is written .. or ..5, and a full stop "
                                "as \".\" in quotes");
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    const bool counted = gz_pattern_is_digit(gz_pattern_byte(lexer, lexer->at));
    const uint32_t most = counted ? read_number(lexer) : GZ_PATTERN_GAP_MAX;
    if (most == 0 || most > GZ_PATTERN_GAP_MAX) {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "a gap is of 1 to %d words at most",
                                GZ_PATTERN_GAP_MAX);
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    struct gz_pattern_token token =
        gz_pattern_lexer_atom(lexer, GZ_PATTERN_GAP, begin, gz_str_of(NULL, 0));
    token.node.gap_max = (uint16_t)most;
    return token;
}

struct gz_pattern_token
gz_pattern_marks_quantifier(const struct gz_pattern_lexer *lexer, size_t begin,
                            uint32_t min, uint32_t max)
{
    struct gz_pattern_token token =
        gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_QUANTIFIER, begin);
    token.node.repeat_min = (uint8_t)min;
    token.node.repeat_max = (uint8_t)max;
    return token;
}

// {m}, {m,}, {,n} or {m,n}, from the brace on.
struct gz_pattern_token gz_pattern_marks_braces(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at++;
    const bool has_min = gz_pattern_is_digit(gz_pattern_byte(lexer, lexer->at));
    const uint32_t min = read_number(lexer);
    const bool comma = gz_pattern_byte(lexer, lexer->at) == ',';
    lexer->at += comma;
    const bool has_max =
        comma && gz_pattern_is_digit(gz_pattern_byte(lexer, lexer->at));
    const uint32_t max = has_max ? read_number(lexer)
                         : comma ? GZ_PATTERN_REPEAT_MAX
                                 : min;
    if (gz_pattern_byte(lexer, lexer->at) != '}' || (!has_min && !has_max)) {
        lexer->at += gz_pattern_byte(lexer, lexer->at) == '}';
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "a repeat is written {2}, {2,} or {2,4} (the "
                                "mark is written \"{\")");
        return gz_pattern_marks_quantifier(lexer, begin, 1, 1);
    }
    lexer->at++;
    if (max > GZ_PATTERN_REPEAT_MAX || max == 0) {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "something is repeated 1 to %d times at most",
                                GZ_PATTERN_REPEAT_MAX);
        return gz_pattern_marks_quantifier(lexer, begin, 1, 1);
    }
    if (min > max) {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "the first number of a repeat is the smaller "
                                "one");
        return gz_pattern_marks_quantifier(lexer, begin, 1, 1);
    }
    return gz_pattern_marks_quantifier(lexer, begin, min, max);
}
