#ifndef GZ_CIVIL_TIME_H
#define GZ_CIVIL_TIME_H

#include <stdint.h>

#define GZ_CIVIL_TIME_BYTES 40

/** A time as RFC 3339 in UTC: "2026-11-23T11:00:00Z", with milliseconds when
 * there are some.  ms since 1970. */
void gz_civil_time_print(int64_t ms, char out[GZ_CIVIL_TIME_BYTES]);

#endif
