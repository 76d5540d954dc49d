// Changing a trie: nodes that others hold too are copied on the way.

#include "daemon/alert/subscription/key_trie.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/alert/subscription/key_node.h"

static void hold(uintptr_t to)
{
    if ((to & GZ_KEY_MASK) != 0) {
        atomic_fetch_add_explicit(&gz_key_node_of(to)->refs, 1,
                                  memory_order_relaxed);
    } else {
        gz_subscription_ref(gz_key_subscription_of(to));
    }
}

// The depth is that of two tries, 26 levels.
static void let_go(uintptr_t to)
{
    if ((to & GZ_KEY_MASK) == 0) {
        gz_subscription_unref(gz_key_subscription_of(to));
        return;
    }
    struct gz_key_node *n = gz_key_node_of(to);
    if (n == NULL) {
        return;  // a set whose last one was taken out
    }
    if (atomic_fetch_sub_explicit(&n->refs, 1, memory_order_acq_rel) == 1) {
        for (unsigned i = 0; i < gz_key_count_of(n); i++) {
            let_go(n->entries[i].to);
        }
        free(n);
    }
}

// --- nodes ---

static bool is_shared(struct gz_key_node *n)
{
    return atomic_load_explicit(&n->refs, memory_order_acquire) > 1;
}

// A node of our own in the place of one that others hold too, with room for
// `extra` more entries; NULL when out of memory, and nothing has changed.
static struct gz_key_node *own(struct gz_key_node *n, unsigned extra)
{
    const unsigned count = gz_key_count_of(n);
    if (!is_shared(n)) {
        return extra == 0 ? n : realloc(n, gz_key_bytes_of(count + extra));
    }
    struct gz_key_node *copy = malloc(gz_key_bytes_of(count + extra));
    if (copy == NULL) {
        return NULL;
    }
    atomic_init(&copy->refs, 1);
    copy->bitmap = n->bitmap;
    memcpy(copy->entries, n->entries, count * sizeof(struct gz_key_entry));
    for (unsigned i = 0; i < count; i++) {
        hold(copy->entries[i].to);
    }
    let_go((uintptr_t)n | GZ_KEY_NODE);
    return copy;
}

static struct gz_key_node *node_of_one(struct gz_key_entry e, int level)
{
    struct gz_key_node *n = malloc(gz_key_bytes_of(1));
    if (n != NULL) {
        atomic_init(&n->refs, 1);
        n->bitmap = 1U << gz_key_slot_of(e.hash, level);
        n->entries[0] = e;
    }
    return n;
}

// Put an entry where there is none yet; *node is our own then.
static enum gz_status add_entry(struct gz_key_node **node, unsigned slot,
                                struct gz_key_entry e)
{
    struct gz_key_node *n = own(*node, 1);
    if (n == NULL) {
        return GZ_NO_MEMORY;
    }
    const unsigned at = gz_key_index_of(n, slot);
    memmove(&n->entries[at + 1], &n->entries[at],
            (gz_key_count_of(n) - at) * sizeof(struct gz_key_entry));
    n->entries[at] = e;
    n->bitmap |= 1U << slot;
    *node = n;
    return GZ_OK;
}

// --- one trie ---

// Free nodes that part() made; their two leaves belong to somebody else.
static void free_chain(struct gz_key_node *n)
{
    while (n != NULL) {
        struct gz_key_node *below = NULL;
        if ((n->entries[0].to & GZ_KEY_MASK) == GZ_KEY_NODE) {
            below = gz_key_node_of(n->entries[0].to);
        }
        free(n);
        n = below;
    }
}

// Nodes from a level down until two hashes part, with both entries.
static struct gz_key_node *part(struct gz_key_entry a, struct gz_key_entry b,
                                int level)
{
    const unsigned slot = gz_key_slot_of(a.hash, level);
    if (slot != gz_key_slot_of(b.hash, level)) {
        struct gz_key_node *n = node_of_one(a, level);
        if (n != NULL &&
            add_entry(&n, gz_key_slot_of(b.hash, level), b) != GZ_OK) {
            free(n);
            n = NULL;
        }
        return n;
    }
    struct gz_key_node *below = part(a, b, level + 1);
    if (below == NULL) {
        return NULL;
    }
    const struct gz_key_entry down = {a.hash, (uintptr_t)below | GZ_KEY_NODE};
    struct gz_key_node *n = node_of_one(down, level);
    if (n == NULL) {
        free_chain(below);
    }
    return n;
}

/*
 * Give *out the entry of a hash for the caller to change, all nodes on the way
 * to it being its own.  Where there is none yet, fresh is put there, whose
 * `to` the trie owns from then on, and *placed is set.
 */
static enum gz_status reach(struct gz_key_node **node, int level,
                            struct gz_key_entry fresh, bool *placed,
                            struct gz_key_entry **out)
{
    if (*node == NULL) {
        *node = node_of_one(fresh, level);
        *placed = *node != NULL;
        *out = *placed ? &(*node)->entries[0] : NULL;
        return *placed ? GZ_OK : GZ_NO_MEMORY;
    }
    const unsigned slot = gz_key_slot_of(fresh.hash, level);
    if (((*node)->bitmap >> slot & 1) == 0) {
        *placed = add_entry(node, slot, fresh) == GZ_OK;
        *out = *placed ? &(*node)->entries[gz_key_index_of(*node, slot)] : NULL;
        return *placed ? GZ_OK : GZ_NO_MEMORY;
    }
    struct gz_key_node *n = own(*node, 0);
    if (n == NULL) {
        return GZ_NO_MEMORY;
    }
    *node = n;
    struct gz_key_entry *e = &n->entries[gz_key_index_of(n, slot)];
    if ((e->to & GZ_KEY_MASK) != GZ_KEY_NODE) {
        if (e->hash == fresh.hash) {
            *out = e;
            return GZ_OK;
        }
        struct gz_key_node *below = part(*e, fresh, level + 1);
        if (below == NULL) {
            return GZ_NO_MEMORY;
        }
        *placed = true;
        e->to = (uintptr_t)below | GZ_KEY_NODE;
    }
    struct gz_key_node *child = gz_key_node_of(e->to);
    const enum gz_status st = reach(&child, level + 1, fresh, placed, out);
    e->to = (uintptr_t)child | GZ_KEY_NODE;
    return st;
}

// Take an entry out.  A node that is left without any goes, one that is left
// with a single leaf may stay.
static enum gz_status take_out(struct gz_key_node **node, int level,
                               uint64_t hash)
{
    const unsigned slot = gz_key_slot_of(hash, level);
    struct gz_key_node *n = *node;
    if (n == NULL || (n->bitmap >> slot & 1) == 0) {
        return GZ_OK;
    }
    n = own(n, 0);
    if (n == NULL) {
        return GZ_NO_MEMORY;
    }
    *node = n;
    const unsigned at = gz_key_index_of(n, slot);
    if ((n->entries[at].to & GZ_KEY_MASK) == GZ_KEY_NODE) {
        struct gz_key_node *child = gz_key_node_of(n->entries[at].to);
        const enum gz_status st = take_out(&child, level + 1, hash);
        n->entries[at].to = (uintptr_t)child | GZ_KEY_NODE;
        if (st != GZ_OK || child != NULL) {
            return st;
        }
    } else if (n->entries[at].hash == hash) {
        let_go(n->entries[at].to);
    } else {
        return GZ_OK;
    }
    n->bitmap &= ~(1U << slot);
    memmove(&n->entries[at], &n->entries[at + 1],
            (gz_key_count_of(n) - at) * sizeof(struct gz_key_entry));
    if (n->bitmap == 0) {
        free(n);
        *node = NULL;
    }
    return GZ_OK;
}

// --- sets ---

// A set of one becomes a trie of its own before a second comes.
static enum gz_status widen(struct gz_key_entry *e)
{
    const struct gz_key_entry one = {
        gz_key_trie_id(gz_subscription_id(gz_key_subscription_of(e->to))),
        e->to};
    struct gz_key_node *root = node_of_one(one, 0);
    if (root == NULL) {
        return GZ_NO_MEMORY;
    }
    e->to = (uintptr_t)root | GZ_KEY_SET;
    return GZ_OK;
}

static void replace(struct gz_key_entry *e, struct gz_subscription *s)
{
    if (e->to != (uintptr_t)s) {
        let_go(e->to);
        e->to = (uintptr_t)gz_subscription_ref(s);
    }
}

static enum gz_status set_in(struct gz_key_entry *set, uint64_t id,
                             struct gz_subscription *s)
{
    struct gz_key_entry *e = NULL;
    struct gz_key_node *root = gz_key_node_of(set->to);
    const struct gz_key_entry fresh = {id, (uintptr_t)s};
    bool placed = false;
    const enum gz_status st = reach(&root, 0, fresh, &placed, &e);
    set->to = (uintptr_t)root | GZ_KEY_SET;
    if (placed) {
        gz_subscription_ref(s);
    } else if (st == GZ_OK) {
        replace(e, s);
    }
    return st;
}

enum gz_status gz_key_trie_set(struct gz_key_trie *t, uint64_t key, uint64_t id,
                               struct gz_subscription *s)
{
    struct gz_key_entry *e = NULL;
    const struct gz_key_entry fresh = {key, (uintptr_t)s};
    bool placed = false;
    enum gz_status st = reach(&t->root, 0, fresh, &placed, &e);
    if (placed) {
        gz_subscription_ref(s);
    }
    if (st != GZ_OK || placed) {
        return st;
    }
    if ((e->to & GZ_KEY_MASK) == 0) {
        const struct gz_str known =
            gz_subscription_id(gz_key_subscription_of(e->to));
        if (gz_key_trie_id(known) == id) {
            replace(e, s);
            return GZ_OK;
        }
        st = widen(e);
    }
    return st == GZ_OK ? set_in(e, id, s) : st;
}

enum gz_status gz_key_trie_remove(struct gz_key_trie *t, uint64_t key,
                                  uint64_t id)
{
    const struct gz_key_entry *found = gz_key_walk_find(t->root, key);
    if (found == NULL || !gz_key_walk_holds(found->to, id)) {
        return GZ_OK;
    }
    if ((found->to & GZ_KEY_MASK) == 0) {
        return take_out(&t->root, 0, key);
    }
    struct gz_key_entry *e = NULL;
    bool placed = false;
    enum gz_status st =
        reach(&t->root, 0, (struct gz_key_entry){key, 0}, &placed, &e);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_key_node *root = gz_key_node_of(e->to);
    st = take_out(&root, 0, id);
    e->to = (uintptr_t)root | GZ_KEY_SET;
    if (root == NULL) {
        // Nothing holds the set any more; its entry is our own to take out.
        e->to = (uintptr_t)NULL | GZ_KEY_SET;
        return take_out(&t->root, 0, key);
    }
    return st;
}

// --- handles ---

struct gz_key_trie gz_key_trie_share(const struct gz_key_trie *t)
{
    if (t->root != NULL) {
        hold((uintptr_t)t->root | GZ_KEY_NODE);
    }
    return *t;
}

void gz_key_trie_drop(struct gz_key_trie *t)
{
    if (t->root != NULL) {
        let_go((uintptr_t)t->root | GZ_KEY_NODE);
    }
    t->root = NULL;
}
