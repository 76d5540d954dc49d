// Looking into a trie.

#include "daemon/alert/subscription/key_node.h"
#include "daemon/base/hash.h"

uint64_t gz_key_trie_id(struct gz_str id)
{
    return gz_hash64(id.ptr, id.len_bytes, 0);
}

// The entry of a hash, or NULL.
const struct gz_key_entry *gz_key_walk_find(const struct gz_key_node *n,
                                            uint64_t hash)
{
    for (int level = 0; n != NULL; level++) {
        const unsigned slot = gz_key_slot_of(hash, level);
        if ((n->bitmap >> slot & 1) == 0) {
            return NULL;
        }
        const struct gz_key_entry *e = &n->entries[gz_key_index_of(n, slot)];
        if ((e->to & GZ_KEY_MASK) != GZ_KEY_NODE) {
            return e->hash == hash ? e : NULL;
        }
        n = gz_key_node_of(e->to);
    }
    return NULL;
}

bool gz_key_walk_holds(uintptr_t to, uint64_t id)
{
    if ((to & GZ_KEY_MASK) == GZ_KEY_SET) {
        return gz_key_walk_find(gz_key_node_of(to), id) != NULL;
    }
    return gz_key_trie_id(gz_subscription_id(gz_key_subscription_of(to))) == id;
}

struct gz_subscription *gz_key_trie_get(const struct gz_key_trie *t,
                                        uint64_t key, uint64_t id)
{
    const struct gz_key_entry *e = gz_key_walk_find(t->root, key);
    if (e == NULL || !gz_key_walk_holds(e->to, id)) {
        return NULL;
    }
    if ((e->to & GZ_KEY_MASK) == GZ_KEY_SET) {
        e = gz_key_walk_find(gz_key_node_of(e->to), id);
    }
    return gz_key_subscription_of(e->to);
}

// --- walking ---

static bool walk(const struct gz_key_node *n, uint64_t least,
                 gz_key_trie_fn *fn, void *ctx)
{
    for (unsigned i = 0; i < gz_key_count_of(n); i++) {
        const struct gz_key_entry *e = &n->entries[i];
        if ((e->to & GZ_KEY_MASK) == GZ_KEY_NODE) {
            if (!walk(gz_key_node_of(e->to), least, fn, ctx)) {
                return false;
            }
        } else if (e->hash >= least &&
                   !fn(ctx, gz_key_subscription_of(e->to))) {
            return false;
        }
    }
    return true;
}

bool gz_key_trie_each(const struct gz_key_trie *t, uint64_t key, uint64_t least,
                      gz_key_trie_fn *fn, void *ctx)
{
    const struct gz_key_entry *e = gz_key_walk_find(t->root, key);
    if (e == NULL) {
        return true;
    }
    if ((e->to & GZ_KEY_MASK) == GZ_KEY_SET) {
        return walk(gz_key_node_of(e->to), least, fn, ctx);
    }
    struct gz_subscription *s = gz_key_subscription_of(e->to);
    return gz_key_trie_id(gz_subscription_id(s)) < least || fn(ctx, s);
}

static size_t node_bytes(const struct gz_key_node *n)
{
    size_t sum = gz_key_bytes_of(gz_key_count_of(n)) + sizeof(size_t);
    for (unsigned i = 0; i < gz_key_count_of(n); i++) {
        if ((n->entries[i].to & GZ_KEY_MASK) != 0) {
            sum += node_bytes(gz_key_node_of(n->entries[i].to));
        }
    }
    return sum;
}

size_t gz_key_trie_bytes(const struct gz_key_trie *t)
{
    return t->root != NULL ? node_bytes(t->root) : 0;
}
