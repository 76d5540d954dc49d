// Times of publication.  Written by hand because strptime() knows neither
// fractions nor zones, and follows the locale.

#include "codecs/timestamp.h"

#include <math.h>
#include <stddef.h>

enum {
    MS_PER_SECOND = 1000,
    MINUTE_S = 60,
    HOUR_S = 3600,
    DAY_S = 86400,
};

// Where seconds end and milliseconds begin: the year 5138 in seconds, March
// 1973 in milliseconds.
#define MS_FROM 1e11

static const struct {
    const char *name;
    int days;
} months[] = {
    {"January", 31},   {"February", 28}, {"March", 31},    {"April", 30},
    {"May", 31},       {"June", 30},     {"July", 31},     {"August", 31},
    {"September", 30}, {"October", 31},  {"November", 30}, {"December", 31},
};

// The names that RFC 2822 gives a meaning other than UTC.
static const struct {
    const char *name;
    int hours;
} zones[] = {
    {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5},
    {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
};

struct scan {
    const char *at;
    const char *end;
};

struct moment {
    int year, month, day;
    int hour, minute, second;
    int ms;
    int zone_s;  // east of Greenwich
};

static bool take(struct scan *s, char c)
{
    if (s->at == s->end || *s->at != c) {
        return false;
    }
    s->at++;
    return true;
}

static bool take_any(struct scan *s, const char *choice)
{
    for (; *choice != '\0'; choice++) {
        if (take(s, *choice)) {
            return true;
        }
    }
    return false;
}

static bool skip_spaces(struct scan *s)
{
    const char *const begin = s->at;
    while (take_any(s, " \t\r\n")) {
    }
    return s->at > begin;
}

static bool is_digit(const struct scan *s, ptrdiff_t ahead)
{
    return s->end - s->at > ahead && s->at[ahead] >= '0' && s->at[ahead] <= '9';
}

static ptrdiff_t count_digits(const struct scan *s)
{
    ptrdiff_t count = 0;
    while (is_digit(s, count)) {
        count++;
    }
    return count;
}

// Exactly count digits; at most 9.
static bool take_number(struct scan *s, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (!is_digit(s, i)) {
            return false;
        }
        value = value * 10 + (s->at[i] - '0');
    }
    s->at += count;
    *out = value;
    return true;
}

// Any number of digits; those past the milliseconds are cut off.
static bool take_fraction(struct scan *s, int *ms)
{
    if (!is_digit(s, 0)) {
        return false;
    }
    *ms = 0;
    for (int weight = 100; is_digit(s, 0); weight /= 10) {
        *ms += weight * (*s->at - '0');
        s->at++;
    }
    return true;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_valid(const struct moment *m)
{
    if (m->year < 1 || m->month < 1 || m->month > 12) {
        return false;
    }
    const int leap_day = m->month == 2 && is_leap(m->year) ? 1 : 0;
    return m->day >= 1 && m->day <= months[m->month - 1].days + leap_day &&
           m->hour < 24 && m->minute < 60 && m->second <= 60 &&
           m->zone_s > -DAY_S && m->zone_s < DAY_S;
}

// Days since 1970-01-01 in the Gregorian calendar.  Years are counted from
// March, so that the leap day is the last of its year.
static int64_t days_since_1970(const struct moment *m)
{
    const int64_t year = m->month > 2 ? m->year : m->year - 1;
    const int64_t month = m->month > 2 ? m->month - 3 : m->month + 9;
    const int64_t in_year = (153 * month + 2) / 5 + m->day - 1;
    const int64_t to_1970 = 719468;  // from 0000-03-01
    return year * 365 + year / 4 - year / 100 + year / 400 + in_year - to_1970;
}

static bool finish(const struct moment *m, int64_t *out_ms)
{
    if (!is_valid(m)) {
        return false;
    }
    const int in_day =
        m->hour * HOUR_S + m->minute * MINUTE_S + m->second - m->zone_s;
    const int64_t s = days_since_1970(m) * DAY_S + in_day;
    *out_ms = s * MS_PER_SECOND + m->ms;
    return true;
}

// "+01:00", "+0100", "+01", behind the sign.
static bool take_offset(struct scan *s, int sign, int *zone_s)
{
    int hours = 0;
    int minutes = 0;
    if (!take_number(s, 2, &hours)) {
        return false;
    }
    const bool colon = take(s, ':');
    if ((colon || is_digit(s, 0)) && !take_number(s, 2, &minutes)) {
        return false;
    }
    *zone_s = sign * (hours * HOUR_S + minutes * MINUTE_S);
    return hours < 24 && minutes < 60;
}

static bool take_sign(struct scan *s, int *sign)
{
    *sign = 1;
    if (take(s, '-')) {
        *sign = -1;
        return true;
    }
    return take(s, '+');
}

// --- ISO 8601 ---

static bool take_date(struct scan *s, struct moment *m)
{
    if (!take_number(s, 4, &m->year)) {
        return false;
    }
    const bool dashes = take(s, '-');
    return take_number(s, 2, &m->month) && (!dashes || take(s, '-')) &&
           take_number(s, 2, &m->day);
}

static bool take_time(struct scan *s, struct moment *m)
{
    if (!take_number(s, 2, &m->hour)) {
        return false;
    }
    const bool colons = take(s, ':');
    if (!take_number(s, 2, &m->minute)) {
        return false;
    }
    if (colons ? take(s, ':') : is_digit(s, 0)) {
        return take_number(s, 2, &m->second) &&
               (!take_any(s, ".,") || take_fraction(s, &m->ms));
    }
    return true;
}

static bool take_iso_zone(struct scan *s, struct moment *m)
{
    int sign = 0;
    if (s->at == s->end || take_any(s, "Zz")) {
        return true;
    }
    return take_sign(s, &sign) && take_offset(s, sign, &m->zone_s);
}

static bool parse_iso(struct scan s, int64_t *out_ms)
{
    struct moment m = {0};
    if (!take_date(&s, &m)) {
        return false;
    }
    if (s.at < s.end) {
        if (!take_any(&s, "Tt ") || !take_time(&s, &m)) {
            return false;
        }
        skip_spaces(&s);
        if (!take_iso_zone(&s, &m)) {
            return false;
        }
    }
    return s.at == s.end && finish(&m, out_ms);
}

// --- RFC 2822 ---

static struct gz_str take_word(struct scan *s)
{
    const char *const begin = s->at;
    while (s->at < s->end && ((*s->at | 0x20) >= 'a') &&
           ((*s->at | 0x20) <= 'z')) {
        s->at++;
    }
    return gz_str_of(begin, (size_t)(s->at - begin));
}

// The first three letters tell the month; the whole name is fine as well.
static bool take_month(struct scan *s, int *month)
{
    const struct gz_str word = take_word(s);
    for (int i = 0; i < 12; i++) {
        if (gz_str_eq_nocase(word, gz_str_of(months[i].name, 3)) ||
            gz_str_eq_nocase(word, gz_str_z(months[i].name))) {
            *month = i + 1;
            return true;
        }
    }
    return false;
}

// RFC 2822, 4.3: two digits are 1950 to 2049.
static bool take_year(struct scan *s, int *year)
{
    if (count_digits(s) == 4) {
        return take_number(s, 4, year);
    }
    if (count_digits(s) != 2 || !take_number(s, 2, year)) {
        return false;
    }
    *year += *year < 50 ? 2000 : 1900;
    return true;
}

// A name that the RFC does not know, military letters too, means UTC.
static int named_zone_s(struct gz_str name)
{
    for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
        if (gz_str_eq_nocase(name, gz_str_z(zones[i].name))) {
            return zones[i].hours * HOUR_S;
        }
    }
    return 0;
}

static bool take_mail_zone(struct scan *s, struct moment *m)
{
    int sign = 0;
    if (s->at < s->end && take_sign(s, &sign)) {
        return take_offset(s, sign, &m->zone_s);
    }
    m->zone_s = named_zone_s(take_word(s));
    return true;
}

// A comment may close it: "-0500 (EST)".
static bool at_end_or_comment(struct scan *s)
{
    skip_spaces(s);
    return s->at == s->end || (*s->at == '(' && s->end[-1] == ')');
}

static bool take_mail_date(struct scan *s, struct moment *m)
{
    if (take_word(s).len_bytes > 0) {
        take(s, ',');
        skip_spaces(s);
    }
    const ptrdiff_t digits = count_digits(s);
    return digits >= 1 && digits <= 2 && take_number(s, (int)digits, &m->day) &&
           skip_spaces(s) && take_month(s, &m->month) && skip_spaces(s) &&
           take_year(s, &m->year) && skip_spaces(s);
}

static bool parse_mail(struct scan s, int64_t *out_ms)
{
    struct moment m = {0};
    if (!take_mail_date(&s, &m) || !take_time(&s, &m)) {
        return false;
    }
    skip_spaces(&s);
    return take_mail_zone(&s, &m) && at_end_or_comment(&s) &&
           finish(&m, out_ms);
}

// --- numbers ---

bool gz_timestamp_from_number(double number, int64_t *out_ms)
{
    const double ms = fabs(number) < MS_FROM ? number * MS_PER_SECOND : number;
    const double first = -62135596800000.0;  // 0001-01-01
    const double last = 253402300799999.0;   // 9999-12-31, its last ms
    if (!(ms >= first && ms <= last)) {
        return false;
    }
    *out_ms = (int64_t)llround(ms);
    return true;
}

// Ten digits of seconds or thirteen of milliseconds, written as a text.
static bool parse_digits(struct scan s, int64_t *out_ms)
{
    int64_t number = 0;
    const struct gz_str text = {s.at, (size_t)(s.end - s.at)};
    const bool fits = text.len_bytes == 10 || text.len_bytes == 13;
    return fits && count_digits(&s) == s.end - s.at &&
           gz_str_to_int64(text, &number) &&
           gz_timestamp_from_number((double)number, out_ms);
}

bool gz_timestamp_parse(struct gz_str text, int64_t *out_ms)
{
    text = gz_str_trim(text);
    if (text.len_bytes == 0) {
        return false;
    }
    const struct scan s = {text.ptr, text.ptr + text.len_bytes};
    return parse_iso(s, out_ms) || parse_digits(s, out_ms) ||
           parse_mail(s, out_ms);
}
