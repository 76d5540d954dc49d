#ifndef GZ_EXPLAIN_STAGES_H
#define GZ_EXPLAIN_STAGES_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/explain/explain_writer.h"
#include "rules/extract_trace.h"
#include "rules/ruleset.h"

// What is told of one article.
struct gz_explain_subject {
    struct gz_ruleset *rules;
    const struct gz_rule *rule;  // only what has to do with it; NULL: all
    const struct gz_article *article;
    const struct gz_document *document;
    struct gz_arena *arena;  // of the article
    const struct gz_findings *findings;
    const struct gz_extract_trace *trace;
};

/**
 * Write an article: its sentences and tokens, every name in it and its fate,
 * values, the decisions of all rules in the order in which they were taken,
 * mentions, entities and facts with the terms of their scores.  Of one rule:
 * its decisions, mentions and facts, and how far it came where it did not
 * match.  Fails with GZ_LIMIT when the article's arena is full.
 */
enum gz_status gz_explain_stages(const struct gz_explain_subject *subject,
                                 struct gz_explain_writer *w) GZ_MUST_CHECK;

#endif
