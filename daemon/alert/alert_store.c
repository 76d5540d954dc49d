// A chained hash table, a binary heap by due time, and a list of changes.

#include "daemon/alert/alert_store.h"

#include <stdlib.h>

#include "daemon/base/hash.h"

enum {
    BUCKETS_MIN = 64,
    HEAP_MIN = 64,
};

void gz_alert_store_init(struct gz_alert_store *s)
{
    *s = (struct gz_alert_store){.mask = 0};
}

void gz_alert_store_fini(struct gz_alert_store *s,
                         gz_alert_item_free_fn *free_item)
{
    for (struct gz_alert_item *i = s->dirty; i != NULL;) {
        struct gz_alert_item *next = i->next_dirty;
        if (i->removed) {
            free_item(i);
        }
        i = next;
    }
    for (size_t b = 0; s->buckets != NULL && b <= s->mask; b++) {
        for (struct gz_alert_item *i = s->buckets[b]; i != NULL;) {
            struct gz_alert_item *next = i->next;
            free_item(i);
            i = next;
        }
    }
    free(s->buckets);
    free(s->heap);
    gz_alert_store_init(s);
}

// --- by key ---

struct gz_alert_item *gz_alert_store_find(const struct gz_alert_store *s,
                                          struct gz_str key)
{
    if (s->buckets == NULL) {
        return NULL;
    }
    const uint64_t hash = gz_hash64(key.ptr, key.len_bytes, 0);
    struct gz_alert_item *i = s->buckets[hash & s->mask];
    while (i != NULL && (i->hash != hash || !gz_str_eq(i->key, key))) {
        i = i->next;
    }
    return i;
}

static enum gz_status grow(struct gz_alert_store *s)
{
    const size_t room = s->buckets == NULL ? BUCKETS_MIN : 2 * (s->mask + 1);
    struct gz_alert_item **buckets =
        calloc(room, sizeof(struct gz_alert_item *));
    if (buckets == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t b = 0; s->buckets != NULL && b <= s->mask; b++) {
        for (struct gz_alert_item *i = s->buckets[b]; i != NULL;) {
            struct gz_alert_item *next = i->next;
            i->next = buckets[i->hash & (room - 1)];
            buckets[i->hash & (room - 1)] = i;
            i = next;
        }
    }
    free(s->buckets);
    s->buckets = buckets;
    s->mask = room - 1;
    return GZ_OK;
}

// Room for every item in the heap, so that setting a time cannot fail.
static enum gz_status grow_heap(struct gz_alert_store *s)
{
    const size_t room = s->heap_room == 0 ? HEAP_MIN : 2 * s->heap_room;
    struct gz_alert_item **heap =
        realloc(s->heap, room * sizeof(struct gz_alert_item *));
    if (heap == NULL) {
        return GZ_NO_MEMORY;
    }
    s->heap = heap;
    s->heap_room = room;
    return GZ_OK;
}

enum gz_status gz_alert_store_add(struct gz_alert_store *s,
                                  struct gz_alert_item *item)
{
    if ((s->buckets == NULL || s->count > s->mask) && grow(s) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (s->count >= s->heap_room && grow_heap(s) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    item->hash = gz_hash64(item->key.ptr, item->key.len_bytes, 0);
    item->due_ms = GZ_ALERT_NEVER;
    struct gz_alert_item **bucket = &s->buckets[item->hash & s->mask];
    item->next = *bucket;
    *bucket = item;
    s->count++;
    return GZ_OK;
}

// --- changes ---

void gz_alert_store_touch(struct gz_alert_store *s, struct gz_alert_item *item)
{
    if (item->dirty) {
        return;
    }
    item->dirty = true;
    item->next_dirty = NULL;
    if (s->dirty == NULL) {
        s->dirty = item;
    } else {
        s->dirty_last->next_dirty = item;
    }
    s->dirty_last = item;
}

void gz_alert_store_remove(struct gz_alert_store *s, struct gz_alert_item *item)
{
    struct gz_alert_item **at = &s->buckets[item->hash & s->mask];
    while (*at != item) {
        at = &(*at)->next;
    }
    *at = item->next;
    gz_alert_store_due(s, item, GZ_ALERT_NEVER);
    gz_alert_store_touch(s, item);
    item->removed = true;
    s->count--;
}

// A key that came back meanwhile has its value written, no tombstone.
static bool is_wanted(const struct gz_alert_store *s,
                      const struct gz_alert_item *item)
{
    return !item->removed ||
           (item->written && gz_alert_store_find(s, item->key) == NULL);
}

enum gz_status gz_alert_store_flush(struct gz_alert_store *s,
                                    gz_alert_store_fn *fn, void *ctx,
                                    gz_alert_item_free_fn *free_item)
{
    while (s->dirty != NULL) {
        struct gz_alert_item *item = s->dirty;
        const enum gz_status st = is_wanted(s, item) ? fn(ctx, item) : GZ_OK;
        if (st != GZ_OK) {
            return st;
        }
        s->dirty = item->next_dirty;
        item->dirty = false;
        item->written = true;
        if (item->removed) {
            free_item(item);
        }
    }
    s->dirty_last = NULL;
    return GZ_OK;
}

// --- by time ---

static bool is_before(const struct gz_alert_item *a,
                      const struct gz_alert_item *b)
{
    return a->due_ms != b->due_ms ? a->due_ms < b->due_ms
                                  : gz_str_compare(a->key, b->key) < 0;
}

static void place(struct gz_alert_store *s, size_t at,
                  struct gz_alert_item *item)
{
    s->heap[at] = item;
    item->heap_at = at;
}

static void sift(struct gz_alert_store *s, struct gz_alert_item *item,
                 size_t at)
{
    while (at > 0 && is_before(item, s->heap[(at - 1) / 2])) {
        place(s, at, s->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= s->heap_count) {
            break;
        }
        if (child + 1 < s->heap_count &&
            is_before(s->heap[child + 1], s->heap[child])) {
            child++;
        }
        if (!is_before(s->heap[child], item)) {
            break;
        }
        place(s, at, s->heap[child]);
        at = child;
    }
    place(s, at, item);
}

void gz_alert_store_due(struct gz_alert_store *s, struct gz_alert_item *item,
                        int64_t due_ms)
{
    const bool was = item->due_ms != GZ_ALERT_NEVER;
    const bool will = due_ms != GZ_ALERT_NEVER;
    if (was && !will) {
        struct gz_alert_item *last = s->heap[--s->heap_count];
        item->due_ms = due_ms;
        if (last != item) {
            sift(s, last, item->heap_at);
        }
        return;
    }
    item->due_ms = due_ms;
    if (will) {
        sift(s, item, was ? item->heap_at : s->heap_count++);
    }
}

struct gz_alert_item *gz_alert_store_first(const struct gz_alert_store *s)
{
    return s->heap_count > 0 ? s->heap[0] : NULL;
}
