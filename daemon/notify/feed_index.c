#include "daemon/notify/feed_index.h"

#include <stdint.h>
#include <stdlib.h>

#include "daemon/base/hash.h"

enum { BUCKETS = 4096 };

struct entry {
    struct entry *next;
    uint64_t hash;
    void *taker;
};

struct gz_feed_index {
    struct entry *broad;  // want records of all keys
    struct entry *buckets[BUCKETS];
};

struct gz_feed_index *gz_feed_index_new(void)
{
    return calloc(1, sizeof(struct gz_feed_index));
}

static void free_chain(struct entry *e)
{
    while (e != NULL) {
        struct entry *next = e->next;
        free(e);
        e = next;
    }
}

void gz_feed_index_free(struct gz_feed_index *ix)
{
    if (ix != NULL) {
        free_chain(ix->broad);
        for (size_t i = 0; i < BUCKETS; i++) {
            free_chain(ix->buckets[i]);
        }
        free(ix);
    }
}

static uint64_t hash_of(struct gz_str key)
{
    return gz_hash64(key.ptr, key.len_bytes, 0);
}

static bool put(struct entry **chain, void *taker, uint64_t hash)
{
    struct entry *e = malloc(sizeof(*e));
    if (e == NULL) {
        return false;
    }
    *e = (struct entry){*chain, hash, taker};
    *chain = e;
    return true;
}

static void drop(struct entry **chain, const void *taker, uint64_t hash)
{
    for (; *chain != NULL; chain = &(*chain)->next) {
        struct entry *e = *chain;
        if (e->taker == taker && e->hash == hash) {
            *chain = e->next;
            free(e);
            return;
        }
    }
}

bool gz_feed_index_add(struct gz_feed_index *ix, void *taker,
                       const struct gz_str *keys, size_t count)
{
    if (count == 0) {
        return put(&ix->broad, taker, 0);
    }
    for (size_t i = 0; i < count; i++) {
        const uint64_t hash = hash_of(keys[i]);
        if (!put(&ix->buckets[hash % BUCKETS], taker, hash)) {
            gz_feed_index_remove(ix, taker, keys, i);
            return false;
        }
    }
    return true;
}

void gz_feed_index_remove(struct gz_feed_index *ix, const void *taker,
                          const struct gz_str *keys, size_t count)
{
    if (count == 0) {
        drop(&ix->broad, taker, 0);
    }
    for (size_t i = 0; i < count; i++) {
        const uint64_t hash = hash_of(keys[i]);
        drop(&ix->buckets[hash % BUCKETS], taker, hash);
    }
}

bool gz_feed_index_wants(const struct gz_feed_index *ix, struct gz_str key)
{
    if (ix->broad != NULL) {
        return true;
    }
    const uint64_t hash = hash_of(key);
    const struct entry *e = ix->buckets[hash % BUCKETS];
    while (e != NULL && e->hash != hash) {
        e = e->next;
    }
    return e != NULL;
}

void gz_feed_index_visit(const struct gz_feed_index *ix, struct gz_str key,
                         gz_feed_index_visit_fn *fn, void *ctx)
{
    const uint64_t hash = hash_of(key);

    for (const struct entry *e = ix->broad; e != NULL; e = e->next) {
        fn(ctx, e->taker);
    }
    for (const struct entry *e = ix->buckets[hash % BUCKETS]; e != NULL;
         e = e->next) {
        if (e->hash == hash) {
            fn(ctx, e->taker);
        }
    }
}
