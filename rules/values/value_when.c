#include "rules/values/value_when.h"

#include <stdio.h>
#include <stdlib.h>

static struct gz_str copy(struct gz_value_work *w, const char *text)
{
    return gz_value_work_copy(w, text, strlen(text));
}

static void put_year(int year, char out[GZ_VALUE_WHEN_BYTES])
{
    if (year == GZ_VALUE_WHEN_NO_YEAR) {
        memcpy(out, "XXXX", 5);
    } else {
        (void)snprintf(out, GZ_VALUE_WHEN_BYTES, "%04d", year % 10000);
    }
}

struct gz_str gz_value_when_day(struct gz_value_work *w, int year, int month,
                                int day)
{
    char head[GZ_VALUE_WHEN_BYTES];
    char text[2 * GZ_VALUE_WHEN_BYTES];
    put_year(year, head);
    (void)snprintf(text, sizeof(text), "%s-%02d-%02d", head, month % 100,
                   day % 100);
    return copy(w, text);
}

struct gz_str gz_value_when_month(struct gz_value_work *w, int year, int month)
{
    char head[GZ_VALUE_WHEN_BYTES];
    char text[2 * GZ_VALUE_WHEN_BYTES];
    put_year(year, head);
    if (month == 0) {
        return copy(w, "XXXX-XX");
    }
    (void)snprintf(text, sizeof(text), "%s-%02d", head, month % 100);
    return copy(w, text);
}

struct gz_str gz_value_when_year(struct gz_value_work *w, int year,
                                 const char *part, bool fiscal)
{
    char head[GZ_VALUE_WHEN_BYTES];
    char text[2 * GZ_VALUE_WHEN_BYTES];
    put_year(year, head);
    (void)snprintf(text, sizeof(text), "%s%s%s%.4s", fiscal ? "FY" : "", head,
                   part[0] != '\0' ? "-" : "", part);
    return copy(w, text);
}

struct gz_str gz_value_when_week(struct gz_value_work *w, int64_t number,
                                 bool weekend)
{
    char text[2 * GZ_VALUE_WHEN_BYTES];
    int year;
    if (!w->dated) {
        return copy(w, weekend ? "XXXX-WXX-WE" : "XXXX-WXX");
    }
    const int week = gz_value_calendar_week(number, &year);
    (void)snprintf(text, sizeof(text), "%04d-W%02d%s", year % 10000, week % 100,
                   weekend ? "-WE" : "");
    return copy(w, text);
}

bool gz_value_when_set(struct gz_value *out, struct gz_str value,
                       uint32_t begin, uint32_t end)
{
    *out = (struct gz_value){
        .dim = GZ_DIM_DATE,
        .cmp = GZ_CMP_EQ,
        .value = value,
        .max = {"", 0},
        .unit = {"", 0},
        .period = {"", 0},
        .begin_token = begin,
        .end_token = end,
        .core_begin_token = begin,
        .core_end_token = end,
    };
    return value.len_bytes > 0;
}

int gz_value_when_this_year(const struct gz_value_work *w)
{
    return w->dated ? gz_value_calendar_date(w->today).year
                    : GZ_VALUE_WHEN_NO_YEAR;
}

int gz_value_when_closest(const struct gz_value_work *w, int month, int day,
                          int weekday)
{
    if (!w->dated) {
        return GZ_VALUE_WHEN_NO_YEAR;
    }
    const int year = gz_value_when_this_year(w);
    int best = GZ_VALUE_WHEN_NO_YEAR;
    int64_t closest = INT64_MAX;
    for (int y = year - 1; y <= year + 1; y++) {
        // A month by its middle.
        const struct gz_value_calendar_day date = {y, month,
                                                   day == 0 ? 15 : day};
        const int64_t number = gz_value_calendar_number(date);
        const int64_t away = llabs((long long)(number - w->today));
        if (gz_value_calendar_valid(y, month, date.day) && away < closest &&
            (weekday == 0 || gz_value_calendar_weekday(number) == weekday)) {
            closest = away;
            best = y;
        }
    }
    return best;
}
