#ifndef GZ_DATA_DIR_H
#define GZ_DATA_DIR_H

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"

/*
 * Where the program's own data is, such as the packs that it ships with.  A
 * build folder and an unpacked archive must work without being installed, so
 * the places beside the program come first.
 */

/**
 * The data folder, NUL-terminated in arena: $GAZETTED_DATA_DIR if set, else
 * the first that exists of share/gazetted beside the program, the same in the
 * folder above, and the one chosen when the program was built.
 * Returns NULL when none exists or memory is short.
 */
const char *gz_data_dir_find(struct gz_arena *arena);

/**
 * The path of every pack of `rules.packs`; *out is in arena, NULL-terminated,
 * and borrows from packs.  An entry with a slash is a path.  One without is a
 * name in the data folder: NAME.gzt, packs/NAME.gzt or packs/NAME.
 * Fails with GZ_INVALID or GZ_IO (each entry not found is in err) or
 * GZ_NO_MEMORY.
 */
enum gz_status gz_data_dir_packs(const struct gz_config_list *packs,
                                 struct gz_arena *arena,
                                 const char *const **out,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** The same of one entry that a command line gives. */
enum gz_status gz_data_dir_pack(const char *entry, struct gz_arena *arena,
                                const char **out,
                                struct gz_error *err) GZ_MUST_CHECK;

#endif
