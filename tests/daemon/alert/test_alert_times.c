#include "daemon/alert/alert_times.h"

#include "codecs/timestamp.h"
#include "daemon/base/civil_time.h"
#include "daemon/base/time_zone.h"
#include "tests/support/check.h"

enum { HOUR = 60, EVERY_DAY = 0x7F, SATURDAY = 0x20, SUNDAY = 0x40 };

static const int64_t day_ms = (int64_t)24 * 3600 * 1000;
static const int64_t hour_ms = (int64_t)3600 * 1000;

static int64_t time_ms(const char *text)
{
    int64_t ms = 0;
    CHECK(gz_timestamp_parse(gz_str_z(text), &ms));
    return ms;
}

static int16_t zone_of(const char *text)
{
    int16_t zone = 0;
    CHECK_OK(gz_time_zone_read(gz_str_z(text), &zone));
    return zone;
}

static void check_late(const struct gz_subscription_view *view, const char *due,
                       const char *now, const char *want)
{
    char text[GZ_CIVIL_TIME_BYTES];
    const int64_t due_ms = time_ms(due);
    const int64_t now_ms = time_ms(now);
    gz_civil_time_print(gz_alert_times_awake(view, due_ms, now_ms), text);
    CHECK_Z(text, want);
    gz_civil_time_print(gz_alert_times_allowed(view, due_ms, now_ms), text);
    CHECK_Z(text, want);
}

static void check_awake(const struct gz_subscription_view *view, const char *at,
                        const char *want)
{
    check_late(view, at, at, want);
}

// The clocks of London are put forward on 2026-03-29 at 01:00 UTC, and back on
// 2026-10-25 at 01:00 UTC.
static void test_quiet_hours(void)
{
    const struct gz_subscription_view view = {
        .quiet = {.begin_minute = 22 * HOUR,
                  .end_minute = 7 * HOUR,
                  .zone = zone_of("Europe/London"),
                  .days = EVERY_DAY}};
    check_awake(&view, "2026-01-10T21:59:59Z", "2026-01-10T21:59:59Z");
    check_awake(&view, "2026-01-10T22:00:00Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T06:59:59Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T07:00:00Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-07-10T20:59:59Z", "2026-07-10T20:59:59Z");
    check_awake(&view, "2026-07-10T21:00:00Z", "2026-07-11T06:00:00Z");
    check_awake(&view, "2026-03-28T23:00:00Z", "2026-03-29T06:00:00Z");
    check_awake(&view, "2026-10-24T21:30:00Z", "2026-10-25T07:00:00Z");
    check_awake(&view, "2026-10-25T21:30:00Z", "2026-10-25T21:30:00Z");
}

static void test_quiet_days(void)
{
    const struct gz_subscription_view view = {
        .quiet = {.begin_minute = 0,
                  .end_minute = 12 * HOUR,
                  .zone = zone_of("Asia/Tokyo"),
                  .days = SUNDAY}};
    check_awake(&view, "2026-01-10T14:59:59Z", "2026-01-10T14:59:59Z");
    check_awake(&view, "2026-01-10T15:00:00Z", "2026-01-11T03:00:00Z");
    check_awake(&view, "2026-01-11T15:00:00Z", "2026-01-11T15:00:00Z");
}

static void test_daily_digest(void)
{
    struct gz_subscription_view view = {.digest = {.every_ms = day_ms,
                                                   .at_minute = 8 * HOUR,
                                                   .zone = zone_of("+01:00")}};
    check_awake(&view, "2026-01-10T07:00:00Z", "2026-01-10T07:00:00Z");
    check_awake(&view, "2026-01-10T07:00:00.001Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "1970-01-01T00:00:00Z", "1970-01-01T07:00:00Z");
    view.digest.zone = zone_of("Europe/London");
    check_awake(&view, "2026-03-28T07:00:00Z", "2026-03-28T08:00:00Z");
    check_awake(&view, "2026-03-28T09:00:00Z", "2026-03-29T07:00:00Z");
    check_awake(&view, "2026-10-24T07:00:00Z", "2026-10-24T07:00:00Z");
    check_awake(&view, "2026-10-24T08:00:00Z", "2026-10-25T08:00:00Z");
}

// At a time of day that is skipped once a year, and told twice.
static void test_digest_where_clocks_are_put(void)
{
    const struct gz_subscription_view view = {
        .digest = {.every_ms = day_ms,
                   .at_minute = HOUR + 30,
                   .zone = zone_of("Europe/London")}};
    check_awake(&view, "2026-03-28T02:00:00Z", "2026-03-29T01:30:00Z");
    check_awake(&view, "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z");
    check_awake(&view, "2026-03-29T01:31:00Z", "2026-03-30T00:30:00Z");
    check_awake(&view, "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z");
    check_awake(&view, "2026-10-25T00:31:00Z", "2026-10-26T01:30:00Z");
    check_awake(&view, "2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z");
}

static void test_hourly_digest(void)
{
    const struct gz_subscription_view view = {
        .digest = {.every_ms = 6 * hour_ms,
                   .at_minute = 8 * HOUR,
                   .zone = zone_of("Europe/London")}};
    check_awake(&view, "2026-03-28T20:30:00Z", "2026-03-29T01:00:00Z");
    check_awake(&view, "2026-03-29T01:00:01Z", "2026-03-29T07:00:00Z");
    check_awake(&view, "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z");
}

// Who wakes late tells then, but not in quiet hours.
static void test_digest_slept_over(void)
{
    struct gz_subscription_view view = {.digest = {.every_ms = day_ms,
                                                   .at_minute = 8 * HOUR,
                                                   .zone = zone_of("UTC")}};
    check_late(&view, "2026-01-10T08:00:00Z", "2026-01-10T08:00:00.001Z",
               "2026-01-10T08:00:00.001Z");
    check_late(&view, "2026-01-10T08:00:00Z", "2026-01-12T09:00:00Z",
               "2026-01-12T09:00:00Z");
    check_late(&view, "2026-01-10T07:59:59Z", "2026-01-10T08:00:01Z",
               "2026-01-10T08:00:01Z");
    check_late(&view, "2026-01-10T08:00:01Z", "2026-01-10T09:00:00Z",
               "2026-01-11T08:00:00Z");
    view.quiet = (struct gz_subscription_quiet){.begin_minute = 9 * HOUR,
                                                .end_minute = 10 * HOUR,
                                                .zone = zone_of("UTC"),
                                                .days = EVERY_DAY};
    check_late(&view, "2026-01-10T08:00:00Z", "2026-01-10T09:30:00Z",
               "2026-01-10T10:00:00Z");
    check_late(&view, "2026-01-10T08:00:00Z", "2026-01-10T10:00:00Z",
               "2026-01-10T10:00:00Z");
    check_late(&view, "2026-01-10T08:00:01Z", "2026-01-10T09:30:00Z",
               "2026-01-11T08:00:00Z");
}

// One that falls into quiet hours is told at their end, with all that came in
// between, and the next one in its time.
static void test_digest_in_quiet_hours(void)
{
    struct gz_subscription_view view = {
        .quiet = {.begin_minute = 22 * HOUR,
                  .end_minute = 7 * HOUR,
                  .zone = zone_of("Europe/London"),
                  .days = EVERY_DAY},
        .digest = {.every_ms = day_ms,
                   .at_minute = 23 * HOUR,
                   .zone = zone_of("UTC")}};
    check_awake(&view, "2026-01-10T12:00:00Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-10T23:00:00Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T02:00:00Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T07:00:00Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T07:00:00.001Z", "2026-01-12T07:00:00Z");
    check_late(&view, "2026-01-11T06:00:00Z", "2026-01-11T07:00:00.001Z",
               "2026-01-11T07:00:00.001Z");
    check_late(&view, "2026-01-11T07:00:00Z", "2026-01-11T23:30:00Z",
               "2026-01-12T07:00:00Z");
    view.digest.every_ms = 6 * hour_ms;  // 05:00, 11:00, 17:00, 23:00
    check_awake(&view, "2026-01-10T17:00:01Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T07:00:01Z", "2026-01-11T11:00:00Z");
    view.digest.every_ms = day_ms;
    view.digest.at_minute = 7 * HOUR;  // as they end
    check_awake(&view, "2026-01-10T07:00:01Z", "2026-01-11T07:00:00Z");
    check_awake(&view, "2026-01-11T07:00:01Z", "2026-01-12T07:00:00Z");
    view.digest.at_minute = 22 * HOUR;  // as they begin
    check_awake(&view, "2026-01-10T21:00:00Z", "2026-01-11T07:00:00Z");
    view.severity = GZ_ALERT_CRITICAL;
    check_awake(&view, "2026-01-10T21:00:00Z", "2026-01-10T22:00:00Z");
}

// Clocks are put forward and back while a digest waits; and it does not where
// no quiet hours begin.
static void test_digest_in_quiet_hours_of_some_days(void)
{
    const struct gz_subscription_view view = {
        .quiet = {.begin_minute = 22 * HOUR,
                  .end_minute = 7 * HOUR,
                  .zone = zone_of("Europe/London"),
                  .days = SATURDAY},
        .digest = {.every_ms = day_ms,
                   .at_minute = HOUR + 30,
                   .zone = zone_of("Europe/London")}};
    check_awake(&view, "2026-03-28T12:00:00Z", "2026-03-29T06:00:00Z");
    check_awake(&view, "2026-10-24T12:00:00Z", "2026-10-25T07:00:00Z");
    check_awake(&view, "2026-10-25T12:00:00Z", "2026-10-26T01:30:00Z");
}

int main(void)
{
    test_digest_slept_over();
    test_digest_in_quiet_hours();
    test_digest_in_quiet_hours_of_some_days();
    test_quiet_hours();
    test_quiet_days();
    test_daily_digest();
    test_digest_where_clocks_are_put();
    test_hourly_digest();
    return 0;
}
