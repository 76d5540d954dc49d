#ifndef GZ_COMPILE_H
#define GZ_COMPILE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Name lists to an image.  A list is a file of rows (see name_list.h); a pack
 * is a folder with a pack.yaml and such files.  The same lists give the same
 * bytes.
 */
struct gz_compiler;

struct gz_compile_report {
    uint64_t rows;
    uint64_t entities;
    uint64_t names;
    uint64_t bad_rows;
};

/** An owned compiler, or NULL.  Release with gz_compiler_free(). */
struct gz_compiler *gz_compiler_new(void);
void gz_compiler_free(struct gz_compiler *c);

/**
 * Add one list, or a pack folder with all its lists in name order.
 * Every bad row is reported in err with file, line and column and skipped;
 * the status is then GZ_INVALID, and the rest has been added.
 */
enum gz_status gz_compiler_add(struct gz_compiler *c, const char *path,
                               struct gz_error *err) GZ_MUST_CHECK;

/**
 * Add one TSV list that is in memory, as gz_compiler_add() does for a file.
 * namespace begins the ids of its entities.
 */
enum gz_status gz_compiler_add_source(struct gz_compiler *c,
                                      const struct gz_source *src,
                                      struct gz_str namespace,
                                      struct gz_error *err) GZ_MUST_CHECK;

/** Write the image of everything added into out. */
enum gz_status gz_compiler_finish(struct gz_compiler *c, struct gz_buffer *out,
                                  struct gz_compile_report *report,
                                  struct gz_error *err) GZ_MUST_CHECK;

#endif
