#ifndef GZ_EVENT_TAKE_H
#define GZ_EVENT_TAKE_H

#include "codecs/article.h"
#include "codecs/binary_reader.h"
#include "codecs/event.h"
#include "codecs/event_symbol.h"

/*
 * What the decoders of events and alerts are made of: values of Avro that are
 * more than primitive.  Lists and their texts are in the reader's arena.
 */
static inline uint32_t gz_event_take_uint(struct gz_binary_reader *r,
                                          const char *field)
{
    return (uint32_t)gz_binary_reader_range(r, field, 0, INT32_MAX);
}

static inline uint8_t gz_event_take_symbol(struct gz_binary_reader *r,
                                           const char *field,
                                           enum gz_event_enum which)
{
    const uint32_t last = gz_event_symbol_count(which) - 1;
    return (uint8_t)gz_binary_reader_range(r, field, 0, last);
}

static inline const struct gz_str *
gz_event_take_strs(struct gz_binary_reader *r, const char *field,
                   uint32_t *count)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, field, 1)) > 0) {
        struct gz_str *s =
            gz_binary_reader_grow(r, &items, count, more, sizeof(*s));
        for (uint32_t i = 0; s != NULL && i < more; i++) {
            s[i] = gz_binary_reader_str(r, field);
        }
    }
    return items;
}

static inline const struct gz_event_pair *
gz_event_take_pairs(struct gz_binary_reader *r, const char *field,
                    uint32_t *count)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, field, 2)) > 0) {
        struct gz_event_pair *p =
            gz_binary_reader_grow(r, &items, count, more, sizeof(*p));
        for (uint32_t i = 0; p != NULL && i < more; i++) {
            p[i].key = gz_binary_reader_str(r, field);
            p[i].value = gz_binary_reader_str(r, field);
        }
    }
    return items;
}

/** A time that may be null. */
static inline int64_t gz_event_take_time(struct gz_binary_reader *r,
                                         const char *field)
{
    if (gz_binary_reader_range(r, field, 0, 1) == 0) {
        return GZ_TIME_UNKNOWN;
    }
    return gz_binary_reader_long(r, field);
}

/**
 * Go behind the frame of a single object (C3 01, fingerprint), which holds a
 * thing of that name.  GZ_MISMATCH: it was written with another schema.
 */
enum gz_status gz_event_take_frame(struct gz_str *framed, uint64_t fingerprint,
                                   const char *thing,
                                   struct gz_error *err) GZ_MUST_CHECK;

#endif
