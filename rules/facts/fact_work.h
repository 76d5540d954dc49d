#ifndef GZ_FACT_WORK_H
#define GZ_FACT_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "rules/extract_trace.h"
#include "rules/facts/clauses.h"
#include "rules/findings.h"
#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"
#include "rules/resolve/rule_parts.h"
#include "rules/text/document.h"

/*
 * What the files that make facts share.  An item of a match that is a mention
 * has its number in findings as ref; one that is a value has GZ_DRAFT_VALUE
 * set and its number in the values of the field.
 */
struct gz_fact_sources {
    const struct gz_document *doc;
    const struct gz_rule_set *rules;
    const struct gz_rule_parts *parts;
    const struct gz_findings *findings;  // mentions, entities and values
    const struct gz_matches *matches;    // of the fact stage
    struct gz_arena *arena;
    struct gz_extract_trace *trace;  // NULL: nobody asks
};

// A fact that is not settled yet.
struct gz_fact_draft {
    struct gz_fact fact;
    const struct gz_rule *rule;
    const struct gz_match *match;
};

/** The mention that has a token, or GZ_FINDINGS_NONE. */
uint32_t gz_fact_work_mention(const struct gz_findings *findings,
                              enum gz_field field, uint32_t token);

/** Whether two spans have bytes in common. */
static inline bool gz_fact_work_overlap(const struct gz_span *a,
                                        const struct gz_span *b)
{
    return a->field == b->field && a->begin_byte < b->end_byte &&
           b->begin_byte < a->end_byte;
}

/** Record what became of a fact; costs nothing without a trace. */
void gz_fact_work_trace(const struct gz_fact_sources *in,
                        enum gz_extract_outcome outcome,
                        const struct gz_fact_draft *f, const char *reason,
                        struct gz_str by);

#endif
