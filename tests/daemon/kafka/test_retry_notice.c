// When a failure that repeats is told of.

#include "daemon/kafka/retry_notice.h"

#include "tests/support/check.h"

struct row {
    int at_ms;  // of a failure, since the first
    enum gz_retry_telling want;
    int seconds;
};

static const struct row rows[] = {
    {0, GZ_RETRY_FIRST, 0},        {100, GZ_RETRY_SILENT, 0},
    {29999, GZ_RETRY_SILENT, 29},  {30000, GZ_RETRY_STILL, 30},
    {30100, GZ_RETRY_SILENT, 30},  {59999, GZ_RETRY_SILENT, 59},
    {61000, GZ_RETRY_STILL, 61},   {121999, GZ_RETRY_SILENT, 121},
    {122000, GZ_RETRY_STILL, 122}, {243999, GZ_RETRY_SILENT, 243},
    {999000, GZ_RETRY_STILL, 999},
};

int main(void)
{
    // Clocks begin anywhere, also before 0.
    static const int64_t begins_us[] = {0, 7, -5000000000, INT64_MAX / 2};
    for (size_t b = 0; b < sizeof(begins_us) / sizeof(begins_us[0]); b++) {
        struct gz_retry_notice notice = {0, 0};
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
            const int64_t now_us = begins_us[b] + rows[i].at_ms * INT64_C(1000);
            CHECK_EQ(gz_retry_notice_fail(&notice, now_us), rows[i].want);
            CHECK_EQ(gz_retry_notice_seconds(&notice, now_us), rows[i].seconds);
        }
    }
    return 0;
}
