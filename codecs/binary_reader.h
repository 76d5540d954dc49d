#ifndef GZ_BINARY_READER_H
#define GZ_BINARY_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Reads the primitives of Avro's binary encoding out of bytes that nobody
 * vouches for.  Failure sticks: after the first one everything reads as zero
 * or empty, so a decoder reads on and asks for the status at its end.
 *
 * Every call names the field that it reads; the first failure is reported
 * with that name and the place in the bytes.
 */
struct gz_binary_reader {
    const uint8_t *begin;
    const uint8_t *at;
    const uint8_t *end;
    struct gz_arena *arena;  // for texts and bytes
    struct gz_error *err;
    enum gz_status status;
};

void gz_binary_reader_init(struct gz_binary_reader *r, struct gz_str bytes,
                           struct gz_arena *arena, struct gz_error *err);

/** Report a failure at the present place, unless there was one before. */
void gz_binary_reader_fail(struct gz_binary_reader *r, const char *field,
                           const char *what);

int64_t gz_binary_reader_long(struct gz_binary_reader *r, const char *field);

/** A long within min..max. */
int64_t gz_binary_reader_range(struct gz_binary_reader *r, const char *field,
                               int64_t min, int64_t max);
double gz_binary_reader_double(struct gz_binary_reader *r, const char *field);
bool gz_binary_reader_bool(struct gz_binary_reader *r, const char *field);

/** A text, UTF-8, copied to the arena. */
struct gz_str gz_binary_reader_str(struct gz_binary_reader *r,
                                   const char *field);

/** Bytes of length 0 or exactly len, copied to the arena; NULL when empty. */
const uint8_t *gz_binary_reader_bytes(struct gz_binary_reader *r,
                                      const char *field, size_t len);

/**
 * The number of items in the next block of an array or a map; 0 at its end.
 * It is at most the bytes that are left, over min_item_bytes, which must be
 * at least 1.
 */
uint32_t gz_binary_reader_block(struct gz_binary_reader *r, const char *field,
                                size_t min_item_bytes);

/**
 * Make room for more items of size_bytes behind *count of them in arena.
 * Returns the new ones, zeroed, or NULL on failure.
 */
void *gz_binary_reader_grow(struct gz_binary_reader *r, void **items,
                            uint32_t *count, uint32_t more, size_t size_bytes);

/** GZ_OK when all went well and all bytes were read. */
enum gz_status gz_binary_reader_finish(struct gz_binary_reader *r,
                                       const char *what) GZ_MUST_CHECK;

#endif
