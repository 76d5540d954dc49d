#ifndef GZ_TEXT_TIME_H
#define GZ_TEXT_TIME_H

#include <stdint.h>

#define GZ_TEXT_TIME_BYTES 48

/** "2026-11-23T11:00:00.250Z" (RFC 3339) of milliseconds since 1970; a time
 * beyond what can be written gives the nearest. */
void gz_text_time_iso(int64_t ms, char out[GZ_TEXT_TIME_BYTES]);

/** "2026-11-23 11:00 UTC". */
void gz_text_time_short(int64_t ms, char out[GZ_TEXT_TIME_BYTES]);

/** "Mon, 23 Nov 2026 11:00:00 +0000" (RFC 5322). */
void gz_text_time_mail(int64_t ms, char out[GZ_TEXT_TIME_BYTES]);

#endif
