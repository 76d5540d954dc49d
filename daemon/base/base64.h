#ifndef GZ_BASE64_H
#define GZ_BASE64_H

#include <stdbool.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/*
 * Base64 (RFC 4648, section 4): the usual alphabet, with padding.
 */

/** Append the encoding of bytes; failure sticks in out. */
void gz_base64_encode(struct gz_str bytes, struct gz_buffer *out);

/**
 * Append what text encodes.  False, with what was appended left there, when
 * text is no base64: another character, white space too, padding that is
 * missing or too much, or bits behind the last byte.
 */
bool gz_base64_decode(struct gz_str text, struct gz_buffer *out) GZ_MUST_CHECK;

#endif
