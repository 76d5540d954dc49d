#ifndef GZ_NEAR_REPAIR_H
#define GZ_NEAR_REPAIR_H

#include "daemon/explain/near_miss.h"

/*
 * Of the patterns of a rule that matches nowhere, the one that came furthest
 * need not be the one that was meant: "<Org> .. of" comes far in many texts.
 * So each is tried once more with any word in the place of what it lacks, and
 * the longest that matches then is told first.
 */

/** Put that attempt in the place of *near, with *near first among its others;
 * *near stays where none is found.  In arena; fails with GZ_LIMIT or
 * GZ_NO_MEMORY. */
enum gz_status gz_near_repair(const struct gz_near_question *q,
                              struct gz_near_miss *near) GZ_MUST_CHECK;

#endif
