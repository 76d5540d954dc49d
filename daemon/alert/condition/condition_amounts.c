// Orders, and values of which only bounds are known.

#include "daemon/alert/condition/condition_amounts.h"

#include "rules/values/decimal.h"

bool gz_condition_amounts_order(enum gz_condition_op op, int order)
{
    switch (op) {
    case GZ_CONDITION_EQ:
    case GZ_CONDITION_IN:
        return order == 0;
    case GZ_CONDITION_NE:
        return order != 0;
    case GZ_CONDITION_LT:
        return order < 0;
    case GZ_CONDITION_LE:
        return order <= 0;
    case GZ_CONDITION_GT:
        return order > 0;
    case GZ_CONDITION_GE:
        return order >= 0;
    default:
        return false;
    }
}

// A value is known to lie in low..high; an end may be open, or missing.
struct bounds {
    struct gz_decimal low;
    struct gz_decimal high;
    bool has_low;
    bool has_high;
    bool open_low;
    bool open_high;
};

static bool find_bounds(const struct gz_event_value *v, struct bounds *out)
{
    *out = (struct bounds){.has_low = true, .has_high = true};
    if (!gz_decimal_parse(v->value, &out->low)) {
        return false;
    }
    out->high = out->low;
    switch (v->cmp) {
    case GZ_EVENT_COMPARISON_GT:
        out->open_low = true;
        out->has_high = false;
        return true;
    case GZ_EVENT_COMPARISON_GE:
        out->has_high = false;
        return true;
    case GZ_EVENT_COMPARISON_LT:
        out->open_high = true;
        out->has_low = false;
        return true;
    case GZ_EVENT_COMPARISON_LE:
        out->has_low = false;
        return true;
    case GZ_EVENT_COMPARISON_RANGE:
        return gz_decimal_parse(v->max, &out->high);
    default:
        return true;
    }
}

// Whether every value within the bounds compares so.
static bool bounds_hold(enum gz_condition_op op, const struct bounds *b,
                        const struct gz_decimal *want)
{
    const int low = b->has_low ? gz_decimal_compare(&b->low, want) : -1;
    const int high = b->has_high ? gz_decimal_compare(&b->high, want) : 1;
    const bool above = b->has_low && (low > 0 || (low == 0 && b->open_low));
    const bool below = b->has_high && (high < 0 || (high == 0 && b->open_high));
    switch (op) {
    case GZ_CONDITION_EQ:
    case GZ_CONDITION_IN:
        return b->has_low && b->has_high && low == 0 && high == 0;
    case GZ_CONDITION_NE:
        return above || below;
    case GZ_CONDITION_LT:
        return below;
    case GZ_CONDITION_LE:
        return b->has_high && high <= 0;
    case GZ_CONDITION_GT:
        return above;
    case GZ_CONDITION_GE:
        return b->has_low && low >= 0;
    default:
        return false;
    }
}

static bool same_unit(const struct gz_event_value *v, struct gz_str unit)
{
    if (gz_str_is(unit, "%")) {
        return v->dim == GZ_EVENT_DIMENSION_PERCENT;
    }
    if (unit.len_bytes == 0) {
        return v->dim == GZ_EVENT_DIMENSION_COUNT;
    }
    return gz_str_eq(v->unit, unit);
}

bool gz_condition_amounts_hold(enum gz_condition_op op,
                               const struct gz_event_value *have,
                               const struct gz_condition_literal *want)
{
    struct bounds bounds;
    struct gz_decimal number;
    if (want->kind == GZ_CONDITION_TEXT) {
        return have->dim == GZ_EVENT_DIMENSION_DATE &&
               have->cmp == GZ_EVENT_COMPARISON_EQ &&
               gz_condition_amounts_order(
                   op, gz_str_compare(have->value, want->text));
    }
    return same_unit(have, want->unit) && find_bounds(have, &bounds) &&
           gz_decimal_parse(want->text, &number) &&
           bounds_hold(op, &bounds, &number);
}
