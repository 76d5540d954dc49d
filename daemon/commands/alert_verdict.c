// Expected alerts and those found, as text that can be compared line by line.

#include "daemon/commands/alert_verdict.h"

#include "daemon/commands/line_diff.h"

// What is shown of an alert of which nothing is expected.
static bool is_usual(enum gz_alert_example_key key)
{
    return key <= GZ_ALERT_EXAMPLE_ENTITY || key == GZ_ALERT_EXAMPLE_WHY;
}

static void put(struct gz_buffer *out, bool *first,
                enum gz_alert_example_key key, struct gz_str value)
{
    gz_buffer_append_fmt(out, "%s %s: " GZ_STR_FMT "\n", *first ? "-" : " ",
                         gz_alert_example_key_name(key), GZ_STR_ARG(value));
    *first = false;
}

// "1d" and "24h" are one time, and an entity may be given by its name.
static bool is_same(enum gz_alert_example_key key,
                    const struct gz_alert_example_alert *want,
                    const struct gz_alert_example_alert *found)
{
    return gz_str_eq(want->values[key], found->values[key]) ||
           (key == GZ_ALERT_EXAMPLE_ENTITY &&
            gz_str_eq(want->values[key], found->entity_name)) ||
           (key == GZ_ALERT_EXAMPLE_AT &&
            gz_alert_example_same_time(want->values[key], found->values[key]));
}

// What was found in place of an expected alert, by the same keys; what is as
// expected in the words of the example.
static void put_found(struct gz_buffer *out,
                      const struct gz_alert_example_alert *want,
                      const struct gz_alert_example_alert *found)
{
    bool first = true;
    for (int k = 0; k < GZ_ALERT_EXAMPLE_KEYS; k++) {
        const enum gz_alert_example_key key = (enum gz_alert_example_key)k;
        if (want == NULL ? is_usual(key) : want->values[k].ptr != NULL) {
            const bool same = want != NULL && is_same(key, want, found);
            put(out, &first, key, same ? want->values[k] : found->values[k]);
        }
    }
}

static void put_wanted(struct gz_buffer *out,
                       const struct gz_alert_example_alert *want)
{
    bool first = true;
    for (int k = 0; k < GZ_ALERT_EXAMPLE_KEYS; k++) {
        if (want->values[k].ptr != NULL) {
            put(out, &first, (enum gz_alert_example_key)k, want->values[k]);
        }
    }
}

bool gz_alert_verdict(const struct gz_source *src,
                      const struct gz_alert_example *example,
                      const struct gz_alert_example_alert *found,
                      uint32_t count, struct gz_buffer *out)
{
    struct gz_buffer want;
    struct gz_buffer got;
    gz_buffer_init(&want, 0);
    gz_buffer_init(&got, 0);
    for (uint32_t i = 0; i < example->alert_count; i++) {
        put_wanted(&want, &example->alerts[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        put_found(&got, i < example->alert_count ? &example->alerts[i] : NULL,
                  &found[i]);
    }
    const bool holds = gz_str_eq(gz_buffer_str(&want), gz_buffer_str(&got)) &&
                       count == example->alert_count;
    if (!holds) {
        const struct gz_place place =
            gz_source_place(src, example->node->begin_byte);
        gz_buffer_append_fmt(out, "%s:%u: the alerts differ: " GZ_STR_FMT "\n",
                             src->name, place.line, GZ_STR_ARG(example->name));
        gz_line_diff_append(gz_buffer_str(&want), gz_buffer_str(&got), out);
    }
    gz_buffer_fini(&want);
    gz_buffer_fini(&got);
    return holds;
}
