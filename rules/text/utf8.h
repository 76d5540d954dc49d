#ifndef GZ_UTF8_H
#define GZ_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/** Whether s is well-formed UTF-8 (Unicode 15, table 3-7). */
bool gz_utf8_valid(struct gz_str s);

/**
 * Decode the code point at *pos of valid UTF-8 and advance *pos behind it.
 * *pos < s.len_bytes is required.
 */
uint32_t gz_utf8_next(struct gz_str s, size_t *pos);

/** Encode a code point into out; returns its 1 to 4 bytes. */
size_t gz_utf8_put(uint32_t cp, char out[4]);

#endif
