#ifndef GZ_JSON_ESCAPE_H
#define GZ_JSON_ESCAPE_H

#include <stddef.h>

#include "daemon/base/str.h"

/*
 * The escapes in strings of JSON: \" \\ \/ \b \f \n \r \t, \uXXXX and the
 * surrogate pairs of the latter.
 */

/**
 * Check the escape, or the pair of them, that begins at *pos of text, and
 * advance *pos behind it.  Returns NULL, or what is wrong with it (static);
 * what is wrong then ends at *pos, which may lie behind the text.
 */
const char *gz_json_escape_check(struct gz_str text, size_t *pos);

/**
 * Decode an escape that was found good and advance *pos behind it.  Returns
 * how many bytes of UTF-8 are in out.
 */
size_t gz_json_escape_decode(struct gz_str text, size_t *pos, char out[4]);

#endif
