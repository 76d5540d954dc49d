#include "daemon/base/status.h"

#include <stddef.h>

const char *gz_status_name(enum gz_status status)
{
    static const char *const names[] = {
        [GZ_OK] = "ok",
        [GZ_NO_MEMORY] = "no memory",
        [GZ_LIMIT] = "limit exceeded",
        [GZ_INVALID] = "invalid",
        [GZ_NOT_FOUND] = "not found",
        [GZ_IO] = "input/output error",
        [GZ_MISMATCH] = "mismatch",
        [GZ_UNAVAILABLE] = "unavailable",
        [GZ_DENIED] = "denied",
    };
    _Static_assert(sizeof(names) / sizeof(names[0]) == GZ_STATUS_COUNT,
                   "every status has a name");

    return (unsigned)status < GZ_STATUS_COUNT ? names[status] : "unknown";
}
