#ifndef GZ_SELECT_H
#define GZ_SELECT_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/text/document.h"

/*
 * From the candidates of all name lists to mentions that do not overlap.
 *
 * A name that waits for context counts only when the article licenses it:
 * the same entity is named there without doubt, or a place is followed by its
 * region or country ("Reading, England").  So does an acronym that is a word
 * too, in a sentence that is all in capitals ("IT WAS US").  A ticker counts
 * only in ticker form; alone in brackets only for what the article names
 * ("Apple (AAPL)").  What is left is taken leftmost, then longest, then by
 * the order of the lists; of several entities behind one name the one that the
 * article names elsewhere wins, then the one with the highest priority.
 */

// The candidates that one gazetteer found in one field.
struct gz_select_input {
    const struct gz_gazetteer *gazetteer;
    enum gz_field field;
    struct gz_candidates candidates;
};

// A mention with the entity that it was linked to.
struct gz_selected {
    enum gz_field field;
    uint32_t begin_token;
    uint32_t end_token;
    enum gz_how how;
    struct gz_entry entry;
    struct gz_link link;
};

struct gz_selection {
    const struct gz_selected *items;  // in arena, by field, then begin_token
    uint32_t count;
};

/** Select, in arena.  Fails with GZ_LIMIT when the arena is full. */
enum gz_status gz_select(const struct gz_document *doc,
                         const struct gz_select_input *inputs,
                         uint32_t input_count, struct gz_arena *arena,
                         struct gz_selection *out) GZ_MUST_CHECK;

#endif
