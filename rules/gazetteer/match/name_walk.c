#include "rules/gazetteer/match/name_walk.h"

#include "rules/gazetteer/image/prefix_probe.h"
#include "rules/gazetteer/match/name_gap.h"
#include "rules/gazetteer/match/name_key.h"

uint64_t gz_name_walk_step(const struct gz_image *image, uint64_t key,
                           uint32_t end_byte, struct gz_name_walk *out)
{
    const uint16_t fingerprint = (uint16_t)key;
    const uint32_t spill = gz_bucket_spill(fingerprint) | GZ_SPILL_TWIN;
    uint64_t at = gz_image_bucket(key, image->header->bucket_count);
    uint32_t groups = 0;
    const struct gz_bucket *b;
    do {
        b = &image->buckets[at++];
        for (uint32_t m = gz_bucket_match(b, fingerprint); m != 0; m &= m - 1) {
            const int i = __builtin_ctz(m);
            if ((b->meta[i] & GZ_SLOT_FINAL) != 0 &&
                groups < GZ_NAME_WALK_GROUPS) {
                out->ends[out->count++] =
                    (struct gz_name_end){end_byte, b->value[i]};
                groups++;
            }
        }
    } while ((b->spill & spill) != 0 && at < image->bucket_total);
    return gz_prefix_probe_far(image, key).next;  // 0 without more
}

void gz_name_walk(const struct gz_image *image, struct gz_str text,
                  const struct gz_word_blocks *blocks, uint32_t begin_byte,
                  bool small, struct gz_name_walk *out)
{
    uint32_t end = gz_word_blocks_edge(blocks->edges, begin_byte + 1);
    uint64_t key = gz_name_key_first(text, begin_byte, end, small);
    out->count = 0;
    for (uint32_t n = 1; n <= GZ_NAME_WORDS_MAX; n++) {
        const uint64_t next_bits = gz_name_walk_step(image, key, end, out);
        const uint32_t next = gz_word_blocks_next(blocks->begins, end);
        if (next == 0 || next_bits == 0) {
            return;
        }
        const uint64_t gap = gz_name_gap_key(text, end, next);
        end = gz_word_blocks_edge(blocks->edges, next + 1);
        const uint64_t word = gz_name_key_word(text, next, end);
        if (gap == GZ_NAME_GAP_STOP || !gz_prefix_goes_on(next_bits, word)) {
            return;
        }
        key = gz_name_key_chain(key, gap, word);
    }
}
