#include "daemon/base/time_zone.h"

#include <string.h>

#include "codecs/timestamp.h"
#include "daemon/base/civil_time.h"
#include "tests/support/check.h"

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

static void test_reads(void)
{
    static const struct {
        const char *text;
        enum gz_status want;
        const char *printed;
    } rows[] = {
        {"UTC", GZ_OK, "UTC"},
        {"+00:00", GZ_OK, "UTC"},
        {"+01:00", GZ_OK, "+01:00"},
        {"-03:30", GZ_OK, "-03:30"},
        {"+14:00", GZ_OK, "+14:00"},
        {"Europe/London", GZ_OK, "Europe/London"},
        {"America/Argentina/Buenos_Aires", GZ_OK,
         "America/Argentina/Buenos_Aires"},
        {"Etc/GMT+5", GZ_OK, "Etc/GMT+5"},
        {"Europe/Atlantis", GZ_NOT_FOUND, NULL},
        {"Europe/", GZ_NOT_FOUND, NULL},
        {"Europe/../Europe/London", GZ_INVALID, NULL},
        {"/usr/share/zoneinfo/Europe/London", GZ_INVALID, NULL},
        {"CET", GZ_INVALID, NULL},
        {"EST5EDT,M3.2.0/2,M11.1.0/2", GZ_INVALID, NULL},
        {"+14:01", GZ_INVALID, NULL},
        {"+15:00", GZ_INVALID, NULL},
        {"+1:00", GZ_INVALID, NULL},
        {"+01:60", GZ_INVALID, NULL},
        {"+01", GZ_INVALID, NULL},
        {"01:00", GZ_INVALID, NULL},
        {"+-1:00", GZ_INVALID, NULL},
        {"", GZ_INVALID, NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[GZ_TIME_ZONE_BYTES];
        int16_t zone = 0;
        CHECK_EQ(gz_time_zone_read(gz_str_z(rows[i].text), &zone),
                 rows[i].want);
        if (rows[i].printed != NULL) {
            gz_time_zone_print(zone, text);
            CHECK_Z(text, rows[i].printed);
        }
    }
    char longest[200] = "Europe/";
    int16_t zone = 0;
    memset(longest + 7, 'a', sizeof(longest) - 8);
    CHECK_EQ(gz_time_zone_read(gz_str_z(longest), &zone), GZ_INVALID);
}

static void test_places_are_kept(void)
{
    CHECK_EQ(zone_of("Asia/Tokyo"), zone_of("Asia/Tokyo"));
    CHECK(zone_of("Asia/Tokyo") != zone_of("Asia/Seoul"));
}

// A time as clocks show it; where its way back is another time, both.
static void test_clocks(void)
{
    static const struct {
        const char *zone;
        const char *utc;
        const char *local;
        const char *back;
    } rows[] = {
        {"UTC", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59Z", NULL},
        {"-03:30", "2026-01-01T00:00:00Z", "2025-12-31T20:30:00Z", NULL},
        {"Europe/London", "2026-03-29T00:59:59Z", "2026-03-29T00:59:59Z", NULL},
        {"Europe/London", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z", NULL},
        {"Europe/London", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", NULL},
        {"Europe/London", "2026-10-25T01:30:00Z", "2026-10-25T01:30:00Z",
         "2026-10-25T00:30:00Z"},
        {"America/New_York", "2026-07-04T12:00:00Z", "2026-07-04T08:00:00Z",
         NULL},
        {"America/New_York", "2050-01-15T12:00:00Z", "2050-01-15T07:00:00Z",
         NULL},
        {"America/New_York", "2050-07-15T12:00:00Z", "2050-07-15T08:00:00Z",
         NULL},
        {"Australia/Sydney", "2026-01-01T00:00:00Z", "2026-01-01T11:00:00Z",
         NULL},
        {"Asia/Kolkata", "2026-01-01T00:00:00Z", "2026-01-01T05:30:00Z", NULL},
        {"Asia/Kolkata", "1969-12-31T23:59:59.999Z", "1970-01-01T05:29:59.999Z",
         NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const int16_t zone = zone_of(rows[i].zone);
        const int64_t utc_ms = time_ms(rows[i].utc);
        char text[GZ_CIVIL_TIME_BYTES];
        gz_civil_time_print(gz_time_zone_local_ms(zone, utc_ms), text);
        CHECK_Z(text, rows[i].local);
        gz_civil_time_print(gz_time_zone_utc_ms(zone, time_ms(rows[i].local)),
                            text);
        CHECK_Z(text, rows[i].back == NULL ? rows[i].utc : rows[i].back);
    }
}

// What clocks never show is taken for what they would have shown.
static void test_gap(void)
{
    char text[GZ_CIVIL_TIME_BYTES];
    gz_civil_time_print(gz_time_zone_utc_ms(zone_of("Europe/London"),
                                            time_ms("2026-03-29T01:30:00Z")),
                        text);
    CHECK_Z(text, "2026-03-29T01:30:00Z");
    gz_civil_time_print(gz_time_zone_utc_ms(zone_of("America/New_York"),
                                            time_ms("2026-03-08T02:30:00Z")),
                        text);
    CHECK_Z(text, "2026-03-08T07:30:00Z");
}

int main(void)
{
    test_reads();
    test_places_are_kept();
    test_clocks();
    test_gap();
    return 0;
}
