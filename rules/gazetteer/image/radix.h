#ifndef GZ_RADIX_H
#define GZ_RADIX_H

#include <stddef.h>

#include "daemon/base/status.h"

/*
 * Sorting of items of 16 bytes, each beginning with its 64-bit key, in
 * ascending order of the keys; stable, so that the outcome depends on the
 * items alone and not on how many threads had a hand in it.
 *
 * Items are first distributed by the highest byte in which keys differ into
 * buckets small enough for a cache, which are then sorted one by one, least
 * significant digit first.  Keys are hashes, so buckets are of like size;
 * other keys are sorted as well, with less to share between threads.
 */

struct gz_radix_part {
    const void *items;  // borrowed
    size_t count;
};

/**
 * Put the items of all parts, one part behind the other, into out and sort
 * them there.  out has room for them and shares no memory with the parts.
 * threads as gz_parallel_run() has it.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_radix_gather16(const struct gz_radix_part *parts,
                                 size_t part_count, void *out,
                                 unsigned threads) GZ_MUST_CHECK;

/**
 * Sort count items in place, in count * 16 bytes of extra memory.  Items that
 * are sorted already are left alone.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_radix_sort16(void *items, size_t count) GZ_MUST_CHECK;

#endif
