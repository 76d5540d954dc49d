#include "rules/values/value_text.h"

#include "rules/values/decimal.h"
#include "rules/values/value_calendar.h"

static const char *const cmp_names[] = {
    [GZ_CMP_EQ] = "EQ",       [GZ_CMP_LT] = "LT", [GZ_CMP_LE] = "LE",
    [GZ_CMP_GT] = "GT",       [GZ_CMP_GE] = "GE", [GZ_CMP_APPROX] = "APPROX",
    [GZ_CMP_RANGE] = "RANGE",
};
_Static_assert(sizeof(cmp_names) / sizeof(*cmp_names) == GZ_CMP_LIMIT,
               "every comparator has a name");

void gz_value_print(struct gz_buffer *out, const struct gz_value *value)
{
    gz_buffer_append_z(out, cmp_names[value->cmp]);
    gz_buffer_append_byte(out, ' ');
    gz_buffer_append_str(out, value->value);
    if (value->max.len_bytes > 0) {
        gz_buffer_append_z(out, "..");
        gz_buffer_append_str(out, value->max);
    }
    if (value->unit.len_bytes > 0) {
        gz_buffer_append_byte(out, ' ');
        gz_buffer_append_str(out, value->unit);
    }
    if (value->period.len_bytes > 0) {
        gz_buffer_append_byte(out, ' ');
        gz_buffer_append_str(out, value->period);
    }
}

static bool compare_numbers(struct gz_str a, struct gz_str b, int *order)
{
    struct gz_decimal x;
    struct gz_decimal y;
    if (!gz_decimal_parse(a, &x) || !gz_decimal_parse(b, &y)) {
        return false;
    }
    *order = gz_decimal_compare(&x, &y);
    return true;
}

// A duration in months or in seconds.
struct stretch {
    struct gz_decimal count;
    bool months;
};

static bool parse_duration(struct gz_str s, struct stretch *out)
{
    // Factors stay below what gz_decimal_times() takes at once.
    static const struct {
        bool clock;  // behind a T
        char letter;
        bool months;
        unsigned factors[4];
    } rows[] = {
        {false, 'Y', true, {12, 1, 1, 1}},
        {false, 'M', true, {1, 1, 1, 1}},
        {false, 'W', false, {7, 24, 60, 60}},
        {false, 'D', false, {1, 24, 60, 60}},
        {true, 'H', false, {1, 1, 60, 60}},
        {true, 'M', false, {1, 1, 1, 60}},
        {true, 'S', false, {1, 1, 1, 1}},
    };
    const bool clock = gz_str_starts(s, GZ_STR_LIT("PT"));
    const size_t head = clock ? 2 : 1;
    if (s.len_bytes < head + 2 || s.ptr[0] != 'P' ||
        !gz_decimal_parse(gz_str_of(s.ptr + head, s.len_bytes - head - 1),
                          &out->count)) {
        return false;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (rows[i].clock != clock ||
            rows[i].letter != s.ptr[s.len_bytes - 1]) {
            continue;
        }
        out->months = rows[i].months;
        bool fits = true;
        for (size_t k = 0; k < 4; k++) {
            fits = fits && gz_decimal_times(&out->count, rows[i].factors[k]);
        }
        return fits;
    }
    return false;
}

static bool compare_durations(struct gz_str a, struct gz_str b, int *order)
{
    struct stretch x;
    struct stretch y;
    if (!parse_duration(a, &x) || !parse_duration(b, &y) ||
        x.months != y.months) {
        return false;
    }
    *order = gz_decimal_compare(&x.count, &y.count);
    return true;
}

// The days that a date holds, half open.
struct days {
    int64_t first;
    int64_t end;
};

static int number_at(struct gz_str s, size_t at, size_t len)
{
    int n = 0;
    if (at + len > s.len_bytes) {
        return -1;
    }
    for (size_t i = at; i < at + len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return -1;
        }
        n = n * 10 + (s.ptr[i] - '0');
    }
    return n;
}

// The days of count months from the month that is this many after January.
static struct days months_of(int year, int from, int count)
{
    const int end = year * 12 + from + count;
    const struct gz_value_calendar_day first = {year, from + 1, 1};
    const struct gz_value_calendar_day behind = {end / 12, end % 12 + 1, 1};
    return (struct days){gz_value_calendar_number(first),
                         gz_value_calendar_number(behind)};
}

static bool parse_week(struct gz_str s, int year, struct days *out)
{
    const int week = number_at(s, 6, 2);
    const bool weekend = s.len_bytes == 11 && memcmp(s.ptr + 8, "-WE", 3) == 0;
    if (week < 1 || week > 53 || (s.len_bytes != 8 && !weekend)) {
        return false;
    }
    // The fourth of January is in the first week.
    const struct gz_value_calendar_day fourth = {year, 1, 4};
    const int64_t day = gz_value_calendar_number(fourth);
    const int64_t monday =
        day + 1 - gz_value_calendar_weekday(day) + (int64_t)7 * (week - 1);
    *out = (struct days){weekend ? monday + 5 : monday, monday + 7};
    return true;
}

static bool parse_date(struct gz_str s, struct days *out)
{
    const int year = number_at(s, 0, 4);
    if (year < 1 || (s.len_bytes > 4 && s.ptr[4] != '-')) {
        return false;
    }
    if (s.len_bytes == 4) {
        *out = months_of(year, 0, 12);
        return true;
    }
    if (s.len_bytes == 7 && (s.ptr[5] == 'Q' || s.ptr[5] == 'H')) {
        const int count = s.ptr[5] == 'Q' ? 3 : 6;
        const int part = number_at(s, 6, 1);
        *out = months_of(year, (part - 1) * count, count);
        return part >= 1 && part <= 12 / count;
    }
    if (s.len_bytes >= 8 && s.ptr[5] == 'W') {
        return parse_week(s, year, out);
    }
    const int month = number_at(s, 5, 2);
    if (month < 1 || month > 12) {
        return false;
    }
    if (s.len_bytes == 7) {
        *out = months_of(year, month - 1, 1);
        return true;
    }
    const struct gz_value_calendar_day day = {year, month, number_at(s, 8, 2)};
    if (s.len_bytes != 10 || s.ptr[7] != '-' ||
        !gz_value_calendar_valid(year, month, day.day)) {
        return false;
    }
    out->first = gz_value_calendar_number(day);
    out->end = out->first + 1;
    return true;
}

static bool compare_dates(struct gz_str a, struct gz_str b, int *order)
{
    struct days x;
    struct days y;
    if (!parse_date(a, &x) || !parse_date(b, &y)) {
        return false;
    }
    *order = x.end <= y.first ? -1 : y.end <= x.first ? 1 : 0;
    return *order != 0 || (x.first == y.first && x.end == y.end);
}

bool gz_value_compare(const struct gz_value *a, const struct gz_value *b,
                      int *order)
{
    if (a->dim != b->dim || !gz_str_eq(a->unit, b->unit) ||
        !gz_str_eq(a->period, b->period) ||
        (a->dim == GZ_DIM_MONEY && gz_str_is(a->unit, "XXX"))) {
        return false;
    }
    switch (a->dim) {
    case GZ_DIM_DATE:
        return compare_dates(a->value, b->value, order);
    case GZ_DIM_DURATION:
        return compare_durations(a->value, b->value, order);
    default:
        return compare_numbers(a->value, b->value, order);
    }
}
