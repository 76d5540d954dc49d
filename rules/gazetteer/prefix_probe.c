// The lookup half of the prefix set; prefix_table.c builds it.

#include "rules/gazetteer/prefix_probe.h"

static void take_slot(const struct gz_bucket *b, int slot,
                      struct gz_prefix_step *out)
{
    const uint8_t meta = b->meta[slot];
    if ((meta & GZ_SLOT_FINAL) == 0) {
        out->next32 |= (meta & GZ_SLOT_MORE) != 0 ? b->value[slot] : 0;
        return;
    }
    out->next6 |= (meta & GZ_SLOT_MORE) != 0 ? meta & GZ_SLOT_NEXT : 0U;
    if (out->final_count < GZ_PREFIX_FINALS) {
        out->finals[out->final_count++] = b->value[slot];
    }
}

void gz_prefix_probe(const struct gz_image *image, uint64_t key,
                     struct gz_prefix_step *out)
{
    const uint16_t fingerprint = (uint16_t)key;
    const uint8_t spill = gz_bucket_spill(fingerprint);
    uint64_t at = gz_image_bucket(key, image->header->bucket_count);
    const struct gz_bucket *b;
    out->next32 = 0;
    out->next6 = 0;
    out->final_count = 0;
    do {
        b = &image->buckets[at++];
        for (int i = 0; i < GZ_BUCKET_SLOTS; i++) {
            if (b->fingerprint[i] == fingerprint) {
                take_slot(b, i, out);
            }
        }
    } while ((b->spill & spill) != 0 && at < image->bucket_total);
}
