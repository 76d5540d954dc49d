#ifndef GZ_NAME_MATCH_H
#define GZ_NAME_MATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * Whether a stretch of text spells a name: the index only says where a name
 * may be, what is written there decides, by the name's case policy.
 */

// A name with what decides about it.
struct gz_name_text {
    struct gz_str text;  // as the list writes it, composed; not yet trusted
    enum gz_name_case name_case;
    bool final_dot;  // the full stop at its end may be missing
    bool marks;      // it begins or ends with other marks than that
};

// Where a name stands in a text.
struct gz_name_place {
    uint32_t begin_byte;
    uint32_t end_byte;
};

/**
 * Whether the words from place->begin_byte to place->end_byte of text spell
 * the name.  Then *place is all that belongs to the match: marks before and
 * behind the words included.
 */
bool gz_name_match(const struct gz_name_text *name, struct gz_str text,
                   struct gz_name_place *place);

#endif
