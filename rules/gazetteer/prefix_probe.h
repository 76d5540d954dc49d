#ifndef GZ_PREFIX_PROBE_H
#define GZ_PREFIX_PROBE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/gazetteer/image.h"

/*
 * One step of a walk through the set of name prefixes: what it knows about a
 * key.  Fingerprints have 16 bits, so now and then it claims to know a key
 * that it does not; it never denies one that it has.
 */
enum { GZ_PREFIX_FINALS = 8 };

struct gz_prefix_step {
    uint32_t next32;  // hash bits of the tokens with which names go on
    uint32_t next6;
    uint32_t final_count;
    uint32_t finals[GZ_PREFIX_FINALS];  // offsets of records in names / 4
};

/** 1 if a name may begin with the token that has this classed key, else 0.
 * filter and shift are those of the image. */
static inline uint32_t gz_prefix_may_begin(const uint8_t *filter,
                                           uint32_t shift, uint64_t key)
{
    const uint64_t bit = key >> shift;
    return filter[bit >> 3] >> (bit & 7) & 1U;
}

/** Bring a key's bucket into the cache. */
static inline void gz_prefix_prefetch(const struct gz_image *image,
                                      uint64_t key)
{
    __builtin_prefetch(
        &image->buckets[gz_image_bucket(key, image->header->bucket_count)]);
}

/** Look a key up.  Finals beyond GZ_PREFIX_FINALS are dropped: real sets have
 * one, two when fingerprints collide. */
void gz_prefix_probe(const struct gz_image *image, uint64_t key,
                     struct gz_prefix_step *out);

/** Whether a name may go on with the token that has this key. */
static inline bool gz_prefix_goes_on(const struct gz_prefix_step *step,
                                     uint64_t token)
{
    return (step->next32 & gz_slot_next32(token)) != 0 ||
           (step->next6 & gz_slot_next6(token)) != 0;
}

#endif
