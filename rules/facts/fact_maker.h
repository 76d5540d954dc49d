#ifndef GZ_FACT_MAKER_H
#define GZ_FACT_MAKER_H

#include "daemon/base/status.h"
#include "rules/facts/fact_work.h"

// One match makes at most so many facts of the names that its text lists.
enum { GZ_FACT_MAKER_MOST = 16 };

/**
 * The facts of all `emit` matches, in arena: for each way to fill the roles
 * with one of what was listed for each.  A fact in which an entity has two
 * roles is none.  Polarity and modality are the rule's, confidence is set.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_fact_maker_run(const struct gz_fact_sources *in,
                                 struct gz_fact_draft **out,
                                 uint32_t *count) GZ_MUST_CHECK;

#endif
