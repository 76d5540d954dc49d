#ifndef GZ_KEY_TABLE_H
#define GZ_KEY_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/fetch.h"
#include "daemon/base/status.h"
#include "rules/compile/token_mask.h"
#include "rules/compile/traits.h"

/*
 * What the words of all rules mean, looked up once for each token of an
 * article: which traits it has, of which classes of the grammar it is, whether
 * phrases of lists begin with it, whether a gap ends there.  A bitmap in front,
 * of 16 bits a word, keeps most tokens out, so that the price of a token is the
 * same however many rules there are.
 */
struct gz_key_slot {
    uint64_t key;
    uint32_t trait;  // first of its traits
    uint32_t trait_count : 28;
    bool used : 1;
    bool stop : 1;     // a mark at which gaps end
    bool more : 1;     // phrases of lists begin so
    bool spelt : 1;    // some trait asks for letters
    uint64_t things;   // bits of lists that have it alone, see token_mask.h
    uint64_t classes;  // bits of enum gz_grammar
};

struct gz_key_table {
    const uint64_t *bits;
    const struct gz_key_slot *slots;
    const struct gz_word_trait *traits;
    const char *letters;
    uint32_t bit_mask;
    uint32_t mask;
};

enum gz_key_use {
    GZ_KEY_TRAIT,  // item: trait
    GZ_KEY_LIST,   // item: list
    GZ_KEY_MORE,
    GZ_KEY_STOP,
    GZ_KEY_GRAMMAR,  // item: classes
};

struct gz_key_entry {
    uint64_t key;
    uint64_t item;
    uint32_t use;           // enum gz_key_use
    struct gz_str letters;  // in which it is to be spelt, or none
};

/**
 * Build in arena.  entries are sorted in place; what is said twice counts
 * once.  list_traits: the trait of each list.
 */
enum gz_status gz_key_table_build(struct gz_key_entry *entries, size_t count,
                                  const uint32_t *list_traits,
                                  struct gz_arena *arena,
                                  struct gz_key_table *out) GZ_MUST_CHECK;

/** Whether there may be a slot of a key. */
static inline bool gz_key_table_may_have(const struct gz_key_table *t,
                                         uint64_t key)
{
    const uint32_t bit = (uint32_t)(key >> 32) & t->bit_mask;
    return (t->bits[bit >> 6] >> (bit & 63) & 1) != 0;
}

/** Fetch what gz_key_table_fetch() looks at for a key, then what
 * gz_key_table_find() does: ahead of time, since the table is larger than what
 * the nearest caches keep. */
GZ_FETCH gz_key_table_fetch_bit(const struct gz_key_table *t, uint64_t key)
{
    __builtin_prefetch(&t->bits[((uint32_t)(key >> 32) & t->bit_mask) >> 6]);
}

GZ_FETCH gz_key_table_fetch(const struct gz_key_table *t, uint64_t key)
{
    if (gz_key_table_may_have(t, key)) {
        __builtin_prefetch(&t->slots[(uint32_t)key & t->mask]);
    }
}

/** How a word is to be spelt that has a trait; none: as it likes. */
static inline struct gz_str
gz_key_table_letters(const struct gz_key_table *t,
                     const struct gz_word_trait *trait)
{
    return gz_str_of(t->letters + trait->letters.first, trait->letters.count);
}

/** The slot of a key, or NULL. */
static inline const struct gz_key_slot *
gz_key_table_find(const struct gz_key_table *t, uint64_t key)
{
    if (!gz_key_table_may_have(t, key)) {
        return NULL;
    }
    uint32_t at = (uint32_t)key & t->mask;
    while (t->slots[at].used) {
        if (t->slots[at].key == key) {
            return &t->slots[at];
        }
        at = (at + 1) & t->mask;
    }
    return NULL;
}

#endif
