#ifndef GZ_NAME_TRACE_H
#define GZ_NAME_TRACE_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/text/tokens.h"

/*
 * Why names are found in a text, and why not: every name of some images that
 * stands there in any case, with what gz_layers_find() makes of it.
 *
 * This is the same walk over the same tables with none of the haste.  It
 * decides anew and in plain order what the matcher decides; a test compares
 * the two on random names and texts.
 */
enum gz_trace_fate {
    GZ_TRACE_FOUND,    // gz_layers_find() has it
    GZ_TRACE_CASE,     // written in another case than its policy allows
    GZ_TRACE_STOP,     // a stop name: nothing stands here
    GZ_TRACE_STOPPED,  // spelt like a stop name
    GZ_TRACE_INSIDE,   // inside a longer name
    GZ_TRACE_OVERLAP,  // it begins in a name that ends later
    GZ_TRACE_SAME,     // its entity has another name here that is spelt so
    GZ_TRACE_MARKS,    // its marks are part of a longer mark
    GZ_TRACE_REMOVED,  // a later image removes it, or an earlier one has it
};

#define GZ_TRACE_NONE UINT32_MAX

// One reading of one name at one place.
struct gz_trace_item {
    uint32_t begin_byte;  // half open, marks that belong to it included
    uint32_t end_byte;
    struct gz_str name;  // as the list writes it; in arena
    enum gz_name_case name_case;
    struct gz_reading reading;
    enum gz_trace_fate fate;
    uint32_t by;  // item that explains the fate, or GZ_TRACE_NONE
};

struct gz_trace {
    const struct gz_trace_item *items;  // in arena; by begin, longest first
    uint32_t count;
};

/**
 * Trace a text, valid UTF-8, that was cut into tokens; in arena.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_name_trace(const struct gz_layers *names, struct gz_str text,
                             const struct gz_tokens *tokens,
                             struct gz_arena *arena,
                             struct gz_trace *out) GZ_MUST_CHECK;

#endif
