#include "rules/values/value_date.h"

#include "rules/values/value_noun.h"
#include "rules/values/value_number.h"
#include "rules/values/value_numeric.h"

// A day, its month and perhaps its year, and where they stand.
struct said {
    int day;   // 0: the month alone
    int last;  // of a range of days, else 0
    int month;
    int year;  // or GZ_VALUE_WHEN_NO_YEAR
    uint32_t begin;
    uint32_t end;
};

// The month at token i with its stop.
static const struct gz_value_sense *month_at(const struct gz_value_work *w,
                                             uint32_t i, uint32_t *end)
{
    const struct gz_value_sense *s = gz_value_work_sense(w, i, GZ_VALUE_MONTH);
    *end = i + 1;
    if (s != NULL && (s->flags & GZ_VALUE_DOTTED) != 0) {
        *end = gz_value_work_skip_stop(w, *end);
    }
    return s;
}

// The day of a month at token i, as "14", "14th" or "1er"; 0: none.
static int day_at(const struct gz_value_work *w, uint32_t i)
{
    if (!gz_value_work_digit(w, i)) {
        return 0;
    }
    const struct gz_str text = gz_value_work_text(w, i);
    int day = 0;
    size_t digits = 0;
    while (digits < text.len_bytes && text.ptr[digits] >= '0' &&
           text.ptr[digits] <= '9' && digits < 3) {
        day = day * 10 + (text.ptr[digits++] - '0');
    }
    const struct gz_str tail =
        gz_str_of(text.ptr + digits, text.len_bytes - digits);
    const bool whole = tail.len_bytes == 0 ||
                       gz_value_work_sense_of(w, tail, GZ_VALUE_TAIL) != NULL;
    return digits <= 2 && whole && day <= 31 ? day : 0;
}

// Whether "last year" and its like stand at token i.
static bool relative_year(const struct gz_value_work *w, uint32_t i, int *year,
                          uint32_t *end)
{
    const struct gz_value_sense *rel = gz_value_work_sense(w, i, GZ_VALUE_REL);
    const struct gz_value_sense *time =
        gz_value_work_sense(w, i + 1, GZ_VALUE_TIME);
    if (rel == NULL || time == NULL || time->argument != 'Y' || !w->dated ||
        (time->flags & GZ_VALUE_PLURAL) != 0) {
        return false;
    }
    *year = gz_value_when_this_year(w) + rel->argument;
    *end = i + 2;
    return true;
}

bool gz_value_date_year(const struct gz_value_work *w, uint32_t i, int *year,
                        uint32_t *end)
{
    uint32_t at = i;
    if (gz_value_work_sense(w, at, GZ_VALUE_OF) != NULL ||
        gz_value_work_mark(w, at, ",")) {
        at++;
    }
    *end = at + 1;
    if (gz_value_number_year(w, at, year)) {
        // "March 2026-27" and "May 2000.5" are something else
        return !(gz_value_work_dash(w, at + 1) &&
                 gz_value_work_touches(w, at + 1) &&
                 gz_value_work_digit(w, at + 2));
    }
    return (at == i || !gz_value_work_mark(w, i, ",")) &&
           relative_year(w, at, year, end);
}

void gz_value_date_modify(const struct gz_value_work *w, uint32_t *begin)
{
    uint32_t before;
    if (*begin > w->first &&
        gz_value_work_phrase_before(w, *begin, GZ_VALUE_MOD, &before) != NULL) {
        *begin = before;
    }
}

// The second day of "14-16".
static int last_day(const struct gz_value_work *w, uint32_t *end, int first)
{
    const int last = gz_value_work_dash(w, *end) ? day_at(w, *end + 1) : 0;
    if (last <= first) {
        return 0;
    }
    *end += 2;
    return last;
}

// Whether what stands behind a number makes it no day: "May 5 percent".
static bool is_amount(const struct gz_value_work *w, uint32_t i)
{
    uint32_t end;
    return gz_value_work_phrase(w, i, GZ_VALUE_PERCENT, &end) != NULL ||
           gz_value_work_sense(w, i, GZ_VALUE_SCALE) != NULL ||
           gz_value_work_sense(w, i, GZ_VALUE_COINWORD) != NULL;
}

// "March 14, 2026", "March 14-16"
static bool month_first(const struct gz_value_work *w, uint32_t i,
                        struct said *d)
{
    uint32_t end;
    const struct gz_value_sense *s = month_at(w, i, &end);
    if (s == NULL) {
        return false;
    }
    *d = (struct said){.month = s->argument, .begin = i, .end = end};
    d->day = day_at(w, end);
    // "In March 20 people": no day follows "in"
    const bool in =
        gz_value_work_has(w, i - 1) &&
        gz_str_eq_nocase(gz_value_work_text(w, i - 1), GZ_STR_LIT("in"));
    if (d->day == 0 || in || is_amount(w, end + 1) ||
        (w->languages != GZ_VALUE_EN && w->languages != GZ_VALUE_OTHER)) {
        d->day = 0;
        return true;
    }
    d->end = end + 1;
    d->last = last_day(w, &d->end, d->day);
    return true;
}

// "14 March", "14th of March", "14. März", "14 de marzo", "5-6 April"
static bool day_first(const struct gz_value_work *w, uint32_t i, struct said *d)
{
    *d = (struct said){.day = day_at(w, i), .begin = i, .end = i + 1};
    if (d->day == 0) {
        return false;
    }
    d->last = last_day(w, &d->end, d->day);
    if (w->languages == GZ_VALUE_DE) {
        d->end = gz_value_work_skip_stop(w, d->end);
    }
    if (gz_value_work_sense(w, d->end, GZ_VALUE_OF) != NULL) {
        d->end++;
    }
    const struct gz_value_sense *s = month_at(w, d->end, &d->end);
    d->month = s == NULL ? 0 : s->argument;
    return s != NULL;
}

// Whether a month alone is one, and not a name or a verb.
static bool is_month(const struct gz_value_work *w, const struct said *d)
{
    const struct gz_value_sense *s =
        gz_value_work_sense(w, d->begin, GZ_VALUE_MONTH);
    const bool lead =
        gz_value_work_sense(w, d->begin - 1, GZ_VALUE_MONTHLEAD) != NULL;
    uint32_t before;
    const bool modified =
        d->begin > w->first &&
        gz_value_work_phrase_before(w, d->begin, GZ_VALUE_MOD, &before) != NULL;
    if ((s->flags & GZ_VALUE_RISKY) != 0 && !lead && !modified) {
        return false;
    }
    // "Black September", "January Jones"
    const bool named =
        (gz_value_work_capital(w, d->begin - 1) && !lead && !modified) ||
        (gz_value_work_capital(w, d->end) && w->languages == GZ_VALUE_EN &&
         gz_value_work_entry(w, d->end) == NULL);
    return !named;
}

// "last March", "next March": before or after today's month.
static int rel_month(const struct gz_value_work *w, const struct said *d,
                     uint32_t *begin)
{
    const struct gz_value_sense *rel =
        gz_value_work_sense(w, d->begin - 1, GZ_VALUE_REL);
    if (rel == NULL) {
        return gz_value_when_closest(w, d->month, 0, 0);
    }
    *begin = d->begin - 1;
    if (!w->dated) {
        return GZ_VALUE_WHEN_NO_YEAR;
    }
    const struct gz_value_calendar_day now = w->now;
    if (rel->argument < 0) {
        return now.month > d->month ? now.year : now.year - 1;
    }
    if (rel->argument > 0) {
        return now.month < d->month ? now.year : now.year + 1;
    }
    return now.year;
}

static bool finish_month(struct gz_value_work *w, struct said *d,
                         struct gz_value *out)
{
    uint32_t begin = d->begin;
    uint32_t end;
    int year;
    if (gz_value_date_year(w, d->end, &year, &end)) {
        d->end = end;
    } else if (is_month(w, d)) {
        year = rel_month(w, d, &begin);
    } else {
        return false;
    }
    gz_value_date_modify(w, &begin);
    return gz_value_when_set(out, gz_value_when_month(w, year, d->month), begin,
                             d->end);
}

static bool finish_day(struct gz_value_work *w, struct said *d, int weekday,
                       struct gz_value *out)
{
    uint32_t end;
    if (gz_value_date_year(w, d->end, &d->year, &end)) {
        d->end = end;
    } else {
        d->year = gz_value_when_closest(w, d->month, d->day, weekday);
    }
    const int until = d->last != 0 ? d->last : d->day;
    if (!gz_value_calendar_valid(d->year, d->month, until) ||
        !gz_value_when_set(out, gz_value_when_day(w, d->year, d->month, d->day),
                           d->begin, d->end)) {
        return false;
    }
    if (d->last != 0) {
        out->cmp = GZ_CMP_RANGE;
        out->max = gz_value_when_day(w, d->year, d->month, d->last);
    }
    return w->status == GZ_OK;
}

bool gz_value_date_day(struct gz_value_work *w, uint32_t i, int weekday,
                       struct gz_value *out)
{
    struct said d;
    const bool found = gz_value_work_digit(w, i)
                           ? day_first(w, i, &d)
                           : month_first(w, i, &d) && d.day != 0;
    return found && finish_day(w, &d, weekday, out);
}

bool gz_value_date_read(struct gz_value_work *w, uint32_t i,
                        struct gz_value *out)
{
    struct said d;
    if (gz_value_work_digit(w, i)) {
        return gz_value_date_day(w, i, 0, out) ||
               gz_value_numeric_read(w, i, out);
    }
    if (!month_first(w, i, &d)) {
        return false;
    }
    return d.day != 0 ? finish_day(w, &d, 0, out) : finish_month(w, &d, out);
}
