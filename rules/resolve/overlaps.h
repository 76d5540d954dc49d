#ifndef GZ_OVERLAPS_H
#define GZ_OVERLAPS_H

#include "daemon/base/status.h"
#include "rules/resolve/draft.h"

/**
 * Add the mentions that rules of a stratum made and settle who stands where
 * they overlap each other or those that are there: the longest, then those of
 * lists, then of earlier strata, then of the higher priority, then of the
 * higher confidence, then the first.  fresh is sorted in place.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_overlaps_settle(struct gz_draft *draft,
                                  struct gz_draft_mention *fresh,
                                  uint32_t count) GZ_MUST_CHECK;

#endif
