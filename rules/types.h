#ifndef GZ_TYPES_H
#define GZ_TYPES_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/str.h"

/*
 * The tree of entity types.  A type is written with its parents, "Org/Company"
 * under "Org"; a rule or a list that names a type means all types below it.
 */

/** Whether the tree has this type, exactly as written. */
bool gz_type_known(struct gz_str type);

/** Whether type is ancestor or stands below it; both need not be known. */
bool gz_type_is_a(struct gz_str type, struct gz_str ancestor);

/** The known type that is meant by a misspelt one, or NULL; static. */
const char *gz_type_suggest(struct gz_str type);

/** The types, parents before children: i from 0; NULL behind the last. */
const char *gz_type_at(size_t i);

#endif
