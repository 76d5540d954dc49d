#ifndef GZ_VALUE_NUMBER_H
#define GZ_VALUE_NUMBER_H

#include "rules/values/decimal.h"
#include "rules/values/value_work.h"

/*
 * Numbers in digits and words, with what multiplies them: "3.5bn", "two
 * dozen", "half a million", "5 lakh crore", "hundreds of millions".
 */
struct gz_value_number {
    struct gz_decimal mantissa;  // 3.5
    int scale;                   // 9: power of ten that is said; 0: none
    uint32_t begin_token;
    uint32_t end_token;
    bool spelled;        // in words
    bool vague;          // "millions": at least one of them
    bool letter;         // the scale is one letter: "5m"
    bool ordinal;        // "5th"
    bool half;           // "half a"
    bool article;        // "a" of "a year"
    struct gz_str tail;  // letters that touch the digits: "kg" of "5kg"
};

enum gz_value_number_how {
    // A currency stands before, so that a lone letter is a scale.
    GZ_VALUE_NUMBER_MONEY = 1 << 0,
    // A number stands before with a dash: the second of a range.
    GZ_VALUE_NUMBER_JOINED = 1 << 1,
};

/**
 * The number at token i.  skip: bytes of the token before the digits, as in
 * "Rs5,000".  how: a set of enum gz_value_number_how.  False where there is
 * none, and where it is not sure which.
 */
bool gz_value_number_read(const struct gz_value_work *w, uint32_t i,
                          uint32_t skip, unsigned how,
                          struct gz_value_number *out);

/** The number with its scale; false when it is too large. */
bool gz_value_number_total(const struct gz_value_number *n,
                           struct gz_decimal *out);

/** Whether a dash at token i, which a number touches, is its minus: nothing
 * that it could join stands before it. */
bool gz_value_number_minus(const struct gz_value_work *w, uint32_t i);

/** Whether it is four digits alone and 1900 to 2100. */
bool gz_value_number_year(const struct gz_value_work *w, uint32_t i, int *year);

#endif
