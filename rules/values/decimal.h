#ifndef GZ_DECIMAL_H
#define GZ_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * Decimal numbers as texts write them: exact, or refused.  A number is
 * coefficient * 10^exponent with at most GZ_DECIMAL_DIGITS digits before the
 * point and as many behind it.
 */
enum {
    GZ_DECIMAL_DIGITS = 30,
    GZ_DECIMAL_BYTES = 2 * GZ_DECIMAL_DIGITS + 4,  // sign, point, a zero
};

struct gz_decimal {
    __extension__ unsigned __int128 coefficient;
    int digits;  // invariant: of the coefficient; 0 has none
    int exponent;
    bool negative;
};

/** A whole number. */
struct gz_decimal gz_decimal_of(uint64_t n);

/** Append a digit 0..9 to the coefficient; false when there are too many. */
bool gz_decimal_push(struct gz_decimal *d, unsigned digit);

/** Times a factor, and times 10^by; false when the result has too many
 * digits, which leaves *d of no use. */
bool gz_decimal_times(struct gz_decimal *d, unsigned factor);
bool gz_decimal_shift(struct gz_decimal *d, int by);

/** The text without a sign of zero and without needless zeros; its bytes. */
size_t gz_decimal_print(const struct gz_decimal *d, char out[GZ_DECIMAL_BYTES]);

/** Read an optional '-', digits, and perhaps a point with digits behind it;
 * false for all else and for too many digits. */
bool gz_decimal_parse(struct gz_str s, struct gz_decimal *out);

/** Order of two numbers: <0, 0 or >0. */
int gz_decimal_compare(const struct gz_decimal *a, const struct gz_decimal *b);

#endif
