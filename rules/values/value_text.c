#include "rules/values/value_text.h"

static const char *const comparisons[] = {
    [GZ_CMP_EQ] = "EQ",       [GZ_CMP_LT] = "LT", [GZ_CMP_LE] = "LE",
    [GZ_CMP_GT] = "GT",       [GZ_CMP_GE] = "GE", [GZ_CMP_APPROX] = "APPROX",
    [GZ_CMP_RANGE] = "RANGE",
};

_Static_assert(sizeof(comparisons) / sizeof(comparisons[0]) == GZ_CMP_LIMIT,
               "every comparison has its word");

static void append_part(const char *before, struct gz_str part,
                        struct gz_buffer *out)
{
    if (part.len_bytes > 0) {
        gz_buffer_append_z(out, before);
        gz_buffer_append_str(out, part);
    }
}

void gz_value_text_append(const struct gz_value *value, struct gz_buffer *out)
{
    gz_buffer_append_z(out, comparisons[value->cmp]);
    append_part(" ", value->value, out);
    append_part("..", value->max, out);
    append_part(" ", value->unit, out);
    append_part(" ", value->period, out);
}
