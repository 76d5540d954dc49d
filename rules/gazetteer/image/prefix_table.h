#ifndef GZ_PREFIX_TABLE_H
#define GZ_PREFIX_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/match/spelling.h"

/*
 * Builds the set of name prefixes and the filter of first words.  Entries
 * are collected, sorted by key and placed in one pass, so the same names in
 * the same order give the same tables.
 */
struct gz_prefix {
    uint64_t key;    // with its class
    uint32_t value;  // of a whole name: its number, later its record
    uint8_t next;    // top bits of the next word's key
    uint8_t meta;    // GZ_SLOT_FINAL or GZ_SLOT_MORE
    uint8_t next6;
    uint8_t first;  // the prefix is one word long
};

struct gz_prefix_table {
    struct gz_prefix *items;  // owned
    size_t count;
    size_t cap;
    struct gz_first_words first;
};

// What the header must know of the tables.
struct gz_prefix_shape {
    uint64_t bucket_count;
    uint32_t filter_log2;
};

void gz_prefix_table_init(struct gz_prefix_table *t);
void gz_prefix_table_fini(struct gz_prefix_table *t);

/** Add every prefix of a name, in each class in which it may be written. */
enum gz_status gz_prefix_table_add(struct gz_prefix_table *t,
                                   const struct gz_spelling *s,
                                   enum gz_name_case name_case,
                                   uint32_t number) GZ_MUST_CHECK;

/** Take in which words the names of another table begin with. */
void gz_prefix_table_add_first(struct gz_prefix_table *t,
                               const struct gz_first_words *more);

/** Sort by key; entries of equal keys keep their order. */
enum gz_status gz_prefix_table_sort(struct gz_prefix_table *t) GZ_MUST_CHECK;

/** How many different first words a sorted table has. */
uint64_t gz_prefix_table_first_words(const struct gz_prefix_table *t);

/** Append the filter.  t must be sorted.  Failure sticks in out. */
void gz_prefix_table_filter(const struct gz_prefix_table *t,
                            struct gz_prefix_shape *shape,
                            struct gz_buffer *out);

/**
 * Append the buckets.  t must be sorted; records gives for each name number
 * the offset of its records.  Failure sticks in out.
 */
void gz_prefix_table_buckets(const struct gz_prefix_table *t,
                             const uint32_t *records,
                             struct gz_prefix_shape *shape,
                             struct gz_buffer *out);

#endif
