#ifndef GZ_TEST_NAME_REFERENCE_H
#define GZ_TEST_NAME_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/gazetteer.h"
#include "rules/text/fold.h"
#include "rules/text/nfc.h"
#include "rules/text/tokens.h"
#include "rules/text/utf8.h"
#include "rules/text/word_break.h"
#include "tests/support/check.h"

/*
 * A second implementation of name matching, by comparison of every name with
 * every place, sharing only the tokeniser and the tables of characters with
 * the first.  Slow, and simple enough to be believed.
 *
 * It knows the policies exact, smart, free, context and stop.
 */
enum {
    REFERENCE_NAMES = 512,
    REFERENCE_WORDS = 24,       // of a name
    REFERENCE_GAP_BYTES = 16,   // of its form
    REFERENCE_SPAN_BYTES = 56,  // of a gap
    REFERENCE_FORM = 256,       // code points of a form
};

struct reference_word {
    uint32_t begin;
    uint32_t end;
    bool silent;  // the s of a possessive, with which nothing begins
};

struct reference_words {
    struct reference_word *items;
    uint32_t count;
};

struct reference_name {
    struct gz_str text;
    enum gz_name_case name_case;
    unsigned flags;
    uint32_t id;
    bool dot;  // the full stop behind the last word, which may be missing
    struct reference_words words;
};

struct reference {
    struct reference_name names[REFERENCE_NAMES];
    uint32_t count;
    struct gz_arena *arena;
};

// A name at a place, or all names of one place.
struct reference_match {
    uint32_t begin;
    uint32_t end;
    uint32_t whole_end;  // with the full stop that may be missing
    uint32_t words;
    uint32_t ids[REFERENCE_NAMES];  // ascending
    uint32_t id_count;
    bool strong;
    bool stop;
};

static inline struct reference_words reference_cut(struct gz_str text,
                                                   struct gz_arena *arena)
{
    struct gz_tokens tokens;
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    struct reference_words words = {
        GZ_ARENA_ARRAY(arena, struct reference_word, tokens.count + 1), 0};
    CHECK(words.items != NULL);
    for (uint32_t i = 0; i < tokens.count; i++) {
        const struct gz_token *t = &tokens.items[i];
        const bool s = t->kind == GZ_TOKEN_POSSESSIVE &&
                       (text.ptr[t->end_byte - 1] | 0x20) == 's';
        if (s || t->kind == GZ_TOKEN_WORD || t->kind == GZ_TOKEN_NUMBER ||
            t->kind == GZ_TOKEN_IDEOGRAPH) {
            words.items[words.count++] = (struct reference_word){
                s ? t->end_byte - 1 : t->begin_byte, t->end_byte, s};
        }
    }
    return words;
}

// Lines that a white space character ends, -1 for other characters.
static inline int reference_lines(struct gz_str text, size_t pos)
{
    size_t next = pos;
    switch ((int)gz_word_break_class(gz_utf8_next(text, &next))) {
    case GZ_WORD_SPACE:
        return 0;
    case GZ_WORD_LINE:
        return text.ptr[pos] == '\n' && pos > 0 && text.ptr[pos - 1] == '\r'
                   ? 0
                   : 1;
    case GZ_WORD_PARAGRAPH:
        return 2;
    default:
        return -1;
    }
}

// What marks and white space come to.
struct reference_form {
    uint32_t cps[REFERENCE_FORM];
    size_t count;
    bool broken;  // a paragraph ends there, or it is endless
};

static inline void reference_make_form(struct gz_str text, size_t pos,
                                       size_t end, struct reference_form *f)
{
    int lines = 0;
    *f = (struct reference_form){.count = 0};
    while (pos < end && !f->broken) {
        const int more = reference_lines(text, pos);
        uint32_t cp = ' ';
        if (more >= 0) {
            lines += more;
            (void)gz_utf8_next(text, &pos);
        } else {
            cp = gz_nfc_next(text, &pos);
            if (gz_fold_drops(cp)) {
                continue;
            }
            lines = 0;
            cp = gz_fold_cp(cp, GZ_FOLD_WIDTH);
        }
        f->broken = lines > 1 || f->count == REFERENCE_FORM;
        if (!f->broken &&
            (cp != ' ' || f->count == 0 || f->cps[f->count - 1] != ' ')) {
            f->cps[f->count++] = cp;
        }
    }
}

static inline void reference_make_gap(struct gz_str text, size_t begin,
                                      size_t end, struct reference_form *gap)
{
    struct reference_form f;
    size_t bytes = 0;
    reference_make_form(text, begin, end, &f);
    *gap = (struct reference_form){.broken = f.broken};
    for (size_t i = 0; i < f.count; i++) {
        const bool amp = (i > 0 && f.cps[i - 1] == '&') ||
                         (i + 1 < f.count && f.cps[i + 1] == '&');
        const bool stop =
            f.count == 2 && i == 1 && (f.cps[0] == '.' || f.cps[0] == ',');
        if (f.cps[i] != ' ' || (!amp && !stop)) {
            char put[4];
            gap->cps[gap->count++] = f.cps[i];
            bytes += gz_utf8_put(f.cps[i], put);
        }
    }
    gap->broken |=
        bytes > REFERENCE_GAP_BYTES || end - begin > REFERENCE_SPAN_BYTES;
}

static inline bool reference_same_form(const struct reference_form *a,
                                       const struct reference_form *b)
{
    return !a->broken && !b->broken && a->count == b->count &&
           memcmp(a->cps, b->cps, a->count * sizeof(a->cps[0])) == 0;
}

enum { REFERENCE_END = 0x110000 };  // no code point

// The next code point of a word that shows something.
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

static inline struct gz_str reference_part(struct gz_str text,
                                           struct reference_word w)
{
    return gz_str_of(text.ptr + w.begin, w.end - w.begin);
}

static inline bool reference_same_word(struct gz_str a, struct gz_str b,
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

static inline bool reference_has_small(struct gz_str word)
{
    size_t pos = 0;
    while (pos < word.len_bytes) {
        if (gz_word_break_class(gz_utf8_next(word, &pos)) == GZ_WORD_LOWER) {
            return true;
        }
    }
    return false;
}

// Whether the words of a text from one on are those of a name.
static inline bool reference_spells(const struct reference_name *n,
                                    struct gz_str text,
                                    const struct reference_words *words,
                                    uint32_t from)
{
    bool same = true;
    bool small = false;
    if (from + n->words.count > words->count) {
        return false;
    }
    for (uint32_t i = 0; i < n->words.count; i++) {
        const struct reference_word *a = &n->words.items[i];
        const struct reference_word *b = &words->items[from + i];
        const struct gz_str x = reference_part(n->text, *a);
        const struct gz_str y = reference_part(text, *b);
        if (!reference_same_word(
                x, y, (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE)) {
            return false;
        }
        same &= reference_same_word(x, y, GZ_FOLD_WIDTH);
        small |= reference_has_small(y);
        if (i > 0) {
            struct reference_form want;
            struct reference_form have;
            reference_make_gap(n->text, a[-1].end, a->begin, &want);
            reference_make_gap(text, b[-1].end, b->begin, &have);
            if (!reference_same_form(&want, &have)) {
                return false;
            }
        }
    }
    return same || n->name_case == GZ_NAME_FREE ||
           (n->name_case == GZ_NAME_SMART && !small);
}

static inline bool reference_is_seen(struct gz_str text, size_t pos)
{
    return reference_lines(text, pos) < 0 &&
           !gz_fold_drops(gz_utf8_next(text, &pos));
}

// The place from which the marks before a name's words stand; -1 for none.
static inline int64_t reference_begin(const struct reference_name *n,
                                      struct gz_str text, uint32_t word)
{
    struct reference_form want;
    struct reference_form have = {.count = 0};
    reference_make_form(n->text, 0, n->words.items[0].begin, &want);
    size_t pos = word;
    while (want.count > 0 && pos > 0 && have.count <= want.count) {
        do {
            pos--;
        } while ((text.ptr[pos] & 0xC0) == 0x80);
        reference_make_form(text, pos, word, &have);
        if (reference_is_seen(text, pos) && reference_same_form(&want, &have)) {
            return (int64_t)pos;
        }
    }
    return want.count == 0 && !want.broken ? (int64_t)word : -1;
}

// The place up to which the marks behind a name's words stand; -1 for none.
static inline int64_t reference_end(const struct reference_name *n,
                                    struct gz_str text, uint32_t word)
{
    struct reference_form want;
    struct reference_form have = {.count = 0};
    const uint32_t from = n->words.items[n->words.count - 1].end;
    reference_make_form(n->text, from, n->text.len_bytes, &want);
    size_t pos = word;
    while (want.count > 0 && pos < text.len_bytes && have.count <= want.count &&
           !have.broken) {
        const bool seen = reference_is_seen(text, pos);
        (void)gz_nfc_next(text, &pos);
        reference_make_form(text, word, pos, &have);
        if (seen && reference_same_form(&want, &have)) {
            return (int64_t)pos;
        }
    }
    return want.count == 0 && !want.broken ? (int64_t)word : -1;
}

// Whether a name stands at a word of the text, and where.
static inline bool reference_stands(const struct reference_name *n,
                                    struct gz_str text,
                                    const struct reference_words *words,
                                    uint32_t from, struct reference_match *m)
{
    if (!reference_spells(n, text, words, from)) {
        return false;
    }
    const uint32_t last = words->items[from + n->words.count - 1].end;
    const int64_t begin = reference_begin(n, text, words->items[from].begin);
    const int64_t end = n->dot ? last : reference_end(n, text, last);
    const bool dot = n->dot && last < text.len_bytes && text.ptr[last] == '.';
    *m = (struct reference_match){
        .begin = (uint32_t)begin,
        .end = (uint32_t)end,
        .whole_end = (uint32_t)end + (dot ? 1U : 0U),
        .words = n->words.count,
        .ids = {n->id},
        .id_count = 1,
        .strong = (n->flags & GZ_NAME_CONTEXT) == 0,
        .stop = (n->flags & GZ_NAME_STOP) != 0,
    };
    return begin >= 0 && end >= 0;
}

// More words first, then who begins first, then who ends last.
static inline int reference_order(const struct reference_match *a,
                                  const struct reference_match *b)
{
    if (a->words != b->words) {
        return a->words > b->words ? -1 : 1;
    }
    if (a->begin != b->begin) {
        return a->begin < b->begin ? -1 : 1;
    }
    return a->end > b->end ? -1 : a->end < b->end;
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

// The names of the first place at a word that comes behind another one.
static inline bool reference_place(const struct reference *r,
                                   struct gz_str text,
                                   const struct reference_words *words,
                                   uint32_t from, uint32_t free_byte,
                                   const struct reference_match *behind,
                                   struct reference_match *out)
{
    bool any = false;
    for (uint32_t i = 0; i < r->count; i++) {
        struct reference_match m;
        if (!reference_stands(&r->names[i], text, words, from, &m) ||
            m.begin < free_byte ||
            (behind != NULL && reference_order(behind, &m) >= 0)) {
            continue;
        }
        const int order = any ? reference_order(&m, out) : -1;
        if (order < 0) {
            *out = m;
            any = true;
        } else if (order == 0) {
            reference_add_id(out, r->names[i].id);
            out->strong |= m.strong;
            out->stop |= m.stop;
            out->whole_end =
                m.whole_end > out->whole_end ? m.whole_end : out->whole_end;
        }
    }
    return any;
}

/** Call on_match for every match in order; returns their number. */
static inline uint32_t
reference_find(const struct reference *r, struct gz_str text,
               void (*on_match)(void *ctx, const struct reference_match *m),
               void *ctx)
{
    const struct reference_words words = reference_cut(text, r->arena);
    uint32_t count = 0;
    uint32_t free_byte = 0;
    for (uint32_t from = 0; from < words.count; from++) {
        struct reference_match m;
        struct reference_match last;
        const struct reference_match *behind = NULL;
        bool done =
            words.items[from].silent || words.items[from].begin < free_byte;
        while (!done &&
               reference_place(r, text, &words, from, free_byte, behind, &m)) {
            if (!m.stop) {
                on_match(ctx, &m);
                count++;
            }
            done = m.stop || m.strong;
            free_byte = done ? m.whole_end : free_byte;
            last = m;
            behind = &last;
        }
    }
    return count;
}

#endif
