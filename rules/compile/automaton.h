#ifndef GZ_AUTOMATON_H
#define GZ_AUTOMATON_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * Patterns as states.  A state consumes tokens, or asks about the place, or
 * leads on without either; `next` is always a state made earlier, so the
 * states of a pattern are a graph without loops and its longest path is
 * bounded: repeats are written out.
 *
 * Of two ways on, `next` comes before `other`: alternatives in the order in
 * which they were written, one more repeat before none.
 */
enum gz_state_kind {
    GZ_STATE_ACCEPT,
    GZ_STATE_SPLIT,    // next, then other
    GZ_STATE_OPEN,     // a capture of text begins: role
    GZ_STATE_CLOSE,    // and ends
    GZ_STATE_FIRST,    // only at the begin of a sentence
    GZ_STATE_LAST,     // only at its end, closing marks aside
    GZ_STATE_KEY,      // one token with that key
    GZ_STATE_KEYS,     // one of several: keys[first..first+count)
    GZ_STATE_LITERAL,  // literals[first]: its key, and its letters
    GZ_STATE_CLASS,    // a token of a class: enum gz_token_class
    GZ_STATE_INITIAL,  // a capital letter, with its full stop
    GZ_STATE_NUMBER,   // in digits or words, maybe several tokens
    GZ_STATE_LIST,     // the longest phrase of lists[first]
    GZ_STATE_REGEX,    // one token that regexes[first] takes whole
    GZ_STATE_TYPE,     // an item: ranges[first..first+count), role
    GZ_STATE_GAP,      // up to count tokens
    GZ_STATE_KIND_COUNT,
};

// What is known of a token without reading more than itself.
enum gz_token_class {
    GZ_CLASS_CAPITALIZED,
    GZ_CLASS_ALL_CAPS,
    GZ_CLASS_LOWER,
    GZ_CLASS_WORD,
    GZ_CLASS_NUMBER,
    GZ_CLASS_ANY,
    GZ_CLASS_POSSESSIVE,
    GZ_CLASS_COUNT,
};

#define GZ_STATE_NO_ROLE UINT16_MAX

// Two ways can come together here: it is to be visited once per place.
#define GZ_STATE_JOIN 1

// A set of tokens, roughly: see token_mask.h.
struct gz_token_mask {
    uint64_t words;
    uint64_t things;
};

struct gz_state {
    uint8_t kind;   // enum gz_state_kind
    uint8_t flags;  // GZ_STATE_JOIN
    uint16_t role;  // number in the rule, or GZ_STATE_NO_ROLE; a class
    uint32_t next;
    union {
        uint64_t key;
        uint32_t other;
        struct {
            uint32_t first;
            uint32_t count;
        } span;
    } u;
    struct gz_token_mask first;  // tokens that may come here
};

_Static_assert(sizeof(struct gz_state) == 32, "two states to a cache line");

// A token that is compared letter by letter.
struct gz_literal {
    uint64_t key;
    struct gz_str text;  // in the program's arena
};

// What a unit cannot do without: up to so many sets of things of which each
// match has one.
#define GZ_COVERS_MAX 6

struct gz_cover_span {
    uint32_t first;
    uint32_t count;
};

// The states of one pattern.
struct gz_unit {
    uint32_t rule;
    uint32_t start;
    uint32_t first_state;  // start is among states first..first + count
    uint32_t state_count;
    uint16_t min_tokens;
    uint16_t max_tokens;  // at most GZ_MATCH_SPAN_MAX, as that of a mention
    uint16_t width;       // the same, a mention counted as GZ_MENTION_TOKENS
    uint32_t sweep;       // first of its ops
    uint32_t sweep_count;
    // A match has one of each: what it cannot do without, the rarest first.
    // Numbers in gz_program.cover_traits; those without any come last.
    struct gz_cover_span covers[GZ_COVERS_MAX];
};

#endif
