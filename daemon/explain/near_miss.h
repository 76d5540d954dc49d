#ifndef GZ_NEAR_MISS_H
#define GZ_NEAR_MISS_H

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/json_writer.h"
#include "daemon/base/status.h"
#include "rules/extract_trace.h"
#include "rules/findings.h"
#include "rules/match/matcher.h"
#include "rules/ruleset.h"
#include "rules/text/document.h"

/*
 * How far a rule came in a text, in words.
 */

// What is asked: a rule of rules, over findings that they made of document.
struct gz_near_question {
    struct gz_ruleset *rules;
    const struct gz_rule *rule;
    const struct gz_document *document;
    const struct gz_findings *findings;
    const struct gz_extract_trace *trace;  // of them; NULL: nobody kept one
    struct gz_arena *arena;
};

/** Ask the matcher.  In arena; fails with GZ_LIMIT or GZ_NO_MEMORY. */
enum gz_status gz_near_miss_find(const struct gz_near_question *q,
                                 struct gz_near_miss *out) GZ_MUST_CHECK;

/** Whether the rule found something that no guard forbids. */
bool gz_near_miss_holds(const struct gz_near_miss *near);

/** The step that dropped the last thing that the rule found, when the trace
 * tells of others at most that were dropped, too; else NULL.  Borrowed from the
 * trace. */
const struct gz_extract_step *
gz_near_miss_dropped(const struct gz_near_question *q);

/**
 * Append one line: `it came to "rival" (14..19), wanted customer~ (customer,
 * customers)`; of a rule with several patterns `match[1] came to`, and the next
 * best behind it.  Without a line end.  Fails with GZ_LIMIT.
 */
enum gz_status gz_near_miss_append(const struct gz_near_question *q,
                                   const struct gz_near_miss *near,
                                   struct gz_buffer *out) GZ_MUST_CHECK;

/**
 * Append all: the sentence with a caret under the word that would not do, the
 * pattern, what was captured, the words that it would have taken, those that
 * are spelt nearly so before all, what would have to follow, the guard that
 * forbade, and where other patterns of the rule ended that came as far, or
 * further than the one that was meant, see near_repair.h.
 */
enum gz_status gz_near_miss_explain(const struct gz_near_question *q,
                                    const struct gz_near_miss *near,
                                    struct gz_buffer *out) GZ_MUST_CHECK;

/** The same as one JSON object, with all words.  near_miss_json.c. */
enum gz_status gz_near_miss_json(const struct gz_near_question *q,
                                 const struct gz_near_miss *near,
                                 struct gz_json_writer *w) GZ_MUST_CHECK;

/** Why nothing was found that the rule begins with.  near_miss_nothing.c. */
void gz_near_miss_nothing(const struct gz_near_question *q,
                          struct gz_buffer *out);

/** The text of tokens of the attempt's field; empty behind the last that
 * it could take. */
struct gz_str gz_near_miss_text(const struct gz_near_question *q,
                                const struct gz_near_miss *near, uint32_t begin,
                                uint32_t end);

/** What an item would have taken, as gz_near_words_list() tells it, nearest to
 * the text of one token first. */
struct gz_near_words;
enum gz_status gz_near_miss_words(const struct gz_near_question *q,
                                  const struct gz_near_miss *near,
                                  const struct gz_pattern *item, uint32_t token,
                                  struct gz_near_words *out) GZ_MUST_CHECK;

#endif
