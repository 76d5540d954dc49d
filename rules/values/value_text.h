#ifndef GZ_VALUE_TEXT_H
#define GZ_VALUE_TEXT_H

#include <stdbool.h>

#include "daemon/base/buffer.h"
#include "rules/values/values.h"

/*
 * Values as people write and compare them: in examples of rules, in what the
 * tools print, in conditions of alerts.
 */

/**
 * Append the text form "CMP value[..max] [unit] [period]": "EQ 3.5 %",
 * "GT 14000000000 USD P1Y", "RANGE 3..5 USD", "EQ 2026-03-14", "EQ P3Y".
 * Failure sticks in out.
 */
void gz_value_print(struct gz_buffer *out, const struct gz_value *value);

/**
 * Order two values of the same dimension, unit and period by their lower ends;
 * comparators are the caller's matter.  *order is <0, 0 or >0.
 *
 * False when they cannot be ordered: other units or currencies (XXX is no
 * currency, not even equal to itself); dates of which one holds the other
 * ("2026" and "2026-03") or that are not known ("XXXX-03-14"); months against
 * days ("P1M" and "P30D").
 */
bool gz_value_compare(const struct gz_value *a, const struct gz_value *b,
                      int *order);

#endif
