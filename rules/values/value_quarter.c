#include "rules/values/value_quarter.h"

#include "rules/values/value_date.h"
#include "rules/values/value_number.h"

// The ordinal before token i, "third" or "3."; 0: none.
static int ordinal_before(const struct gz_value_work *w, uint32_t i,
                          uint32_t *begin)
{
    const uint32_t at =
        gz_value_work_skip_hyphen(w, i - 1) == i ? i - 2 : i - 1;
    const struct gz_value_sense *s =
        gz_value_work_sense(w, at, GZ_VALUE_ORDINAL);
    *begin = at;
    if (s != NULL) {
        return s->argument;
    }
    if (w->languages != GZ_VALUE_DE || !gz_value_work_mark(w, i - 1, ".") ||
        !gz_value_work_has(w, i - 2)) {
        return 0;
    }
    const struct gz_str text = gz_value_work_text(w, i - 2);
    *begin = i - 2;
    return text.len_bytes == 1 && text.ptr[0] >= '1' && text.ptr[0] <= '4'
               ? text.ptr[0] - '0'
               : 0;
}

// The year of a quarter that stands alone: it has begun.
static int latest(const struct gz_value_work *w, int quarter)
{
    if (!w->dated) {
        return GZ_VALUE_WHEN_NO_YEAR;
    }
    const struct gz_value_calendar_day now = gz_value_calendar_date(w->today);
    return (now.month - 1) / 3 + 1 >= quarter ? now.year : now.year - 1;
}

// "of fiscal 2026", "des Jahres 2025", "of the year"; false: no year follows.
static bool year_behind(const struct gz_value_work *w, uint32_t *end, int *year,
                        bool *fiscal)
{
    uint32_t at = *end;
    if (gz_value_work_is(w, at, "of") || gz_value_work_is(w, at, "de") ||
        gz_value_work_is(w, at, "des")) {
        at++;
    }
    if (gz_value_work_sense(w, at, GZ_VALUE_FISCAL) != NULL) {
        *fiscal = true;
        at++;
    }
    if (gz_value_work_is(w, at, "year") || gz_value_work_is(w, at, "jahres")) {
        at++;
    }
    if (at > *end && gz_value_work_is(w, at, "the") &&
        gz_value_work_is(w, at + 1, "year") && w->dated) {
        *year = gz_value_when_this_year(w);
        *end = at + 2;
        return true;
    }
    uint32_t behind;
    if (gz_value_work_mark(w, at, ",") ||
        !gz_value_date_year(w, at, year, &behind)) {
        return false;
    }
    *end = behind;
    return true;
}

static bool set(struct gz_value_work *w, char letter, int number,
                uint32_t begin, uint32_t end, struct gz_value *out)
{
    char part[] = {letter, (char)('0' + number), '\0'};
    int year;
    bool fiscal = gz_value_work_sense(w, begin - 1, GZ_VALUE_FISCAL) != NULL;
    begin -= fiscal ? 1 : 0;
    if (!year_behind(w, &end, &year, &fiscal)) {
        if (letter == 'H') {
            return false;
        }
        year = fiscal ? GZ_VALUE_WHEN_NO_YEAR : latest(w, number);
    }
    return gz_value_when_set(out, gz_value_when_year(w, year, part, fiscal),
                             begin, end);
}

bool gz_value_quarter_read(struct gz_value_work *w, uint32_t i, char time,
                           struct gz_value *out)
{
    uint32_t begin;
    if (time != 'Q' && time != 'B') {
        return false;
    }
    // "third fiscal quarter"
    const bool fiscal = gz_value_work_sense(w, i - 1, GZ_VALUE_FISCAL) != NULL;
    const int number = ordinal_before(w, fiscal ? i - 1 : i, &begin);
    if (number == 0 || fiscal || (time == 'B' && number > 2)) {
        return false;
    }
    return set(w, time == 'Q' ? 'Q' : 'H', number, begin, i + 1, out);
}

bool gz_value_quarter_short(struct gz_value_work *w, uint32_t i,
                            struct gz_value *out)
{
    const struct gz_str text = gz_value_work_text(w, i);
    int64_t number;
    if (text.len_bytes == 2 && (text.ptr[0] == 'Q' || text.ptr[0] == 'H') &&
        text.ptr[1] >= '1' && text.ptr[1] <= (text.ptr[0] == 'Q' ? '4' : '2')) {
        return set(w, text.ptr[0], text.ptr[1] - '0', i, i + 1, out);
    }
    if ((text.len_bytes != 4 && text.len_bytes != 6) ||
        !gz_str_starts(text, GZ_STR_LIT("FY")) ||
        !gz_str_to_int64(gz_str_of(text.ptr + 2, text.len_bytes - 2),
                         &number) ||
        number < 0) {
        return false;
    }
    const int year = (int)(text.len_bytes == 4 ? 2000 + number : number);
    return year >= 1900 && year <= 2100 &&
           gz_value_when_set(out, gz_value_when_year(w, year, "", true), i,
                             i + 1);
}
