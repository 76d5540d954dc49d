#ifndef GZ_OUTPUT_PATH_H
#define GZ_OUTPUT_PATH_H

#include <stdbool.h>

#include "daemon/base/error.h"
#include "daemon/base/str.h"

/*
 * Where commands write what they made: never over what they read, and never in
 * the place of a device.
 */

/**
 * Whether a file that is written to output, named by an option, would destroy
 * an input: both lead to one regular file.  Then it is said on standard error.
 * NULL is allowed for an output that is standard output or not asked for.
 */
bool gz_output_path_clashes(const char *option, const char *output,
                            const char *input);

/**
 * Write bytes to path in one step: beside the file, then in its place, so that
 * who has it open or mapped keeps the old one whole.  Of a symbolic link, the
 * file that it leads to is replaced; what is no regular file, as a device or a
 * pipe, is written to as it stands.
 */
enum gz_status gz_output_path_replace(const char *path, struct gz_str bytes,
                                      struct gz_error *err) GZ_MUST_CHECK;

#endif
