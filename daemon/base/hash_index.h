#ifndef GZ_HASH_INDEX_H
#define GZ_HASH_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"

/*
 * Finds items by hash: numbers of things that their owner keeps, in 8 bytes a
 * slot, open addressing with linear probing, load at most 2/3.  It knows the
 * upper half of each hash only and compares nothing else, so the owner looks
 * at each item that a search offers.  Where map.h keeps keys, this keeps an
 * array's numbers: half the memory, and a caller that knows what it will ask
 * for next can have the slot fetched meanwhile.
 *
 * Items are never removed.  Use from one thread at a time.
 */
struct gz_hash_index {
    uint64_t *slots;  // owned; upper half of the hash, number + 1; 0: free
    size_t mask;      // number of slots - 1, a power of two; 0: no slots
    size_t count;
};

#define GZ_HASH_INDEX_NONE UINT32_MAX

void gz_hash_index_init(struct gz_hash_index *ix);
void gz_hash_index_fini(struct gz_hash_index *ix);

/** Make room for extra more items, which can then be put without failure. */
enum gz_status gz_hash_index_reserve(struct gz_hash_index *ix,
                                     size_t extra) GZ_MUST_CHECK;

/** Add an item, below GZ_HASH_INDEX_NONE; there must be room. */
void gz_hash_index_put(struct gz_hash_index *ix, uint64_t hash, uint32_t item);

/**
 * The next item that may have this hash, in the order of putting, or
 * GZ_HASH_INDEX_NONE.  *at is 0 for the first and belongs to the search.
 */
uint32_t gz_hash_index_next(const struct gz_hash_index *ix, uint64_t hash,
                            size_t *at);

/**
 * Where a search for hash will begin, for __builtin_prefetch(); NULL when
 * there are no slots.  The call is left to the caller because gcc drops calls
 * of functions that do nothing else.
 */
static inline const void *gz_hash_index_slot(const struct gz_hash_index *ix,
                                             uint64_t hash)
{
    return ix->slots == NULL ? NULL : &ix->slots[(hash >> 32) & ix->mask];
}

#endif
