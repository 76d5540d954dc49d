#ifndef GZ_SELECT_H
#define GZ_SELECT_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/gazetteer/layers/layers.h"
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
 * the order of the inputs; of several entities behind one name the one that
 * the article names elsewhere wins, then the one with the highest priority.
 */

// The candidates that were found in one field.
struct gz_select_input {
    const struct gz_layers *names;  // the same for all inputs
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

// What became of one reading of a candidate.
enum gz_verdict {
    GZ_VERDICT_TAKEN,
    GZ_VERDICT_COVERED,     // its words are part of an earlier mention
    GZ_VERDICT_NO_CONTEXT,  // policy context, and nothing else speaks for it
    GZ_VERDICT_SHOUTED,     // policy word, in capitals like all around it
    GZ_VERDICT_NO_TICKER,   // policy ticker, and not written as such
    GZ_VERDICT_LOST,        // another entity of that name is preferred
};

#define GZ_JUDGED_NONE UINT32_MAX

struct gz_judged {
    uint32_t input;      // number of its input
    uint32_t candidate;  // number in it
    uint32_t reading;    // number in that
    enum gz_verdict verdict;
    bool supported;  // the article speaks for it
    uint32_t by;  // judged that it is covered by or lost to, or GZ_JUDGED_NONE
};

struct gz_judgement {
    const struct gz_judged *items;  // in arena, by field, then begin_token
    uint32_t count;
};

/** Select, in arena.  Fails with GZ_LIMIT when the arena is full. */
enum gz_status gz_select(const struct gz_document *doc,
                         const struct gz_select_input *inputs,
                         uint32_t input_count, struct gz_arena *arena,
                         struct gz_selection *out) GZ_MUST_CHECK;

/** Say of every reading of every candidate what gz_select() makes of it. */
enum gz_status gz_select_explain(const struct gz_document *doc,
                                 const struct gz_select_input *inputs,
                                 uint32_t input_count, struct gz_arena *arena,
                                 struct gz_judgement *out) GZ_MUST_CHECK;

#endif
