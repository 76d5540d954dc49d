#ifndef GZ_IMAGE_H
#define GZ_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/image/symbol_table.h"

/*
 * The layout of a name image.  The file is the memory: little-endian, offsets
 * from the image's begin, no pointers, so that it is used where it is mapped
 * and all processes share its pages.
 *
 *     header    struct gz_image_header
 *     filter    bits, a power of two of them: keys of first words
 *     buckets   struct gz_bucket: the set of keys of all name prefixes
 *     symbols   two struct gz_symbol_table: of names, of ids
 *     names     names and entities, see name_record.h
 *     types     struct gz_image_text, then the texts they point to
 *     links     what other images must know, see image_links.h
 *
 * Each section begins at a multiple of 64 bytes.  The set of prefixes follows
 * a measurement: one cache line per word of a name, 7 bytes per prefix.  A
 * key's bucket is its high bits scaled to bucket_count; a key that finds its
 * bucket full stands in one of the next, and `spill` of every bucket it
 * passed has the bit of its fingerprint's class.
 */
#define GZ_IMAGE_MAGIC "GZNAMES\n"
#define GZ_IMAGE_VERSION 6
#define GZ_IMAGE_ORDER 0x01020304
#define GZ_IMAGE_ALIGN 64

enum {
    GZ_BUCKET_SLOTS = 9,
    GZ_NAME_WORDS_MAX = 24,
    GZ_NAME_BYTES_MAX = 240,
};

enum gz_image_section {
    GZ_IMAGE_FILTER,
    GZ_IMAGE_BUCKETS,
    GZ_IMAGE_SYMBOLS,
    GZ_IMAGE_NAMES,
    GZ_IMAGE_TYPES,
    GZ_IMAGE_LINKS,
    GZ_IMAGE_SECTION_COUNT,
};

struct gz_image_span {
    uint64_t offset;
    uint64_t size_bytes;
};

enum {
    GZ_SMALL_BEGINS = 4096,  // bits
    GZ_FIRST_LEADS = 2048,
    GZ_SMALL_BLOOM = 1024,
};

/*
 * Which words names begin with, to be told before their keys are made.
 *
 * Nearly none of a text's lower case words is one, so that looking them all up
 * would be most of the work.  For each of a word's first
 * four bytes, by its low four bits, a set of classes of first words: a word
 * may be one of them if all sets share a class.  Words of one and of two
 * letters have a class of their own, since what stands behind them may be
 * anything.  What passes is told once more by a hash of its first four bytes,
 * those behind a short word left out.  Case does not matter.  Articles and
 * their like begin names only in front of a tall word ("the Hague", "de la
 * Rue"), so that most of them need not be looked up either.
 *
 * Keys of words beyond ASCII take long to make; where the first letter is, it
 * tells, see gz_token_lead().
 */
struct gz_first_words {
    uint8_t sets[4][16];
    // In the low halves those of all words, in the high halves those of words
    // behind which a name may end or go on with a lower case letter.
    uint64_t begins[GZ_SMALL_BEGINS / 32];
    // The same as Bloom filters of two hashes, each with bits of its own, for
    // processors that look 64 bytes up at once; first those of all words.
    uint8_t blooms[2][2][GZ_SMALL_BLOOM / 8];
    uint32_t any;   // 0 when no name begins with a lower case word
    uint32_t high;  // 0 when none begins with a letter beyond ASCII
    uint32_t leads[GZ_FIRST_LEADS / 32];
};

enum {
    // Classes of words of three letters and more, told by the third letter:
    // of all simple ways the one that lets the fewest words of news pass.
    GZ_SMALL_LONG = 0x7f,
    GZ_SMALL_SHORT = 0x80,
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
    struct gz_first_words first;  // with which names begin
};

// A slot of a bucket: GZ_SLOT_FINAL says that the key is a whole name and
// value leads to its records; GZ_SLOT_MORE that it is the begin of longer
// names.  Which words may come next is a set of hash bits: 32 in the value
// of a slot that is not final, 6 in the meta byte of one that is.
enum {
    GZ_SLOT_FINAL = 0x80,
    GZ_SLOT_MORE = 0x40,
    GZ_SLOT_NEXT = 0x3f,
};

struct gz_bucket {
    uint16_t fingerprint[GZ_BUCKET_SLOTS];  // low bits of the key
    uint8_t meta[GZ_BUCKET_SLOTS];          // 0: the slot is empty
    uint8_t spill;                          // see gz_bucket_spill()
    uint32_t value[GZ_BUCKET_SLOTS];        // final: offset in names
};

_Static_assert(sizeof(struct gz_bucket) == 64, "a bucket is one cache line");

struct gz_image_text {
    uint32_t offset;  // in the section of types
    uint32_t size_bytes;
};

_Static_assert(sizeof(struct gz_image_header) == 2016,
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
    const struct gz_symbol_table *name_symbols;
    const struct gz_symbol_table *id_symbols;
    const struct gz_image_text *types;
    uint64_t types_bytes;
    const uint8_t *links;
    uint64_t links_bytes;
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

/** Whether a path is called as images are: *.gzt. */
bool gz_image_is(const char *path);

/** Write the checksum of a complete image into its header. */
void gz_image_seal(uint8_t *bytes, size_t len);

/** The bit of gz_first_words.begins for four bytes, the first one lowest, of
 * which case does not matter. */
static inline uint32_t gz_small_begin(uint32_t bytes)
{
    return ((bytes | 0x20202020) * 0x9e3779b1U) >> 20;
}

/*
 * The hashes of blooms: for each of a word's first four bytes, 0 where the word
 * is shorter, a matrix of 8 x 8 bits, as GF2P8AFFINEQB takes them, and the sums
 * of what it makes of them without carry.  The two sums are two bytes: a
 * filter's byte is seven bits of one, the bit in it three of the other.  No
 * matrix looks at bit 5, so that case does not matter.
 */
static const uint64_t gz_small_matrices[2][4] = {
    {0x1d52490555dfc51d, 0xc28214c89bc9c655, 0x184c19c8c79b49d6,
     0x038a1897dcd4c696},
    {0x44d4548c83c75e9f, 0x5c02c44943c948dd, 0x8c454018cec38dc1,
     0x92409a0bdd0b5550},
};

/** The bit of gz_first_words.leads for a first letter beyond ASCII. */
static inline uint32_t gz_first_lead(uint32_t lead)
{
    return (lead * 0x9e3779b1U) >> 21;
}

/** The bucket at which a key's search begins. */
static inline uint64_t gz_image_bucket(uint64_t key, uint64_t bucket_count)
{
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)(((wide)key * bucket_count) >> 64);
}

// Bits of `spill`: one for each of seven classes of fingerprints, set when a
// key of that class had to go on, and one that says that such a key has the
// fingerprint of a slot that did not.
enum { GZ_SPILL_TWIN_BIT = 7, GZ_SPILL_TWIN = 1 << GZ_SPILL_TWIN_BIT };

static inline uint32_t gz_bucket_class(uint16_t fingerprint)
{
    return (uint32_t)fingerprint * 7 >> 16;
}

static inline uint8_t gz_bucket_spill(uint16_t fingerprint)
{
    return (uint8_t)(1U << gz_bucket_class(fingerprint));
}

/** The hash bits of a next word for slots that are not final, and final. */
static inline uint32_t gz_slot_next32(uint64_t word)
{
    return 1U << (word >> 59);
}

static inline uint8_t gz_slot_next6(uint64_t word)
{
    return (uint8_t)(1U << (((word >> 32) * 6) >> 32));
}

#endif
