#ifndef GZ_VALUE_RANGE_H
#define GZ_VALUE_RANGE_H

#include "rules/values/value_amount.h"

// What two amounts with a joint between them are.
enum gz_value_range {
    GZ_VALUE_RANGE_NONE,   // the first stands alone
    GZ_VALUE_RANGE_BOTH,   // a range
    GZ_VALUE_RANGE_TWO,    // two values; the first may lend its unit
    GZ_VALUE_RANGE_DOUBT,  // the first means one thing or another
};

/**
 * Read what follows a first amount: "-5 billion", "to 5 percent".  The first
 * one takes unit and scale from the second where it has none of its own.
 */
enum gz_value_range gz_value_range_read(struct gz_value_work *w,
                                        struct gz_value_amount *first,
                                        struct gz_value_amount *second);

#endif
