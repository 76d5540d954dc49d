#ifndef GZ_SINCE_H
#define GZ_SINCE_H

#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/**
 * From when on a topic is to be read: "earliest" (0), a duration before now
 * such as 24h, or a time such as 2026-11-23T11:00:00Z.  GZ_INVALID, said in
 * err.
 */
enum gz_status gz_since_read(struct gz_str text, int64_t now_ms,
                             int64_t *since_ms,
                             struct gz_error *err) GZ_MUST_CHECK;

#endif
