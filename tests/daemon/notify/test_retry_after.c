#include "daemon/notify/retry_after.h"

#include "tests/support/check.h"

// 2026-11-23T11:00:00Z, a Monday.
#define NOW_MS INT64_C(1795431600000)
#define LIMIT GZ_RETRY_AFTER_LIMIT_MS

static const struct row {
    const char *value;
    int64_t want_ms;
} rows[] = {
    {"0", 0},
    {"1", 1000},
    {"120", 120000},
    {" 120\r\n", 120000},
    {"0120", 120000},
    {"86400", LIMIT},
    {"86401", LIMIT},
    {"999999999999", LIMIT},
    {"9223372036854775807", LIMIT},
    {"99999999999999999999999999999999999999", LIMIT},
    {"Mon, 23 Nov 2026 11:00:30 GMT", 30000},
    {"Mon, 23 Nov 2026 10:59:30 GMT", 0},
    {"Mon, 23 Nov 2026 11:00:00 GMT", 0},
    {"Tue, 24 Nov 2026 10:59:59 GMT", LIMIT - 1000},
    {"Wed, 25 Nov 2026 11:00:00 GMT", LIMIT},
    {"Fri, 31 Dec 9999 23:59:59 GMT", LIMIT},
    {"Sun, 06 Nov 1994 08:49:37 GMT", 0},
    {"Monday, 23-Nov-26 11:00:30 GMT", 30000},
    {"Mon Nov 23 11:00:30 2026", 30000},
    {"Sun Nov  6 08:49:37 1994", 0},
    {"", -1},
    {" ", -1},
    {"-1", -1},
    {"+1", -1},
    {"1.5", -1},
    {"1e3", -1},
    {"0x10", -1},
    {"soon", -1},
    {"12 seconds", -1},
    {"Mon, 23 Nov 2026 11:00:30", -1},
    {"Mon, 23 Nov 2026 11:00:30 CET", -1},
    {"Mon, 23 Nov 2026 11:00:30 GMT, and more", -1},
    {"Mon, 32 Nov 2026 11:00:30 GMT", -1},
    {"2026-11-23T11:00:30Z", -1},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const int64_t got = gz_retry_after_ms(gz_str_z(rows[i].value), NOW_MS);
        if (got != rows[i].want_ms) {
            fprintf(stderr, "\"%s\" is %" PRId64 ", want %" PRId64 "\n",
                    rows[i].value, got, rows[i].want_ms);
            return 1;
        }
    }
    // A zero byte ends nothing.
    CHECK_EQ(gz_retry_after_ms(GZ_STR_LIT("12\0"), NOW_MS), -1);
    CHECK_EQ(gz_retry_after_ms(GZ_STR_LIT("Mon, 23 Nov 2026 11:00:30 GMT\0x"),
                               NOW_MS),
             -1);
    CHECK_EQ(gz_retry_after_ms(gz_str_of(NULL, 0), NOW_MS), -1);
    return 0;
}
