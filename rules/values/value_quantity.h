#ifndef GZ_VALUE_QUANTITY_H
#define GZ_VALUE_QUANTITY_H

#include "rules/values/value_work.h"

/*
 * Amounts: a number with its currency or unit, two of them where the text
 * gives a range, and what bounds them.
 *
 *   - "$3-5 billion" shares the scale when the first number is the smaller
 *     one; "$500-$1 billion" is left alone, because it may mean either
 *   - "from 3% to 5%" and "rose 5 percent to 12 percent" are two values
 *   - "millions of dollars" is at least one million
 *   - "two years ago" is a date
 */

/** The amount whose number begins at token i; in arena. */
bool gz_value_quantity_read(struct gz_value_work *w, uint32_t i,
                            struct gz_value *out);

/** The number that begins at token i as a count, whatever it is of: the unit is
 * empty unless it stands right behind; in arena. */
bool gz_value_quantity_number(struct gz_value_work *w, uint32_t i,
                              struct gz_value *out);

#endif
