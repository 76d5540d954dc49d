#ifndef GZ_ALERT_ENCODE_H
#define GZ_ALERT_ENCODE_H

#include "codecs/alert_event.h"
#include "daemon/base/buffer.h"

/*
 * AlertEvent to Avro's binary encoding, as event_encode.h does it.
 */

/** Append the bare encoding; failure sticks in out. */
void gz_alert_encode(const struct gz_alert_event *alert, struct gz_buffer *out);

/** Append single-object encoding: C3 01, fingerprint, then the encoding. */
void gz_alert_encode_single_object(const struct gz_alert_event *alert,
                                   uint64_t fingerprint, struct gz_buffer *out);

/** Append the alert as one line of JSON with the schema's field names. */
void gz_alert_encode_json(const struct gz_alert_event *alert,
                          struct gz_buffer *out);

#endif
