#ifndef GZ_TIME_ZONE_H
#define GZ_TIME_ZONE_H

#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Time zones: distances from UTC, and places of the system's time zone
 * database, which follow summer time.
 *
 * A zone is a number that fits beside a million subscriptions: up to 14 hours
 * in minutes, or, above these, that of a place.  Places that were asked for
 * once stay known, under the same number, as long as the process lives; a zone
 * is no use to another process.  Any thread may call these.
 */
#define GZ_TIME_ZONE_UTC 0
#define GZ_TIME_ZONE_BYTES 64

/**
 * Read "UTC", a distance such as "+01:00", or a place such as "Europe/London".
 * Fails with GZ_INVALID when it is none of these, GZ_NOT_FOUND when the
 * database has no such place.
 */
enum gz_status gz_time_zone_read(struct gz_str text,
                                 int16_t *out) GZ_MUST_CHECK;

/** As it is read; a distance of none is "UTC". */
void gz_time_zone_print(int16_t zone, char out[GZ_TIME_ZONE_BYTES]);

/** What clocks of the zone show at a time; both in ms since 1970. */
int64_t gz_time_zone_local_ms(int16_t zone, int64_t utc_ms);

/**
 * The time at which clocks of the zone show one: the first, where they are
 * put back and show it twice; where they are put forward and skip it, as if
 * they had not been yet (RFC 5545, 3.3.5).
 */
int64_t gz_time_zone_utc_ms(int16_t zone, int64_t local_ms);

#endif
