#include "rules/values/value_numeric.h"

#include "rules/values/value_date.h"
#include "rules/values/value_noun.h"
#include "rules/values/value_number.h"

enum { YEARS_SPAN_MAX = 60 };

// Digits alone of at most max places; -1: something else.
static int digits(struct gz_str s, size_t min, size_t max)
{
    int n = 0;
    if (s.len_bytes < min || s.len_bytes > max) {
        return -1;
    }
    for (size_t i = 0; i < s.len_bytes; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9') {
            return -1;
        }
        n = n * 10 + (s.ptr[i] - '0');
    }
    return n;
}

static int token_digits(const struct gz_value_work *w, uint32_t i, size_t min,
                        size_t max)
{
    return gz_value_work_has(w, i) ? digits(gz_value_work_text(w, i), min, max)
                                   : -1;
}

// Whether tokens i + 1 and i + 3 are this mark and all five touch.
static bool joined(const struct gz_value_work *w, uint32_t i, const char *mark)
{
    for (uint32_t k = 1; k <= 4; k++) {
        if (!gz_value_work_touches(w, i + k)) {
            return false;
        }
    }
    return gz_value_work_mark(w, i + 1, mark) &&
           gz_value_work_mark(w, i + 3, mark);
}

static bool set_day(struct gz_value_work *w, int year, int month, int day,
                    uint32_t i, uint32_t end, struct gz_value *out)
{
    return year >= 1000 && gz_value_calendar_valid(year, month, day) &&
           gz_value_when_set(out, gz_value_when_day(w, year, month, day), i,
                             end);
}

// "14.03.2026": one token
static bool read_dots(struct gz_value_work *w, uint32_t i, struct gz_value *out)
{
    struct gz_str rest = gz_value_work_text(w, i);
    const int day = digits(gz_str_cut(&rest, '.'), 1, 2);
    const int month = digits(gz_str_cut(&rest, '.'), 1, 2);
    return rest.ptr != NULL && day > 0 && month > 0 &&
           set_day(w, digits(rest, 4, 4), month, day, i, i + 1, out);
}

// Whether the language's region writes the month first: 1, 0 or -1, unknown.
static int month_leads(const struct gz_value_work *w)
{
    const struct gz_str us = GZ_STR_LIT("US");
    if (w->languages != GZ_VALUE_EN) {
        return 0;
    }
    return w->country == 0 ? -1 : w->country == gz_value_words_country(us);
}

// "14/03/2026" and "03/14/2026"
static bool read_slashes(struct gz_value_work *w, uint32_t i,
                         struct gz_value *out)
{
    const int first = token_digits(w, i, 1, 2);
    const int second = token_digits(w, i + 2, 1, 2);
    const int year = token_digits(w, i + 4, 4, 4);
    if (first < 1 || second < 1 || year < 0 || !joined(w, i, "/")) {
        return false;
    }
    int leads = month_leads(w);
    if (first > 12 || second > 12 || first == second) {
        leads = second > 12;
    }
    return leads >= 0 && set_day(w, year, leads == 1 ? first : second,
                                 leads == 1 ? second : first, i, i + 5, out);
}

// "2026-03-14"
static bool read_iso(struct gz_value_work *w, uint32_t i, struct gz_value *out)
{
    const int year = token_digits(w, i, 4, 4);
    const int month = token_digits(w, i + 2, 2, 2);
    const int day = token_digits(w, i + 4, 2, 2);
    return joined(w, i, "-") && !gz_value_work_dash(w, i + 5) &&
           set_day(w, year, month, day, i, i + 5, out);
}

// The last year of "1977-1979", "1990-91" and "2024/25"; 0: none.
static int last_year(const struct gz_value_work *w, uint32_t i, int first)
{
    int last;
    if (!gz_value_work_touches(w, i + 1) || !gz_value_work_touches(w, i + 2) ||
        !(gz_value_work_dash(w, i + 1) || gz_value_work_mark(w, i + 1, "/")) ||
        gz_value_work_skip_hyphen(w, i + 3) != i + 3) {
        return 0;
    }
    if (!gz_value_number_year(w, i + 2, &last)) {
        const int two = token_digits(w, i + 2, 2, 2);
        last = first - first % 100 + two;
        last += last < first && two == (first + 1) % 100 ? 100 : 0;
        if (two < 0) {
            return 0;
        }
    }
    return last > first && last - first <= YEARS_SPAN_MAX ? last : 0;
}

// Whether what stands before token i makes it a year.
static bool is_led(const struct gz_value_work *w, uint32_t i, uint32_t end,
                   int year)
{
    uint32_t at = i;
    gz_value_date_modify(w, &at);
    if (at != i) {
        return true;
    }
    // "the 2026 forecast", "the 1991 Gulf War"
    if (gz_value_work_sense(w, i - 1, GZ_VALUE_DETERMINER) != NULL &&
        gz_value_work_word(w, end)) {
        return !gz_value_noun_plural(w, end);
    }
    const struct gz_value_sense *s =
        gz_value_work_sense(w, i - 1, GZ_VALUE_YEARLEAD);
    if (s == NULL) {
        return false;
    }
    const int now = gz_value_when_this_year(w);
    const bool near =
        now == GZ_VALUE_WHEN_NO_YEAR ||
        (year - now <= YEARS_SPAN_MAX && now - year <= YEARS_SPAN_MAX);
    return s->argument == 1 || (near && !gz_value_noun_plural(w, end));
}

// "fiscal 2026", "fiscal year 2026", "the summer of 2017"
static bool read_named(struct gz_value_work *w, uint32_t i, int year,
                       struct gz_value *out)
{
    uint32_t at = i - 1;
    const struct gz_value_sense *time =
        gz_value_work_sense(w, at, GZ_VALUE_TIME);
    const bool of = gz_value_work_sense(w, at, GZ_VALUE_OF) != NULL;
    at -= of || (time != NULL && time->argument == 'Y') ? 1 : 0;
    if (!of && gz_value_work_sense(w, at, GZ_VALUE_FISCAL) != NULL) {
        gz_value_date_modify(w, &at);
        return gz_value_when_set(out, gz_value_when_year(w, year, "", true), at,
                                 i + 1);
    }
    const struct gz_value_sense *s =
        gz_value_work_sense(w, at, GZ_VALUE_SEASON);
    if (s == NULL || (!of && (s->flags & GZ_VALUE_RISKY) != 0)) {
        return false;
    }
    const char *part = gz_value_words_text(s->argument).ptr;
    if (gz_value_work_is(w, at - 1, "the")) {
        at--;
    }
    return gz_value_when_set(out, gz_value_when_year(w, year, part, false), at,
                             i + 1);
}

static bool read_year(struct gz_value_work *w, uint32_t i, struct gz_value *out)
{
    int year;
    if (!gz_value_number_year(w, i, &year) ||
        (gz_value_work_touches(w, i) && !gz_value_work_dash(w, i - 1) &&
         !gz_value_work_mark(w, i - 1, "("))) {
        return false;
    }
    const int last = last_year(w, i, year);
    const uint32_t end = last != 0 ? i + 3 : i + 1;
    uint32_t begin = i;
    if (read_named(w, i, year, out)) {
        return true;
    }
    // A year that something touches is part of it: "2026%", "2026-model".
    if (last == 0 &&
        (!is_led(w, i, end, year) || gz_value_work_skip_hyphen(w, end) != end ||
         gz_value_work_mark(w, end, "%"))) {
        return false;
    }
    gz_value_date_modify(w, &begin);
    if (begin == i && gz_value_work_touches(w, i) &&
        !gz_value_work_mark(w, i - 1, "(")) {
        return false;  // "COVID-2019"
    }
    if (!gz_value_when_set(out, gz_value_when_year(w, year, "", false), begin,
                           end)) {
        return false;
    }
    if (last != 0) {
        out->cmp = GZ_CMP_RANGE;
        out->max = gz_value_when_year(w, last, "", false);
    }
    return w->status == GZ_OK;
}

bool gz_value_numeric_read(struct gz_value_work *w, uint32_t i,
                           struct gz_value *out)
{
    // By the first digits: most numbers are none of these.
    const struct gz_token *t = &w->tokens[i];
    const uint32_t len = t->end_byte - t->begin_byte;
    if (len == 4) {
        return read_iso(w, i, out) || read_year(w, i, out);
    }
    return len <= 2
               ? gz_value_work_mark(w, i + 1, "/") && read_slashes(w, i, out)
               : len >= 8 && read_dots(w, i, out);
}
