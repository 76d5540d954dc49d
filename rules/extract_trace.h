#ifndef GZ_EXTRACT_TRACE_H
#define GZ_EXTRACT_TRACE_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/str.h"
#include "rules/findings.h"

/*
 * Every decision of one extraction, for people who ask why: what was found
 * and kept, what was found and dropped and for what.  Production passes no
 * trace, and nothing is recorded then.
 */
enum gz_extract_stage {
    GZ_EXTRACT_NAMES,    // what the lists know
    GZ_EXTRACT_MENTION,  // rules that make mentions
    GZ_EXTRACT_FORM,     // names repeated, shortened, abbreviated
    GZ_EXTRACT_RECAST,
    GZ_EXTRACT_COREF,
    GZ_EXTRACT_FACT,
    GZ_EXTRACT_ATTRIBUTION,
    GZ_EXTRACT_ASSERTION,
    GZ_EXTRACT_STAGE_COUNT,
};

enum gz_extract_outcome {
    GZ_EXTRACT_TAKEN,
    GZ_EXTRACT_CHANGED,  // what was there before is something else now
    GZ_EXTRACT_DROPPED,
    GZ_EXTRACT_OUTCOME_COUNT,
};

struct gz_extract_step {
    enum gz_extract_stage stage;
    enum gz_extract_outcome outcome;
    struct gz_str rule;    // id, or "gazetteer", "surname" and their like
    struct gz_span span;   // of the text that it is about
    struct gz_str entity;  // id, or empty
    struct gz_str by;      // the rule or id that it lost to, or empty
    const char *reason;    // in words, or NULL; static
};

// Steps in the order in which they were done.  Begin with all zero.
struct gz_extract_trace {
    const struct gz_extract_step *items;  // in arena
    uint32_t count;
    uint32_t cap;
    bool incomplete;  // the arena was full
};

/** Record a step; trace NULL allowed and usual. */
void gz_extract_trace_add(struct gz_extract_trace *trace,
                          struct gz_arena *arena,
                          const struct gz_extract_step *step);

/** A stage or an outcome as one word, for programs: "coref", "dropped". */
const char *gz_extract_stage_name(enum gz_extract_stage stage);
const char *gz_extract_outcome_name(enum gz_extract_outcome outcome);

#endif
