// Days to dates after Howard Hinnant, "chrono-Compatible Low-Level Date
// Algorithms".

#include "daemon/base/civil_time.h"

#include <stdio.h>

static const int64_t day_ms = (int64_t)24 * 3600 * 1000;

void gz_civil_time_print(int64_t ms, char out[GZ_CIVIL_TIME_BYTES])
{
    const int64_t rest = (ms % day_ms + day_ms) % day_ms;
    const int64_t days = ms / day_ms - (ms % day_ms < 0) + 719468;
    const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const int64_t doe = days - era * 146097;
    const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int64_t shifted = (5 * doy + 2) / 153;  // month, from March
    const int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    const int64_t day = doy - (153 * shifted + 2) / 5 + 1;
    const int64_t year = yoe + era * 400 + (month <= 2);
    const int64_t seconds = rest / 1000;
    const int len =
        snprintf(out, GZ_CIVIL_TIME_BYTES,
                 "%04lld-%02lld-%02lldT%02lld:%02lld:%02lld", (long long)year,
                 (long long)month, (long long)day, (long long)(seconds / 3600),
                 (long long)(seconds / 60 % 60), (long long)(seconds % 60));
    if (rest % 1000 != 0) {
        snprintf(out + len, GZ_CIVIL_TIME_BYTES - (size_t)len, ".%03lldZ",
                 (long long)(rest % 1000));
    } else {
        snprintf(out + len, GZ_CIVIL_TIME_BYTES - (size_t)len, "Z");
    }
}
