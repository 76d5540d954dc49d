#ifndef GZ_TIMESTAMP_H
#define GZ_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * Points in time as publishers write them, to milliseconds since 1970 UTC.
 * No locale and no time zone of the machine takes part.
 *
 *     2026-11-23T11:00:00Z           RFC 3339; also +01:00, +0100, +01
 *     2026-11-23T11:00:00.25         without a zone: UTC
 *     2026-11-23 11:00               a space for the T, no seconds
 *     2026-11-23, 20261123           a day: its first moment
 *     20261123T110000Z               ISO 8601 basic, as news formats use
 *     Mon, 23 Nov 2026 11:00:00 GMT  RFC 2822 with its obsolete forms
 *     1795431600, 1795431600000      seconds, or milliseconds since 1970
 *
 * Years 1 to 9999.  A leap second counts as the second after it.
 */

/** False when the text is none of these; white space around is ignored. */
bool gz_timestamp_parse(struct gz_str text, int64_t *out_ms);

/** A number of seconds, or of milliseconds when it is 1e11 or more. */
bool gz_timestamp_from_number(double number, int64_t *out_ms);

#endif
