#ifndef GZ_ALERT_DECODE_H
#define GZ_ALERT_DECODE_H

#include "codecs/alert_event.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"

/*
 * AlertEvent back from Avro's binary encoding, for bytes that anyone may have
 * written; bounded as event_decode.h is.
 */

/** Decode a bare encoding; all views are in arena.  Fails with GZ_INVALID,
 * said in err with the field and the byte, or GZ_NO_MEMORY. */
enum gz_status gz_alert_decode(struct gz_str encoded, struct gz_arena *arena,
                               const struct gz_alert_event **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/** Decode single-object encoding.  GZ_MISMATCH: of another schema. */
enum gz_status gz_alert_decode_single_object(
    struct gz_str framed, uint64_t fingerprint, struct gz_arena *arena,
    const struct gz_alert_event **out, struct gz_error *err) GZ_MUST_CHECK;

/**
 * Decode JSON, as gz_alert_encode_json() writes it.  What is missing is as in
 * an empty alert, members that are not known are passed over.  Views are in
 * arena.  GZ_INVALID, marked in err, GZ_LIMIT (as in yaml.h) or GZ_NO_MEMORY.
 */
enum gz_status gz_alert_decode_json(const struct gz_source *src,
                                    struct gz_arena *arena,
                                    const struct gz_alert_event **out,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
