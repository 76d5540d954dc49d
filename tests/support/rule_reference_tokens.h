#ifndef GZ_TEST_RULE_REFERENCE_TOKENS_H
#define GZ_TEST_RULE_REFERENCE_TOKENS_H

#include <ctype.h>

#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"
#include "tests/support/check.h"

/*
 * The parts of rule_reference.h that look at tokens: words, lists, numbers and
 * places, compared as text of ASCII.
 */
enum {
    REF_CAPTURES = 32,
    REF_ITEMS = 16,  // of a list of items, as in the contract
    REF_ENDS = 257,
    REF_MATCHES = 64,
    REF_WAYS = 20000,  // steps after which a case is given up
    REF_NONE = -1,
};

struct ref_capture {
    int role;
    int begin;
    int end;
    int items[REF_ITEMS];
    int item_count;
};

struct ref_way {
    struct ref_capture captures[REF_CAPTURES];
    int count;
    int gap;
};

struct ref_match {
    int begin;
    int end;
    struct ref_way way;
};

struct ref_end {
    bool reached;
    struct ref_way way;
};

// What is still to do behind a place: a stack of parts.
enum ref_task {
    REF_NODE,    // a node with its quantifier and role
    REF_REPEAT,  // the rest of its repeats, done of them so far
    REF_CLOSE,   // end of a capture of text
    REF_SIBLINGS,
};

struct ref_todo {
    enum ref_task task;
    const struct gz_pattern *node;
    int done;
    int role;
    int begin;
    const struct ref_todo *then;
};

struct reference {
    const struct gz_rule_set *set;
    const struct gz_rule *rule;
    const struct gz_passage *passage;
    const struct gz_items *items;
    struct gz_arena *arena;
    int base;   // of the window that is looked at
    int limit;  // no token from here on
    bool guard;
    bool found;
    const struct ref_way *bound;  // of the match that a guard is asked about
    struct ref_end ends[REF_ENDS];
    struct ref_match matches[REF_MATCHES];
    int match_count;
    long steps;
    bool given_up;
};

static inline struct gz_str ref_token(const struct reference *r, int i)
{
    const struct gz_token *t = &r->passage->tokens.items[i];
    return gz_str_of(r->passage->text.ptr + t->begin_byte,
                     t->end_byte - t->begin_byte);
}

static inline bool ref_is(const struct reference *r, int i, const char *text)
{
    return i < r->limit && gz_str_is(ref_token(r, i), text);
}

static inline bool ref_folds(const struct reference *r, int i, const char *text)
{
    return i < r->limit && gz_str_eq_nocase(ref_token(r, i), gz_str_z(text));
}

static inline bool ref_possessive(const struct reference *r, int i)
{
    return i < r->limit &&
           r->passage->tokens.items[i].kind == GZ_TOKEN_POSSESSIVE;
}

// An em dash, and a hyphen between blanks, which no word of a pattern takes.
static bool ref_dash(const struct reference *r, int i)
{
    const struct gz_token *t = &r->passage->tokens.items[i];
    if (gz_str_is(ref_token(r, i), "\u2014")) {
        return true;
    }
    return gz_str_is(ref_token(r, i), "-") &&
           (t->flags & GZ_TOKEN_SPACE_BEFORE) != 0 &&
           i + 1 < (int)r->passage->tokens.count &&
           (t[1].flags & GZ_TOKEN_SPACE_BEFORE) != 0;
}

// The end of a text of several tokens at a place, or none.  Its hyphens, but
// for the first and last token, may be missing where loose says so.
static int ref_text_from(const struct reference *r, struct gz_str text,
                         bool exact, bool loose, size_t at, int place)
{
    while (at < text.len_bytes && text.ptr[at] == ' ') {
        at++;
    }
    if (at >= text.len_bytes) {
        return place;
    }
    if (loose && text.ptr[at] == '-' && at > 0 && at + 1 < text.len_bytes) {
        const int without = ref_text_from(r, text, exact, loose, at + 1, place);
        const int with =
            ref_is(r, place, "-") && !ref_dash(r, place)
                ? ref_text_from(r, text, exact, loose, at + 1, place + 1)
                : REF_NONE;
        return with != REF_NONE ? with : without;
    }
    if (place >= r->limit) {
        return REF_NONE;
    }
    if (ref_dash(r, place)) {
        return REF_NONE;
    }
    const struct gz_str token = ref_token(r, place);
    const struct gz_str rest = gz_str_of(text.ptr + at, text.len_bytes - at);
    const struct gz_str part =
        gz_str_of(rest.ptr, token.len_bytes < rest.len_bytes ? token.len_bytes
                                                             : rest.len_bytes);
    const bool word = isalnum((unsigned char)rest.ptr[0]) != 0;
    const bool cut = word && part.len_bytes < rest.len_bytes &&
                     isalnum((unsigned char)rest.ptr[part.len_bytes]) != 0;
    const bool same =
        exact ? gz_str_eq(part, token) : gz_str_eq_nocase(part, token);
    return same && !cut ? ref_text_from(r, text, exact, loose,
                                        at + token.len_bytes, place + 1)
                        : REF_NONE;
}

static inline int ref_text(const struct reference *r, struct gz_str text,
                           bool exact, bool loose, int place)
{
    if (!exact && gz_str_is(text, "'s")) {
        return ref_possessive(r, place) ? place + 1 : REF_NONE;
    }
    return ref_text_from(r, text, exact, loose, 0, place);
}

static inline int ref_sentence(const struct reference *r, int token)
{
    int s = 0;
    while ((int)r->passage->sentences.items[s].end_token <= token) {
        s++;
    }
    return s;
}

// The longest phrase of a list; it stays in its sentence.
static inline int ref_list(const struct reference *r,
                           const struct gz_pattern *node, int place)
{
    const struct gz_rule_list *list = gz_rule_set_list(r->set, node);
    const struct gz_sentence *s =
        &r->passage->sentences.items[ref_sentence(r, place)];
    int best = REF_NONE;
    for (uint32_t i = 0; i < list->phrase_count; i++) {
        const int end = ref_text(r, list->phrases[i], list->exact, true, place);
        if (end > best && end <= (int)s->end_token) {
            best = end;
        }
    }
    return best;
}

enum ref_part {
    REF_PART_NONE,
    REF_PART_DIGITS,
    REF_PART_WORD,
    REF_PART_SCALE,
};

static inline enum ref_part ref_part(const struct reference *r, int i)
{
    if (i >= r->limit) {
        return REF_PART_NONE;
    }
    if (r->passage->tokens.items[i].kind == GZ_TOKEN_NUMBER) {
        return REF_PART_DIGITS;
    }
    if (ref_folds(r, i, "two") || ref_folds(r, i, "twenty")) {
        return REF_PART_WORD;
    }
    return ref_folds(r, i, "hundred") ? REF_PART_SCALE : REF_PART_NONE;
}

// Digits with what multiplies them; or words, with hyphens between and "and"
// behind what multiplies.
static inline int ref_number(const struct reference *r, int place)
{
    enum ref_part last = ref_part(r, place);
    const bool digits = last == REF_PART_DIGITS;
    int end = place;
    int next = place;
    while (last != REF_PART_NONE && next - place < 12) {
        end = next + 1;
        next = end;
        if (!digits && (ref_is(r, next, "-") || (last == REF_PART_SCALE &&
                                                 ref_folds(r, next, "and")))) {
            next++;
        }
        last = ref_part(r, next);
        if (last == REF_PART_DIGITS || (digits && last != REF_PART_SCALE)) {
            break;
        }
    }
    return end == place ? REF_NONE : end;
}

static inline bool ref_all_caps(struct gz_str s)
{
    int upper = 0;
    for (size_t i = 0; i < s.len_bytes; i++) {
        if (islower((unsigned char)s.ptr[i])) {
            return false;
        }
        upper += isupper((unsigned char)s.ptr[i]) != 0;
    }
    return upper > 1;
}

static inline int ref_class(const struct reference *r, struct gz_str name,
                            int place)
{
    const struct gz_str s = ref_token(r, place);
    const unsigned char first = (unsigned char)s.ptr[0];
    bool lower = isalpha(first) != 0;
    for (size_t i = 0; i < s.len_bytes; i++) {
        lower = lower && !isupper((unsigned char)s.ptr[i]);
    }
    if (gz_str_is(name, "Initial")) {
        if (s.len_bytes != 1 || !isupper(first)) {
            return REF_NONE;
        }
        const struct gz_token *t = &r->passage->tokens.items[place];
        const bool stop =
            ref_is(r, place + 1, ".") && t[1].begin_byte == t->end_byte;
        return stop ? place + 2 : place + 1;
    }
    const bool yes = gz_str_is(name, "Any") ||
                     (gz_str_is(name, "Capitalized") && isupper(first)) ||
                     (gz_str_is(name, "AllCaps") && ref_all_caps(s)) ||
                     (gz_str_is(name, "Lower") && lower) ||
                     (gz_str_is(name, "Word") && isalnum(first)) ||
                     (gz_str_is(name, "Number") && isdigit(first));
    return yes ? place + 1 : REF_NONE;
}

static inline bool ref_stops(const struct reference *r, int i)
{
    bool stop = ref_is(r, i, "\"") || ref_is(r, i, ";");
    bool name = false;
    const int count = (int)r->passage->tokens.count;
    for (int k = i + 1; k < count && k <= i + 2; k++) {
        name = name || isupper((unsigned char)ref_token(r, k).ptr[0]);
    }
    for (uint32_t w = 0; w < r->set->word_count; w++) {
        const struct gz_rule_word *word = &r->set->words[w];
        const uint64_t breaks = UINT64_C(1) << GZ_GRAMMAR_CLAUSE_BREAK |
                                (uint64_t)name
                                    << GZ_GRAMMAR_CLAUSE_BREAK_BEFORE_NAME;
        stop = stop || ((word->classes & breaks) != 0 &&
                        gz_str_eq_nocase(ref_token(r, i), word->text));
    }
    return stop;
}

static inline bool ref_at_first(const struct reference *r, int place)
{
    for (uint32_t s = 0; s < r->passage->sentences.count; s++) {
        if ((int)r->passage->sentences.items[s].first_token == place) {
            return true;
        }
    }
    return false;
}

static inline bool ref_at_last(const struct reference *r, int place)
{
    const int count = (int)r->passage->tokens.count;
    for (uint32_t s = 0; s < r->passage->sentences.count; s++) {
        if ((int)r->passage->sentences.items[s].end_token == place &&
            place > r->base) {
            return true;
        }
    }
    if (place >= count) {
        return false;
    }
    const int end =
        (int)r->passage->sentences.items[ref_sentence(r, place)].end_token;
    for (; place < end; place++) {
        const struct gz_str s = ref_token(r, place);
        if (s.len_bytes != 1 || strchr(".!?\"')]", s.ptr[0]) == NULL ||
            ref_possessive(r, place)) {
            return false;
        }
    }
    return true;
}

#endif
