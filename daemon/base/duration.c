// Durations as people write them.

#include "daemon/base/duration.h"

static const struct unit {
    const char *name;
    int64_t ms;
} units[] = {
    {"w", (int64_t)7 * 24 * 3600 * 1000},
    {"d", (int64_t)24 * 3600 * 1000},
    {"h", (int64_t)3600 * 1000},
    {"m", (int64_t)60 * 1000},
    {"s", 1000},
    {"ms", 1},
};

enum { UNIT_COUNT = sizeof(units) / sizeof(units[0]) };

void gz_duration_print(int64_t ms, struct gz_buffer *out)
{
    size_t i = 1;  // weeks are for people who write them
    while (i + 1 < UNIT_COUNT && (ms % units[i].ms != 0 || ms == 0)) {
        i++;
    }
    gz_buffer_append_fmt(out, "%lld%s", (long long)(ms / units[i].ms),
                         units[i].name);
}

// A number with its unit; *text is what follows.
static bool parse_part(struct gz_str *text, int64_t *out_ms)
{
    size_t digits = 0;
    size_t end = 0;
    int64_t number = 0;
    while (digits < text->len_bytes && text->ptr[digits] >= '0' &&
           text->ptr[digits] <= '9') {
        digits++;
    }
    end = digits;
    while (end < text->len_bytes &&
           (text->ptr[end] < '0' || text->ptr[end] > '9')) {
        end++;
    }
    const struct gz_str unit = {text->ptr + digits, end - digits};
    if (!gz_str_to_int64(gz_str_of(text->ptr, digits), &number)) {
        return false;
    }
    *text = gz_str_of(text->ptr + end, text->len_bytes - end);
    for (size_t i = 0; i < UNIT_COUNT; i++) {
        if (gz_str_is(unit, units[i].name)) {
            return !__builtin_mul_overflow(number, units[i].ms, out_ms);
        }
    }
    return false;
}

bool gz_duration_parse(struct gz_str text, int64_t *out_ms)
{
    int64_t part_ms = 0;
    *out_ms = 0;
    do {
        if (!parse_part(&text, &part_ms) ||
            __builtin_add_overflow(*out_ms, part_ms, out_ms)) {
            return false;
        }
    } while (text.len_bytes > 0);
    return true;
}
