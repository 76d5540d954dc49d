// A trie of hashes, five bits a level, highest first, so that walking gives
// the order of the hashes.  The outer trie's entries hold a subscription or
// the root of an inner trie; which one is told by the lowest bit of a pointer.

#include "daemon/alert/key_trie.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"

enum {
    BITS = 5,
    TOP_SHIFT = 64 - BITS,
    TAG_NODE = 1,  // the pointer is that of a node further down
    TAG_SET = 2,   // or that of the root of a set
    TAG_MASK = 3,
};

struct entry {
    uint64_t hash;  // of what is below; of no meaning when that is a node
    uintptr_t to;   // tagged
};

struct gz_key_node {
    atomic_uint refs;
    uint32_t bitmap;  // which of the 32 entries are there
    struct entry entries[];
};

uint64_t gz_key_trie_id(struct gz_str id)
{
    return gz_hash64(id.ptr, id.len_bytes, 0);
}

// --- entries ---

static struct gz_key_node *node_of(uintptr_t to)
{
    return (struct gz_key_node *)(to & ~(uintptr_t)TAG_MASK);
}

static struct gz_subscription *subscription_of(uintptr_t to)
{
    return (struct gz_subscription *)to;
}

static unsigned slot_of(uint64_t hash, int level)
{
    const int shift = TOP_SHIFT - BITS * level;
    return (unsigned)(shift >= 0 ? hash >> shift : hash << -shift) & 31;
}

static unsigned index_of(const struct gz_key_node *n, unsigned slot)
{
    return (unsigned)__builtin_popcount(n->bitmap & ((1U << slot) - 1));
}

static unsigned count_of(const struct gz_key_node *n)
{
    return (unsigned)__builtin_popcount(n->bitmap);
}

static size_t bytes_of(unsigned count)
{
    return sizeof(struct gz_key_node) + count * sizeof(struct entry);
}

static void hold(uintptr_t to)
{
    if ((to & TAG_MASK) != 0) {
        atomic_fetch_add_explicit(&node_of(to)->refs, 1, memory_order_relaxed);
    } else {
        gz_subscription_ref(subscription_of(to));
    }
}

// The depth is that of two tries, 26 levels.
static void let_go(uintptr_t to)
{
    if ((to & TAG_MASK) == 0) {
        gz_subscription_unref(subscription_of(to));
        return;
    }
    struct gz_key_node *n = node_of(to);
    if (atomic_fetch_sub_explicit(&n->refs, 1, memory_order_acq_rel) == 1) {
        for (unsigned i = 0; i < count_of(n); i++) {
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
    const unsigned count = count_of(n);
    if (!is_shared(n)) {
        return extra == 0 ? n : realloc(n, bytes_of(count + extra));
    }
    struct gz_key_node *copy = malloc(bytes_of(count + extra));
    if (copy == NULL) {
        return NULL;
    }
    atomic_init(&copy->refs, 1);
    copy->bitmap = n->bitmap;
    memcpy(copy->entries, n->entries, count * sizeof(struct entry));
    for (unsigned i = 0; i < count; i++) {
        hold(copy->entries[i].to);
    }
    let_go((uintptr_t)n | TAG_NODE);
    return copy;
}

static struct gz_key_node *node_of_one(struct entry e, int level)
{
    struct gz_key_node *n = malloc(bytes_of(1));
    if (n != NULL) {
        atomic_init(&n->refs, 1);
        n->bitmap = 1U << slot_of(e.hash, level);
        n->entries[0] = e;
    }
    return n;
}

// Put an entry where there is none yet; *node is our own then.
static enum gz_status add_entry(struct gz_key_node **node, unsigned slot,
                                struct entry e)
{
    struct gz_key_node *n = own(*node, 1);
    if (n == NULL) {
        return GZ_NO_MEMORY;
    }
    const unsigned at = index_of(n, slot);
    memmove(&n->entries[at + 1], &n->entries[at],
            (count_of(n) - at) * sizeof(struct entry));
    n->entries[at] = e;
    n->bitmap |= 1U << slot;
    *node = n;
    return GZ_OK;
}

// --- one trie ---

// The entry of a hash, or NULL.
static const struct entry *find(const struct gz_key_node *n, uint64_t hash)
{
    for (int level = 0; n != NULL; level++) {
        const unsigned slot = slot_of(hash, level);
        if ((n->bitmap >> slot & 1) == 0) {
            return NULL;
        }
        const struct entry *e = &n->entries[index_of(n, slot)];
        if ((e->to & TAG_MASK) != TAG_NODE) {
            return e->hash == hash ? e : NULL;
        }
        n = node_of(e->to);
    }
    return NULL;
}

// Nodes from a level down until two hashes part, with both entries.
static struct gz_key_node *part(struct entry a, struct entry b, int level)
{
    const unsigned slot = slot_of(a.hash, level);
    if (slot != slot_of(b.hash, level)) {
        struct gz_key_node *n = node_of_one(a, level);
        if (n != NULL && add_entry(&n, slot_of(b.hash, level), b) != GZ_OK) {
            free(n);
            n = NULL;
        }
        return n;
    }
    struct gz_key_node *below = part(a, b, level + 1);
    if (below == NULL) {
        return NULL;
    }
    const struct entry down = {a.hash, (uintptr_t)below | TAG_NODE};
    struct gz_key_node *n = node_of_one(down, level);
    if (n == NULL) {
        free(below);  // its entries belong to the caller still
    }
    return n;
}

/*
 * Give *out the entry of a hash for the caller to change, all nodes on the way
 * to it being its own.  Where there is none yet, fresh is put there, whose
 * `to` the trie owns from then on.
 */
static enum gz_status reach(struct gz_key_node **node, int level,
                            struct entry fresh, struct entry **out)
{
    if (*node == NULL) {
        *node = node_of_one(fresh, level);
        *out = *node != NULL ? &(*node)->entries[0] : NULL;
        return *node != NULL ? GZ_OK : GZ_NO_MEMORY;
    }
    const unsigned slot = slot_of(fresh.hash, level);
    if (((*node)->bitmap >> slot & 1) == 0) {
        const enum gz_status st = add_entry(node, slot, fresh);
        *out = st == GZ_OK ? &(*node)->entries[index_of(*node, slot)] : NULL;
        return st;
    }
    struct gz_key_node *n = own(*node, 0);
    if (n == NULL) {
        return GZ_NO_MEMORY;
    }
    *node = n;
    struct entry *e = &n->entries[index_of(n, slot)];
    if ((e->to & TAG_MASK) != TAG_NODE) {
        if (e->hash == fresh.hash) {
            *out = e;
            return GZ_OK;
        }
        struct gz_key_node *below = part(*e, fresh, level + 1);
        if (below == NULL) {
            return GZ_NO_MEMORY;
        }
        e->to = (uintptr_t)below | TAG_NODE;
    }
    struct gz_key_node *child = node_of(e->to);
    const enum gz_status st = reach(&child, level + 1, fresh, out);
    e->to = (uintptr_t)child | TAG_NODE;
    return st;
}

// Take an entry out.  A node that is left without any goes, one that is left
// with a single leaf may stay.
static enum gz_status take_out(struct gz_key_node **node, int level,
                               uint64_t hash)
{
    const unsigned slot = slot_of(hash, level);
    struct gz_key_node *n = *node;
    if (n == NULL || (n->bitmap >> slot & 1) == 0) {
        return GZ_OK;
    }
    n = own(n, 0);
    if (n == NULL) {
        return GZ_NO_MEMORY;
    }
    *node = n;
    const unsigned at = index_of(n, slot);
    if ((n->entries[at].to & TAG_MASK) == TAG_NODE) {
        struct gz_key_node *child = node_of(n->entries[at].to);
        const enum gz_status st = take_out(&child, level + 1, hash);
        n->entries[at].to = (uintptr_t)child | TAG_NODE;
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
            (count_of(n) - at) * sizeof(struct entry));
    if (n->bitmap == 0) {
        free(n);
        *node = NULL;
    }
    return GZ_OK;
}

// --- sets ---

// A set of one becomes a trie of its own before a second comes.
static enum gz_status widen(struct entry *e)
{
    const struct entry one = {
        gz_key_trie_id(gz_subscription_id(subscription_of(e->to))), e->to};
    struct gz_key_node *root = node_of_one(one, 0);
    if (root == NULL) {
        return GZ_NO_MEMORY;
    }
    e->to = (uintptr_t)root | TAG_SET;
    return GZ_OK;
}

static void replace(struct entry *e, struct gz_subscription *s)
{
    if (e->to != (uintptr_t)s) {
        let_go(e->to);
        e->to = (uintptr_t)gz_subscription_ref(s);
    }
}

static enum gz_status set_in(struct entry *set, uint64_t id,
                             struct gz_subscription *s)
{
    struct entry *e = NULL;
    struct gz_key_node *root = node_of(set->to);
    const struct entry fresh = {id, (uintptr_t)s};
    // Held before it is put there, so that replace() finds it as it is.
    gz_subscription_ref(s);
    const struct entry *old = find(root, id);
    const enum gz_status st = reach(&root, 0, fresh, &e);
    set->to = (uintptr_t)root | TAG_SET;
    if (st != GZ_OK || old != NULL) {
        gz_subscription_unref(s);
    }
    if (st == GZ_OK && old != NULL) {
        replace(e, s);
    }
    return st;
}

enum gz_status gz_key_trie_set(struct gz_key_trie *t, uint64_t key, uint64_t id,
                               struct gz_subscription *s)
{
    struct entry *e = NULL;
    const bool there = find(t->root, key) != NULL;
    const struct entry fresh = {key, (uintptr_t)s};
    enum gz_status st = reach(&t->root, 0, fresh, &e);
    if (st != GZ_OK) {
        return st;
    }
    if (!there) {
        gz_subscription_ref(s);
        return GZ_OK;
    }
    if ((e->to & TAG_MASK) == 0) {
        const struct gz_str known = gz_subscription_id(subscription_of(e->to));
        if (gz_key_trie_id(known) == id) {
            replace(e, s);
            return GZ_OK;
        }
        st = widen(e);
    }
    return st == GZ_OK ? set_in(e, id, s) : st;
}

static bool set_holds(uintptr_t to, uint64_t id)
{
    if ((to & TAG_MASK) == TAG_SET) {
        return find(node_of(to), id) != NULL;
    }
    return gz_key_trie_id(gz_subscription_id(subscription_of(to))) == id;
}

enum gz_status gz_key_trie_remove(struct gz_key_trie *t, uint64_t key,
                                  uint64_t id)
{
    const struct entry *found = find(t->root, key);
    if (found == NULL || !set_holds(found->to, id)) {
        return GZ_OK;
    }
    if ((found->to & TAG_MASK) == 0) {
        return take_out(&t->root, 0, key);
    }
    struct entry *e = NULL;
    enum gz_status st = reach(&t->root, 0, (struct entry){key, 0}, &e);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_key_node *root = node_of(e->to);
    st = take_out(&root, 0, id);
    e->to = (uintptr_t)root | TAG_SET;
    if (root == NULL) {
        // Nothing holds the set any more; its entry is our own to take out.
        e->to = (uintptr_t)NULL | TAG_SET;
        return take_out(&t->root, 0, key);
    }
    return st;
}

struct gz_subscription *gz_key_trie_get(const struct gz_key_trie *t,
                                        uint64_t key, uint64_t id)
{
    const struct entry *e = find(t->root, key);
    if (e == NULL || !set_holds(e->to, id)) {
        return NULL;
    }
    if ((e->to & TAG_MASK) == TAG_SET) {
        e = find(node_of(e->to), id);
    }
    return subscription_of(e->to);
}

// --- walking ---

static bool walk(const struct gz_key_node *n, uint64_t least,
                 gz_key_trie_fn *fn, void *ctx)
{
    for (unsigned i = 0; i < count_of(n); i++) {
        const struct entry *e = &n->entries[i];
        if ((e->to & TAG_MASK) == TAG_NODE) {
            if (!walk(node_of(e->to), least, fn, ctx)) {
                return false;
            }
        } else if (e->hash >= least && !fn(ctx, subscription_of(e->to))) {
            return false;
        }
    }
    return true;
}

bool gz_key_trie_each(const struct gz_key_trie *t, uint64_t key, uint64_t least,
                      gz_key_trie_fn *fn, void *ctx)
{
    const struct entry *e = find(t->root, key);
    if (e == NULL) {
        return true;
    }
    if ((e->to & TAG_MASK) == TAG_SET) {
        return walk(node_of(e->to), least, fn, ctx);
    }
    struct gz_subscription *s = subscription_of(e->to);
    return gz_key_trie_id(gz_subscription_id(s)) < least || fn(ctx, s);
}

// --- handles ---

struct gz_key_trie gz_key_trie_share(const struct gz_key_trie *t)
{
    if (t->root != NULL) {
        hold((uintptr_t)t->root | TAG_NODE);
    }
    return *t;
}

void gz_key_trie_drop(struct gz_key_trie *t)
{
    if (t->root != NULL) {
        let_go((uintptr_t)t->root | TAG_NODE);
    }
    t->root = NULL;
}

static size_t node_bytes(const struct gz_key_node *n)
{
    size_t sum = bytes_of(count_of(n)) + sizeof(size_t);
    for (unsigned i = 0; i < count_of(n); i++) {
        if ((n->entries[i].to & TAG_MASK) != 0) {
            sum += node_bytes(node_of(n->entries[i].to));
        }
    }
    return sum;
}

size_t gz_key_trie_bytes(const struct gz_key_trie *t)
{
    return t->root != NULL ? node_bytes(t->root) : 0;
}
