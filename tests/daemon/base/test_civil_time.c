#include "daemon/base/civil_time.h"
#include "tests/support/check.h"

static const struct {
    int64_t ms;
    const char *want;
} rows[] = {
    {0, "1970-01-01T00:00:00Z"},
    {-1, "1969-12-31T23:59:59.999Z"},
    {951782400000, "2000-02-29T00:00:00Z"},
    {4107542400000, "2100-03-01T00:00:00Z"},
    {4107456000000, "2100-02-28T00:00:00Z"},
    {1795000000123, "2026-11-18T11:06:40.123Z"},
    {-62135596800000, "0001-01-01T00:00:00Z"},
    {INT64_MIN, "-292275055-05-16T16:47:04.192Z"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[GZ_CIVIL_TIME_BYTES];
        gz_civil_time_print(rows[i].ms, text);
        CHECK_Z(text, rows[i].want);
    }
    return 0;
}
