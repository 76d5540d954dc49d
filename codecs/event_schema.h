#ifndef GZ_EVENT_SCHEMA_H
#define GZ_EVENT_SCHEMA_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The schema of the events, held by Avro C, and the proof that the encoder
 * writes what the schema says.
 */
struct gz_event_schema;

/**
 * Parse the built-in schema, encode a probe event with every field set, read
 * it back with Avro C and compare.  GZ_MISMATCH names the first field that
 * differs: the program must not publish.  Release with
 * gz_event_schema_free().  Avro C's errors are not thread-safe: main thread.
 */
enum gz_status gz_event_schema_new(struct gz_event_schema **out,
                                   struct gz_error *err) GZ_MUST_CHECK;
void gz_event_schema_free(struct gz_event_schema *schema);

/** The schema's text byte for byte as it is to be registered. */
struct gz_str gz_event_schema_text(void);

/** CRC-64-AVRO of the schema's parsing canonical form. */
uint64_t gz_event_schema_fingerprint(const struct gz_event_schema *schema);

#endif
