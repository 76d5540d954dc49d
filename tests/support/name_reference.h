#ifndef GZ_TEST_NAME_REFERENCE_H
#define GZ_TEST_NAME_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image.h"
#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/tokens.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "tests/support/check.h"

/*
 * A second implementation of name matching, by comparison of every name with
 * every place, sharing only the tokeniser and the tables of letters with the
 * first.  Slow, and simple enough to be believed.
 *
 * It knows the policies exact, smart, free, context and stop.
 */
enum { REFERENCE_NAMES = 512, REFERENCE_TOKENS = 64 };

struct reference_name {
    struct gz_str text;  // borrowed
    enum gz_name_case name_case;
    unsigned flags;
    uint32_t id;
    struct gz_tokens tokens;
};

struct reference {
    struct reference_name names[REFERENCE_NAMES];
    uint32_t count;
    struct gz_arena *arena;
};

struct reference_match {
    uint32_t begin;
    uint32_t end;
    uint32_t ids[REFERENCE_NAMES];  // ascending
    uint32_t id_count;
};

static inline struct gz_str reference_token(struct gz_str text,
                                            const struct gz_token *t)
{
    return gz_str_of(text.ptr + t->begin_byte, t->end_byte - t->begin_byte);
}

enum { REFERENCE_END = 0x110000 };  // no code point

// The next code point that shows something.
static inline uint32_t reference_next(struct gz_str s, size_t *pos)
{
    while (*pos < s.len_bytes) {
        const uint32_t cp = gz_nfc_next(s, pos);
        if (!gz_fold_drops(cp)) {
            return cp;
        }
    }
    return REFERENCE_END;
}

static inline bool reference_same(struct gz_str a, struct gz_str b,
                                  unsigned how)
{
    size_t i = 0;
    size_t k = 0;
    while (true) {
        const uint32_t x = reference_next(a, &i);
        const uint32_t y = reference_next(b, &k);
        if (x == REFERENCE_END || y == REFERENCE_END) {
            return x == y;
        }
        if (gz_fold_cp(x, how) != gz_fold_cp(y, how)) {
            return false;
        }
    }
}

static inline bool reference_gap(struct gz_str text, const struct gz_token *t)
{
    const bool amp = *reference_token(text, t).ptr == '&' ||
                     *reference_token(text, t - 1).ptr == '&';
    return (t->flags & GZ_TOKEN_SPACE_BEFORE) != 0 && !amp;
}

// Whether a token could stand in a headline that is all in capitals.
static inline bool reference_capitals(struct gz_str text,
                                      const struct gz_token *t)
{
    const struct gz_str word = reference_token(text, t);
    uint32_t upper = 0;
    size_t pos = 0;
    while (t->kind == GZ_TOKEN_WORD && pos < word.len_bytes) {
        const enum gz_word_class class =
            gz_word_break_class(gz_utf8_next(word, &pos));
        if (class == GZ_WORD_LOWER) {
            return false;
        }
        upper += class == GZ_WORD_UPPER;
    }
    return t->kind != GZ_TOKEN_WORD || upper > 0;
}

static inline bool reference_dot(struct gz_str text, const struct gz_tokens *t,
                                 uint32_t at)
{
    return at > 0 && at < t->count &&
           gz_str_is(reference_token(text, &t->items[at]), ".") &&
           (t->items[at].flags & GZ_TOKEN_SPACE_BEFORE) == 0;
}

static inline uint32_t reference_length(const struct reference_name *n)
{
    const uint32_t count = n->tokens.count;
    const bool dot = count > 1 &&
                     reference_dot(n->text, &n->tokens, count - 1) &&
                     n->tokens.items[count - 2].kind != GZ_TOKEN_MARK &&
                     n->tokens.items[count - 2].kind != GZ_TOKEN_POSSESSIVE;
    return count - (dot ? 1 : 0);
}

static inline bool reference_spells(const struct reference_name *n,
                                    struct gz_str text,
                                    const struct gz_tokens *tokens,
                                    uint32_t begin)
{
    const uint32_t count = reference_length(n);
    bool same = true;
    bool capitals = true;
    if (begin + count > tokens->count) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_token *a = &n->tokens.items[i];
        const struct gz_token *b = &tokens->items[begin + i];
        const struct gz_str x = reference_token(n->text, a);
        const struct gz_str y = reference_token(text, b);
        if (i > 0 && ((b->flags & GZ_TOKEN_PARAGRAPH_BEFORE) != 0 ||
                      reference_gap(n->text, a) != reference_gap(text, b))) {
            return false;
        }
        if (!reference_same(x, y,
                            (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE)) {
            return false;
        }
        same &= reference_same(x, y, GZ_FOLD_WIDTH);
        capitals &= reference_capitals(text, b);
    }
    return same || n->name_case == GZ_NAME_FREE ||
           (n->name_case == GZ_NAME_SMART && capitals);
}

static inline void reference_add_id(struct reference_match *m, uint32_t id)
{
    uint32_t at = 0;
    while (at < m->id_count && m->ids[at] < id) {
        at++;
    }
    if (at < m->id_count && m->ids[at] == id) {
        return;
    }
    memmove(&m->ids[at + 1], &m->ids[at],
            (m->id_count - at) * sizeof(m->ids[0]));
    m->ids[at] = id;
    m->id_count++;
}

// All names of length tokens at begin; what their flags come to.
struct reference_verdict {
    bool strong;
    bool stop;
};

static inline struct reference_verdict
reference_at(const struct reference *r, struct gz_str text,
             const struct gz_tokens *tokens, uint32_t begin, uint32_t length,
             struct reference_match *m)
{
    struct reference_verdict v = {false, false};
    *m = (struct reference_match){.begin = begin, .end = begin + length};
    for (uint32_t i = 0; i < r->count; i++) {
        const struct reference_name *n = &r->names[i];
        if (reference_length(n) != length ||
            !reference_spells(n, text, tokens, begin)) {
            continue;
        }
        reference_add_id(m, n->id);
        v.stop |= (n->flags & GZ_NAME_STOP) != 0;
        v.strong |= (n->flags & GZ_NAME_CONTEXT) == 0;
        if (length < n->tokens.count &&
            reference_dot(text, tokens, begin + length)) {
            m->end = begin + length + 1;
        }
    }
    return v;
}

/** Call on_match for every match in order; returns their number. */
static inline uint32_t
reference_find(const struct reference *r, struct gz_str text,
               const struct gz_tokens *tokens,
               void (*on_match)(void *ctx, const struct reference_match *m),
               void *ctx)
{
    uint32_t count = 0;
    for (uint32_t begin = 0; begin < tokens->count;) {
        uint32_t next = begin + 1;
        for (uint32_t length = REFERENCE_TOKENS; length > 0; length--) {
            struct reference_match m;
            const struct reference_verdict v =
                reference_at(r, text, tokens, begin, length, &m);
            if (m.id_count == 0) {
                continue;
            }
            if (!v.stop) {
                on_match(ctx, &m);
                count++;
            }
            if (v.stop || v.strong) {
                next = m.end;
                break;
            }
        }
        begin = next;
    }
    return count;
}

/** Take a name in; false when it cannot be in a list. */
static inline bool reference_add(struct reference *r, struct gz_str text,
                                 enum gz_name_case name_case, unsigned flags)
{
    struct reference_name *n = &r->names[r->count];
    *n = (struct reference_name){
        .name_case = name_case, .flags = flags, .id = r->count};
    CHECK_OK(gz_nfc(text, r->arena, &n->text));
    CHECK_OK(gz_tokens_split(n->text, r->arena, &n->tokens));
    bool word = false;
    for (uint32_t i = 0; i < n->tokens.count; i++) {
        word |= n->tokens.items[i].kind != GZ_TOKEN_MARK &&
                n->tokens.items[i].kind != GZ_TOKEN_POSSESSIVE;
    }
    if (!word || r->count == REFERENCE_NAMES ||
        reference_length(n) > GZ_NAME_TOKENS_MAX) {
        return false;
    }
    r->count++;
    return true;
}

/** The names as a list in which name i has id i. */
static inline void reference_list(const struct reference *r,
                                  struct gz_buffer *tsv)
{
    static const char *const cases[] = {"smart", "exact", "free"};
    gz_buffer_append_z(tsv, "id\ttype\tname\tpolicy\n");
    for (uint32_t i = 0; i < r->count; i++) {
        const struct reference_name *n = &r->names[i];
        gz_buffer_append_fmt(tsv, "%u\tOrg\t", i);
        gz_buffer_append_str(tsv, n->text);
        gz_buffer_append_fmt(tsv, "\t%s%s%s\n", cases[n->name_case],
                             (n->flags & GZ_NAME_CONTEXT) ? ",context" : "",
                             (n->flags & GZ_NAME_STOP) ? ",stop" : "");
    }
}

// The expected matches, checked off one by one.
struct reference_check {
    const struct gz_gazetteer *gazetteer;
    const struct gz_candidates *found;
    uint32_t at;
};

static inline void reference_check_match(void *ctx,
                                         const struct reference_match *m)
{
    struct reference_check *check = ctx;
    CHECK(check->at < check->found->count);
    const struct gz_candidate *c = &check->found->items[check->at++];
    CHECK_EQ(c->begin_token, m->begin);
    CHECK_EQ(c->end_token, m->end);
    CHECK_EQ(c->reading_count, m->id_count);
    struct reference_match got = {.id_count = 0};
    for (uint32_t i = 0; i < c->reading_count; i++) {
        struct gz_str id =
            gz_gazetteer_entry(check->gazetteer, c->readings[i].entity).id;
        gz_str_cut(&id, ':');
        int64_t number = -1;
        CHECK(gz_str_to_int64(id, &number));
        reference_add_id(&got, (uint32_t)number);
    }
    CHECK(memcmp(got.ids, m->ids, m->id_count * sizeof(m->ids[0])) == 0);
}

/** Compare what the gazetteer finds with what the reference finds. */
static inline uint32_t reference_compare(const struct reference *r,
                                         const struct gz_gazetteer *g,
                                         struct gz_str text,
                                         struct gz_arena *arena)
{
    struct gz_tokens tokens;
    struct gz_candidates found;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    CHECK_OK(gz_gazetteer_find(g, text, &tokens, arena, &found));
    struct reference_check check = {g, &found, 0};
    const uint32_t want =
        reference_find(r, text, &tokens, reference_check_match, &check);
    CHECK_EQ(found.count, want);
    return want;
}

#endif
