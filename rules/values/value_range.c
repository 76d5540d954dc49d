#include "rules/values/value_range.h"

#include "rules/values/value_noun.h"

enum joint { JOINT_NONE, JOINT_DASH, JOINT_TO, JOINT_AND };

// The joint behind a first amount; *next is behind it.
static enum joint joint_at(const struct gz_value_work *w,
                           const struct gz_value_amount *first, uint32_t *next)
{
    const uint32_t at = first->end_token;
    *next = at + 1;
    if (gz_value_work_dash(w, at)) {
        const bool tight =
            gz_value_work_touches(w, at) && gz_value_work_touches(w, at + 1);
        return tight ? JOINT_DASH : JOINT_NONE;
    }
    if (gz_value_work_sense(w, at, GZ_VALUE_TO) != NULL) {
        return JOINT_TO;
    }
    return gz_value_work_sense(w, at, GZ_VALUE_AND) != NULL &&
                   gz_value_work_sense(w, first->begin_token - 1,
                                       GZ_VALUE_BETWEEN) != NULL
               ? JOINT_AND
               : JOINT_NONE;
}

// The token of the second number: behind a currency, if one begins at i.
static uint32_t second_number(const struct gz_value_work *w, uint32_t i)
{
    uint32_t at = i;
    if (gz_value_work_sense(w, at, GZ_VALUE_PREFIX) != NULL &&
        gz_value_work_touches(w, at + 1)) {
        at++;
    }
    if (gz_value_work_sense(w, at, GZ_VALUE_SYMBOL) != NULL) {
        return at + 1;
    }
    if (gz_value_work_sense(w, i, GZ_VALUE_CODE) != NULL ||
        gz_value_work_sense(w, i, GZ_VALUE_SHORT) != NULL) {
        return gz_value_work_skip_stop(w, i + 1);
    }
    return i;
}

// Give the first amount the scale of the second where both mean it; false
// when it is not clear.
static bool share_scale(struct gz_value_amount *first,
                        const struct gz_value_amount *second)
{
    const struct gz_decimal thousand = gz_decimal_of(1000);
    struct gz_value_number *n = &first->number;
    const int scale = second->number.scale;
    if (n->scale != 0 || scale <= 0 || first->behind ||
        gz_decimal_compare(&n->mantissa, &thousand) >= 0) {
        return true;
    }
    if (gz_decimal_compare(&n->mantissa, &second->number.mantissa) >= 0) {
        return false;
    }
    n->scale = scale;
    return gz_value_amount_total(first);
}

// "from 3% to 5%", "rose 3% to 5%": a change, not a range.
static bool is_change(const struct gz_value_work *w,
                      const struct gz_value_amount *first, enum joint joint,
                      bool own)
{
    if (joint != JOINT_TO || w->languages == GZ_VALUE_DE) {
        return false;
    }
    const uint32_t before = first->begin_token - 1;
    if (gz_value_work_sense(w, before, GZ_VALUE_FROM) != NULL) {
        return (own || w->languages == GZ_VALUE_EN) &&
               gz_value_work_sense(w, before - 1, GZ_VALUE_RANGING) == NULL;
    }
    return own && (gz_value_work_sense(w, before, GZ_VALUE_MOVE) != NULL ||
                   gz_value_work_sense(w, before - 1, GZ_VALUE_MOVE) != NULL);
}

// Let each amount have from the other what it lacks; false when they are of
// different things.
static bool unify(struct gz_value_amount *first, struct gz_value_amount *second)
{
    if (!first->known) {
        first->known = second->known;
        first->of = second->of;
        // "25 to 30 cents"
        if (second->number.scale < 0) {
            first->number.scale = second->number.scale;
        }
    } else if (!second->known && first->before) {
        second->known = true;
        second->of = first->of;
    }
    return first->known && second->known &&
           gz_value_amount_same(first, second) &&
           gz_value_amount_total(first) && gz_value_amount_total(second);
}

// What two amounts of one thing are together.
static enum gz_value_range judge(const struct gz_value_work *w,
                                 struct gz_value_amount *first,
                                 const struct gz_value_amount *second,
                                 enum joint joint, bool own)
{
    if (!share_scale(first, second)) {
        return GZ_VALUE_RANGE_DOUBT;
    }
    if (is_change(w, first, joint, own)) {
        return GZ_VALUE_RANGE_TWO;
    }
    // "Boeing 737-800 jets"
    if (!own && first->of.dim == GZ_DIM_COUNT &&
        !gz_value_noun_leads(w, first->begin_token - 1)) {
        return GZ_VALUE_RANGE_DOUBT;
    }
    return gz_decimal_compare(&first->total, &second->total) < 0
               ? GZ_VALUE_RANGE_BOTH
               : GZ_VALUE_RANGE_NONE;
}

enum gz_value_range gz_value_range_read(struct gz_value_work *w,
                                        struct gz_value_amount *first,
                                        struct gz_value_amount *second)
{
    uint32_t next;
    const enum joint joint = joint_at(w, first, &next);
    if (joint == JOINT_NONE) {
        return GZ_VALUE_RANGE_NONE;
    }
    const uint32_t at = second_number(w, next);
    const struct gz_value_amount alone = *first;
    const bool own = first->known;
    // A joint that numbers touch makes one of them: "737-800 jets".
    const enum gz_value_range no =
        joint == JOINT_DASH && gz_value_work_digit(w, at) && !own
            ? GZ_VALUE_RANGE_DOUBT
            : GZ_VALUE_RANGE_NONE;
    const enum gz_value_range found =
        gz_value_work_has(w, at) && gz_value_amount_read(w, at, true, second) &&
                second->begin_token == next && !second->number.vague &&
                !first->number.vague && unify(first, second)
            ? judge(w, first, second, joint, own)
            : GZ_VALUE_RANGE_NONE;
    if (found == GZ_VALUE_RANGE_NONE) {
        *first = alone;
        return no;
    }
    return found;
}
