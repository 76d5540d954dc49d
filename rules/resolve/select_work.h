#ifndef GZ_SELECT_WORK_H
#define GZ_SELECT_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/resolve/select.h"
#include "rules/text/document.h"

/*
 * What selecting and explaining a selection share.
 */

// One candidate with where it came from.
struct gz_select_span {
    const struct gz_layers *names;
    const struct gz_candidate *candidate;
    enum gz_field field;
    uint32_t order;   // of its input: breaks ties
    uint32_t number;  // of the candidate in it
    bool shouted;     // a reading is a word too, and all around is in capitals
};

struct gz_select_work {
    const struct gz_document *doc;
    struct gz_arena *arena;
    struct gz_select_span *spans;  // by field, begin, length, input
    uint32_t count;
    // Entities that the article names without doubt, in open addressing.
    uint64_t *evidence;
    uint32_t evidence_shift;  // of a hash: 64 - log2 of the number of slots
};

// What is known of the readings of one span.
struct gz_select_choice {
    const struct gz_reading *best;  // NULL: none counts here
    bool best_has_context;
    uint32_t allowed;
};

// Where the last mention ends.
struct gz_select_end {
    enum gz_field field;
    uint32_t token;
};

/** Sort the candidates and find what they are evidence for, in arena. */
enum gz_status gz_select_work_init(struct gz_select_work *s,
                                   const struct gz_document *doc,
                                   const struct gz_select_input *inputs,
                                   uint32_t input_count,
                                   struct gz_arena *arena) GZ_MUST_CHECK;

/**
 * What speaks against a reading by itself, GZ_VERDICT_TAKEN for nothing.
 * *context: whether the article supports it.
 */
enum gz_verdict gz_select_work_doubt(const struct gz_select_work *s,
                                     const struct gz_select_span *span,
                                     const struct gz_reading *r, bool *context);

/** The reading of a span that counts. */
struct gz_select_choice
gz_select_work_choose(const struct gz_select_work *s,
                      const struct gz_select_span *span);

/** Whether a span, the next in their order, begins before *end. */
bool gz_select_work_is_covered(struct gz_select_end *end,
                               const struct gz_select_span *span);

#endif
