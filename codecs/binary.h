#ifndef GZ_BINARY_H
#define GZ_BINARY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "daemon/base/str.h"

/*
 * The primitives of Avro's binary encoding (specification 1.11, "Binary
 * Encoding"), written without checks into room that the caller has reserved.
 * Each returns the place behind what it wrote.
 */
enum {
    GZ_BINARY_LONG_MAX = 10,  // bytes of the longest long
    GZ_BINARY_INT_MAX = 5,
    GZ_BINARY_DOUBLE = 8,
};

/** int and long: zigzag, then 7 bits per byte, lowest first. */
static inline uint8_t *gz_binary_put_long(uint8_t *p, int64_t value)
{
    uint64_t rest = (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
    while (rest > 0x7F) {
        *p++ = (uint8_t)(rest | 0x80);
        rest >>= 7;
    }
    *p++ = (uint8_t)rest;
    return p;
}

/** What gz_binary_put_long() wrote at *p, which moves behind it. */
static inline int64_t gz_binary_take_long(const uint8_t **p)
{
    uint64_t bits = 0;
    int shift = 0;
    while ((**p & 0x80) != 0) {
        bits |= (uint64_t)(*(*p)++ & 0x7F) << shift;
        shift += 7;
    }
    bits |= (uint64_t) * (*p)++ << shift;
    return (int64_t)(bits >> 1) ^ -(int64_t)(bits & 1);
}

static inline uint8_t *gz_binary_put_bool(uint8_t *p, bool value)
{
    *p = value ? 1 : 0;
    return p + 1;
}

/** The low byte of bits first, on every machine. */
static inline uint8_t *gz_binary_put_fixed64(uint8_t *p, uint64_t bits)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    bits = __builtin_bswap64(bits);
#endif
    memcpy(p, &bits, sizeof(bits));
    return p + sizeof(bits);
}

static inline uint8_t *gz_binary_put_double(uint8_t *p, double value)
{
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof(bits));
    return gz_binary_put_fixed64(p, bits);
}

/** bytes and string; bytes may be NULL when len is 0. */
static inline uint8_t *gz_binary_put_bytes(uint8_t *p, const void *bytes,
                                           size_t len)
{
    p = gz_binary_put_long(p, (int64_t)len);
    if (len > 0) {
        memcpy(p, bytes, len);
    }
    return p + len;
}

static inline uint8_t *gz_binary_put_str(uint8_t *p, struct gz_str s)
{
    return gz_binary_put_bytes(p, s.ptr, s.len_bytes);
}

#endif
