#ifndef GZ_FINGERPRINT_H
#define GZ_FINGERPRINT_H

#include <stdint.h>

#include "daemon/base/str.h"

/**
 * CRC-64-AVRO of a schema's parsing canonical form: Rabin's fingerprint with
 * the constants of the Avro specification 1.11, "Schema Fingerprints".
 */
uint64_t gz_fingerprint(struct gz_str canonical_form);

#endif
