#ifndef GZ_RETRY_AFTER_H
#define GZ_RETRY_AFTER_H

#include <stdint.h>

#include "daemon/base/str.h"

/*
 * The Retry-After header of a reply (RFC 9110, section 10.2.3): a number of
 * seconds, or a date in one of HTTP's three forms.  It comes from outside:
 * what is neither is ignored, and nobody can hold us longer than the limit.
 */
#define GZ_RETRY_AFTER_LIMIT_MS (INT64_C(24) * 3600 * 1000)

/**
 * How long to wait from now_ms (since 1970) on, 0..GZ_RETRY_AFTER_LIMIT_MS;
 * -1 when value says nothing.  A date in the past is 0.
 */
int64_t gz_retry_after_ms(struct gz_str value, int64_t now_ms);

#endif
