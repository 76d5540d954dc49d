#ifndef GZ_VALUE_BOUNDS_H
#define GZ_VALUE_BOUNDS_H

#include "rules/values/value_work.h"

/*
 * What stands around a quantity: comparators ("more than", "or less", "-plus")
 * and the period that it is per ("a year", "/month", "annually").
 */

/** Widen out by the comparator before and behind its tokens; sets .cmp. */
void gz_value_bounds_compare(const struct gz_value_work *w,
                             struct gz_value *out);

/** Widen out by a period behind its tokens; returns its letter, 0: none. */
char gz_value_bounds_period(const struct gz_value_work *w,
                            struct gz_value *out);

#endif
