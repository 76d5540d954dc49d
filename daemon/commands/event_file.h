#ifndef GZ_EVENT_FILE_H
#define GZ_EVENT_FILE_H

#include <stddef.h>

#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"

/**
 * Read entity events as `gazetted extract` and `gazetted tail --format json`
 * print them, one JSON object a line; "-" reads standard input.  *out is in
 * arena, in the order of their ingested_at; where that is not known it is set:
 * to published_at, else to the time of the line before.  All mistakes are in
 * err, each with the number of its line.  Fails with GZ_NOT_FOUND, GZ_IO,
 * GZ_LIMIT, GZ_INVALID or GZ_NO_MEMORY.
 */
enum gz_status gz_event_file_load(const char *path, struct gz_arena *arena,
                                  const struct gz_event ***out, size_t *count,
                                  struct gz_error *err) GZ_MUST_CHECK;

#endif
