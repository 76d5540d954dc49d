#include "daemon/notify/filter_values.h"

#include "rules/types.h"

enum gz_status gz_filter_values_add(struct gz_filter_values *values,
                                    const char *name, struct gz_str value,
                                    struct gz_arena *arena,
                                    struct gz_error *err)
{
    if (value.len_bytes == 0) {
        return gz_error_set(err, GZ_INVALID, "%s is empty", name);
    }
    for (size_t i = 0; i < values->count; i++) {
        if (gz_str_eq(values->items[i], value)) {
            return GZ_OK;
        }
    }
    const struct gz_str copy = gz_arena_copy(arena, value);
    if (copy.ptr == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    values->items[values->count++] = copy;
    return GZ_OK;
}

enum gz_status gz_filter_values_add_type(struct gz_filter_values *values,
                                         const char *name, struct gz_str value,
                                         struct gz_arena *arena,
                                         struct gz_error *err)
{
    if (value.len_bytes == 0 || gz_type_known(value)) {
        return gz_filter_values_add(values, name, value, arena, err);
    }
    const char *close = gz_type_suggest(value);
    return gz_error_set(err, GZ_INVALID,
                        "unknown type \"" GZ_STR_FMT "\", %s%s",
                        GZ_STR_ARG(value),
                        close == NULL ? "types are such as " : "did you mean ",
                        close == NULL ? "Person, Org, Org/Company, "
                                        "Place/Country"
                                      : close);
}

bool gz_filter_values_hold(const struct gz_filter_values *values,
                           struct gz_str has, gz_filter_values_test *test)
{
    for (size_t i = 0; i < values->count; i++) {
        if (test(has, values->items[i])) {
            return true;
        }
    }
    return values->count == 0;
}

bool gz_filter_values_equal(struct gz_str has, struct gz_str wanted)
{
    return gz_str_eq(has, wanted);
}
