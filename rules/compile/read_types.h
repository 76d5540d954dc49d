#ifndef GZ_READ_TYPES_H
#define GZ_READ_TYPES_H

#include <stdarg.h>

#include "daemon/base/error.h"
#include "rules/compile/program_parts.h"

/*
 * The types that the patterns of a rule read, those of `unless` included.
 */
struct gz_read_types {
    const struct gz_program *p;
    uint32_t unit;  // half open
    uint32_t unit_end;
    uint32_t state;       // in the unit
    uint32_t range_left;  // of the state
    uint32_t range_next;
    struct gz_type_range range;  // the type that was come to
};

/** Stand before the first type of a rule. */
void gz_read_types_begin(struct gz_read_types *r, const struct gz_program *p,
                         uint32_t rule);

/** Come to the next type, in r->range; the same may come again. */
bool gz_read_types_next(struct gz_read_types *r);

/** Report where a rule reads a type that overlaps range. */
void gz_read_types_error(const struct gz_program *p, uint32_t rule,
                         struct gz_type_range range, struct gz_error *err,
                         const char *fmt, ...) GZ_PRINTF(5, 6);

#endif
