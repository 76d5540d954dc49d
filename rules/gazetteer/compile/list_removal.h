#ifndef GZ_LIST_REMOVAL_H
#define GZ_LIST_REMOVAL_H

#include "daemon/base/status.h"
#include "rules/gazetteer/compile/list_chunk.h"
#include "rules/gazetteer/compile/list_intake.h"

/*
 * Rows that take names or entities away: from what the lists and images before
 * them brought, and, since they are kept, from the images before the one that
 * is being made.  What comes behind such a row may bring it all again.
 */

enum gz_list_removal_outcome {
    GZ_LIST_REMOVAL_DONE,
    GZ_LIST_REMOVAL_NO_ENTITY,  // none has any of the keys
    GZ_LIST_REMOVAL_NO_NAME,
};

/**
 * Take the name that is spelt like this one, or everything when it is NULL,
 * from each entity that has one of the keys, and keep the removal with them;
 * their texts and the name's are borrowed.  Fails with GZ_NO_MEMORY.
 */
enum gz_status
gz_list_removal_apply(struct gz_list_intake *in,
                      const struct gz_catalog_key *keys, size_t key_count,
                      const struct gz_catalog_name *name,
                      enum gz_list_removal_outcome *outcome) GZ_MUST_CHECK;

/**
 * Take a removal of a chunk that was read.  What is not there to be removed
 * gives a warning.  Fails with GZ_NO_MEMORY.
 */
enum gz_status
gz_list_removal_take(struct gz_list_intake *in,
                     const struct gz_list_chunk *chunk,
                     const struct gz_list_row *row) GZ_MUST_CHECK;

#endif
