#ifndef GZ_ALERT_STORE_H
#define GZ_ALERT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * What an engine remembers: items under keys, each with the time when it is
 * due and a mark of whether the state topic knows it as it is.  It knows
 * nothing of what the items are; their owner embeds struct gz_alert_item as
 * the first member and frees them.
 *
 * Items that are due at the same time are so in the order of their keys:
 * what happens does not depend on the order in which they came.
 */
#define GZ_ALERT_NEVER INT64_MAX

struct gz_alert_item {
    struct gz_str key;  // owned with the item; its first byte tells the kind
    uint64_t hash;
    int64_t due_ms;
    size_t heap_at;              // place in the heap, if due at all
    struct gz_alert_item *next;  // in its bucket
    struct gz_alert_item *next_dirty;
    bool dirty;
    bool written;  // the topic has a record of it
    bool removed;
};

struct gz_alert_store {
    struct gz_alert_item **buckets;
    size_t mask;
    size_t count;
    struct gz_alert_item **heap;
    size_t heap_count;
    size_t heap_room;
    struct gz_alert_item *dirty;  // first and last
    struct gz_alert_item *dirty_last;
};

typedef void gz_alert_item_free_fn(struct gz_alert_item *item);

void gz_alert_store_init(struct gz_alert_store *s);

/** Release all items, those removed and not yet flushed too. */
void gz_alert_store_fini(struct gz_alert_store *s,
                         gz_alert_item_free_fn *free_item);

struct gz_alert_item *gz_alert_store_find(const struct gz_alert_store *s,
                                          struct gz_str key);

/** Add an item whose key is new and which is due never; GZ_NO_MEMORY leaves it
 * the caller's. */
enum gz_status gz_alert_store_add(struct gz_alert_store *s,
                                  struct gz_alert_item *item) GZ_MUST_CHECK;

/** Note that an item has changed. */
void gz_alert_store_touch(struct gz_alert_store *s, struct gz_alert_item *item);

/** Take an item out; it lives until the next flush. */
void gz_alert_store_remove(struct gz_alert_store *s,
                           struct gz_alert_item *item);

/** Set when an item is due. */
void gz_alert_store_due(struct gz_alert_store *s, struct gz_alert_item *item,
                        int64_t due_ms);

/** The item that is due first, or NULL. */
struct gz_alert_item *gz_alert_store_first(const struct gz_alert_store *s);

/**
 * Call fn for each item that has changed since the last flush, in the order of
 * the changes; item->removed: a tombstone is wanted.  What is removed is freed
 * then.  A failure of fn ends it.
 */
typedef enum gz_status gz_alert_store_fn(void *ctx,
                                         const struct gz_alert_item *item);
enum gz_status
gz_alert_store_flush(struct gz_alert_store *s, gz_alert_store_fn *fn, void *ctx,
                     gz_alert_item_free_fn *free_item) GZ_MUST_CHECK;

#endif
