#ifndef GZ_LIST_CHUNK_H
#define GZ_LIST_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/compile/text_pool.h"
#include "rules/gazetteer/image/prefix_table.h"
#include "rules/gazetteer/lists/name_list.h"

/*
 * What one thread makes of some rows of a list, without asking what other
 * rows say: fields checked, keys hashed, names spelt, their prefixes listed.
 * What rows mean together is list_intake.c's business, which takes chunks in
 * the order of the lists; how a list is cut into chunks therefore changes
 * nothing.
 *
 * A row with a mistake is only marked as bad; gz_list_chunk_explain() reads it
 * again and says what is wrong, in its turn.  So no thread keeps messages,
 * and a list of bad rows costs no memory.
 */
struct gz_list_row {
    size_t begin_byte;  // of the source: from there it can be read again
    size_t place_byte;  // of the source, for people: the row, no comment
    struct gz_str type;
    struct gz_str name;
    struct gz_catalog_details details;
    uint32_t first_key;  // in the chunk's keys
    uint32_t key_count;  // 0: the row is bad
    uint32_t first_name;
    uint32_t name_count;
    bool remove;    // its names, or without any its entity, are to go
    bool has_name;  // the first of its names is the row's own
    bool how_given;
};

// What becomes of a name of the chunk.
struct gz_list_chunk_name {
    uint32_t number;      // in the catalog, or GZ_CATALOG_NONE
    uint32_t end_prefix;  // its prefixes end there in the chunk's table
};

struct gz_list_chunk {
    const struct gz_name_list *list;  // opened; borrowed, also by the rows
    struct gz_str namespace;          // borrowed
    size_t begin_byte;                // of the source, half open, at rows
    size_t end_byte;
    // Borrowed; gets texts that rows, keys and names point to.  Chunks that
    // are read at the same time have each its own.
    struct gz_text_pool *texts;
    enum gz_status status;  // GZ_OK, or why there is nothing in it

    // For the catalog; gz_list_chunk_shrink() releases them.
    struct gz_list_row *rows;
    size_t row_count;
    size_t row_cap;
    struct gz_catalog_key *keys;
    size_t key_count;
    size_t key_cap;
    struct gz_catalog_name *names;  // entity and pack are for the taker to set
    size_t name_cap;

    // For the image.
    struct gz_list_chunk_name *kept;  // of each name
    size_t kept_cap;
    size_t name_count;
    struct gz_prefix_table prefixes;
};

/** A chunk of nothing yet; all but list, namespace, the range and texts is
 * set. */
void gz_list_chunk_init(struct gz_list_chunk *chunk);
void gz_list_chunk_fini(struct gz_list_chunk *chunk);

/** Read the rows of the range; the outcome is in chunk->status.  Any thread. */
void gz_list_chunk_read(struct gz_list_chunk *chunk);

/** Keep only what the image needs, once the catalog has the rest. */
void gz_list_chunk_shrink(struct gz_list_chunk *chunk);

/**
 * Read a row again, as the list's reader gives it; *list then reports places
 * of its fields.  Release it with gz_name_list_close(), also after a failure.
 */
enum gz_status gz_list_chunk_reread(const struct gz_list_chunk *chunk,
                                    const struct gz_list_row *row,
                                    struct gz_name_list *list,
                                    struct gz_name_row *out) GZ_MUST_CHECK;

/** Report what is wrong with a bad row.  Fails with GZ_INVALID or
 * GZ_NO_MEMORY. */
enum gz_status gz_list_chunk_explain(const struct gz_list_chunk *chunk,
                                     const struct gz_list_row *row,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** The names have other numbers now, or GZ_CATALOG_NONE. */
static inline void gz_list_chunk_renumber(struct gz_list_chunk *chunk,
                                          const uint32_t *numbers)
{
    for (size_t i = 0; i < chunk->name_count; i++) {
        uint32_t *number = &chunk->kept[i].number;
        *number = *number == GZ_CATALOG_NONE ? *number : numbers[*number];
    }
}

/** Give the prefixes the numbers that their names got; drop the others. */
void gz_list_chunk_number(struct gz_list_chunk *chunk);

#endif
