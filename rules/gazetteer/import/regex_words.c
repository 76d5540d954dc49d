// A recursive descent that returns sets of words instead of a tree.

#include "rules/gazetteer/import/regex_words.h"

#include <stdbool.h>
#include <string.h>

enum { DEPTH_MAX = 16, PATTERN_BYTES_MAX = 500 };

struct parser {
    struct gz_str rest;
    struct gz_arena *arena;
    const char *reason;  // NULL while all is well
    bool no_memory;
    int depth;
};

static const char many[] = "a pattern of more than 32 names";
static const char repeated[] = "a repetition such as * or +";
static const char open_group[] = "a bracket that is not closed in its word";

static bool fail(struct parser *p, const char *reason)
{
    if (p->reason == NULL) {
        p->reason = reason;
    }
    return false;
}

static char peek(const struct parser *p)
{
    return (char)(p->rest.len_bytes > 0 ? p->rest.ptr[0] : 0);
}

static struct gz_str take(struct parser *p, size_t bytes)
{
    const struct gz_str taken = gz_str_of(p->rest.ptr, bytes);
    p->rest.ptr += bytes;
    p->rest.len_bytes -= bytes;
    return taken;
}

static bool add(struct parser *p, struct gz_regex_words *to, struct gz_str word)
{
    for (size_t i = 0; i < to->count; i++) {
        if (gz_str_eq(to->items[i], word)) {
            return true;
        }
    }
    if (to->count == GZ_REGEX_WORDS_MAX) {
        return fail(p, many);
    }
    to->items[to->count++] = word;
    return true;
}

static bool concat(struct parser *p, struct gz_str a, struct gz_str b,
                   struct gz_str *out)
{
    char *both = gz_arena_alloc(p->arena, a.len_bytes + b.len_bytes);
    if (both == NULL) {
        p->no_memory = true;
        return false;
    }
    if (a.len_bytes > 0) {
        memcpy(both, a.ptr, a.len_bytes);
    }
    if (b.len_bytes > 0) {
        memcpy(both + a.len_bytes, b.ptr, b.len_bytes);
    }
    *out = gz_str_of(both, a.len_bytes + b.len_bytes);
    return true;
}

// Each of left with each of right behind it, into left.
static bool multiply(struct parser *p, struct gz_regex_words *left,
                     const struct gz_regex_words *right)
{
    struct gz_regex_words product = {.count = 0};
    for (size_t i = 0; i < left->count; i++) {
        for (size_t j = 0; j < right->count; j++) {
            struct gz_str word;
            if (!concat(p, left->items[i], right->items[j], &word) ||
                !add(p, &product, word)) {
                return false;
            }
        }
    }
    *left = product;
    return true;
}

static size_t code_point_bytes(struct gz_str s)
{
    size_t len = 1;
    while (len < s.len_bytes && ((unsigned char)s.ptr[len] & 0xC0) == 0x80) {
        len++;
    }
    return len;
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

// A character that stands for itself, escaped or not.
static bool read_literal(struct parser *p, struct gz_str *out)
{
    if (peek(p) != '\\') {
        *out = take(p, code_point_bytes(p->rest));
        return true;
    }
    take(p, 1);
    if (p->rest.len_bytes == 0) {
        return fail(p, "a backslash that nothing follows");
    }
    if (is_alnum(peek(p))) {
        return fail(p, "a class of characters such as \\d");
    }
    *out = take(p, code_point_bytes(p->rest));
    return true;
}

static bool add_range(struct parser *p, struct gz_regex_words *to,
                      struct gz_str first, struct gz_str last)
{
    if (first.len_bytes != 1 || last.len_bytes != 1 ||
        !is_alnum(first.ptr[0]) || !is_alnum(last.ptr[0])) {
        return fail(p, "a range of characters that is no a-z or 0-9");
    }
    for (char c = first.ptr[0]; c <= last.ptr[0]; c++) {
        const struct gz_str word = gz_arena_copy(p->arena, gz_str_of(&c, 1));
        if (word.ptr == NULL) {
            p->no_memory = true;
            return false;
        }
        if (!add(p, to, word)) {
            return false;
        }
    }
    return true;
}

// What stands between [ and ].
static bool read_brackets(struct parser *p, struct gz_regex_words *out)
{
    if (peek(p) == '^') {
        return fail(p, "a class of characters such as [^a]");
    }
    while (p->rest.len_bytes > 0 && peek(p) != ']') {
        struct gz_str first;
        struct gz_str last;
        if (peek(p) == '[') {
            return fail(p, "a class of characters inside another");
        }
        if (!read_literal(p, &first)) {
            return false;
        }
        const bool range =
            p->rest.len_bytes > 1 && peek(p) == '-' && p->rest.ptr[1] != ']';
        if (!range) {
            if (!add(p, out, first)) {
                return false;
            }
            continue;
        }
        take(p, 1);
        if (!read_literal(p, &last) || !add_range(p, out, first, last)) {
            return false;
        }
    }
    if (p->rest.len_bytes == 0) {
        return fail(p, open_group);
    }
    take(p, 1);
    return true;
}

static bool read_alternatives(struct parser *p, struct gz_regex_words *out);

// What stands between ( and ).
static bool read_group(struct parser *p, struct gz_regex_words *out)
{
    if (gz_str_starts(p->rest, GZ_STR_LIT("?:"))) {
        take(p, 2);
    } else if (peek(p) == '?') {
        return fail(p, "a group with a condition or a flag, such as (?i)");
    }
    if (p->depth == DEPTH_MAX) {
        return fail(p, "groups in very many groups");
    }
    p->depth++;
    if (!read_alternatives(p, out)) {
        return false;
    }
    p->depth--;
    if (peek(p) != ')') {
        return fail(p, open_group);
    }
    take(p, 1);
    return true;
}

static bool is_quantifier(char c)
{
    return c == '*' || c == '+' || c == '{';
}

static bool is_special(char c)
{
    return strchr("\\()[]*+?{^$.|", c) != NULL;
}

// As many plain characters as there are; one that a ? follows is an atom.
static struct gz_str take_plain(struct parser *p)
{
    size_t len = 0;
    size_t last = 0;
    while (len < p->rest.len_bytes && !is_special(p->rest.ptr[len])) {
        last = len;
        len += code_point_bytes(
            gz_str_of(p->rest.ptr + len, p->rest.len_bytes - len));
    }
    const bool quantified =
        len < p->rest.len_bytes &&
        (p->rest.ptr[len] == '?' || is_quantifier(p->rest.ptr[len]));
    return take(p, quantified && last > 0 ? last : len);
}

static bool read_atom(struct parser *p, struct gz_regex_words *out)
{
    const char c = peek(p);
    const char behind = (char)(p->rest.len_bytes > 1 ? p->rest.ptr[1] : 0);
    struct gz_str literal;
    out->count = 0;
    if (!is_special(c)) {
        return add(p, out, take_plain(p));
    }
    switch (c) {
    case '(':
        take(p, 1);
        return read_group(p, out);
    case '[':
        take(p, 1);
        return read_brackets(p, out);
    case '*':
    case '+':
    case '?':
    case '{':
        return fail(p, repeated);
    case '^':
    case '$':
        return fail(p, "an anchor, ^ or $");
    case '.':
        if (is_quantifier(behind) || behind == '?') {
            return fail(p, "a wildcard such as .*");
        }
        break;
    default:
        break;
    }
    return read_literal(p, &literal) && add(p, out, literal);
}

// The ? behind an atom, if there is one.
static bool read_optional(struct parser *p, struct gz_regex_words *atom)
{
    if (peek(p) == '?') {
        take(p, 1);
        if (!add(p, atom, gz_str_of("", 0))) {
            return false;
        }
    }
    return is_quantifier(peek(p)) || peek(p) == '?' ? fail(p, repeated) : true;
}

static bool read_sequence(struct parser *p, struct gz_regex_words *out)
{
    out->items[0] = gz_str_of("", 0);
    out->count = 1;
    while (p->rest.len_bytes > 0 && peek(p) != '|' && peek(p) != ')') {
        struct gz_regex_words atom;
        if (!read_atom(p, &atom) || !read_optional(p, &atom) ||
            !multiply(p, out, &atom)) {
            return false;
        }
    }
    return true;
}

static bool read_alternatives(struct parser *p, struct gz_regex_words *out)
{
    out->count = 0;
    for (;;) {
        struct gz_regex_words sequence;
        if (!read_sequence(p, &sequence)) {
            return false;
        }
        for (size_t i = 0; i < sequence.count; i++) {
            if (!add(p, out, sequence.items[i])) {
                return false;
            }
        }
        if (peek(p) != '|') {
            return true;
        }
        take(p, 1);
    }
}

static void drop_empty(struct gz_regex_words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        if (words->items[i].len_bytes > 0) {
            words->items[kept++] = words->items[i];
        }
    }
    words->count = kept;
}

enum gz_status gz_regex_words_list(struct gz_str pattern,
                                   struct gz_arena *arena,
                                   struct gz_regex_words *out,
                                   const char **reason)
{
    struct parser p = {.rest = pattern, .arena = arena};
    bool good = pattern.len_bytes <= PATTERN_BYTES_MAX
                    ? read_alternatives(&p, out)
                    : fail(&p, "a word of more than 500 bytes");
    if (good && p.rest.len_bytes > 0) {
        good = fail(&p, open_group);
    }
    if (good) {
        drop_empty(out);
    }
    if (good && out->count == 0) {
        good = fail(&p, "a pattern of no word");
    }
    *reason = p.reason;
    if (p.no_memory) {
        return GZ_NO_MEMORY;
    }
    return good ? GZ_OK : GZ_INVALID;
}
