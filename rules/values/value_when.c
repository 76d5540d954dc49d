#include "rules/values/value_when.h"

// A date while it is written.
struct text {
    char bytes[GZ_VALUE_WHEN_BYTES];
    size_t len;
};

static void put(struct text *t, const char *part)
{
    while (*part != '\0' && t->len < sizeof(t->bytes)) {
        t->bytes[t->len++] = *part++;
    }
}

static void put_two(struct text *t, int n)
{
    const char digits[] = {(char)('0' + n / 10 % 10), (char)('0' + n % 10),
                           '\0'};
    put(t, digits);
}

static void put_year(struct text *t, int year)
{
    if (year == GZ_VALUE_WHEN_NO_YEAR) {
        put(t, "XXXX");
    } else {
        put_two(t, year / 100);
        put_two(t, year);
    }
}

static struct gz_str take(struct gz_value_work *w, const struct text *t)
{
    return gz_value_work_copy(w, t->bytes, t->len);
}

struct gz_str gz_value_when_day(struct gz_value_work *w, int year, int month,
                                int day)
{
    struct text t = {{0}, 0};
    put_year(&t, year);
    put(&t, "-");
    put_two(&t, month);
    put(&t, "-");
    put_two(&t, day);
    return take(w, &t);
}

struct gz_str gz_value_when_month(struct gz_value_work *w, int year, int month)
{
    struct text t = {{0}, 0};
    put_year(&t, year);
    put(&t, month == 0 ? "-XX" : "-");
    if (month != 0) {
        put_two(&t, month);
    }
    return take(w, &t);
}

struct gz_str gz_value_when_year(struct gz_value_work *w, int year,
                                 const char *part, bool fiscal)
{
    struct text t = {{0}, 0};
    put(&t, fiscal ? "FY" : "");
    put_year(&t, year);
    put(&t, part[0] != '\0' ? "-" : "");
    put(&t, part);
    return take(w, &t);
}

struct gz_str gz_value_when_week(struct gz_value_work *w, int64_t number,
                                 bool weekend)
{
    struct text t = {{0}, 0};
    if (w->dated) {
        int year;
        const int week = gz_value_calendar_week(number, &year);
        put_year(&t, year);
        put(&t, "-W");
        put_two(&t, week);
    } else {
        put(&t, "XXXX-WXX");
    }
    put(&t, weekend ? "-WE" : "");
    return take(w, &t);
}

bool gz_value_when_set(struct gz_value *out, struct gz_str value,
                       uint32_t begin, uint32_t end)
{
    *out = (struct gz_value){
        .dim = GZ_DIM_DATE,
        .cmp = GZ_CMP_EQ,
        .value = value,
        .max = {"", 0},
        .unit = {"", 0},
        .period = {"", 0},
        .begin_token = begin,
        .end_token = end,
        .core_begin_token = begin,
        .core_end_token = end,
    };
    return value.len_bytes > 0;
}

int gz_value_when_this_year(const struct gz_value_work *w)
{
    return w->dated ? w->now.year : GZ_VALUE_WHEN_NO_YEAR;
}

int gz_value_when_closest(const struct gz_value_work *w, int month, int day,
                          int weekday)
{
    if (!w->dated) {
        return GZ_VALUE_WHEN_NO_YEAR;
    }
    const int year = gz_value_when_this_year(w);
    int best = GZ_VALUE_WHEN_NO_YEAR;
    int64_t closest = INT64_MAX;
    for (int y = year - 1; y <= year + 1; y++) {
        // A month by its middle.
        const struct gz_value_calendar_day date = {y, month,
                                                   day == 0 ? 15 : day};
        const int64_t number = gz_value_calendar_number(date);
        // News looks back more than forward: what lies ahead counts double.
        const int64_t ahead = number - w->today;
        const int64_t away = ahead > 0 ? 2 * ahead : -ahead;
        if (gz_value_calendar_valid(y, month, date.day) && away < closest &&
            (weekday == 0 || gz_value_calendar_weekday(number) == weekday)) {
            closest = away;
            best = y;
        }
    }
    return best;
}
