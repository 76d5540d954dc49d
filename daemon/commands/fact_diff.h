#ifndef GZ_FACT_DIFF_H
#define GZ_FACT_DIFF_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/text/document.h"

/*
 * The facts that two rule sets find in the same article, side by side.  Two
 * facts are the same one when type, sentence and what fills the roles are; it
 * has changed when polarity, modality, attribution, rule or confidence (in its
 * first two digits) have.
 */
struct gz_fact_diff {
    uint64_t added;
    uint64_t lost;
    uint64_t changed;
    uint64_t same;
};

/**
 * Append a line for each fact that differs, in text order: "- " and its line
 * (fact_text.h) as it was, "+ " as it is.  Counts grow in *counts.  Fails with
 * GZ_LIMIT when the arena is full.
 */
enum gz_status gz_fact_diff_append(const struct gz_findings *before,
                                   const struct gz_findings *after,
                                   const struct gz_document *doc,
                                   struct gz_arena *arena,
                                   struct gz_fact_diff *counts,
                                   struct gz_buffer *out) GZ_MUST_CHECK;

#endif
