#ifndef GZ_EVENT_ENCODE_H
#define GZ_EVENT_ENCODE_H

#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * EntityEvent to Avro's binary encoding (Avro 1.11 specification), straight
 * line, no schema at run time.  That the code and the schema agree is checked
 * by gz_event_schema_probe() at every start.
 */

/** Encode what all events of an article begin with, once for all: sets
 * article->encoded, in arena.  Fails with GZ_LIMIT when that is full. */
enum gz_status gz_event_encode_article(struct gz_event_article *article,
                                       struct gz_arena *arena) GZ_MUST_CHECK;

// Ids, and their encodings one behind the other.
struct gz_event_ids {
    const struct gz_str *items;  // borrowed
    uint32_t count;
    const char *bytes;
    const uint32_t *begins;  // of each in bytes, and the end of the last
};

/** Encode ids of which events list several, once for all; in arena.  Fails
 * with GZ_LIMIT when that is full. */
enum gz_status gz_event_encode_ids(const struct gz_str *ids, uint32_t count,
                                   struct gz_arena *arena,
                                   struct gz_event_ids *out) GZ_MUST_CHECK;

/** Append the bare encoding; failure sticks in out. */
void gz_event_encode(const struct gz_event *event, struct gz_buffer *out);

/** Append single-object encoding: C3 01, fingerprint, then the encoding. */
void gz_event_encode_single_object(const struct gz_event *event,
                                   uint64_t fingerprint, struct gz_buffer *out);

/** Append the event as one line of JSON with the schema's field names. */
void gz_event_encode_json(const struct gz_event *event, struct gz_buffer *out);

#endif
