#ifndef GZ_VALUE_DATE_H
#define GZ_VALUE_DATE_H

#include "rules/values/value_when.h"

/*
 * Dates that are said in full or whose year the reader supplies: "March 14,
 * 2026", "14. März", "5-6 April 2016", "in 2025", "2024/25", "2026-03-14".
 * A bare number is a year only behind a word that makes it one, and only from
 * 1900 to 2100.  A day or month without its year is the closest to the
 * article's own date.  "03/04/2026" is two days in two countries and no value
 * unless the language's region tells which.
 */

/** The date at token i, which a digit or a month begins. */
bool gz_value_date_read(struct gz_value_work *w, uint32_t i,
                        struct gz_value *out);

/** The day at token i ("Dec. 26", "14. März 2026") that a weekday introduces,
 * 1..7, or 0 for none. */
bool gz_value_date_day(struct gz_value_work *w, uint32_t i, int weekday,
                       struct gz_value *out);

/** The year that follows at token i, behind "of" or a comma if there is one:
 * "2026", "last year", "this year".  False when there is none. */
bool gz_value_date_year(const struct gz_value_work *w, uint32_t i, int *year,
                        uint32_t *end);

/** Move *begin before what narrows a date down: "early", "the end of". */
void gz_value_date_modify(const struct gz_value_work *w, uint32_t *begin);

#endif
