#ifndef GZ_VALUE_RELATIVE_H
#define GZ_VALUE_RELATIVE_H

#include "rules/values/value_amount.h"
#include "rules/values/value_when.h"

/*
 * Dates that are counted from the article's own: "yesterday", "Friday", "next
 * week", "last year", "two weeks ago".  A bare weekday is the latest on or
 * before that date, as news has it; "next" looks forward.  Without a date of
 * the article what is known of the value is written, see value_when.h.
 */

/** The relative date at token i: a day, weekday or stretch of time. */
bool gz_value_relative_read(struct gz_value_work *w, uint32_t i,
                            struct gz_value *out);

/** "two weeks ago", "il y a deux ans": the date before which a duration has
 * passed; false when it is none. */
bool gz_value_relative_ago(struct gz_value_work *w,
                           const struct gz_value_amount *duration,
                           struct gz_value *out);

#endif
