#ifndef GZ_NAME_HINT_H
#define GZ_NAME_HINT_H

#include <stddef.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

#define GZ_NAME_HINT_NAMES 100  // that are listed at most

/**
 * Append what an error says behind a name that is unknown: ` (did you mean
 * "desk"?)` when one of the count names is close to it, else all of them, `,
 * known are desk, mail`, or `, there are none`.  Failure sticks in out.
 */
void gz_name_hint(struct gz_buffer *out, struct gz_str name,
                  const char *const *names, size_t count);

#endif
