#include "daemon/notify/text_time.h"

#include <stdio.h>
#include <time.h>

static const int64_t FIRST_S = -INT64_C(62135596800);  // of the year 1
static const int64_t LAST_S = INT64_C(253402300799);   // of the year 9999

// Days and months by number: no locale takes part.
static const char *const days[] = {"Sun", "Mon", "Tue", "Wed",
                                   "Thu", "Fri", "Sat"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static int split(int64_t ms, struct tm *tm)
{
    const int rest = (int)((ms % 1000 + 1000) % 1000);
    int64_t s = ms / 1000 - (ms % 1000 < 0 ? 1 : 0);
    s = s < FIRST_S ? FIRST_S : s;
    s = s > LAST_S ? LAST_S : s;
    const time_t time = (time_t)s;

    *tm = (struct tm){0};
    (void)gmtime_r(&time, tm);
    return rest;
}

void gz_text_time_iso(int64_t ms, char out[GZ_TEXT_TIME_BYTES])
{
    struct tm tm;
    const int rest = split(ms, &tm);

    snprintf(out, GZ_TEXT_TIME_BYTES, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
             (tm.tm_year + 1900) % 10000, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
             tm.tm_min, tm.tm_sec, rest);
}

void gz_text_time_short(int64_t ms, char out[GZ_TEXT_TIME_BYTES])
{
    struct tm tm;

    (void)split(ms, &tm);
    snprintf(out, GZ_TEXT_TIME_BYTES, "%04d-%02d-%02d %02d:%02d UTC",
             (tm.tm_year + 1900) % 10000, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
             tm.tm_min);
}

void gz_text_time_mail(int64_t ms, char out[GZ_TEXT_TIME_BYTES])
{
    struct tm tm;

    (void)split(ms, &tm);
    snprintf(out, GZ_TEXT_TIME_BYTES, "%s, %02d %s %04d %02d:%02d:%02d +0000",
             days[tm.tm_wday % 7], tm.tm_mday, months[tm.tm_mon % 12],
             (tm.tm_year + 1900) % 10000, tm.tm_hour, tm.tm_min, tm.tm_sec);
}
