#ifndef GZ_NEAR_MISS_H
#define GZ_NEAR_MISS_H

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/match/matcher.h"
#include "rules/ruleset.h"

/*
 * How far a rule came in a text that it did not match, in words.
 */

// What is asked, over findings of the same rules.
struct gz_near_miss_question {
    const struct gz_ruleset *rules;
    const struct gz_rule *rule;
    const struct gz_document *document;
    const struct gz_findings *findings;
    struct gz_arena *arena;
};

/** Run the matcher again; the answer is in arena. */
enum gz_status gz_near_miss_find(const struct gz_near_miss_question *q,
                                 struct gz_matcher *matcher,
                                 struct gz_near_miss *out) GZ_MUST_CHECK;

/**
 * Append one line: `came to "rival" (14..19), wanted customer~`.  Without a
 * line end.
 */
void gz_near_miss_append(const struct gz_near_miss_question *q,
                         const struct gz_near_miss *near,
                         struct gz_buffer *out);

/**
 * Append all: the sentence with a caret under the word that would not do, the
 * part of the pattern that was reached, what it would have taken, which of
 * that is spelt nearly so, what was captured, and the guard that forbade.
 */
void gz_near_miss_explain(const struct gz_near_miss_question *q,
                          const struct gz_near_miss *near,
                          struct gz_buffer *out);

#endif
