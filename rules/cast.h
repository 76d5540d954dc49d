#ifndef GZ_CAST_H
#define GZ_CAST_H

#include "daemon/base/buffer.h"
#include "rules/language/rule_set.h"

/*
 * The cast: names that only examples use, so that no rule needs a real company
 * to be shown at work.  As a name list it is a layer like others, above all of
 * them.
 */
#define GZ_CAST_NAMESPACE "cast"

/**
 * Append the cast as a TSV list (name_list.h): "Jane Roe" is the entity
 * cast:jane-roe, preferred to whoever else is called so.  A type that a pack
 * defines stands as the nearest one that lists may have.  Failure sticks in
 * out.
 */
void gz_cast_list(const struct gz_rule_set *set, struct gz_buffer *out);

#endif
