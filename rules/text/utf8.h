#ifndef GZ_UTF8_H
#define GZ_UTF8_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/** How many bytes from the begin of s are well-formed UTF-8 (Unicode 15, table
 * 3-7). */
size_t gz_utf8_valid_bytes(struct gz_str s);

/** Whether all are. */
static inline bool gz_utf8_valid(struct gz_str s)
{
    return gz_utf8_valid_bytes(s) == s.len_bytes;
}

/**
 * Decode the code point at *pos of valid UTF-8 and advance *pos behind it.
 * *pos < s.len_bytes is required.
 */
static inline uint32_t gz_utf8_next(struct gz_str s, size_t *pos)
{
    assert(*pos < s.len_bytes);
    const uint8_t *p = (const uint8_t *)s.ptr + *pos;
    const uint32_t lead = p[0];
    if (lead < 0x80) {
        *pos += 1;
        return lead;
    }
    if (lead < 0xE0) {
        *pos += 2;
        return (lead & 0x1F) << 6 | (p[1] & 0x3FU);
    }
    if (lead < 0xF0) {
        *pos += 3;
        return (lead & 0x0F) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
    }
    *pos += 4;
    return (lead & 0x07) << 18 | (p[1] & 0x3FU) << 12 | (p[2] & 0x3FU) << 6 |
           (p[3] & 0x3FU);
}

/** Encode a code point into out; returns its 1 to 4 bytes. */
size_t gz_utf8_put(uint32_t cp, char out[4]);

#endif
