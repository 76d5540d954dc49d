#ifndef GZ_FEED_POSITION_H
#define GZ_FEED_POSITION_H

#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * How far somebody has read a topic, as the id of an event: the next offset of
 * every partition, so that whoever gives it back goes on there and nothing is
 * missed or told twice.
 *
 *     1-2s.0.1z4-9f3a11c2
 *
 * is version 1, offsets to base 36, and a hash over topic and offsets, by
 * which an id that was changed or is another topic's is told.
 */
#define GZ_FEED_POSITION_PARTITIONS 1024

struct gz_feed_position {
    int64_t *next;   // owned; NULL while count is 0
    uint32_t count;  // of partitions when the id was made
};

/** Append the id; failure sticks in out. */
void gz_feed_position_append(struct gz_buffer *out, struct gz_str topic,
                             const int64_t *next, uint32_t count);

/**
 * Read an id back, for bytes that anybody may have sent.  Fails with
 * GZ_INVALID, said in err, or GZ_NO_MEMORY.  Release with
 * gz_feed_position_fini().
 */
enum gz_status gz_feed_position_parse(struct gz_str text, struct gz_str topic,
                                      struct gz_feed_position *out,
                                      struct gz_error *err) GZ_MUST_CHECK;

/** Release the offsets; an empty position is allowed. */
void gz_feed_position_fini(struct gz_feed_position *position);

#endif
