#ifndef GZ_OFFSETS_H
#define GZ_OFFSETS_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The same place counted in bytes, code points and UTF-16 code units, so that
 * readers in any language can slice the text.  Built once per text as a table
 * of bits, a third as large as the text; a query counts some of them.
 */
struct gz_offsets;

struct gz_offset {
    uint32_t byte;
    uint32_t cp;
    uint32_t u16;
};

/** Prepare for queries over valid UTF-8, in arena; nothing is borrowed. */
enum gz_status gz_offsets_new(struct gz_str text, struct gz_arena *arena,
                              const struct gz_offsets **out) GZ_MUST_CHECK;

/** byte must be the start of a code point or the end of the text. */
struct gz_offset gz_offsets_at(const struct gz_offsets *o, uint32_t byte);

#endif
