#ifndef GZ_EVENT_DECODE_H
#define GZ_EVENT_DECODE_H

#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * EntityEvent back from Avro's binary encoding, for bytes that anyone may
 * have written.  Every length is held against the bytes that are left, every
 * symbol, flag and branch against its range, every text must be UTF-8, and no
 * byte may be left over; memory is bounded by the arena.  Nothing is nested
 * deeper than the schema says.
 */

/**
 * Decode a bare encoding.  The event and all of its views are in arena, none
 * in encoded.  Absent digests and signatures give NULL.  Fails with
 * GZ_INVALID, said in err with the field and the byte, or GZ_NO_MEMORY.
 */
enum gz_status gz_event_decode(struct gz_str encoded, struct gz_arena *arena,
                               const struct gz_event **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/**
 * Decode single-object encoding.  GZ_MISMATCH, said in err, when the bytes
 * are framed but written with a schema of another fingerprint.
 */
enum gz_status gz_event_decode_single_object(
    struct gz_str framed, uint64_t fingerprint, struct gz_arena *arena,
    const struct gz_event **out, struct gz_error *err) GZ_MUST_CHECK;

/**
 * Decode JSON, as gz_event_encode_json() writes it.  What is missing is as in
 * an empty event, members that are not known are passed over.  Views are in
 * arena.  GZ_INVALID, marked in err, GZ_LIMIT (as in yaml.h) or GZ_NO_MEMORY.
 */
enum gz_status gz_event_decode_json(const struct gz_source *src,
                                    struct gz_arena *arena,
                                    const struct gz_event **out,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
