#include "rules/language/pattern_lexer.h"

#include <stdarg.h>

#include "rules/language/pattern_chars.h"
#include "rules/language/pattern_marks.h"
#include "rules/language/text_place.h"

enum { CLIP_BYTES = 60 };

struct gz_str gz_pattern_lexer_clip(struct gz_str text)
{
    if (text.len_bytes > CLIP_BYTES) {
        text.len_bytes = CLIP_BYTES;
        while (text.len_bytes > 0 &&
               ((unsigned char)text.ptr[text.len_bytes] & 0xC0U) == 0x80U) {
            text.len_bytes--;
        }
    }
    return text;
}

void gz_pattern_lexer_report(struct gz_pattern_lexer *lexer, size_t begin_byte,
                             size_t end_byte, const char *fmt, ...)
{
    size_t begin = 0;
    size_t end = 0;
    va_list args;

    if (lexer->status == GZ_OK) {
        lexer->status = GZ_INVALID;
    }
    if (++lexer->mistakes > GZ_PATTERN_MISTAKES_MAX) {
        return;
    }
    if (!gz_error_full(lexer->err)) {
        gz_text_place_find(lexer->where, begin_byte, end_byte, &begin, &end);
    }
    va_start(args, fmt);
    gz_error_vspan(lexer->err, lexer->where->src, begin, end, fmt, args);
    va_end(args);
}

// A token over begin..lexer->at.
struct gz_pattern_token
gz_pattern_lexer_token(const struct gz_pattern_lexer *lexer,
                       enum gz_pattern_part part, size_t begin)
{
    return (struct gz_pattern_token){
        .part = part,
        .node = {.repeat_min = 1,
                 .repeat_max = 1,
                 .begin_byte = (uint32_t)begin,
                 .end_byte = (uint32_t)lexer->at},
    };
}

struct gz_pattern_token
gz_pattern_lexer_atom(const struct gz_pattern_lexer *lexer,
                      enum gz_pattern_kind kind, size_t begin,
                      struct gz_str text)
{
    struct gz_pattern_token token =
        gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_ATOM, begin);
    token.node.kind = kind;
    token.node.text = text;
    token.node.pack = lexer->where->pack;
    return token;
}

static bool begins_atom(char c)
{
    return gz_pattern_begins_word(c) ||
           (c != '\0' && strchr("\"/<$%#(", c) != NULL);
}

// A word was read; is it a role: a name, a colon and something to capture?
static struct gz_pattern_token read_role(struct gz_pattern_lexer *lexer,
                                         size_t begin)
{
    const struct gz_str name =
        gz_str_of(lexer->text.ptr + begin, lexer->at - begin);
    bool good = !gz_pattern_is_digit(name.ptr[0]);
    for (size_t i = 0; i < name.len_bytes; i++) {
        good = good && gz_pattern_is_name(name.ptr[i]);
    }
    lexer->at++;
    if (!good || !begins_atom(gz_pattern_byte(lexer, lexer->at))) {
        const bool gap = gz_pattern_byte(lexer, lexer->at) == '.';
        gz_pattern_lexer_report(
            lexer, begin, lexer->at, "%s",
            !good ? "a role is a name of letters and digits (a colon is "
                    "written \":\" in quotes)"
            : gap ? "a gap is captured in brackets, as in rest:(..5)"
                  : "a role stands directly before what it captures (a colon "
                    "is written \":\" in quotes)");
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    struct gz_pattern_token token =
        gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_ROLE, begin);
    token.node.role = name;
    return token;
}

// Inside a word stand "-" and "." where more of it follows; a last "." is one
// of an abbreviation.
static bool goes_on(const struct gz_pattern_lexer *lexer)
{
    const char c = gz_pattern_byte(lexer, lexer->at);
    const char next = gz_pattern_byte(lexer, lexer->at + 1);
    return gz_pattern_begins_word(c) ||
           (c == '-' && gz_pattern_begins_word(next)) ||
           (c == '.' && next != '.');
}

static struct gz_pattern_token read_word(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at;
    while (goes_on(lexer)) {
        lexer->at++;
    }
    const struct gz_str text =
        gz_str_of(lexer->text.ptr + begin, lexer->at - begin);
    const char behind = gz_pattern_byte(lexer, lexer->at);
    if (behind == ':') {
        return read_role(lexer, begin);
    }
    if (behind == '/' || behind == '-') {
        lexer->at++;
        gz_pattern_lexer_report(lexer, lexer->at - 1, lexer->at,
                                "a mark in a word: write \"%c\" in quotes "
                                "between words",
                                behind);
        return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
    }
    lexer->at += behind == '~';
    return gz_pattern_lexer_atom(
        lexer, behind == '~' ? GZ_PATTERN_FORMS : GZ_PATTERN_WORD, begin, text);
}

// A byte that begins nothing.
static struct gz_pattern_token read_bad(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at++;
    const char c = gz_pattern_byte(lexer, begin);
    if (c == '~') {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "\"~\" stands directly behind a word");
    } else if (c > ' ' && c != 0x7f && c != '\\') {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "a mark is written in quotes: \"%c\"", c);
    } else {
        gz_pattern_lexer_report(lexer, begin, lexer->at,
                                "unexpected byte 0x%02x", (unsigned char)c);
    }
    return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
}

static struct gz_pattern_token read_quantifier(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at++;
    switch (gz_pattern_byte(lexer, begin)) {
    case '?':
        return gz_pattern_marks_quantifier(lexer, begin, 0, 1);
    case '*':
        return gz_pattern_marks_quantifier(lexer, begin, 0,
                                           GZ_PATTERN_REPEAT_MAX);
    case '+':
        return gz_pattern_marks_quantifier(lexer, begin, 1,
                                           GZ_PATTERN_REPEAT_MAX);
    default:
        lexer->at = begin;
        return gz_pattern_marks_braces(lexer);
    }
}

static struct gz_pattern_token read_sign(struct gz_pattern_lexer *lexer,
                                         enum gz_pattern_kind kind)
{
    const size_t begin = lexer->at++;
    return gz_pattern_lexer_atom(lexer, kind, begin, gz_str_of(NULL, 0));
}

static struct gz_pattern_token read_bracket(struct gz_pattern_lexer *lexer,
                                            enum gz_pattern_part part)
{
    const size_t begin = lexer->at++;
    return gz_pattern_lexer_token(lexer, part, begin);
}

// Quotes that a word processor made: three bytes, U+201C and U+201D.
static bool is_curly(const struct gz_pattern_lexer *lexer)
{
    const char *at = lexer->text.ptr + lexer->at;
    return lexer->text.len_bytes - lexer->at >= 3 &&
           (memcmp(at, "\xe2\x80\x9c", 3) == 0 ||
            memcmp(at, "\xe2\x80\x9d", 3) == 0);
}

static struct gz_pattern_token read_curly(struct gz_pattern_lexer *lexer)
{
    const size_t begin = lexer->at;
    lexer->at += 3;
    gz_pattern_lexer_report(lexer, begin, lexer->at,
                            "a literal is written in straight quotes: \"\"");
    return gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_BAD, begin);
}

static struct gz_pattern_token read_part(struct gz_pattern_lexer *lexer)
{
    const char c = gz_pattern_byte(lexer, lexer->at);
    switch (c) {
    case '"':
    case '/':
        return gz_pattern_marks_marked(lexer, c);
    case '<':
        return gz_pattern_marks_type(lexer);
    case '$':
    case '%':
        return gz_pattern_marks_named(lexer, c);
    case '#':
        return read_sign(lexer, GZ_PATTERN_NUMBER);
    case '^':
        return read_sign(lexer, GZ_PATTERN_FIRST);
    case '.':
        return gz_pattern_marks_dots(lexer);
    case '(':
        return read_bracket(lexer, GZ_PATTERN_PART_OPEN);
    case ')':
        return read_bracket(lexer, GZ_PATTERN_PART_CLOSE);
    case '|':
        return read_bracket(lexer, GZ_PATTERN_PART_OR);
    case '?':
    case '*':
    case '+':
    case '{':
        return read_quantifier(lexer);
    default:
        if (is_curly(lexer)) {
            return read_curly(lexer);
        }
        return gz_pattern_begins_word(c) ? read_word(lexer) : read_bad(lexer);
    }
}

struct gz_pattern_token gz_pattern_lexer_next(struct gz_pattern_lexer *lexer)
{
    const size_t before = lexer->at;
    while (gz_pattern_is_space(gz_pattern_byte(lexer, lexer->at))) {
        lexer->at++;
    }
    const bool space = lexer->at > before || before == 0;
    const bool over = lexer->at >= lexer->text.len_bytes ||
                      lexer->status == GZ_LIMIT ||
                      lexer->mistakes >= GZ_PATTERN_MISTAKES_MAX;
    if (over) {
        lexer->at = lexer->text.len_bytes;
    }
    struct gz_pattern_token token =
        over ? gz_pattern_lexer_token(lexer, GZ_PATTERN_PART_END, lexer->at)
             : read_part(lexer);
    token.space_before = space;
    return token;
}
