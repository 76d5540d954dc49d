// Sorted items become nodes, each in its final size.

#include "daemon/alert/subscription/key_build.h"

#include <stdlib.h>

#include "daemon/base/parallel.h"

// In the outer trie hashes are those of keys, in a set those of ids.
enum by { BY_KEY, BY_ID };

struct run {
    const struct gz_key_item *items;  // sorted by key, then id
    size_t count;                     // at least 1
};

struct part {
    struct gz_key_entry entry;
    enum gz_status status;
};

struct build {
    struct gz_key_item *items;
    const size_t *begins;
    struct part parts[GZ_KEY_SLOTS];
};

static uint64_t hash_of(const struct gz_key_item *item, enum by by)
{
    return by == BY_KEY ? item->key : item->id;
}

static int compare(const void *a, const void *b)
{
    const struct gz_key_item *x = a;
    const struct gz_key_item *y = b;
    return x->key != y->key ? (x->key < y->key ? -1 : 1)
                            : (x->id > y->id) - (x->id < y->id);
}

static bool is_one_hash(struct run run, enum by by)
{
    return hash_of(&run.items[0], by) == hash_of(&run.items[run.count - 1], by);
}

// How many of the first items share the slot of the very first.
static size_t count_slot(struct run run, int level, enum by by)
{
    const unsigned slot = gz_key_slot_of(hash_of(&run.items[0], by), level);
    size_t n = 1;
    while (n < run.count &&
           gz_key_slot_of(hash_of(&run.items[n], by), level) == slot) {
        n++;
    }
    return n;
}

static unsigned count_slots(struct run run, int level, enum by by)
{
    unsigned slots = 0;
    for (size_t at = 0; at < run.count; slots++) {
        const struct run rest = {run.items + at, run.count - at};
        at += count_slot(rest, level, by);
    }
    return slots;
}

static enum gz_status make_node(struct run run, int level, enum by by,
                                struct gz_key_node **out);

static enum gz_status make_leaf(struct run run, struct gz_key_entry *out)
{
    for (size_t i = 1; i < run.count; i++) {
        if (run.items[i].s != run.items[0].s) {
            return GZ_MISMATCH;
        }
    }
    out->to = (uintptr_t)gz_subscription_ref(run.items[0].s);
    return GZ_OK;
}

// What stands in one slot: a subscription, a set of them, or a node.
static enum gz_status make_entry(struct run run, int level, enum by by,
                                 struct gz_key_entry *out)
{
    const bool leaf = is_one_hash(run, by);
    struct gz_key_node *below = NULL;
    out->hash = hash_of(&run.items[0], by);
    if (leaf && is_one_hash(run, BY_ID)) {
        return make_leaf(run, out);
    }
    const enum gz_status st =
        make_node(run, leaf ? 0 : level + 1, leaf ? BY_ID : by, &below);
    out->to = (uintptr_t)below | (uintptr_t)(leaf ? GZ_KEY_SET : GZ_KEY_NODE);
    return st;
}

// The node is dropped with what it holds already when an entry fails.
static enum gz_status make_node(struct run run, int level, enum by by,
                                struct gz_key_node **out)
{
    struct gz_key_node *n =
        malloc(gz_key_bytes_of(count_slots(run, level, by)));
    enum gz_status st = n != NULL ? GZ_OK : GZ_NO_MEMORY;
    unsigned made = 0;
    *out = NULL;
    if (n != NULL) {
        atomic_init(&n->refs, 1);
        n->bitmap = 0;
    }
    while (st == GZ_OK && run.count > 0) {
        const struct run one = {run.items, count_slot(run, level, by)};
        st = make_entry(one, level, by, &n->entries[made]);
        if (st == GZ_OK) {
            made++;
            n->bitmap |= 1U
                         << gz_key_slot_of(hash_of(&one.items[0], by), level);
            run = (struct run){run.items + one.count, run.count - one.count};
        }
    }
    if (st != GZ_OK) {
        struct gz_key_trie half = {n};
        gz_key_trie_drop(&half);
        return st;
    }
    *out = n;
    return GZ_OK;
}

static void on_part(void *context, size_t number, unsigned thread)
{
    struct build *b = context;
    struct part *part = &b->parts[number];
    struct gz_key_item *items = b->items + b->begins[number];
    const struct run run = {items, b->begins[number + 1] - b->begins[number]};
    (void)thread;
    if (run.count > 0) {
        qsort(items, run.count, sizeof(*items), compare);
        part->status = make_entry(run, 0, BY_KEY, &part->entry);
    }
}

// All parts below one root, also when some failed: dropping it drops them.
static enum gz_status join(const struct build *b, struct gz_key_node *root)
{
    enum gz_status st = GZ_OK;
    unsigned count = 0;
    for (unsigned i = 0; i < GZ_KEY_SLOTS; i++) {
        const struct part *part = &b->parts[i];
        if (part->status != GZ_OK) {
            st = st == GZ_OK ? part->status : st;
        } else if (b->begins[i] < b->begins[i + 1]) {
            root->bitmap |= 1U << i;
            root->entries[count++] = part->entry;
        }
    }
    return st;
}

enum gz_status gz_key_build(struct gz_key_trie *t, struct gz_key_item *items,
                            const size_t begins[GZ_KEY_SLOTS + 1],
                            unsigned threads)
{
    struct build b = {.items = items, .begins = begins};
    t->root = NULL;
    if (begins[0] == begins[GZ_KEY_SLOTS]) {
        return GZ_OK;
    }
    // Before the parts, so that nothing can fail once they are made.
    t->root = malloc(gz_key_bytes_of(GZ_KEY_SLOTS));
    if (t->root == NULL) {
        return GZ_NO_MEMORY;
    }
    atomic_init(&t->root->refs, 1);
    t->root->bitmap = 0;
    gz_parallel_run(GZ_KEY_SLOTS, threads, on_part, &b);
    const enum gz_status st = join(&b, t->root);
    if (st != GZ_OK) {
        gz_key_trie_drop(t);
    }
    return st;
}
