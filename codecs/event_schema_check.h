#ifndef GZ_EVENT_SCHEMA_CHECK_H
#define GZ_EVENT_SCHEMA_CHECK_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

// A schema and the proof that our encoder writes what it says; borrowed.
struct gz_event_schema_probe {
    const char *thing;         // "event", for messages
    struct gz_str avsc;        // the schema's text
    struct gz_str encoded;     // something that we encoded, and
    const char *const *lines;  // "path = value" that Avro C must read in it
    size_t line_count;
};

/**
 * Let Avro C read the probe and compare; then *fingerprint is the CRC-64-AVRO
 * of the schema's parsing canonical form.  GZ_MISMATCH names the first field
 * that differs.  Main thread.
 */
enum gz_status gz_event_schema_check(const struct gz_event_schema_probe *probe,
                                     uint64_t *fingerprint,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
