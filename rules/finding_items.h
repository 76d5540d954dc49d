#ifndef GZ_FINDING_ITEMS_H
#define GZ_FINDING_ITEMS_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/language/rule_set.h"
#include "rules/match/matcher.h"

// An item that is a value has this bit in its ref, beside its number.
#define GZ_FINDING_ITEMS_VALUE 0x80000000U

/**
 * What the matcher would read of an article whose findings are done: every
 * mention and value as an item, in arena.  ref is the number of the mention,
 * or that of the value in its field with GZ_FINDING_ITEMS_VALUE.
 *
 * reader: the rule that shall read them; what it makes, and what rules of
 * later stages made, is left out.  NULL: everything.
 * For tools that run rules again over a finished article; extraction itself
 * reads the mentions as they are at each stage.
 */
enum gz_status
gz_finding_items(const struct gz_findings *findings,
                 const struct gz_rule_set *set, const struct gz_rule *reader,
                 struct gz_arena *arena,
                 struct gz_items out[GZ_FIELD_COUNT]) GZ_MUST_CHECK;

#endif
