#ifndef GZ_EVENT_PUT_H
#define GZ_EVENT_PUT_H

#include "codecs/article.h"
#include "codecs/binary.h"
#include "codecs/event.h"
#include "codecs/event_symbol.h"
#include "codecs/symbol_set.h"
#include "daemon/base/buffer.h"

/*
 * What the encoders of events and alerts are made of: values of Avro that are
 * more than primitive, each with an upper bound of its bytes.  Each put
 * function returns the place behind what it wrote.
 */
static inline size_t gz_event_bound_str(struct gz_str s)
{
    return s.len_bytes + GZ_BINARY_LONG_MAX;
}

static inline size_t gz_event_bound_strs(const struct gz_str *s, uint32_t count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += gz_event_bound_str(s[i]);
    }
    return sum;
}

static inline size_t gz_event_bound_pairs(const struct gz_event_pair *pairs,
                                          uint32_t count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += gz_event_bound_str(pairs[i].key) +
               gz_event_bound_str(pairs[i].value);
    }
    return sum;
}

/** The schema has signed 32 bits; a text of 2 GiB never gets here. */
static inline uint8_t *gz_event_put_uint(uint8_t *p, uint32_t value)
{
    return gz_binary_put_long(p, value > INT32_MAX ? INT32_MAX : value);
}

static inline uint8_t *gz_event_put_symbol(uint8_t *p, enum gz_event_enum which,
                                           uint32_t number)
{
    const uint32_t count = gz_event_symbol_count(which);
    return gz_binary_put_long(p, gz_symbol_set_clamp(count, number));
}

/** An array or a map is blocks: one that holds all, then the empty one. */
static inline uint8_t *gz_event_put_count(uint8_t *p, uint32_t count)
{
    return count > 0 ? gz_binary_put_long(p, count) : p;
}

static inline uint8_t *gz_event_put_end(uint8_t *p)
{
    return gz_binary_put_long(p, 0);
}

static inline uint8_t *gz_event_put_strs(uint8_t *p, const struct gz_str *s,
                                         uint32_t count)
{
    p = gz_event_put_count(p, count);
    for (uint32_t i = 0; i < count; i++) {
        p = gz_binary_put_str(p, s[i]);
    }
    return gz_event_put_end(p);
}

static inline uint8_t *gz_event_put_pairs(uint8_t *p,
                                          const struct gz_event_pair *pairs,
                                          uint32_t count)
{
    p = gz_event_put_count(p, count);
    for (uint32_t i = 0; i < count; i++) {
        p = gz_binary_put_str(p, pairs[i].key);
        p = gz_binary_put_str(p, pairs[i].value);
    }
    return gz_event_put_end(p);
}

/** A time that may be null. */
static inline uint8_t *gz_event_put_time(uint8_t *p, int64_t ms)
{
    if (ms == GZ_TIME_UNKNOWN) {
        return gz_binary_put_long(p, 0);  // the union's null
    }
    return gz_binary_put_long(gz_binary_put_long(p, 1), ms);
}

/** Append what stands before a value in single-object encoding: C3 01 and the
 * fingerprint of its schema.  Failure sticks in out. */
static inline void gz_event_put_frame(struct gz_buffer *out,
                                      uint64_t fingerprint)
{
    enum { FRAME_BYTES = 10 };
    uint8_t *p = gz_buffer_reserve(out, FRAME_BYTES);
    if (p == NULL) {
        return;
    }
    *p++ = 0xC3;
    *p++ = 0x01;
    gz_binary_put_fixed64(p, fingerprint);
    out->len += FRAME_BYTES;
}

#endif
