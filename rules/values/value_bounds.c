#include "rules/values/value_bounds.h"

// Whether a comparator means what it says of this value: "over two years" is
// how long, "in over two years" is more than.
static bool applies(const struct gz_value_work *w,
                    const struct gz_value_sense *s, uint32_t begin,
                    enum gz_dim dim)
{
    if ((s->flags & GZ_VALUE_TIMED) != 0) {
        return dim == GZ_DIM_DURATION;
    }
    return (s->flags & GZ_VALUE_DURING) == 0 || dim != GZ_DIM_DURATION ||
           gz_value_work_is(w, begin - 1, "in") ||
           gz_value_work_is(w, begin - 1, "for") ||
           gz_value_work_is(w, begin - 1, "lasted");
}

void gz_value_bounds_compare(const struct gz_value_work *w,
                             struct gz_value *out)
{
    uint32_t begin;
    const struct gz_value_sense *s = gz_value_work_phrase_before(
        w, out->begin_token, GZ_VALUE_BEFORE, &begin);
    if (s != NULL && applies(w, s, begin, out->dim)) {
        out->cmp = (enum gz_cmp)s->argument;
        out->begin_token = begin;
    }
    uint32_t end;
    s = gz_value_work_phrase(w, out->end_token, GZ_VALUE_PLUS, &end);
    if (s != NULL && gz_value_work_touches(w, out->end_token)) {
        out->cmp = GZ_CMP_GE;
        out->end_token = end;
        return;
    }
    s = gz_value_work_phrase(w, out->end_token, GZ_VALUE_BEHIND, &end);
    if (s != NULL) {
        out->cmp = (enum gz_cmp)s->argument;
        out->end_token = end;
    }
}

// "a year ago", "a year earlier" and "a year-long" are no periods.
static bool goes_on(const struct gz_value_work *w, uint32_t i)
{
    return gz_value_work_sense(w, i, GZ_VALUE_AGO) != NULL ||
           gz_value_work_is(w, i, "earlier") ||
           gz_value_work_is(w, i, "before") ||
           gz_value_work_is(w, i, "later") || gz_value_work_is(w, i, "prior") ||
           gz_value_work_digit(w, i) || gz_value_work_skip_hyphen(w, i) != i;
}

char gz_value_bounds_period(const struct gz_value_work *w, struct gz_value *out)
{
    uint32_t end;
    const struct gz_value_sense *s =
        gz_value_work_phrase(w, out->end_token, GZ_VALUE_PERIOD, &end);
    if (s == NULL &&
        gz_value_work_sense(w, out->end_token, GZ_VALUE_PER) != NULL) {
        s = gz_value_work_sense(w, out->end_token + 1, GZ_VALUE_TIME);
        end = out->end_token + 2;
        if (s != NULL && ((s->flags & GZ_VALUE_PLURAL) != 0 ||
                          s->argument == 'B' || s->argument == 'E')) {
            s = NULL;
        }
    }
    if (s == NULL || goes_on(w, end)) {
        return 0;
    }
    out->end_token = end;
    return (char)s->argument;
}
