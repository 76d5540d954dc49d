#include "daemon/notify/text_time.h"

#include "tests/support/check.h"

static const struct row {
    int64_t ms;
    const char *iso;
    const char *brief;
    const char *mail;
} rows[] = {
    {0, "1970-01-01T00:00:00.000Z", "1970-01-01 00:00 UTC",
     "Thu, 01 Jan 1970 00:00:00 +0000"},
    {1795431600250, "2026-11-23T11:00:00.250Z", "2026-11-23 11:00 UTC",
     "Mon, 23 Nov 2026 11:00:00 +0000"},
    {-1, "1969-12-31T23:59:59.999Z", "1969-12-31 23:59 UTC",
     "Wed, 31 Dec 1969 23:59:59 +0000"},
    {1709164799000, "2024-02-28T23:59:59.000Z", "2024-02-28 23:59 UTC",
     "Wed, 28 Feb 2024 23:59:59 +0000"},
    {1709164800000, "2024-02-29T00:00:00.000Z", "2024-02-29 00:00 UTC",
     "Thu, 29 Feb 2024 00:00:00 +0000"},
    {INT64_MAX, "9999-12-31T23:59:59.807Z", "9999-12-31 23:59 UTC",
     "Fri, 31 Dec 9999 23:59:59 +0000"},
};

int main(void)
{
    char text[GZ_TEXT_TIME_BYTES];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        gz_text_time_iso(rows[i].ms, text);
        CHECK_Z(text, rows[i].iso);
        gz_text_time_short(rows[i].ms, text);
        CHECK_Z(text, rows[i].brief);
        gz_text_time_mail(rows[i].ms, text);
        CHECK_Z(text, rows[i].mail);
    }
    gz_text_time_iso(INT64_MIN, text);
    CHECK_EQ(strlen(text), 24);
    return 0;
}
