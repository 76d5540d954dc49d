#ifndef GZ_FIELD_COPY_H
#define GZ_FIELD_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The fields of one record that mean something else than their bytes: quotes
 * are doubled in them, escapes stand in them, or they are put together from
 * parts.  Each copied byte remembers which byte of the source it comes from,
 * so that a mistake in any part of a copy is shown where it stands in the
 * file.  We chose a number per byte over a list of pieces because a record is
 * short and finding a place is then one look-up.
 *
 * Invariants: origins[i] is of text[i]; each finished field is closed by a NUL
 * whose origin is the end of the field in the source.
 */
enum { GZ_RECORD_BYTES_MAX = 1 << 20 };

struct gz_field_copy {
    char *text;         // owned
    uint32_t *origins;  // owned; places in the source from base_byte on
    size_t cap;
    size_t len;
    size_t base_byte;  // where the record begins in the source
};

/** Release the copies; may be begun again. */
void gz_field_copy_fini(struct gz_field_copy *c);

/**
 * Begin a record at base_byte of the source, and forget the one before.
 * record_bytes: at most GZ_RECORD_BYTES_MAX; no copy of parts of the record is
 * longer.  Views of the copies stay valid until the next begin.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_field_copy_begin(struct gz_field_copy *c, size_t base_byte,
                                   size_t record_bytes) GZ_MUST_CHECK;

/** Append bytes that stand like this at at_byte of the source. */
void gz_field_copy_run(struct gz_field_copy *c, struct gz_str bytes,
                       size_t at_byte);

/** Append bytes that all come from what stands at at_byte. */
void gz_field_copy_put(struct gz_field_copy *c, struct gz_str bytes,
                       size_t at_byte);

/** Finish the field that began when len was first; end_byte: its end. */
struct gz_str gz_field_copy_end(struct gz_field_copy *c, size_t first,
                                size_t end_byte);

/** Whether a view is of a copy, not of the source. */
static inline bool gz_field_copy_holds(const struct gz_field_copy *c,
                                       struct gz_str where)
{
    return c->text != NULL &&
           (uintptr_t)where.ptr - (uintptr_t)c->text < c->len;
}

/**
 * The place in the source of a part of a finished field.  False when where is
 * no part of a copy.
 */
bool gz_field_copy_place(const struct gz_field_copy *c, struct gz_str where,
                         size_t *begin_byte, size_t *end_byte);

#endif
