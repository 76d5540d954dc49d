#ifndef GZ_KEY_TRIE_H
#define GZ_KEY_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/status.h"

/*
 * Subscriptions under keys: sets of them, each found by the hash of a key, and
 * in a set each by the hash of its id.  A hash array mapped trie (Bagwell:
 * Ideal Hash Trees, 2001) of tries, persistent: copies share nodes, which are
 * counted, and a change makes anew those on its way that others hold too.
 *
 * We chose it over a hash table with an overlay because no change ever has to
 * rebuild the whole: one added costs the same among ten and among a million.
 *
 * A set of one is no trie but the subscription itself.  Whoever changes a trie
 * must be alone with that handle; other handles do not notice.
 */
struct gz_key_node;

struct gz_key_trie {
    struct gz_key_node *root;  // NULL: empty
};

/** A handle with the same contents, in constant time. */
struct gz_key_trie gz_key_trie_share(const struct gz_key_trie *t);

/** Let go of all; the handle is empty then. */
void gz_key_trie_drop(struct gz_key_trie *t);

/**
 * Put s under a key, in the place of the one with its hash of an id, which the
 * trie lets go; takes a reference of its own.  GZ_NO_MEMORY changes nothing.
 */
enum gz_status gz_key_trie_set(struct gz_key_trie *t, uint64_t key, uint64_t id,
                               struct gz_subscription *s) GZ_MUST_CHECK;

/**
 * Take the one with that hash of an id out of a set; none there is fine.
 * GZ_NO_MEMORY changes nothing, and cannot come right behind a
 * gz_key_trie_set() of the same place.
 */
enum gz_status gz_key_trie_remove(struct gz_key_trie *t, uint64_t key,
                                  uint64_t id) GZ_MUST_CHECK;

/** The one in a set, borrowed, or NULL. */
struct gz_subscription *gz_key_trie_get(const struct gz_key_trie *t,
                                        uint64_t key, uint64_t id);

/** Called per subscription; false stops. */
typedef bool gz_key_trie_fn(void *ctx, struct gz_subscription *s);

/** Those of a set in the order of their hashes, from `least` on; false when
 * fn stopped it. */
bool gz_key_trie_each(const struct gz_key_trie *t, uint64_t key, uint64_t least,
                      gz_key_trie_fn *fn, void *ctx);

/** The bytes of all nodes; takes the time to walk them. */
size_t gz_key_trie_bytes(const struct gz_key_trie *t);

/** The hash by which a trie knows a subscription. */
uint64_t gz_key_trie_id(struct gz_str id);

#endif
