#ifndef GZ_IMAGE_LINKS_H
#define GZ_IMAGE_LINKS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/compile/catalog.h"
#include "rules/gazetteer/image/image.h"

/*
 * What an image says to the others that are loaded, or compiled, with it: by
 * which keys besides their ids its entities are known, and what it removes
 * from the images before it.  The section of links:
 *
 *     u32   number of keys
 *     u32   number of removals
 *
 * then for each key, in ascending order of entities
 *
 *     u32   the entity, see name_record.h
 *     u16   bytes of the key, then these, plain
 *
 * and for each removal, in the order in which lists have them
 *
 *     u16   bytes of the name; 0 when the whole entity goes
 *     u16   number of keys, at least 1: of the entity, if it has any of them
 *     ...   the name, as it stands in records, plain
 *     ...   for each key u16 bytes, then these
 *
 * Nothing is aligned and every number is little-endian.
 */
struct gz_image_key {
    uint32_t entity;
    struct gz_str text;
};

struct gz_image_removal {
    struct gz_str name;  // empty: the whole entity
    uint32_t key_count;
    const uint8_t *keys;  // see gz_image_removal_key()
};

// A walk through the section: keys first, then removals.
struct gz_image_links {
    const uint8_t *at;
    const uint8_t *end;
    uint32_t keys_left;
    uint32_t removals_left;
};

/** Whether the section of an image that is being checked is sound. */
bool gz_image_links_check(const struct gz_image *image);

/** Begin at the first key.  What is given out is borrowed from the image. */
struct gz_image_links gz_image_links_open(const struct gz_image *image);

/** The next key; false when there is none left. */
bool gz_image_links_next_key(struct gz_image_links *links,
                             struct gz_image_key *out);

/** The next removal, once there is no key left; false at the end. */
bool gz_image_links_next_removal(struct gz_image_links *links,
                                 struct gz_image_removal *out);

/** The next of a removal's key_count keys; *at is keys for the first. */
struct gz_str gz_image_removal_key(const uint8_t **at);

/**
 * Append the section of a catalog; homes is where its entities are.  Failure
 * sticks in out.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_image_links_write(const struct gz_catalog *c,
                                    const uint32_t *homes,
                                    struct gz_buffer *out) GZ_MUST_CHECK;

#endif
