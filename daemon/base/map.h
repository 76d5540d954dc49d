#ifndef GZ_MAP_H
#define GZ_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Byte strings to 64-bit numbers: open addressing with linear probing over
 * XXH3, load at most 0.7.  Keys are borrowed: they must live as long as the
 * map.  For load-time work, such as compiling name lists; entries are never
 * removed.
 */
struct gz_map;

/** An owned map with room for about expected entries, or NULL. */
struct gz_map *gz_map_new(size_t expected);

/** Release a map; NULL allowed.  Keys are not touched. */
void gz_map_free(struct gz_map *m);

/**
 * Find key or add it with value initial.  *slot points at its value, valid
 * until the next put.  *added may be NULL.
 */
enum gz_status gz_map_put(struct gz_map *m, struct gz_str key, uint64_t initial,
                          uint64_t **slot, bool *added) GZ_MUST_CHECK;

/** The value of key, or NULL; valid until the next put. */
const uint64_t *gz_map_get(const struct gz_map *m, struct gz_str key);

size_t gz_map_count(const struct gz_map *m);

#endif
