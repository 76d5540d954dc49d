#ifndef GZ_NEAR_MATCH_H
#define GZ_NEAR_MATCH_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/match/matcher.h"
#include "rules/ruleset.h"
#include "rules/text/document.h"

/*
 * How far a rule came in a text that it did not match, for people who ask why.
 *
 * The question is put to the matcher itself: of each alternative of each
 * pattern the longest beginning that matches anywhere is looked for, by
 * compiling it alone.  We chose that over counting in the matcher's walk,
 * which would have to carry the parts of patterns along and could still tell
 * something else than what matches.
 */

// What is asked: a rule of rules, over findings that they made of document.
struct gz_near_match_question {
    const struct gz_ruleset *rules;
    const struct gz_rule *rule;
    const struct gz_document *document;
    const struct gz_findings *findings;
    struct gz_arena *arena;
};

/**
 * The attempt that came furthest: most parts of a pattern, then most tokens.
 * Parts that may be left out or empty are wanted, together with the first that
 * may not, where nothing behind them matches.  In arena, borrowing from the
 * rules.  Fails with GZ_LIMIT or GZ_NO_MEMORY.
 */
enum gz_status gz_near_match_find(const struct gz_near_match_question *q,
                                  struct gz_near_miss *out) GZ_MUST_CHECK;

#endif
