#ifndef GZ_RULE_MENTIONS_H
#define GZ_RULE_MENTIONS_H

#include "daemon/base/status.h"
#include "rules/match/matcher.h"
#include "rules/resolve/draft.h"

/**
 * Make mentions of what the mention rules of a stratum matched, link them and
 * settle overlaps.  A rule that finds what is a mention already may still say
 * what it is: another entity of the lists that has that name, or a type below
 * the one that an earlier rule gave.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_rule_mentions_add(struct gz_draft *draft,
                                    const struct gz_matches *matches,
                                    uint32_t stratum) GZ_MUST_CHECK;

#endif
