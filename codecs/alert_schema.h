#ifndef GZ_ALERT_SCHEMA_H
#define GZ_ALERT_SCHEMA_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/** The schema's text byte for byte as it is to be registered. */
struct gz_str gz_alert_schema_text(void);

/**
 * Check that the encoder writes what the schema says, as
 * gz_event_schema_new() does, and give the CRC-64-AVRO of the schema's parsing
 * canonical form.  Main thread.  GZ_MISMATCH names the first difference.
 */
enum gz_status gz_alert_schema_check(uint64_t *fingerprint,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
