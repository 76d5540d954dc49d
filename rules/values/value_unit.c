#include "rules/values/value_unit.h"

#include "rules/values/value_noun.h"

// One sense of a tail ("50bps") or phrase ("basis points").
static const struct gz_value_sense *find(const struct gz_value_work *w,
                                         const struct gz_value_number *n,
                                         uint32_t i, enum gz_value_kind kind,
                                         uint32_t *end)
{
    if (n->tail.len_bytes > 0) {
        *end = i;
        return gz_value_work_sense_of(w, n->tail, kind);
    }
    return gz_value_work_phrase(w, gz_value_work_skip_hyphen(w, i), kind, end);
}

// "one day" is some day
static bool is_some_day(const struct gz_value_work *w,
                        const struct gz_value_number *n, char time)
{
    return time == 'D' && n->spelled && n->mantissa.coefficient == 1 &&
           n->mantissa.exponent == 0 && n->scale == 0 &&
           gz_value_work_skip_hyphen(w, n->end_token) == n->end_token;
}

// "one quarter" and "three quarters of" are fractions, "second half" no time.
static bool is_stretch(const struct gz_value_work *w,
                       const struct gz_value_number *n, char time, uint32_t end)
{
    const bool few = n->scale == 0 && n->mantissa.exponent == 0 &&
                     n->mantissa.coefficient < 4;
    if (time == 'B' || time == 'E' || is_some_day(w, n, time) ||
        (n->half &&
         gz_value_work_sense(w, n->end_token - 1, GZ_VALUE_NUMBER) == NULL) ||
        (time == 'Q' && few &&
         (n->mantissa.coefficient == 1 ||
          gz_value_work_sense(w, end, GZ_VALUE_OF) != NULL))) {
        return false;
    }
    // An age is no duration that something takes.
    const uint32_t next = gz_value_work_skip_hyphen(w, end);
    return gz_value_work_sense(w, next, GZ_VALUE_OLD) == NULL;
}

static bool read_time(const struct gz_value_work *w,
                      const struct gz_value_number *n, uint32_t i,
                      struct gz_value_unit *out)
{
    const struct gz_value_sense *s =
        find(w, n, i, GZ_VALUE_TIME, &out->end_token);
    if (s == NULL || !is_stretch(w, n, (char)s->argument, out->end_token)) {
        return false;
    }
    out->dim = GZ_DIM_DURATION;
    out->time = (char)s->argument;
    return true;
}

static bool read_measure(const struct gz_value_work *w,
                         const struct gz_value_number *n, uint32_t i,
                         struct gz_value_unit *out)
{
    static const struct {
        enum gz_value_kind kind;
        enum gz_dim dim;
        char period;
    } kinds[] = {
        {GZ_VALUE_PERCENT, GZ_DIM_PERCENT, 0},
        {GZ_VALUE_BPD, GZ_DIM_COUNT, 'D'},
        {GZ_VALUE_UNIT, GZ_DIM_COUNT, 0},
    };
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
        const struct gz_value_sense *s =
            find(w, n, i, kinds[k].kind, &out->end_token);
        if (s != NULL) {
            out->dim = kinds[k].dim;
            out->period = kinds[k].period;
            out->unit = gz_value_words_text(s->argument);
            return true;
        }
    }
    return false;
}

bool gz_value_unit_read(struct gz_value_work *w,
                        const struct gz_value_number *n,
                        struct gz_value_unit *out)
{
    *out = (struct gz_value_unit){.dim = GZ_DIM_COUNT, .unit = {"", 0}};
    if (n->ordinal) {
        return false;
    }
    // "millions of barrels", "2 millions de barils"
    uint32_t at = n->end_token;
    if ((n->scale > 0 || n->vague) &&
        gz_value_work_sense(w, at, GZ_VALUE_OF) != NULL) {
        at++;
    }
    if (!n->letter) {
        if (read_measure(w, n, at, out)) {
            return true;
        }
        const struct gz_value_unit none = *out;
        if (read_time(w, n, at, out)) {
            return true;
        }
        *out = none;
    }
    return !n->half && gz_value_noun_read(w, n, &out->unit, &out->end_token);
}

// A letter as ISO 8601 has it: the designator and how many of it.
static const struct stretch {
    char letter;
    char prefix[3];
    unsigned times;
    char designator;
} stretches[] = {
    {'S', "PT", 1, 'S'}, {'T', "PT", 1, 'M'},  {'H', "PT", 1, 'H'},
    {'D', "P", 1, 'D'},  {'W', "P", 1, 'W'},   {'F', "P", 2, 'W'},
    {'M', "P", 1, 'M'},  {'Q', "P", 3, 'M'},   {'Y', "P", 1, 'Y'},
    {'X', "P", 10, 'Y'}, {'C', "P", 100, 'Y'},
};

struct gz_str gz_value_unit_duration(struct gz_value_work *w,
                                     struct gz_decimal n, char time)
{
    for (size_t i = 0; i < sizeof(stretches) / sizeof(*stretches); i++) {
        const struct stretch *s = &stretches[i];
        if (s->letter != time || !gz_decimal_times(&n, s->times)) {
            continue;
        }
        char text[GZ_DECIMAL_BYTES + 4];
        size_t len = strlen(s->prefix);
        memcpy(text, s->prefix, len);
        len += gz_decimal_print(&n, text + len);
        text[len++] = s->designator;
        return gz_value_work_copy(w, text, len);
    }
    return gz_str_of("", 0);
}
