#ifndef GZ_VALUE_QUARTER_H
#define GZ_VALUE_QUARTER_H

#include "rules/values/value_when.h"

/*
 * Quarters and halves of years: "third quarter of 2025", "Q3", "second-quarter
 * profit", "the first half of this year", and years in short, "FY2025".  A
 * quarter without a year is the latest that has begun; a half without one
 * may be of a match and is no value.
 */

/** The quarter or half whose noun is token i; time is 'Q' or 'B'. */
bool gz_value_quarter_read(struct gz_value_work *w, uint32_t i, char time,
                           struct gz_value *out);

/** The quarter, half or fiscal year that token i is: "Q3", "H1", "FY25". */
bool gz_value_quarter_short(struct gz_value_work *w, uint32_t i,
                            struct gz_value *out);

#endif
