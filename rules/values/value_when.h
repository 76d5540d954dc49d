#ifndef GZ_VALUE_WHEN_H
#define GZ_VALUE_WHEN_H

#include "rules/values/value_calendar.h"
#include "rules/values/value_work.h"

/*
 * How dates are written as values, with the precision that the text has:
 *
 *     2026-03-14   2026-03   2026   a day, a month, a year
 *     2026-W11     a week of ISO 8601
 *     2026-W11-WE  a weekend
 *     2025-Q3      a quarter      2025-H1   a half
 *     2017-SU      a season: SP, SU, FA, WI
 *     FY2026       a fiscal year; FY2026-Q3 its quarter
 *     XXXX-03-14   X stands for what is not known: the year is not said and
 *     XXXX-WXX-5   the article has no date.  Weekdays count from Monday, 1.
 *
 * The last six are those of TIMEX3 (TimeML); X never compares.
 */
enum { GZ_VALUE_WHEN_BYTES = 16, GZ_VALUE_WHEN_NO_YEAR = 0 };

/** A day; year GZ_VALUE_WHEN_NO_YEAR when it is not known. */
struct gz_str gz_value_when_day(struct gz_value_work *w, int year, int month,
                                int day);

/** A month; year may be unknown, and month 0 too. */
struct gz_str gz_value_when_month(struct gz_value_work *w, int year, int month);

/** A year, or a part of one: "Q3", "SU"; fiscal puts FY before it. */
struct gz_str gz_value_when_year(struct gz_value_work *w, int year,
                                 const char *part, bool fiscal);

/** The week that holds a day, or its weekend. */
struct gz_str gz_value_when_week(struct gz_value_work *w, int64_t number,
                                 bool weekend);

/** A value that is a date over tokens [begin, end). */
bool gz_value_when_set(struct gz_value *out, struct gz_str value,
                       uint32_t begin, uint32_t end);

/** The year of the month, and day or 0, that is closest to today, with what
 * lies ahead twice as far, or GZ_VALUE_WHEN_NO_YEAR; weekday 0: any. */
int gz_value_when_closest(const struct gz_value_work *w, int month, int day,
                          int weekday);

/** The year today, or GZ_VALUE_WHEN_NO_YEAR. */
int gz_value_when_this_year(const struct gz_value_work *w);

#endif
