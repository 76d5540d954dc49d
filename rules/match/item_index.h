#ifndef GZ_ITEM_INDEX_H
#define GZ_ITEM_INDEX_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/match/matcher.h"

/*
 * The items of a field by the token at which they begin: a bit for each token
 * and a rank for each 64.
 */
struct gz_item_index {
    const struct gz_item *items;  // borrowed
    uint64_t *bits;               // of tokens with which an item begins
    uint32_t *ranks;              // of each word of bits
    uint32_t *first;  // of each such token, its first item; then their count
};

/** Index items of a field of that many tokens, in arena. */
enum gz_status gz_item_index_make(const struct gz_items *items, uint32_t tokens,
                                  struct gz_arena *arena,
                                  struct gz_item_index *out) GZ_MUST_CHECK;

// Numbers of items, half open.
struct gz_item_span {
    uint32_t first;
    uint32_t end;
};

/** The items that begin with a token of the field. */
static inline struct gz_item_span
gz_item_index_at(const struct gz_item_index *ix, uint32_t token)
{
    const uint64_t word = ix->bits[token >> 6];
    const uint64_t bit = UINT64_C(1) << (token & 63);
    if ((word & bit) == 0) {
        return (struct gz_item_span){0, 0};
    }
    const uint32_t rank = ix->ranks[token >> 6] +
                          (uint32_t)__builtin_popcountll(word & (bit - 1));
    return (struct gz_item_span){ix->first[rank], ix->first[rank + 1]};
}

#endif
