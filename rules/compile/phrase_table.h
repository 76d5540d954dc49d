#ifndef GZ_PHRASE_TABLE_H
#define GZ_PHRASE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/compile/automaton.h"
#include "rules/language/rule_set.h"
#include "rules/text/token_keys.h"

/*
 * The phrases of all lists that patterns name: one set of hashes of (list,
 * keys of the tokens).  Where a phrase can begin, key_table.h says of which
 * lists and how long.
 *
 * We take equal hashes for equal phrases, as equal keys are taken for equal
 * words: with 10^5 words in rules, one word in 10^14 that are not in them is
 * taken for one, and who makes such a word spoils his own article only.
 * Letters are compared where a list asks for its case.
 */
#define GZ_PHRASE_TOKENS_MAX 16

struct gz_phrase {
    uint64_t hash;
    uint32_t list;     // number + 1; 0: a free slot
    uint32_t literal;  // first of its tokens in an exact list
};

// A phrase of the list may begin with a word; bit n: one of n + 1 tokens.
struct gz_list_start {
    uint32_t list;
    uint32_t lengths;
};

struct gz_phrase_list {
    bool used;   // by a pattern
    bool exact;  // letters are compared
    uint8_t min_tokens;
    uint8_t max_tokens;
};

struct gz_phrase_table {
    struct gz_phrase *slots;  // in arena
    uint32_t mask;
    struct gz_phrase_list *lists;  // in arena, of each list of the set
    struct gz_literal *literals;   // in arena
};

static inline uint64_t gz_phrase_hash_begin(uint32_t list)
{
    return (list + UINT64_C(1)) * UINT64_C(0x9e3779b97f4a7c15);
}

static inline uint64_t gz_phrase_hash_next(uint64_t hash, uint64_t key)
{
    return gz_token_keys_mix(hash ^ UINT64_C(0xbf58476d1ce4e5b9), key);
}

// A phrase while the table is built.
struct gz_phrase_entry {
    uint64_t first_key;
    uint64_t hash;
    uint32_t list;
    uint32_t count;    // tokens
    uint32_t literal;  // first of its tokens
    uint32_t order;    // in which it was added
};

struct gz_phrase_builder {
    const struct gz_rule_set *set;
    struct gz_arena *arena;    // of the program
    struct gz_arena *scratch;  // is reset
    struct gz_phrase_table *table;
    struct gz_buffer entries;   // struct gz_phrase_entry
    struct gz_buffer literals;  // struct gz_literal
};

enum gz_status
gz_phrase_builder_init(struct gz_phrase_builder *b,
                       const struct gz_rule_set *set, struct gz_arena *arena,
                       struct gz_arena *scratch,
                       struct gz_phrase_table *table) GZ_MUST_CHECK;

void gz_phrase_builder_fini(struct gz_phrase_builder *b);

/**
 * Take the phrases of a list, once however often it is called.  GZ_LIMIT: a
 * phrase has too many tokens; *long_phrase is it.  Phrases with hyphens are
 * taken without them, too.
 */
enum gz_status gz_phrase_builder_add(struct gz_phrase_builder *b, uint32_t list,
                                     struct gz_str *long_phrase) GZ_MUST_CHECK;

/** Make the table of what was added. */
enum gz_status
gz_phrase_builder_finish(struct gz_phrase_builder *b) GZ_MUST_CHECK;

#endif
