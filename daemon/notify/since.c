#include "daemon/notify/since.h"

#include "codecs/timestamp.h"
#include "daemon/base/duration.h"

enum gz_status gz_since_read(struct gz_str text, int64_t now_ms,
                             int64_t *since_ms, struct gz_error *err)
{
    int64_t before_ms = 0;

    *since_ms = 0;
    if (gz_str_is(text, "earliest")) {
        return GZ_OK;
    }
    if (gz_duration_parse(text, &before_ms) && before_ms > 0) {
        *since_ms = before_ms < now_ms ? now_ms - before_ms : 0;
        return GZ_OK;
    }
    if (gz_timestamp_parse(text, since_ms) && *since_ms >= 0 &&
        *since_ms <= now_ms) {
        return GZ_OK;
    }
    return gz_error_set(err, GZ_INVALID,
                        "since is \"" GZ_STR_FMT
                        "\", allowed are earliest, a duration such as 24h or "
                        "7d and a time that is past, such as "
                        "2026-11-23T11:00:00Z",
                        GZ_STR_ARG(text));
}
