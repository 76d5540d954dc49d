#ifndef GZ_IMAGE_H
#define GZ_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * The layout of a name image.  The file is the memory: little-endian, offsets
 * from the image's begin, no pointers, so that it is used where it is mapped
 * and all processes share its pages.
 *
 *     header    struct gz_image_header
 *     filter    bits, a power of two of them: keys of first tokens
 *     buckets   struct gz_bucket: the set of keys of all name prefixes
 *     names     records, see name_record.h
 *     entities  struct gz_image_entity
 *     types     struct gz_image_text
 *     strings   what the two above point into
 *
 * Each section begins at a multiple of 64 bytes.  The set of prefixes follows
 * a measurement: one cache line per token of a name, 7 bytes per prefix.  A
 * key's bucket is its high bits scaled to bucket_count; a key that finds its
 * bucket full stands in one of the next, and `spill` of every bucket it
 * passed has the bit of its fingerprint's class.
 */
#define GZ_IMAGE_MAGIC "GZNAMES\n"
#define GZ_IMAGE_VERSION 2
#define GZ_IMAGE_ORDER 0x01020304
#define GZ_IMAGE_ALIGN 64

enum {
    GZ_BUCKET_SLOTS = 9,
    GZ_NAME_TOKENS_MAX = 24,
    GZ_NAME_BYTES_MAX = 240,
};

enum gz_image_section {
    GZ_IMAGE_FILTER,
    GZ_IMAGE_BUCKETS,
    GZ_IMAGE_NAMES,
    GZ_IMAGE_ENTITIES,
    GZ_IMAGE_TYPES,
    GZ_IMAGE_STRINGS,
    GZ_IMAGE_SECTION_COUNT,
};

struct gz_image_span {
    uint64_t offset;
    uint64_t size_bytes;
};

struct gz_image_header {
    char magic[8];
    uint64_t checksum;  // XXH3-64 of every byte of the file behind this field
    uint32_t version;
    uint32_t byte_order;  // GZ_IMAGE_ORDER as the writer's machine stores it
    uint64_t size_bytes;  // of the whole file
    uint32_t entity_count;
    uint32_t name_count;
    uint32_t type_count;
    uint32_t filter_log2;   // of the number of filter bits
    uint64_t bucket_count;  // keys are spread over these; spills may go beyond
    struct gz_image_span sections[GZ_IMAGE_SECTION_COUNT];
    uint64_t reserved[5];
};

// A slot of a bucket: GZ_SLOT_FINAL says that the key is a whole name and
// value leads to its records; GZ_SLOT_MORE that it is the begin of longer
// names.  Which tokens may come next is a set of hash bits: 32 in the value
// of a slot that is not final, 6 in the meta byte of one that is.
enum {
    GZ_SLOT_FINAL = 0x80,
    GZ_SLOT_MORE = 0x40,
    GZ_SLOT_NEXT = 0x3f,
};

struct gz_bucket {
    uint16_t fingerprint[GZ_BUCKET_SLOTS];  // low bits of the key
    uint8_t meta[GZ_BUCKET_SLOTS];          // 0: the slot is empty
    uint8_t spill;                          // set of fingerprint classes
    uint32_t value[GZ_BUCKET_SLOTS];        // final: offset in names / 4
};

_Static_assert(sizeof(struct gz_bucket) == 64, "a bucket is one cache line");

struct gz_image_text {
    uint32_t offset;  // in strings
    uint32_t size_bytes;
};

// id, name, xids and attributes stand one behind the other at text.
struct gz_image_entity {
    uint32_t text;  // offset in strings
    uint16_t type;
    uint16_t id_bytes;
    uint16_t name_bytes;
    uint16_t xids_bytes;
    uint16_t attributes_bytes;
    uint16_t reserved;
};

_Static_assert(sizeof(struct gz_image_header) == 192 &&
                   sizeof(struct gz_image_entity) == 16,
               "the layout has no hidden padding");

// A checked image; every pointer is borrowed from the bytes.
struct gz_image {
    const uint8_t *bytes;
    const struct gz_image_header *header;
    const uint8_t *filter;
    uint32_t filter_shift;  // key >> shift is a bit number
    const struct gz_bucket *buckets;
    uint64_t bucket_total;  // those for spills included
    const uint8_t *names;
    uint64_t names_bytes;
    const struct gz_image_entity *entities;
    const struct gz_image_text *types;
    const char *strings;
    uint64_t strings_bytes;
};

/**
 * Check that bytes hold a whole, undamaged image of this version and set up
 * *out over them.  What offsets inside the sections point at is checked when
 * they are used.  bytes must be aligned to 8.  Fails with GZ_INVALID; the
 * report names the image as name and says what to do.
 */
enum gz_status gz_image_check(const uint8_t *bytes, size_t len,
                              const char *name, struct gz_image *out,
                              struct gz_error *err) GZ_MUST_CHECK;

/** Write the checksum of a complete image into its header. */
void gz_image_seal(uint8_t *bytes, size_t len);

/** The bucket at which a key's search begins. */
static inline uint64_t gz_image_bucket(uint64_t key, uint64_t bucket_count)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)(((wide)key * bucket_count) >> 64);
}

static inline uint8_t gz_bucket_spill(uint16_t fingerprint)
{
    return (uint8_t)(1U << (fingerprint >> 13));
}

/** The hash bits of a next token for slots that are not final, and final. */
static inline uint32_t gz_slot_next32(uint64_t token)
{
    return 1U << (token >> 59);
}

static inline uint8_t gz_slot_next6(uint64_t token)
{
    return (uint8_t)(1U << (((token >> 32 & 0xffffffffU) * 6) >> 32));
}

#endif
