#include "rules/values/value_quantity.h"

#include "rules/values/value_amount.h"
#include "rules/values/value_bounds.h"
#include "rules/values/value_range.h"
#include "rules/values/value_relative.h"

static struct gz_str print(struct gz_value_work *w,
                           const struct gz_value_amount *a)
{
    if (a->of.dim == GZ_DIM_DURATION) {
        return gz_value_unit_duration(w, a->total, a->of.time);
    }
    char text[GZ_DECIMAL_BYTES];
    return gz_value_work_copy(w, text, gz_decimal_print(&a->total, text));
}

// The period as a duration of one.
static void take_period(struct gz_value_work *w, char letter,
                        struct gz_value *out)
{
    if (letter != 0) {
        out->period = gz_value_unit_duration(w, gz_decimal_of(1), letter);
    }
}

static bool is_amount(enum gz_dim dim)
{
    return dim == GZ_DIM_MONEY || dim == GZ_DIM_COUNT || dim == GZ_DIM_PERCENT;
}

static void widen_to_between(const struct gz_value_work *w,
                             struct gz_value *out)
{
    if (gz_value_work_sense(w, out->begin_token - 1, GZ_VALUE_BETWEEN) !=
        NULL) {
        out->begin_token--;
    }
}

// Fill in a value from one amount, or from two that are a range.
static bool finish(struct gz_value_work *w, const struct gz_value_amount *a,
                   const struct gz_value_amount *max, struct gz_value *out)
{
    *out = (struct gz_value){
        .dim = a->of.dim,
        .cmp = max != NULL ? GZ_CMP_RANGE : GZ_CMP_EQ,
        .value = print(w, a),
        .max = {"", 0},
        .unit = a->of.unit,
        .period = {"", 0},
        .begin_token = a->begin_token,
        .core_begin_token = a->begin_token,
        .core_end_token = max != NULL ? max->end_token : a->end_token,
    };
    out->end_token = out->core_end_token;
    if (out->dim == GZ_DIM_COUNT) {
        // The noun is not part of the quantity: rules may ask for it.
        out->core_end_token = (max != NULL ? max : a)->number.end_token;
    }
    if (max != NULL) {
        out->max = print(w, max);
        widen_to_between(w, out);
    } else if (a->number.vague || a->plus) {
        out->cmp = GZ_CMP_GE;
    } else {
        gz_value_bounds_compare(w, out);
    }
    take_period(w, a->of.period, out);
    if (is_amount(a->of.dim) && out->period.len_bytes == 0) {
        take_period(w, gz_value_bounds_period(w, out), out);
    }
    return out->value.len_bytes > 0 && (max == NULL || out->max.len_bytes > 0);
}

// "a decade" is how long, "a year" alone most often not.
static bool is_long(char time)
{
    return time == 'X' || time == 'C';
}

bool gz_value_quantity_read(struct gz_value_work *w, uint32_t i,
                            struct gz_value *out)
{
    struct gz_value_amount first;
    struct gz_value_amount second;
    if (!gz_value_amount_read(w, i, false, &first)) {
        return false;
    }
    const enum gz_value_range range = gz_value_range_read(w, &first, &second);
    if (range == GZ_VALUE_RANGE_DOUBT ||
        (range != GZ_VALUE_RANGE_TWO && range != GZ_VALUE_RANGE_BOTH &&
         !first.known)) {
        return false;
    }
    if (range != GZ_VALUE_RANGE_BOTH && first.of.dim == GZ_DIM_DURATION &&
        gz_value_relative_ago(w, &first, out)) {
        return true;
    }
    return finish(w, &first, range == GZ_VALUE_RANGE_BOTH ? &second : NULL,
                  out) &&
           (!first.number.article || out->cmp != GZ_CMP_EQ ||
            is_long(first.of.time));
}

bool gz_value_quantity_number(struct gz_value_work *w, uint32_t i,
                              struct gz_value *out)
{
    struct gz_value_amount amount;
    if (!gz_value_amount_read(w, i, false, &amount) || amount.number.half ||
        amount.number.article) {
        return false;
    }
    if (!amount.known) {
        amount.of =
            (struct gz_value_unit){.dim = GZ_DIM_COUNT, .unit = {"", 0}};
    }
    return amount.of.dim == GZ_DIM_COUNT && amount.begin_token == i &&
           finish(w, &amount, NULL, out);
}
