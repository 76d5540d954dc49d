#ifndef GZ_RECORD_WRITE_H
#define GZ_RECORD_WRITE_H

#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/image/symbol_table.h"

/** What becomes of a catalog in the names section. */
struct gz_record_sections {
    struct gz_buffer *parts;  // owned: records, see name_record.h, one part
    size_t part_count;        // behind the other
    struct gz_symbol_table name_symbols;
    struct gz_symbol_table id_symbols;
    uint32_t *records;  // owned: for each name of the catalog, its record
    uint32_t *homes;    // owned: for each entity that leads, its record
    uint32_t name_count;
    uint32_t entity_count;
};

void gz_record_sections_init(struct gz_record_sections *s);
void gz_record_sections_fini(struct gz_record_sections *s);

/**
 * Write the names and entities of a catalog, of at most GZ_NAME_TYPES_MAX
 * types.
 * Fails with GZ_NO_MEMORY, or with GZ_LIMIT when 32-bit offsets do not reach.
 */
enum gz_status gz_record_write(const struct gz_catalog *c,
                               struct gz_record_sections *out) GZ_MUST_CHECK;

#endif
