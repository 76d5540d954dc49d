#ifndef GZ_RADIX_H
#define GZ_RADIX_H

#include <stddef.h>

#include "daemon/base/status.h"

/**
 * Sort count items of 16 bytes, each beginning with its 64-bit key, in
 * ascending order of the keys; stable.  Least significant digit first, in
 * count * 16 bytes of extra memory.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_radix_sort16(void *items, size_t count) GZ_MUST_CHECK;

#endif
