#include "daemon/base/hash_index.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/base/huge_pages.h"

enum { MIN_SLOTS = 16 };

void gz_hash_index_init(struct gz_hash_index *ix)
{
    *ix = (struct gz_hash_index){NULL, 0, 0};
}

void gz_hash_index_fini(struct gz_hash_index *ix)
{
    free(ix->slots);
    gz_hash_index_init(ix);
}

// The half of a hash that is kept is also what places it, so that a table can
// grow without asking for anybody's hash again.
static void place(uint64_t *slots, size_t mask, uint64_t slot)
{
    size_t i = (slot >> 32) & mask;
    while (slots[i] != 0) {
        i = (i + 1) & mask;
    }
    slots[i] = slot;
}

// Items of equal hashes keep their order: a run is copied from its begin, the
// slot behind a free one, all around.
static void copy_all(const struct gz_hash_index *ix, uint64_t *slots,
                     size_t mask)
{
    size_t begin = 0;
    while (ix->slots[begin] != 0) {
        begin++;
    }
    for (size_t i = 1; i <= ix->mask + 1; i++) {
        const uint64_t slot = ix->slots[(begin + i) & ix->mask];
        if (slot != 0) {
            place(slots, mask, slot);
        }
    }
}

enum gz_status gz_hash_index_reserve(struct gz_hash_index *ix, size_t extra)
{
    const size_t wanted = ix->count + extra;
    const size_t have = ix->slots == NULL ? 0 : ix->mask + 1;
    if (wanted <= have / 3 * 2) {
        return GZ_OK;
    }
    size_t slots = MIN_SLOTS;
    while (slots / 3 * 2 < wanted) {
        if (slots > SIZE_MAX / 4 / sizeof(*ix->slots)) {
            return GZ_NO_MEMORY;
        }
        slots *= 2;
    }
    uint64_t *fresh = gz_huge_pages_calloc(slots, sizeof(*fresh));
    if (fresh == NULL) {
        return GZ_NO_MEMORY;
    }
    if (have > 0) {
        copy_all(ix, fresh, slots - 1);
    }
    free(ix->slots);
    ix->slots = fresh;
    ix->mask = slots - 1;
    return GZ_OK;
}

void gz_hash_index_put(struct gz_hash_index *ix, uint64_t hash, uint32_t item)
{
    assert(ix->slots != NULL && ix->count < (ix->mask + 1) / 3 * 2);
    assert(item < GZ_HASH_INDEX_NONE);
    place(ix->slots, ix->mask, (hash >> 32) << 32 | (item + 1));
    ix->count++;
}

uint32_t gz_hash_index_next(const struct gz_hash_index *ix, uint64_t hash,
                            size_t *at)
{
    if (ix->slots == NULL) {
        return GZ_HASH_INDEX_NONE;
    }
    for (;;) {
        const uint64_t slot = ix->slots[((hash >> 32) + *at) & ix->mask];
        if (slot == 0) {
            return GZ_HASH_INDEX_NONE;
        }
        ++*at;
        if (slot >> 32 == hash >> 32) {
            return (uint32_t)slot - 1;
        }
    }
}
