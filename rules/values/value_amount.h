#ifndef GZ_VALUE_AMOUNT_H
#define GZ_VALUE_AMOUNT_H

#include "rules/values/value_number.h"
#include "rules/values/value_unit.h"

/*
 * One number with what it is of.
 */
struct gz_value_amount {
    struct gz_value_number number;
    struct gz_decimal total;
    struct gz_value_unit of;  // .dim, .unit, .time, .period
    bool known;               // false: nothing says what it is of
    bool before;              // the currency stands before, maybe another
    bool behind;              // the unit stands behind
    bool plus;                // "20-plus months"
    uint32_t begin_token;
    uint32_t end_token;
};

/**
 * The amount whose number is at token i.  joined: a range's first number and
 * its joint stand before.  False when there is no number, or one that cannot
 * be what its unit says; without a unit it is true and .known is not.
 */
bool gz_value_amount_read(struct gz_value_work *w, uint32_t i, bool joined,
                          struct gz_value_amount *out);

/** Compute .total of number and unit; false when it has too many digits. */
bool gz_value_amount_total(struct gz_value_amount *a);

/** Whether two amounts are of the same. */
bool gz_value_amount_same(const struct gz_value_amount *a,
                          const struct gz_value_amount *b);

#endif
