#ifndef GZ_PAIR_LIST_H
#define GZ_PAIR_LIST_H

#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/compile/text_pool.h"

/*
 * Lists of pairs, "k=v;k=v", as xids and attributes are; gz_gazetteer_value()
 * reads them.
 */

/**
 * Append to *list the pairs of more whose keys it lacks; what grows is a new
 * text in the pool.  Fails with GZ_NO_MEMORY, or with GZ_LIMIT when it grows
 * past 64 KiB.
 */
enum gz_status gz_pair_list_merge(struct gz_text_pool *pool,
                                  struct gz_str *list,
                                  struct gz_str more) GZ_MUST_CHECK;

#endif
