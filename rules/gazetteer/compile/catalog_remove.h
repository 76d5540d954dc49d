#ifndef GZ_CATALOG_REMOVE_H
#define GZ_CATALOG_REMOVE_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/gazetteer/compile/catalog.h"

/*
 * Taking away what a catalog has.  Names keep their numbers until all is
 * read, since chunks of lists refer to them.
 */

/**
 * Take the name that is spelt like this one from an entity and from all that
 * follow it, or the entity itself, with all that follow it and all names, when
 * like is NULL.  *removed becomes true when there was something to take.
 * Fails with GZ_NO_MEMORY; then nothing is taken.
 */
enum gz_status gz_catalog_remove(struct gz_catalog *c, uint32_t lead,
                                 const struct gz_catalog_name *like,
                                 bool *removed) GZ_MUST_CHECK;

/**
 * Add to the newest of the removals every key that leads to an entity: an
 * image before this one may have the entity by any of them.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_catalog_remove_keys(struct gz_catalog *c, uint32_t lead,
                                      struct gz_removals *out) GZ_MUST_CHECK;

/**
 * Drop removed names.  *numbers, owned by the caller, has for each old number
 * the new one, or GZ_CATALOG_NONE; it is NULL when none was removed.
 */
enum gz_status gz_catalog_remove_finish(struct gz_catalog *c,
                                        uint32_t **numbers) GZ_MUST_CHECK;

#endif
