#ifndef GZ_KEY_NODE_H
#define GZ_KEY_NODE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "daemon/alert/subscription/key_trie.h"

/*
 * The nodes of a trie, for key_trie.c, which changes them, and key_walk.c,
 * which looks.  Five bits of a hash a level, highest first, so that walking
 * gives the order of the hashes.  The outer trie's entries hold a subscription
 * or the root of an inner trie; which one is told by the lowest bits of a
 * pointer.
 */
enum {
    GZ_KEY_BITS = 5,
    GZ_KEY_TOP_SHIFT = 64 - GZ_KEY_BITS,
    GZ_KEY_NODE = 1,  // the pointer is that of a node further down
    GZ_KEY_SET = 2,   // or that of the root of a set
    GZ_KEY_MASK = 3,
};

struct gz_key_entry {
    uint64_t hash;  // of what is below; of no meaning when that is a node
    uintptr_t to;   // tagged
};

struct gz_key_node {
    atomic_uint refs;
    uint32_t bitmap;  // which of the 32 entries are there
    struct gz_key_entry entries[];
};

static inline struct gz_key_node *gz_key_node_of(uintptr_t to)
{
    return (struct gz_key_node *)(to & ~(uintptr_t)GZ_KEY_MASK);
}

static inline struct gz_subscription *gz_key_subscription_of(uintptr_t to)
{
    return (struct gz_subscription *)to;
}

static inline unsigned gz_key_slot_of(uint64_t hash, int level)
{
    const int shift = GZ_KEY_TOP_SHIFT - GZ_KEY_BITS * level;
    return (unsigned)(shift >= 0 ? hash >> shift : hash << -shift) & 31;
}

static inline unsigned gz_key_index_of(const struct gz_key_node *n,
                                       unsigned slot)
{
    return (unsigned)__builtin_popcount(n->bitmap & ((1U << slot) - 1));
}

static inline unsigned gz_key_count_of(const struct gz_key_node *n)
{
    return (unsigned)__builtin_popcount(n->bitmap);
}

static inline size_t gz_key_bytes_of(unsigned count)
{
    return sizeof(struct gz_key_node) + count * sizeof(struct gz_key_entry);
}

/** The entry of a hash in one trie, or NULL. */
const struct gz_key_entry *gz_key_walk_find(const struct gz_key_node *n,
                                            uint64_t hash);

/** Whether what an entry holds, a subscription or a set, has that hash of an
 * id. */
bool gz_key_walk_holds(uintptr_t to, uint64_t id);

#endif
