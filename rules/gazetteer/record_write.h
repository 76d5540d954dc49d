#ifndef GZ_RECORD_WRITE_H
#define GZ_RECORD_WRITE_H

#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/catalog.h"

/**
 * Append the name records of a catalog.  numbers gives for each entity of the
 * catalog its number in the image.  records, with room for every name of the
 * catalog, receives the offset of the name's first record / 4, counted from
 * where out ended before.  *count is the number of records.
 * Fails with GZ_NO_MEMORY or GZ_LIMIT.
 */
enum gz_status gz_record_write(const struct gz_catalog *c,
                               const uint32_t *numbers, uint32_t *records,
                               uint32_t *count,
                               struct gz_buffer *out) GZ_MUST_CHECK;

#endif
