#ifndef GZ_RECORD_PART_H
#define GZ_RECORD_PART_H

#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/image/record_text.h"

/*
 * One thread's share of the names section: records of names whose keys follow
 * each other.  A part is written first, with offsets from its own begin; when
 * all parts are, each gets its base and is moved there; then references to
 * entities, whose records may be in any part, are filled in.  Each step of a
 * part may run in a thread of its own, and is over for all parts before the
 * next one begins.
 */
struct gz_record_key {
    uint64_t key;
    uint64_t name;  // number in the catalog
};

#define GZ_RECORD_NO_HOME UINT32_MAX

// What all parts share; borrowed by each.
struct gz_record_shared {
    const struct gz_catalog *catalog;
    const struct gz_record_text *text;
    const struct gz_record_key *sorted;  // all names in the order of keys
    // Of each entity, the record that has it, GZ_RECORD_NO_HOME before: only
    // one name of an entity is spelt like it, so one thread writes each.
    uint32_t *homes;
    uint32_t *records;  // of each name of the catalog
};

struct gz_record_part {
    const struct gz_record_shared *shared;
    uint32_t begin;  // half-open range in sorted, of whole groups
    uint32_t end;
    uint32_t base;            // where it begins in the section
    struct gz_buffer *names;  // borrowed; the records
    enum gz_status status;
    uint32_t name_count;  // records of names, those of the homeless aside
    uint32_t entity_count;
    struct gz_buffer patches;          // owned; references to fill in
    struct gz_buffer leads;            // owned; u32 entities that are at home
    struct gz_record_member *members;  // owned; the group in hand
    size_t member_count;
    size_t member_cap;
};

/** Begin a part without names, to be written into names, which is empty. */
void gz_record_part_init(struct gz_record_part *p,
                         const struct gz_record_shared *shared,
                         struct gz_buffer *names);
void gz_record_part_fini(struct gz_record_part *p);

/** Write the records of the range; the outcome is in p->status. */
void gz_record_part_write(struct gz_record_part *p);

/**
 * Write records of entities whose name is that of others too, or of nobody by
 * now.  To be called when all other parts are written.
 */
void gz_record_part_write_homeless(struct gz_record_part *p);

/** Count the offsets of the part's records from the section's begin. */
void gz_record_part_move(const struct gz_record_part *p);

/** Fill in where entities are; all parts have moved. */
void gz_record_part_fill(const struct gz_record_part *p);

#endif
