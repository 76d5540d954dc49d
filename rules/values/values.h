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
 * floating point: nothing is rounded.
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
    uint32_t core_begin_token;  // the quantity alone: "US$14bn"
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

#endif
