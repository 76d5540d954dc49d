#ifndef GZ_KEY_BUILD_H
#define GZ_KEY_BUILD_H

#include "daemon/alert/subscription/key_node.h"

/*
 * A trie made of all its contents at once: items are sorted and nodes made in
 * their final size from the leaves up, where putting a million one after the
 * other would walk from the root and move entries for each.  The nodes are
 * those that gz_key_trie_set() would have made.
 */
enum { GZ_KEY_SLOTS = 1 << GZ_KEY_BITS };

struct gz_key_item {
    uint64_t key;
    uint64_t id;
    struct gz_subscription *s;  // borrowed, the trie takes references
};

/** The part of the items that a key belongs to. */
static inline unsigned gz_key_build_slot(uint64_t key)
{
    return gz_key_slot_of(key, 0);
}

/**
 * Fill an empty trie.  Items lie by parts, part i at begins[i]..begins[i + 1];
 * they are sorted in place.  One that comes twice counts once.  Whatever the
 * number of threads (1 to GZ_PARALLEL_MAX), the trie is the same.
 * Fails with GZ_NO_MEMORY, and with GZ_MISMATCH when two subscriptions have
 * one id below one key; the trie is empty then.
 */
enum gz_status gz_key_build(struct gz_key_trie *t, struct gz_key_item *items,
                            const size_t begins[GZ_KEY_SLOTS + 1],
                            unsigned threads) GZ_MUST_CHECK;

#endif
