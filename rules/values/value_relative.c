#include "rules/values/value_relative.h"

#include "rules/values/value_bounds.h"
#include "rules/values/value_date.h"
#include "rules/values/value_quarter.h"

enum { AGO_MAX = 1000 };

static struct gz_str day_text(struct gz_value_work *w, int64_t number)
{
    if (!w->dated) {
        return gz_value_work_copy(w, "XXXX-XX-XX", 10);
    }
    const struct gz_value_calendar_day d = gz_value_calendar_date(number);
    return gz_value_when_day(w, d.year, d.month, d.day);
}

// "yesterday", "the day after tomorrow"
static bool read_day(struct gz_value_work *w, uint32_t i,
                     const struct gz_value_sense *s, struct gz_value *out)
{
    int days = s->argument;
    uint32_t begin = i;
    if (gz_value_work_sense(w, i - 1, GZ_VALUE_DAYGUARD) != NULL &&
        gz_value_work_word(w, i - 1) && gz_value_work_is(w, i - 2, "day")) {
        begin = i - 2;
        days *= 2;
    } else if (gz_value_work_skip_hyphen(w, i - 1) == i) {
        return false;  // "avant-hier"
    }
    return gz_value_when_set(out, day_text(w, w->today + days), begin, i + 1);
}

// The day that a weekday is; rel: -1 before today, 1 after, 0 this.
static int64_t weekday_number(const struct gz_value_work *w, int weekday,
                              const struct gz_value_sense *rel)
{
    const int now = gz_value_calendar_weekday(w->today);
    const int back = (now - weekday + 7) % 7;
    if (rel == NULL) {
        return w->today - back;
    }
    if (rel->argument < 0) {
        return w->today - (back == 0 ? 7 : back);
    }
    const int ahead = (7 - back) % 7;
    return w->today + (rel->argument > 0 && ahead == 0 ? 7 : ahead);
}

static bool read_weekday(struct gz_value_work *w, uint32_t i, int weekday,
                         struct gz_value *out)
{
    uint32_t begin = i;
    uint32_t end = i + 1;
    if (gz_value_work_sense(w, i - 1, GZ_VALUE_NAMEDAY) != NULL) {
        return false;  // "Black Friday"
    }
    const uint32_t next = gz_value_work_mark(w, i + 1, ",") ? i + 2 : i + 1;
    if (gz_value_date_day(w, next, weekday, out)) {
        out->begin_token = i;
        out->core_begin_token = i;
        return true;
    }
    const struct gz_value_sense *rel =
        gz_value_work_sense(w, i - 1, GZ_VALUE_REL);
    if (rel != NULL) {
        begin = i - 1;
    } else {
        rel = gz_value_work_sense(w, i + 1, GZ_VALUE_RELBEHIND);
        end += rel != NULL ? 1 : 0;
    }
    if (w->dated) {
        return gz_value_when_set(
            out, day_text(w, weekday_number(w, weekday, rel)), begin, end);
    }
    char text[] = "XXXX-WXX-0";
    text[sizeof(text) - 2] = (char)('0' + weekday);
    return gz_value_when_set(out, gz_value_work_copy(w, text, sizeof(text) - 1),
                             begin, end);
}

// The date count stretches of time from today, as precise as the stretch.
static struct gz_str shifted(struct gz_value_work *w, char time, int count)
{
    const struct gz_value_calendar_day now = w->now;
    const int months = now.year * 12 + now.month - 1 + count;
    const int quarters = now.year * 4 + (now.month - 1) / 3 + count;
    char part[] = "Q0";
    switch (time) {
    case 'D':
        return day_text(w, w->today + count);
    case 'W':
    case 'E':
        return gz_value_when_week(w, w->today + 7 * (int64_t)count,
                                  time == 'E');
    case 'M':
        return w->dated ? gz_value_when_month(w, months / 12, months % 12 + 1)
                        : gz_value_when_month(w, GZ_VALUE_WHEN_NO_YEAR, 0);
    case 'Q':
        part[1] = (char)(w->dated ? '1' + quarters % 4 : 'X');
        return gz_value_when_year(
            w, w->dated ? quarters / 4 : GZ_VALUE_WHEN_NO_YEAR, part, false);
    case 'Y':
        return gz_value_when_year(
            w, w->dated ? now.year + count : GZ_VALUE_WHEN_NO_YEAR, "", false);
    default:
        return gz_str_of("", 0);
    }
}

// "over the last year" is how long; "the last year" alone says neither.
static bool is_span(const struct gz_value_work *w, uint32_t rel)
{
    return gz_value_work_is(w, rel, "last") &&
           gz_value_work_is(w, rel - 1, "the");
}

// "the past year": a duration
static bool read_past(struct gz_value_work *w, uint32_t i, char time,
                      struct gz_value *out)
{
    const struct gz_str value =
        gz_value_unit_duration(w, gz_decimal_of(1), time);
    (void)gz_value_when_set(out, value, i - 1, i + 1);
    out->dim = GZ_DIM_DURATION;
    return value.len_bytes > 0;
}

// "last year", "this week", "la semaine dernière"
static bool read_stretch(struct gz_value_work *w, uint32_t i, char time,
                         struct gz_value *out)
{
    uint32_t begin = i;
    uint32_t end = i + 1;
    const struct gz_value_sense *rel =
        gz_value_work_sense(w, i - 1, GZ_VALUE_REL);
    if (gz_value_work_sense(w, i - 1, GZ_VALUE_PAST) != NULL) {
        return read_past(w, i, time, out);
    }
    if (rel != NULL && is_span(w, i - 1)) {
        static const char *const leads[] = {"over", "in", "during", "for",
                                            "within"};
        for (size_t k = 0; k < sizeof(leads) / sizeof(*leads); k++) {
            if (gz_value_work_is(w, i - 3, leads[k])) {
                return read_past(w, i, time, out);
            }
        }
        return false;
    }
    if (rel != NULL) {
        begin = i - 1;
    } else {
        rel = gz_value_work_sense(w, i + 1, GZ_VALUE_RELBEHIND);
        end = i + 2;
    }
    if (rel == NULL || gz_value_work_skip_hyphen(w, end) != end) {
        return false;
    }
    gz_value_date_modify(w, &begin);
    return gz_value_when_set(out, shifted(w, time, rel->argument), begin, end);
}

bool gz_value_relative_read(struct gz_value_work *w, uint32_t i,
                            struct gz_value *out)
{
    const struct gz_value_sense *s = gz_value_work_sense(w, i, GZ_VALUE_DAY);
    if (s != NULL) {
        return read_day(w, i, s, out);
    }
    s = gz_value_work_sense(w, i, GZ_VALUE_WEEKDAY);
    if (s != NULL) {
        return read_weekday(w, i, s->argument, out);
    }
    s = gz_value_work_sense(w, i, GZ_VALUE_TIME);
    return s != NULL && (s->flags & GZ_VALUE_PLURAL) == 0 &&
           (gz_value_quarter_read(w, i, (char)s->argument, out) ||
            read_stretch(w, i, (char)s->argument, out));
}

// How long ago it is, as a whole number; -1: not to be told.
static int whole_count(const struct gz_decimal *d)
{
    char text[GZ_DECIMAL_BYTES];
    int64_t n = 0;
    const size_t len = gz_decimal_print(d, text);
    return gz_str_to_int64(gz_str_of(text, len), &n) && n >= 0 && n <= AGO_MAX
               ? (int)n
               : -1;
}

// More than two years ago is before that date.
static enum gz_cmp turned(enum gz_cmp cmp)
{
    static const enum gz_cmp back[GZ_CMP_LIMIT] = {
        [GZ_CMP_EQ] = GZ_CMP_EQ,       [GZ_CMP_LT] = GZ_CMP_GT,
        [GZ_CMP_LE] = GZ_CMP_GE,       [GZ_CMP_GT] = GZ_CMP_LT,
        [GZ_CMP_GE] = GZ_CMP_LE,       [GZ_CMP_APPROX] = GZ_CMP_APPROX,
        [GZ_CMP_RANGE] = GZ_CMP_RANGE,
    };
    return back[cmp];
}

bool gz_value_relative_ago(struct gz_value_work *w,
                           const struct gz_value_amount *duration,
                           struct gz_value *out)
{
    uint32_t begin = duration->begin_token;
    uint32_t end = duration->end_token;
    if (gz_value_work_sense(w, end, GZ_VALUE_AGO) != NULL) {
        end++;
    } else if (begin == w->first ||
               gz_value_work_phrase_before(w, begin, GZ_VALUE_AGOBEFORE,
                                           &begin) == NULL) {
        return false;
    }
    const int count = whole_count(&duration->total);
    char time = duration->of.time;
    int times = 1;
    if (time == 'F' || time == 'X') {
        times = time == 'F' ? 2 : 10;
        time = time == 'F' ? 'W' : 'Y';
    }
    if (count < 0 || duration->number.vague ||
        !gz_value_when_set(out, shifted(w, time, -count * times), begin, end)) {
        return false;
    }
    gz_value_bounds_compare(w, out);
    out->cmp = turned(out->cmp);
    if (times == 10) {
        out->cmp = GZ_CMP_APPROX;
    }
    return true;
}
