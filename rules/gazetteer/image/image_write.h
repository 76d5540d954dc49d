#ifndef GZ_IMAGE_WRITE_H
#define GZ_IMAGE_WRITE_H

#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/compile/catalog.h"

struct gz_image_counts {
    uint32_t entities;
    uint32_t names;
};

/**
 * Write the image of a catalog, whose prefix table is sorted in passing, into
 * out, which must be empty.  Fails with GZ_NO_MEMORY, or with GZ_LIMIT when
 * the lists exceed what 32-bit offsets can tell apart.
 */
enum gz_status gz_image_write(struct gz_catalog *c, struct gz_buffer *out,
                              struct gz_image_counts *counts) GZ_MUST_CHECK;

#endif
