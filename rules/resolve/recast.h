#ifndef GZ_RECAST_H
#define GZ_RECAST_H

#include "daemon/base/status.h"
#include "rules/match/matcher.h"
#include "rules/resolve/country_index.h"
#include "rules/resolve/draft.h"

/**
 * Metonymy: give the mentions that recast rules captured as `name` (one, the
 * places of an enumeration, or text that is a place's name) to other entities,
 * Washington's to the government of the United States: the one that stands for
 * the same country (or for what the place has as `seat_of`), else
 * `name:ORG/government of <country>`. countries NULL
 * allowed.  Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_recast_apply(struct gz_draft *draft,
                               const struct gz_country_index *countries,
                               const struct gz_matches *matches) GZ_MUST_CHECK;

#endif
