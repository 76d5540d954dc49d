#ifndef GZ_VALUE_CALENDAR_H
#define GZ_VALUE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Days of the Gregorian calendar, counted from 1970-01-01.
 */
struct gz_value_calendar_day {
    int year;
    int month;  // 1..12
    int day;    // 1..31
};

/** The day number of a date. */
int64_t gz_value_calendar_number(struct gz_value_calendar_day day);

/** The date of a day number. */
struct gz_value_calendar_day gz_value_calendar_date(int64_t number);

/** 1 (Monday) to 7. */
int gz_value_calendar_weekday(int64_t number);

/** The week of ISO 8601 and the year that it belongs to. */
int gz_value_calendar_week(int64_t number, int *year);

/** Whether a month of a year has this day; year 0: of any year. */
bool gz_value_calendar_valid(int year, int month, int day);

#endif
