#include "codecs/timestamp.h"
#include "tests/support/check.h"

enum { H = 3600 * 1000 };

static const int64_t noon = 1795431600000;  // 2026-11-23T11:00:00Z

static const struct {
    const char *text;
    int64_t want;
} good[] = {
    {"2026-11-23T11:00:00Z", noon},
    {"2026-11-23t11:00:00z", noon},
    {" 2026-11-23T11:00:00Z\n", noon},
    {"2026-11-23T12:00:00+01:00", noon},
    {"2026-11-23T12:00:00+0100", noon},
    {"2026-11-23T12:00:00+01", noon},
    {"2026-11-23T05:30:00-05:30", noon},
    {"2026-11-23T11:00:00", noon},  // no zone: UTC
    {"2026-11-23 11:00:00", noon},
    {"2026-11-23 11:00:00 +0000", noon},
    {"2026-11-23T11:00Z", noon},
    {"2026-11-23T11:00:00.25Z", noon + 250},
    {"2026-11-23T11:00:00,2Z", noon + 200},
    {"2026-11-23T11:00:00.123456789012Z", noon + 123},
    {"2026-11-23T10:59:60Z", noon},  // leap second
    {"2026-11-23", noon - 11 * H},
    {"20261123", noon - 11 * H},
    {"20261123T110000Z", noon},
    {"20261123T1100Z", noon},
    {"20261123T120000+0100", noon},
    {"1970-01-01T00:00:00Z", 0},
    {"1969-12-31T23:59:59.999Z", -1},
    {"2000-02-29", 951782400000},
    {"0001-01-01", -62135596800000},
    {"9999-12-31T23:59:59.999Z", 253402300799999},
    {"Mon, 23 Nov 2026 11:00:00 GMT", noon},
    {"Mon, 23 Nov 2026 11:00:00 +0000", noon},
    {"Mon, 23 Nov 2026 06:00:00 -0500", noon},
    {"Mon, 23 Nov 2026 06:00:00 EST", noon},
    {"Mon, 23 Nov 2026 06:00:00 -0500 (EST)", noon},
    {"mon, 23 nov 2026 11:00 UT", noon},
    {"23 Nov 26 11:00:00 Z", noon},
    {"Monday, 23 November 2026 11:00:00 GMT", noon},
    {"Thu, 01 Jan 70 00:00:00 GMT", 0},
    {"1 Jan 1970 00:00 GMT", 0},
    {"1795431600", noon},
    {"1795431600000", noon},
};

static const char *const bad[] = {
    "",
    " ",
    "yesterday",
    "2026",
    "2026-11",
    "2026-1-1",
    "2026-11-23T",
    "2026-11-23T11",
    "2026-11-23T11:00:00.",
    "2026-11-23T11:00:00Zulu",
    "2026-11-23T11:00:00+1",
    "2026-11-23T11:00:00+24:00",
    "2026-11-23T11:00:00+01:60",
    "2026-11-23T24:00:00Z",
    "2026-11-23T11:60:00Z",
    "2026-11-23T11:00:61Z",
    "2026-00-23",
    "2026-13-23",
    "2026-11-00",
    "2026-11-31",
    "2026-02-29",
    "1900-02-29",
    "0000-01-01",
    "2026-1123",
    "-2026-11-23",
    "179543160",
    "17954316000000000",
    "Mon, 23 Nov 2026",
    "Mon, 23 Foo 2026 11:00:00 GMT",
    "Mon, 23 Nov 126 11:00:00 GMT",
    "Mon, 32 Nov 2026 11:00:00 GMT",
    "Mon, 23 Nov 2026 11:00:00 +1",
    "Mon, 23 Nov 2026 11:00:00 GMT tomorrow",
    "Mon, 23 Nov 2026 11:00:00 (",
};

static const struct {
    double number;
    bool known;
    int64_t want;
} numbers[] = {
    {0, true, 0},
    {1795431600, true, 1795431600000},
    {1795431600.25, true, 1795431600250},
    {1795431600000, true, 1795431600000},
    {99999999999, true, 99999999999000},
    {100000000000, true, 100000000000},
    {-1, true, -1000},
    {253402300799999, true, 253402300799999},
    {253402300800000, false, 0},
    {-62135596800001, false, 0},
    {1e300, false, 0},
};

static void test_texts(void)
{
    int64_t ms = 0;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        CHECK(gz_timestamp_parse(gz_str_z(good[i].text), &ms));
        CHECK_EQ(ms, good[i].want);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK(!gz_timestamp_parse(gz_str_z(bad[i]), &ms));
    }
}

static void test_numbers(void)
{
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        int64_t ms = 0;
        CHECK_EQ(gz_timestamp_from_number(numbers[i].number, &ms),
                 numbers[i].known);
        CHECK_EQ(ms, numbers[i].want);
    }
}

int main(void)
{
    test_texts();
    test_numbers();
    return 0;
}
