#ifndef GZ_PACK_FOLDER_H
#define GZ_PACK_FOLDER_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"

/**
 * The packs in a folder of packs: the folders in it, in order of their names,
 * as paths in arena.  *count is 0 for what is no such folder: no folder at
 * all, one without folders in it, or one that has files of a pack itself.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_pack_folder_list(const char *path, struct gz_arena *arena,
                                   const char ***out,
                                   size_t *count) GZ_MUST_CHECK;

#endif
