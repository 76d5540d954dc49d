// Arithmetic is on a coefficient of 128 bits, which hold 38 digits.

#include "rules/values/decimal.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

// The digits of a coefficient; 0 has none.
static int digits_of(wide n)
{
    int digits = 0;
    for (; n > 0; n /= 10) {
        digits++;
    }
    return digits;
}

static bool fits(const struct gz_decimal *d)
{
    return d->digits + d->exponent <= GZ_DECIMAL_DIGITS &&
           d->digits <= GZ_DECIMAL_DIGITS && -d->exponent <= GZ_DECIMAL_DIGITS;
}

struct gz_decimal gz_decimal_of(uint64_t n)
{
    return (struct gz_decimal){.coefficient = n, .digits = digits_of(n)};
}

bool gz_decimal_push(struct gz_decimal *d, unsigned digit)
{
    d->coefficient = d->coefficient * 10 + digit;
    d->digits += d->coefficient > 0;
    return fits(d);
}

bool gz_decimal_times(struct gz_decimal *d, unsigned factor)
{
    if (factor > 1000 || !fits(d)) {
        return false;
    }
    d->coefficient *= factor;
    d->digits = digits_of(d->coefficient);
    return fits(d);
}

bool gz_decimal_shift(struct gz_decimal *d, int by)
{
    d->exponent += by;
    return fits(d);
}

// The digits of a coefficient in order; returns how many.
static int write_digits(const struct gz_decimal *d, char out[GZ_DECIMAL_DIGITS])
{
    wide n = d->coefficient;
    int at = d->digits;
    for (; n > UINT64_MAX; n /= 10) {
        out[--at] = (char)('0' + (int)(n % 10));
    }
    for (uint64_t low = (uint64_t)n; low > 0; low /= 10) {
        out[--at] = (char)('0' + (int)(low % 10));
    }
    return d->digits;
}

size_t gz_decimal_print(const struct gz_decimal *d, char out[GZ_DECIMAL_BYTES])
{
    char digits[GZ_DECIMAL_BYTES] = {0};
    int count = write_digits(d, digits);
    int exponent = count == 0 ? 0 : d->exponent;
    while (exponent < 0 && count > 0 && digits[count - 1] == '0') {
        count--;
        exponent++;
    }
    size_t len = 0;
    if (d->negative && count > 0) {
        out[len++] = '-';
    }
    const int whole = count + exponent;  // digits before the point
    if (whole <= 0) {
        out[len++] = '0';
    }
    for (int i = 0; i < whole; i++) {
        out[len++] = (char)(i < count ? digits[i] : '0');
    }
    if (exponent < 0) {
        out[len++] = '.';
    }
    for (int i = whole; i < count; i++) {
        out[len++] = (char)(i < 0 ? '0' : digits[i]);
    }
    return len;
}

bool gz_decimal_parse(struct gz_str s, struct gz_decimal *out)
{
    size_t at = s.len_bytes > 0 && s.ptr[0] == '-' ? 1 : 0;
    const size_t first = at;
    size_t point = 0;  // its place, or 0
    *out = (struct gz_decimal){.negative = at == 1};
    for (; at < s.len_bytes; at++) {
        const char c = s.ptr[at];
        if (c == '.' && point == 0 && at > first) {
            point = at;
        } else if (c < '0' || c > '9' ||
                   !gz_decimal_push(out, (unsigned)(c - '0'))) {
            return false;
        }
    }
    if (at == first || (point > 0 && point + 1 == at)) {
        return false;
    }
    return gz_decimal_shift(out, point == 0 ? 0 : -(int)(at - point - 1));
}

// The digits of a magnitude before and behind the point:
// 30 places each, so that equal places have equal weight.
static void align(const struct gz_decimal *d, char out[2 * GZ_DECIMAL_DIGITS])
{
    memset(out, '0', 2 * (size_t)GZ_DECIMAL_DIGITS);
    wide n = d->coefficient;
    int at = GZ_DECIMAL_DIGITS - 1 - d->exponent;
    for (; n > 0 && at >= 0; n /= 10, at--) {
        if (at < 2 * GZ_DECIMAL_DIGITS) {
            out[at] = (char)('0' + (int)(n % 10));
        }
    }
}

int gz_decimal_compare(const struct gz_decimal *a, const struct gz_decimal *b)
{
    char x[2 * GZ_DECIMAL_DIGITS];
    char y[2 * GZ_DECIMAL_DIGITS];
    const bool a_below = a->negative && a->coefficient > 0;
    const bool b_below = b->negative && b->coefficient > 0;
    if (a_below != b_below) {
        return a_below ? -1 : 1;
    }
    align(a, x);
    align(b, y);
    const int order = memcmp(x, y, sizeof(x));
    return a_below ? -order : order;
}
