#ifndef GZ_IMAGE_READ_H
#define GZ_IMAGE_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/image/name_record.h"

/*
 * What an image holds, read apart from matching: its types, its entities, and
 * all its records one behind the other.  Nothing here trusts more of the image
 * than gz_image_check() found.
 */
enum {
    GZ_IMAGE_ID_BYTES_MAX = 8 * GZ_NAME_ENCODED_MAX,
    GZ_IMAGE_ID_ROOM = GZ_IMAGE_ID_BYTES_MAX + GZ_SYMBOL_SPARE,
};

/** The name of a type, or the empty view where there is none. */
struct gz_str gz_image_read_type(const struct gz_image *image, uint32_t type);

/** An entity's id, in buffer where it is encoded, else in the image; empty
 * when it is forged. */
struct gz_str gz_image_read_id(const struct gz_image *image,
                               const struct gz_name_entity *e,
                               char buffer[GZ_IMAGE_ID_ROOM]);

/** Read the record that has an entity; false when there is none. */
bool gz_image_read_home(const struct gz_image *image, uint32_t entity,
                        struct gz_name_record *home);

/** Whether a record has an entity. */
static inline bool gz_image_read_is_home(const struct gz_name_record *r)
{
    return r->kind == GZ_NAME_KIND_HOME || r->kind == GZ_NAME_KIND_MARKED;
}

/** Whether a record is a name, which those of some entities are not. */
static inline bool gz_image_read_is_name(const struct gz_name_record *r)
{
    return (r->bits & GZ_NAME_BITS_CASE) != GZ_NAME_CASE_NONE;
}

// A walk over all records in the order of their offsets.
struct gz_image_read {
    const struct gz_image *image;
    uint64_t next;  // offset
};

/** The next record; false at the end, or where the section is damaged. */
bool gz_image_read_next(struct gz_image_read *walk, struct gz_name_record *r);

/** Whether a walk that is over reached the end of the section. */
bool gz_image_read_all(const struct gz_image_read *walk);

#endif
