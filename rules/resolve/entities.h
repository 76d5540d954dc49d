#ifndef GZ_ENTITIES_H
#define GZ_ENTITIES_H

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/findings.h"
#include "rules/resolve/draft.h"

/**
 * Make findings of a draft: its mentions, and the entities that have any, in
 * order of first mention.  Mentions keep their numbers.  In arena.
 */
enum gz_status gz_entities_group(const struct gz_draft *draft,
                                 struct gz_findings *out) GZ_MUST_CHECK;

/** Weigh the entities, when the facts are there.  In arena. */
enum gz_status gz_entities_weigh(struct gz_findings *findings,
                                 struct gz_arena *arena) GZ_MUST_CHECK;

#endif
