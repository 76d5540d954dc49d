#ifndef GZ_VALUES_H
#define GZ_VALUES_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/text/document.h"

/*
 * Quantities that a text states, in normal form: "more than US$14bn a year"
 * is {MONEY, GT, "14000000000", USD, P1Y}.  Numbers are decimal texts, never
 * floating point: nothing is rounded, and needless zeros are left out.
 *
 * What is not sure is no value: a number of more than 30 digits, separators of
 * no style, "5 000" in English, "$500-$1 billion", "03/04/2026" where the
 * region is not known, fractions, times of day, scores, numbers in names.
 *
 *   - MONEY: unit is the ISO 4217 code; XXX ("no currency") where several
 *     countries use the word and the text does not say which: "500 pesos"
 *   - PERCENT: "%", "pp" (percentage points) or "bp" (basis points)
 *   - DATE: as value_when.h says; a weekday or month without more is read
 *     against the article's date
 *   - DURATION: ISO 8601 as it is said: "18 months" is P18M, "half a year"
 *     P0.5Y; value and max are durations, unit is empty
 *   - COUNT: UCUM where something is measured ("km2", "[bbl_us]"), else the
 *     counted noun in small letters, in English its singular
 *
 * "millions of dollars" is GE 1000000; "nearly" and "almost" are APPROX; "up
 * to" and "as much as" are LE.  "from 3% to 5%" and "rose 3% to 5%" are two
 * values, "3% to 5%" and "between 3% and 5%" a RANGE.  "$3 a share" has no
 * period.  English, German, French and Spanish are read; of other languages
 * signs, codes and digits.
 */
enum gz_dim {
    GZ_DIM_MONEY,
    GZ_DIM_PERCENT,
    GZ_DIM_DATE,
    GZ_DIM_DURATION,
    GZ_DIM_COUNT,
    GZ_DIM_LIMIT,
};

enum gz_cmp {
    GZ_CMP_EQ,
    GZ_CMP_LT,
    GZ_CMP_LE,
    GZ_CMP_GT,
    GZ_CMP_GE,
    GZ_CMP_APPROX,
    GZ_CMP_RANGE,
    GZ_CMP_LIMIT,
};

struct gz_value {
    enum gz_dim dim;
    enum gz_cmp cmp;
    struct gz_str value;   // decimal number or ISO 8601 date; lower end
    struct gz_str max;     // upper end of a RANGE, else empty
    struct gz_str unit;    // ISO 4217 or UCUM; of a count its noun's unit
    struct gz_str period;  // ISO 8601 duration that it is per, else empty
    uint32_t begin_token;  // half open; comparator and period included
    uint32_t end_token;
    uint32_t core_begin_token;  // "US$14bn" alone; of a count its number
    uint32_t core_end_token;
};

struct gz_values {
    const struct gz_value *items;  // in arena, by begin_token, not overlapping
    uint32_t count;
};

// What relative dates and ambiguous units are read against.
struct gz_values_context {
    int64_t reference_ms;    // the article's publication, or GZ_VALUES_NO_TIME
    struct gz_str language;  // BCP 47, empty: English
};

#define GZ_VALUES_NO_TIME INT64_MIN

/** The values of a passage, in arena.  Fails with GZ_LIMIT. */
enum gz_status gz_values_find(const struct gz_passage *passage,
                              const struct gz_values_context *context,
                              struct gz_arena *arena,
                              struct gz_values *out) GZ_MUST_CHECK;

/** The count, in arena, that tokens of one sentence say which are a number
 * without what it counts: "300" of "more than 300 Acme workers"; or NULL.
 * Fails with GZ_LIMIT. */
enum gz_status gz_values_number(const struct gz_passage *passage,
                                struct gz_str language, uint32_t begin_token,
                                uint32_t end_token, struct gz_arena *arena,
                                const struct gz_value **out) GZ_MUST_CHECK;

#endif
