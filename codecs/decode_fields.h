#ifndef GZ_DECODE_FIELDS_H
#define GZ_DECODE_FIELDS_H

#include "codecs/decode.h"

/*
 * The fields of an article that a map can name.
 */

// How a value becomes the field.
enum gz_decode_kind {
    GZ_DECODE_TEXT,   // a string
    GZ_DECODE_LABEL,  // a string or a number
    GZ_DECODE_TIME,   // a string or a number that tells a time
};

struct gz_decode_field {
    const char *name;  // as in the configuration
    enum gz_decode_kind kind;
    size_t offset;  // of its gz_str in struct gz_article; not for a time
    const char *const *usual;  // pointers, NULL-terminated
};

/** The description of a field; static. */
const struct gz_decode_field *gz_decode_fields_get(enum gz_article_field field);

#endif
