#ifndef GZ_PREFIX_PROBE_H
#define GZ_PREFIX_PROBE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "rules/gazetteer/image/image.h"

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

/*
 * One step of a walk through the set of name prefixes: what it knows about a
 * key.  Fingerprints have 16 bits, so now and then it claims to know a key
 * that it does not; it never denies one that it has.
 */

/** 1 if a name may begin with the word that has this classed key, else 0.
 * filter and shift are those of the image. */
static inline uint32_t gz_prefix_may_begin(const uint8_t *filter,
                                           uint32_t shift, uint64_t key)
{
    const uint64_t bit = key >> shift;
    uint32_t word;
    memcpy(&word, filter + (bit >> 5 << 2), sizeof(word));
    return word >> (bit & 31) & 1U;
}

/** Bring a key's bucket into the cache. */
static inline void gz_prefix_prefetch(const struct gz_image *image,
                                      uint64_t key)
{
    __builtin_prefetch(
        &image->buckets[gz_image_bucket(key, image->header->bucket_count)]);
}

/** The slots of a bucket that have a fingerprint, one bit each. */
static inline uint32_t gz_bucket_match(const struct gz_bucket *b,
                                       uint16_t fingerprint)
{
#if defined(__AVX2__)
    const __m256i all =
        _mm256_loadu_si256((const __m256i *)(const void *)b->fingerprint);
    const __m256i same =
        _mm256_cmpeq_epi16(all, _mm256_set1_epi16((short)fingerprint));
    return _pext_u32((uint32_t)_mm256_movemask_epi8(same), 0x15555);
#elif defined(__SSE2__)
    const __m128i eight =
        _mm_loadu_si128((const __m128i *)(const void *)b->fingerprint);
    const __m128i same =
        _mm_cmpeq_epi16(eight, _mm_set1_epi16((short)fingerprint));
    const uint32_t bits =
        (uint32_t)_mm_movemask_epi8(_mm_packs_epi16(same, _mm_setzero_si128()));
    return bits | (uint32_t)(b->fingerprint[8] == fingerprint) << 8;
#else
    uint32_t bits = 0;
    for (int i = 0; i < GZ_BUCKET_SLOTS; i++) {
        bits |= (uint32_t)(b->fingerprint[i] == fingerprint) << i;
    }
    return bits;
#endif
}

// What a set of prefixes says of one key, if it is not asked which of several
// names is meant.
struct gz_prefix_step {
    uint32_t final;   // 1 when the key is a whole name, perhaps
    uint32_t record;  // then: offset of its records
    uint32_t ends;    // how many names that may be, 1 but by chance
    uint32_t more;    // 1 when names go on behind the key, perhaps
    // Then: hash bits of the words with which they do, in the low half those
    // of slots that are not final, in the high half those of slots that are.
    uint64_t next;
};

// Every slot that has the fingerprint, over as many buckets as it takes.  When
// several are final, which only a chance brings about, the last one counts.
static inline struct gz_prefix_step
gz_prefix_probe_far(const struct gz_image *image, uint64_t key)
{
    const uint16_t fingerprint = (uint16_t)key;
    const uint32_t spill = gz_bucket_spill(fingerprint) | GZ_SPILL_TWIN;
    uint64_t at = gz_image_bucket(key, image->header->bucket_count);
    struct gz_prefix_step step = {0, 0, 0, 0, 0};
    const struct gz_bucket *b;
    do {
        b = &image->buckets[at++];
        for (uint32_t m = gz_bucket_match(b, fingerprint); m != 0; m &= m - 1) {
            const int i = __builtin_ctz(m);
            const uint32_t meta = b->meta[i];
            const uint32_t more = meta >> 6 & 1;
            step.more |= more;
            if ((meta & GZ_SLOT_FINAL) != 0) {
                step.final = 1;
                step.ends++;
                step.record = b->value[i];
                step.next |= (uint64_t)(meta & GZ_SLOT_NEXT & (0U - more))
                             << 32;
            } else if (more != 0) {
                step.next |= b->value[i];
            }
        }
    } while ((b->spill & spill) != 0 && at < image->bucket_total);
    return step;
}

/** Look a key up. */
static inline struct gz_prefix_step
gz_prefix_probe(const struct gz_image *image, uint64_t key)
{
    const uint16_t fingerprint = (uint16_t)key;
    const struct gz_bucket *b =
        &image->buckets[gz_image_bucket(key, image->header->bucket_count)];
    const uint32_t m = gz_bucket_match(b, fingerprint);
    const uint32_t missing = (uint32_t)(m == 0);
    const uint32_t spill = b->spill;
    const uint32_t far = (m & (m - 1)) | spill >> GZ_SPILL_TWIN_BIT |
                         (spill >> gz_bucket_class(fingerprint) & missing);
    if (__builtin_expect(far != 0, 0)) {
        return gz_prefix_probe_far(image, key);
    }
    // Masks instead of branches: nothing predicts what a word is.
    const uint32_t i = (uint32_t)__builtin_ctz(m | 0x100);
    const uint32_t meta = b->meta[i] & (missing - 1);
    const uint32_t value = b->value[i];
    const uint32_t final = meta >> 7;
    return (struct gz_prefix_step){
        .final = final,
        .record = value,
        .ends = final,
        .more = meta >> 6 & 1,
        // A slot that is not final has no bits in meta.
        .next = (uint64_t)(meta & GZ_SLOT_NEXT) << 32 | (value & (final - 1)),
    };
}

/** 1 if a name may go on with the word that has this key, else 0. */
static inline uint32_t gz_prefix_goes_on(uint64_t next, uint64_t word)
{
    const uint32_t six = (uint32_t)(((word >> 32) * 6) >> 32);
    return (uint32_t)(next >> (word >> 59) | next >> 32 >> six) & 1U;
}

#endif
