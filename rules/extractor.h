#ifndef GZ_EXTRACTOR_H
#define GZ_EXTRACTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/extract_trace.h"
#include "rules/findings.h"
#include "rules/match/matcher.h"
#include "rules/ruleset.h"
#include "rules/text/document.h"

/*
 * Text to findings, for one thread: names, values, mention rules stratum by
 * stratum, overlaps, one entity per form and article, recast, coref, facts
 * with attribution and assertion, salience.
 */
struct gz_extractor;

/** An owned extractor that shares rules (a reference of its own); NULL when
 * out of memory. */
struct gz_extractor *gz_extractor_new(struct gz_ruleset *rules);

/** Release an extractor; NULL allowed. */
void gz_extractor_free(struct gz_extractor *x);

struct gz_extract_options {
    int64_t reference_ms;            // when the article was published, or
                                     // GZ_VALUES_NO_TIME
    uint64_t budget;                 // steps of work; 0: the default
    struct gz_extract_trace *trace;  // borrowed; NULL: nobody asks why
    bool without_values;  // none in the findings, unless rules read them
    bool keep_supposed;   // names that are supposed, whether or not a fact has
                          // them; see supposed.h
};

/**
 * Extract.  Everything in *out is in arena or borrowed from the rules and
 * doc, and the same on every run.  Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_extractor_run(struct gz_extractor *x,
                                const struct gz_document *doc,
                                const struct gz_extract_options *options,
                                struct gz_arena *arena,
                                struct gz_findings *out) GZ_MUST_CHECK;

/** Its matcher, borrowed, for counters; NULL when there are no rules. */
struct gz_matcher *gz_extractor_matcher(struct gz_extractor *x);

#endif
