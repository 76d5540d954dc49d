#ifndef GZ_MARKUP_H
#define GZ_MARKUP_H

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/**
 * Append text as HTML or XML, in elements and in quoted attributes alike: the
 * characters of markup are escaped, control characters but tab and line end
 * become blanks.
 */
void gz_markup_append(struct gz_buffer *out, struct gz_str text);

#endif
