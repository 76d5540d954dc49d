#ifndef GZ_NAME_RECORD_H
#define GZ_NAME_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/image/image.h"

/*
 * A name as the image keeps it.  Names with equal keys stand one behind the
 * other, and the last of them says so.
 *
 *     u8    bytes of the text as it stands here
 *     u8    enum gz_name_record_bits
 *     ...   the text as the list writes it, composed (Normalization Form C),
 *           encoded with the image's name symbols if that makes it shorter
 *
 * and then, by kind,
 *
 *     HOME      an entity, whose name the text is and which is the only thing
 *               that the text means
 *     MARKED    i16 priority, u8 how, u8 flags of that meaning, then the entity
 *     ALIAS     u32 the entity, where it is an alias without priority or flags
 *     READINGS  u16 count, then for each GZ_NAME_READING_BYTES, which are the
 *               begin of struct gz_reading
 *
 * An entity is told by the offset of the record that has its name.  What
 * belongs to it:
 *
 *     u8    its type; GZ_NAME_DETAILS when u16 bytes of xids and u16 bytes of
 *           attributes, and then these, stand behind the id
 *     u8    bytes of the encoded id; 0: a u16 with the bytes of the plain id
 *     ...   the id, encoded with the image's id symbols, or plain
 *
 * An entity whose name is that of others too, or no name of it any more, has
 * a record of kind HOME that is no name: its case is GZ_NAME_CASE_NONE and
 * the index does not lead to it.
 *
 * Behind the last record stand GZ_NAME_SPARE_BYTES zeros, so that a short one
 * can be read like others.  Nothing is aligned and every number is
 * little-endian.
 */
enum gz_name_kind {
    GZ_NAME_KIND_HOME,
    GZ_NAME_KIND_MARKED,
    GZ_NAME_KIND_ALIAS,
    GZ_NAME_KIND_READINGS,
};

enum gz_name_record_bits {
    GZ_NAME_BITS_CASE = 3,      // enum gz_name_case, or GZ_NAME_CASE_NONE
    GZ_NAME_BITS_DOT = 1 << 2,  // the full stop at its end may be missing
    GZ_NAME_BITS_LAST = 1 << 3,
    GZ_NAME_BITS_MARKS = 1 << 4,  // it begins or ends with other marks
    GZ_NAME_BITS_KIND = 5,        // shift of enum gz_name_kind
    GZ_NAME_BITS_RAW = 1 << 7,    // the text is not encoded
};

enum { GZ_NAME_CASE_NONE = 3 };

enum {
    GZ_NAME_DETAILS = 0x80,
    GZ_NAME_TYPES_MAX = 0x80,
    GZ_NAME_READINGS_MAX = 0xffff,
    GZ_NAME_READING_BYTES = 8,
    GZ_NAME_HEAD_BYTES = 2,
    GZ_NAME_SPARE_BYTES = 8,
    GZ_NAME_ENCODED_MAX = 255,  // bytes of a text or an id as it is stored
    // A buffer for a decoded text: zeros behind it make bad UTF-8 harmless.
    GZ_NAME_TEXT_ROOM = GZ_NAME_BYTES_MAX + GZ_SYMBOL_SPARE,
};

struct gz_name_record {
    const uint8_t *text;  // encoded
    uint32_t text_bytes;
    uint8_t bits;
    enum gz_name_kind kind;
    uint32_t offset;         // of the record: its entity, if it is a home
    const uint8_t *meaning;  // what stands behind the text
    uint32_t reading_count;
    uint64_t next;  // where the record behind it begins
};

/**
 * Read the record at an offset of the names section.  False when it does not
 * lie inside the section, which only a forged image brings about.
 */
bool gz_name_record_read(const struct gz_image *image, uint64_t offset,
                         struct gz_name_record *out);

/** Decode a record's text into a buffer; false when it is forged. */
bool gz_name_record_text(const struct gz_image *image,
                         const struct gz_name_record *r,
                         char buffer[GZ_NAME_TEXT_ROOM], struct gz_str *out);

// An entity as the image has it; views into the image.
struct gz_name_entity {
    uint8_t type;
    bool id_raw;
    struct gz_str id;  // encoded unless id_raw
    struct gz_str xids;
    struct gz_str attributes;
};

/** The entity of a record of kind HOME or MARKED. */
struct gz_name_entity gz_name_record_entity(const struct gz_name_record *r);

/** The reading number i < reading_count; false when it is forged. */
bool gz_name_record_reading(const struct gz_name_record *r, uint32_t i,
                            struct gz_reading *out);

#endif
