#ifndef GZ_EVENT_ENCODE_H
#define GZ_EVENT_ENCODE_H

#include "codecs/event.h"
#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * EntityEvent to Avro's binary encoding (Avro 1.11 specification), straight
 * line, no schema at run time.  That the code and the schema agree is checked
 * by gz_event_schema_probe() at every start.
 */

/** Append the bare encoding; failure sticks in out. */
void gz_event_encode(const struct gz_event *event, struct gz_buffer *out);

/** Append single-object encoding: C3 01, fingerprint, then the encoding. */
void gz_event_encode_single_object(const struct gz_event *event,
                                   uint64_t fingerprint, struct gz_buffer *out);

/** Append the event as one line of JSON with the schema's field names. */
void gz_event_encode_json(const struct gz_event *event, struct gz_buffer *out);

#endif
