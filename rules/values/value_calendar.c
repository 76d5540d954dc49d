// Howard Hinnant's algorithms (chrono-Compatible Low-Level Date Algorithms):
// years begin in March, so that the leap day is the last one.

#include "rules/values/value_calendar.h"

enum { ERA_DAYS = 146097, EPOCH_DAYS = 719468 };

int64_t gz_value_calendar_number(struct gz_value_calendar_day day)
{
    const int64_t year = day.month <= 2 ? day.year - 1 : day.year;
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t of_era = year - era * 400;
    const int64_t month = day.month > 2 ? day.month - 3 : day.month + 9;
    const int64_t of_year = (153 * month + 2) / 5 + day.day - 1;
    const int64_t days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    return era * ERA_DAYS + days - EPOCH_DAYS;
}

struct gz_value_calendar_day gz_value_calendar_date(int64_t number)
{
    const int64_t n = number + EPOCH_DAYS;
    const int64_t era = (n >= 0 ? n : n - ERA_DAYS + 1) / ERA_DAYS;
    const int64_t days = n - era * ERA_DAYS;
    const int64_t of_era =
        (days - days / 1460 + days / 36524 - days / 146096) / 365;
    const int64_t of_year = days - (365 * of_era + of_era / 4 - of_era / 100);
    const int64_t month = (5 * of_year + 2) / 153;
    struct gz_value_calendar_day day = {
        .year = (int)(of_era + era * 400),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(of_year - (153 * month + 2) / 5 + 1),
    };
    day.year += day.month <= 2;
    return day;
}

int gz_value_calendar_weekday(int64_t number)
{
    return (int)(((number + 3) % 7 + 7) % 7) + 1;  // 1970-01-01: Thursday
}

int gz_value_calendar_week(int64_t number, int *year)
{
    // A week is of the year that its Thursday is in.
    const int64_t thursday = number + 4 - gz_value_calendar_weekday(number);
    *year = gz_value_calendar_date(thursday).year;
    const struct gz_value_calendar_day first = {*year, 1, 1};
    return (int)((thursday - gz_value_calendar_number(first)) / 7) + 1;
}

bool gz_value_calendar_valid(int year, int month, int day)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31};
    const bool leap =
        year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (month != 2 || day < 29 || leap);
}
