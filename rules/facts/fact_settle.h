#ifndef GZ_FACT_SETTLE_H
#define GZ_FACT_SETTLE_H

#include "daemon/base/status.h"
#include "rules/facts/fact_work.h"

/**
 * Keep of facts that say the same, of the same type with the same roles in
 * one sentence, the one whose rule has the highest priority, then the first
 * rule of the set, then the first place.  Then drop those of which another one
 * of the same type, polarity and modality and of some of the same words says
 * all, with more roles or by a rule that is preferred so, and order the rest by
 * evidence.  Works in place; *count becomes how many are left.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_fact_settle_run(const struct gz_fact_sources *in,
                                  struct gz_fact_draft *facts,
                                  uint32_t *count) GZ_MUST_CHECK;

#endif
