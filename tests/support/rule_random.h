#ifndef GZ_TEST_RULE_RANDOM_H
#define GZ_TEST_RULE_RANDOM_H

#include "tests/support/rule_fixture.h"
#include "tests/support/rule_reference.h"

/*
 * Random rules over random texts with random items, and the comparison of what
 * the matcher finds with what rule_reference.h does.  Choices are drawn from
 * bytes, and from a seed once these are used up, so that both a fuzzer and a
 * loop can drive it.
 */
struct rule_draw {
    const uint8_t *bytes;
    size_t len;
    uint64_t seed;
    uint32_t roles;  // given so far in this pattern
};

static inline uint32_t draw(struct rule_draw *d, uint32_t below)
{
    if (d->len > 0) {
        d->len--;
        return *d->bytes++ % below;
    }
    d->seed = d->seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(d->seed >> 33) % below;
}

static inline const char *draw_of(struct rule_draw *d, const char *const *list,
                                  size_t count)
{
    return list[draw(d, (uint32_t)count)];
}

#define DRAW_OF(d, list) draw_of((d), (list), sizeof(list) / sizeof(*(list)))

static const char *const random_words[] = {
    "alpha", "beta", "gamma", "deny", "long", "term",
};

static const char *const random_tokens[] = {
    "alpha",  "beta",  "gamma",   "Alpha",  "BETA",   "denied", "deny",
    "long",   "-term", "term",    ",",      ",",      "and",    "and",
    "or",     "the",   ". The",   ". Beta", "!",      ";",      "\"",
    "while",  "two",   "hundred", "7",      "twenty", "-",      "firm's",
    "firms'", "J",     "J.",      "alpha",  "beta",   "gamma",  "alpha",
};

static const char *const random_types[] = {
    "Org", "Org/Company", "Company", "Person", "Person|Org", "Place", "Money",
};

static const char *const random_item_types[] = {
    "Org", "Org/Company", "Person", "Place", "Money",
};

static const char *const random_leaves[] = {
    "'s",       "long-term", "\"Alpha\"", "\",\"",  "deny~",
    "#",        "$Word",     "$Any",      "$Lower", "$Capitalized",
    "$AllCaps", "$Number",   "$Initial",  "$greek", "$exact",
    "%macro",   "..1",       "..3",       "..2",    "^",
    "$",        "and",       "the",       "\".\"",  "\"-\"",
};

static const struct fixture_list random_lists[] = {
    {"greek",
     {"alpha", "alpha beta", "beta gamma alpha", "long-term", "gamma", "two"},
     false},
    {"exact", {"Alpha", "BETA", "alpha beta", "The"}, true},
};

enum {
    RANDOM_PATTERN = 2000,
    RANDOM_TEXT = 1000,
    RANDOM_TOKENS = 18,
    RANDOM_DEPTH = 3,
};

static inline void random_append(char *out, size_t room, const char *text)
{
    const size_t len = strlen(out);
    snprintf(out + len, room - len, "%s", text);
}

static inline void random_choice(struct rule_draw *d, int depth, char *out);

// A role that no part of the pattern has yet, as a rule.
static inline void random_role(struct rule_draw *d, char *out)
{
    static const char *const roles[] = {"a:", "b:", "c:", "d:", "e:", "f:"};
    const uint32_t next = draw(d, 8) == 0 ? draw(d, 6) : d->roles++;
    if (next < 6) {
        random_append(out, RANDOM_PATTERN, roles[next]);
    }
}

static inline void random_type(struct rule_draw *d, const char *type, char *out)
{
    random_append(out, RANDOM_PATTERN, "<");
    if (draw(d, 3) > 0) {
        random_role(d, out);
    }
    random_append(out, RANDOM_PATTERN, type);
    random_append(out, RANDOM_PATTERN, ">");
}

static inline void random_quantifier(struct rule_draw *d, char *out)
{
    static const char *const quantifiers[] = {"?",   "*",     "+",
                                              "{2}", "{1,2}", "{0,3}"};
    const size_t len = strlen(out);
    const bool place = strcmp(out, "^") == 0 || strcmp(out, "$") == 0 ||
                       strcmp(out + len - 1, "^") == 0 ||
                       strcmp(out + len - 1, "$") == 0;
    const bool gap = len >= 3 && strncmp(out + len - 3, "..", 2) == 0;
    if (!place && !gap && draw(d, 6) == 0) {
        random_append(out, RANDOM_PATTERN, DRAW_OF(d, quantifiers));
    }
}

static inline void random_item(struct rule_draw *d, int depth, char *out)
{
    const uint32_t kind = draw(d, 12);
    if (kind < 4) {
        random_append(out, RANDOM_PATTERN, DRAW_OF(d, random_words));
    } else if (kind < 7) {
        random_type(d, DRAW_OF(d, random_types), out);
    } else if (kind < 10 || depth == 0) {
        random_append(out, RANDOM_PATTERN, DRAW_OF(d, random_leaves));
    } else {
        if (draw(d, 3) == 0) {
            random_role(d, out);
        }
        random_append(out, RANDOM_PATTERN, "(");
        random_choice(d, depth - 1, out);
        random_append(out, RANDOM_PATTERN, ")");
    }
    random_quantifier(d, out);
    random_append(out, RANDOM_PATTERN, " ");
}

static inline void random_sequence(struct rule_draw *d, int depth, char *out)
{
    for (uint32_t n = 1 + draw(d, 4); n > 0; n--) {
        random_item(d, depth, out);
    }
}

static inline void random_choice(struct rule_draw *d, int depth, char *out)
{
    random_sequence(d, depth, out);
    while (draw(d, depth == RANDOM_DEPTH ? 6 : 2) == 0) {
        random_append(out, RANDOM_PATTERN, "| ");
        random_sequence(d, depth, out);
    }
}

struct random_item_at {
    const char *type;
    uint32_t begin;
    uint32_t end;
};

struct random_case {
    char patterns[4][RANDOM_PATTERN];  // matches, then guards
    uint32_t match_count;
    uint32_t guard_count;
    uint32_t within;
    char text[RANDOM_TEXT];
    const char *tokens[RANDOM_TOKENS];  // that text is made of
    uint32_t token_count;
    struct random_item_at items[4 * RANDOM_TOKENS];
    uint32_t item_count;
};

static inline void random_text(struct rule_draw *d, struct random_case *c)
{
    uint32_t open[4];
    uint32_t depth = 0;
    c->text[0] = '\0';
    c->item_count = 0;
    c->token_count = 2 + draw(d, RANDOM_TOKENS - 2);
    for (uint32_t i = 0; i < c->token_count; i++) {
        while (depth < 3 && draw(d, 4) == 0) {
            const char *type = DRAW_OF(d, random_item_types);
            random_append(c->text, RANDOM_TEXT, "[");
            random_append(c->text, RANDOM_TEXT, type);
            random_append(c->text, RANDOM_TEXT, " ");
            open[depth++] = c->item_count;
            c->items[c->item_count++] =
                (struct random_item_at){type, i, c->token_count};
        }
        c->tokens[i] = DRAW_OF(d, random_tokens);
        random_append(c->text, RANDOM_TEXT, c->tokens[i]);
        while (depth > 0 && draw(d, 5) < 3) {
            random_append(c->text, RANDOM_TEXT, "]");
            c->items[open[--depth]].end = i + 1;
        }
        random_append(c->text, RANDOM_TEXT, " ");
    }
    random_append(c->text, RANDOM_TEXT, "end");
    while (depth-- > 0) {
        random_append(c->text, RANDOM_TEXT, "]");
    }
}

// A token of the text as a part of a pattern.
static inline void random_token_part(const char *token, char *out)
{
    const bool word =
        isalpha((unsigned char)token[0]) != 0 && strpbrk(token, "'.") == NULL;
    random_append(out, RANDOM_PATTERN,
                  word                           ? token
                  : strcmp(token, "\"") == 0     ? "$Any"
                  : strchr(token, ' ') != NULL   ? "$Any $Any"
                  : strpbrk(token, "'.") != NULL ? "$Any $Any?"
                                                 : "$Any");
}

// A pattern that follows the text for a while, with detours.
static inline void random_follow(struct rule_draw *d,
                                 const struct random_case *c, char *out)
{
    uint32_t at = draw(d, c->token_count);
    for (uint32_t n = 1 + draw(d, 5); n > 0 && at < c->token_count; n--) {
        const uint32_t kind = draw(d, 8);
        uint32_t item = 0;
        while (item < c->item_count && c->items[item].begin != at) {
            item++;
        }
        if (item < c->item_count && kind < 5) {
            random_type(d, c->items[item].type, out);
            at = c->items[item].end;
        } else if (kind < 6) {
            random_token_part(c->tokens[at++], out);
        } else if (kind < 7) {
            random_append(out, RANDOM_PATTERN, "..3");
            at += draw(d, 4);
        } else {
            random_item(d, 1, out);
            at += draw(d, 2);
        }
        random_quantifier(d, out);
        random_append(out, RANDOM_PATTERN, " ");
    }
}

static inline void random_case(struct rule_draw *d, struct random_case *c)
{
    c->match_count = draw(d, 4) == 0 ? 2 : 1;
    c->guard_count = draw(d, 3) == 0 ? 1 + draw(d, 2) : 0;
    c->within = draw(d, 4) == 0 ? 2 : 1;
    random_text(d, c);
    for (uint32_t i = 0; i < 4; i++) {
        c->patterns[i][0] = '\0';
        d->roles = 0;
        if (draw(d, 3) > 0) {
            random_follow(d, c, c->patterns[i]);
        } else {
            random_choice(d, RANDOM_DEPTH, c->patterns[i]);
        }
    }
}

static inline void random_show(const struct random_case *c, const char *what)
{
    fprintf(stderr, "%s\n", what);
    for (uint32_t i = 0; i < c->match_count; i++) {
        fprintf(stderr, "match  %s\n", c->patterns[i]);
    }
    for (uint32_t i = 0; i < c->guard_count; i++) {
        fprintf(stderr, "unless %s\n", c->patterns[2 + i]);
    }
    fprintf(stderr, "within %u\ntext   %s\n", (unsigned)c->within, c->text);
}

// Whether a capture of the reference and of the matcher are the same.
static inline bool random_same_capture(const struct reference *r,
                                       const struct ref_capture *a,
                                       const struct gz_capture *b)
{
    bool same = a->role == b->role && a->begin == (int)b->begin_token &&
                a->end == (int)b->end_token &&
                a->item_count == (int)b->item_count;
    for (int i = 0; i < a->item_count && same; i++) {
        same = r->items->items[a->items[i]].ref == b->items[i].ref;
    }
    return same;
}

// Captures come in no order from the reference.
static inline bool random_same(const struct reference *r,
                               const struct ref_match *a,
                               const struct gz_match *b)
{
    bool same = a->begin == (int)b->begin_token &&
                a->end == (int)b->end_token &&
                a->way.gap == (int)b->gap_tokens &&
                a->way.count == (int)b->capture_count;
    for (int i = 0; i < a->way.count && same; i++) {
        bool found = false;
        for (uint32_t j = 0; j < b->capture_count; j++) {
            found = found || random_same_capture(r, &a->way.captures[i],
                                                 &b->captures[j]);
        }
        same = found;
    }
    return same;
}

static inline void random_print(struct rule_fixture *f,
                                const struct fixture_article *a,
                                const struct gz_matches *got)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    for (uint32_t i = 0; i < got->count; i++) {
        fixture_print(a, &f->set, &got->items[i], &text);
        gz_buffer_append_byte(&text, '\n');
    }
    fprintf(stderr, "matcher:\n" GZ_STR_FMT, GZ_STR_ARG(gz_buffer_str(&text)));
    gz_buffer_fini(&text);
}

static inline void random_compare(struct rule_fixture *f,
                                  const struct random_case *c,
                                  const struct fixture_article *a,
                                  const struct reference *r,
                                  const struct gz_matches *got)
{
    bool same = (int)got->count == r->match_count;
    for (uint32_t i = 0; i < got->count && same; i++) {
        same = random_same(r, &r->matches[i], &got->items[i]);
    }
    if (same) {
        return;
    }
    random_show(c, "matcher and reference differ");
    random_print(f, a, got);
    for (int i = 0; i < r->match_count; i++) {
        const struct ref_match *m = &r->matches[i];
        const struct gz_str text =
            fixture_text(r->passage, (uint32_t)m->begin, (uint32_t)m->end);
        fprintf(stderr, "%s" GZ_STR_FMT " captures %d ..%d\n",
                i == 0 ? "reference:\n" : "", GZ_STR_ARG(text), m->way.count,
                m->way.gap);
    }
    abort();
}

#endif
