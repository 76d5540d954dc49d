// The calendar against the C library's, and weeks against known ones.

#include "rules/values/value_calendar.h"

#include <time.h>

#include "tests/support/check.h"

enum { FIRST = -200000, LAST = 200000, DAY_SECONDS = 86400 };

static void test_days(void)
{
    for (int64_t n = FIRST; n <= LAST; n++) {
        const time_t seconds = (time_t)(n * DAY_SECONDS);
        struct tm tm;
        CHECK(gmtime_r(&seconds, &tm) != NULL);
        const struct gz_value_calendar_day day = gz_value_calendar_date(n);
        CHECK_EQ(day.year, tm.tm_year + 1900);
        CHECK_EQ(day.month, tm.tm_mon + 1);
        CHECK_EQ(day.day, tm.tm_mday);
        CHECK_EQ(gz_value_calendar_number(day), n);
        CHECK_EQ(gz_value_calendar_weekday(n) % 7, tm.tm_wday);
        CHECK(gz_value_calendar_valid(day.year, day.month, day.day));
        char text[16];
        int year;
        const int week = gz_value_calendar_week(n, &year);
        CHECK(strftime(text, sizeof(text), "%G-%V", &tm) > 0);
        char own[32];
        snprintf(own, sizeof(own), "%d-%02d", year, week);
        CHECK_Z(own, text);
    }
}

static void test_valid(void)
{
    CHECK(gz_value_calendar_valid(2024, 2, 29));
    CHECK(gz_value_calendar_valid(2000, 2, 29));
    CHECK(gz_value_calendar_valid(0, 2, 29));
    CHECK(!gz_value_calendar_valid(1900, 2, 29));
    CHECK(!gz_value_calendar_valid(2026, 2, 29));
    CHECK(!gz_value_calendar_valid(2026, 4, 31));
    CHECK(!gz_value_calendar_valid(2026, 13, 1));
    CHECK(!gz_value_calendar_valid(2026, 0, 1));
    CHECK(!gz_value_calendar_valid(2026, 1, 0));
}

int main(void)
{
    test_days();
    test_valid();
    return 0;
}
