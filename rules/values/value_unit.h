#ifndef GZ_VALUE_UNIT_H
#define GZ_VALUE_UNIT_H

#include "rules/values/value_number.h"

/*
 * What a number without a currency is of: percent, a stretch of time, a unit
 * of measure or a counted noun.
 */
struct gz_value_unit {
    enum gz_dim dim;
    struct gz_str unit;  // static or in arena; empty for durations
    char time;           // of durations, the letter of value_words.txt; else 0
    char period;         // that the unit brings along ("bpd"), else 0
    uint32_t end_token;
};

/** The unit that follows a number.  False when there is none. */
bool gz_value_unit_read(struct gz_value_work *w,
                        const struct gz_value_number *n,
                        struct gz_value_unit *out);

/** A stretch of time as ISO 8601: "P3Y" of 3 and 'Y'; empty when too large. */
struct gz_str gz_value_unit_duration(struct gz_value_work *w,
                                     struct gz_decimal n, char time);

#endif
