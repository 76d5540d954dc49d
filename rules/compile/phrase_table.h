#ifndef GZ_PHRASE_TABLE_H
#define GZ_PHRASE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/fetch.h"
#include "daemon/base/status.h"
#include "rules/compile/automaton.h"
#include "rules/language/rule_set.h"
#include "rules/text/token_keys.h"

/*
 * The phrases of all lists that patterns name: a set of all their beginnings
 * of two tokens and more, as hashes of the tokens' keys, each with the lists
 * of which it is a whole phrase.  One walk from a token finds the phrases of
 * all lists; single words are in key_table.h, from where a walk sets out.
 *
 * We take equal hashes for equal phrases, as equal keys are taken for equal
 * words: with 10^5 words in rules, one word in 10^14 that are not in them is
 * taken for one, and who makes such a word spoils his own article only.
 * Letters are compared where a list asks for its case.
 */
#define GZ_PHRASE_TOKENS_MAX 16

// A list of which a phrase ends here.
struct gz_phrase_end {
    uint32_t list;
    uint32_t literal;  // first of its tokens in an exact list, or NONE
};

#define GZ_PHRASE_NO_LITERAL UINT32_MAX

struct gz_phrase_slot {
    uint64_t hash;
    uint64_t things;  // bits of the lists, see token_mask.h
    uint32_t end;     // first of the ends, by list
    uint16_t end_count;
    bool used;
    bool more;  // longer phrases begin so
};

struct gz_phrase_list {
    bool used;   // by a pattern
    bool exact;  // letters are compared
    uint8_t min_tokens;
    uint8_t max_tokens;
};

struct gz_phrase_table {
    const uint64_t *bits;  // of hashes, to ask first
    const struct gz_phrase_slot *slots;
    const struct gz_phrase_end *ends;
    struct gz_phrase_list *lists;  // of each list of the set
    const struct gz_literal *literals;
    uint32_t bit_mask;
    uint32_t mask;
};

/** The hash of a beginning made longer by a token; that of one token is its
 * key. */
static inline uint64_t gz_phrase_hash(uint64_t hash, uint64_t key)
{
    return gz_token_keys_mix(hash ^ UINT64_C(0xbf58476d1ce4e5b9),
                             key ^ UINT64_C(0x94d049bb133111eb));
}

/** Whether there may be a slot of a beginning. */
static inline bool gz_phrase_table_may_have(const struct gz_phrase_table *t,
                                            uint64_t hash)
{
    const uint32_t bit = (uint32_t)(hash >> 32) & t->bit_mask;
    return (t->bits[bit >> 6] >> (bit & 63) & 1) != 0;
}

/** As those of key_table.h. */
GZ_FETCH gz_phrase_table_fetch_bit(const struct gz_phrase_table *t,
                                   uint64_t hash)
{
    __builtin_prefetch(&t->bits[((uint32_t)(hash >> 32) & t->bit_mask) >> 6]);
}

GZ_FETCH gz_phrase_table_fetch(const struct gz_phrase_table *t, uint64_t hash)
{
    if (gz_phrase_table_may_have(t, hash)) {
        __builtin_prefetch(&t->slots[(uint32_t)hash & t->mask]);
    }
}

/** The slot of a beginning, or NULL. */
static inline const struct gz_phrase_slot *
gz_phrase_table_find(const struct gz_phrase_table *t, uint64_t hash)
{
    if (!gz_phrase_table_may_have(t, hash)) {
        return NULL;
    }
    for (uint32_t at = (uint32_t)hash & t->mask; t->slots[at].used;
         at = (at + 1) & t->mask) {
        if (t->slots[at].hash == hash) {
            return &t->slots[at];
        }
    }
    return NULL;
}

#endif
