// What an engine tells of, and when.

#include "tests/support/alert_fixture.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY ((int64_t)24 * HOUR)

#define EVENT(lab, ...)                                                        \
    alert_lab_event((lab), &(struct alert_lab_event){__VA_ARGS__})

static void test_first_story(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}}");
    EVENT(&lab, .article = "a", .entity = "e2");
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article (1 of 2 independent sources)\n");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, DAY - 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 1);
    ALERT_LAB_CHECK(&lab, "RESOLVED 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; no more stories (1 of 2 independent "
                          "sources)\n");
    CHECK_EQ(gz_alert_engine_counts(lab.engine).cases, 0);
    alert_lab_close(&lab);
}

static void test_copies_and_confirmation(void)
{
    struct alert_lab lab;
    char id[16];
    alert_lab_open(&lab, "{id: s, facts: [{type: Customer, anchor: supplier}], "
                         "interval: 10m}");
    EVENT(&lab, .article = "a", .story = 1, .fact = "Customer", .kind = 2);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 1 stories, 0 copies, 1 of 1 sources: Customer: "
                    "customer e2, supplier e1 (anonymous source, 1 of 2 "
                    "independent sources)\n");
    for (int i = 0; i < 39; i++) {
        snprintf(id, sizeof(id), "copy-%d", i);
        EVENT(&lab, .article = id, .story = 1, .source = id, .fact = "Customer",
              .kind = 2);
    }
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 10 * MINUTE);
    ALERT_LAB_CHECK(&lab,
                    "UPDATED 1 stories, 39 copies, 1 of 40 sources: Customer: "
                    "customer e2, supplier e1 (anonymous source, 1 of 2 "
                    "independent sources)\n");
    // One that cites another publisher confirms nothing.
    EVENT(&lab, .article = "b", .source = "AP", .fact = "Customer", .kind = 4);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "c", .source = "AFP", .fact = "Customer", .kind = 1);
    ALERT_LAB_CHECK(&lab, "CONFIRMED 3 stories, 39 copies, 2 of 42 sources: "
                          "Customer: customer e2, supplier e1\n");
    alert_lab_close(&lab);
}

// One publisher is one, however it is written; and who cites another one or is
// not named counts only while nobody else does.
static const struct {
    const char *first;
    int first_kind;  // of attribution, 4: of another publisher
    const char *second;
    int second_kind;
    const char *state;
    const char *sources;
} publishers[] = {
    {"Harbour Wire", 1, "Daily Lantern", 1, "CONFIRMED", "2 of 2"},
    {"Harbour Wire", 1, "HARBOUR WIRE", 1, "UPDATED", "1 of 1"},
    {"Harbour Wire", 1, " Harbour wire ", 1, "UPDATED", "1 of 1"},
    {"Harbour Wire", 1, "", 1, "UPDATED", "1 of 2"},
    {"", 1, "Harbour Wire", 1, "UPDATED", "1 of 2"},
    {"Harbour Wire", 1, "Daily Lantern", 4, "UPDATED", "1 of 2"},
    {"Daily Lantern", 4, "Harbour Wire", 1, "UPDATED", "1 of 2"},
};

static void test_publishers(void)
{
    for (size_t i = 0; i < sizeof(publishers) / sizeof(publishers[0]); i++) {
        struct alert_lab lab;
        char want[96];
        alert_lab_open(&lab, "{id: s, facts: [Customer], interval: 0s}");
        EVENT(&lab, .article = "a", .source = publishers[i].first,
              .fact = "Customer", .kind = publishers[i].first_kind);
        gz_buffer_clear(&lab.out);
        EVENT(&lab, .article = "b", .source = publishers[i].second,
              .fact = "Customer", .kind = publishers[i].second_kind);
        snprintf(want, sizeof(want),
                 "%s 2 stories, 0 copies, %s sources: ", publishers[i].state,
                 publishers[i].sources);
        CHECK(gz_str_starts(gz_buffer_str(&lab.out), gz_str_z(want)));
        alert_lab_close(&lab);
    }
}

static void test_wait_and_repeat(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, wait: 30s,"
                         " repeat: 4h, interval: 1h}");
    EVENT(&lab, .article = "a");
    alert_lab_pass(&lab, 29 * SECOND);
    EVENT(&lab, .article = "b");
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, SECOND);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_pass(&lab, 4 * HOUR);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; it is told again\n");
    alert_lab_close(&lab);
}

// What slept through all of an alert tells all of it when it wakes.
static void test_over_before_told(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, wait: 30m,"
                         " resolve: 20m}");
    EVENT(&lab, .article = "a");
    lab.now_ms += 29 * MINUTE;
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab, "");
    lab.now_ms += MINUTE;
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 1 stories, 0 copies, 1 of 1 sources: named by an "
                    "article\n"
                    "RESOLVED 1 stories, 0 copies, 1 of 1 sources: named by an "
                    "article; no more stories\n");
    alert_lab_close(&lab);
}

static void test_groups(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, facts: [Customer], confirm: 0, group_by: "
                         "[role.customer]}");
    EVENT(&lab, .article = "a", .fact = "Customer", .other = "x");
    EVENT(&lab, .article = "b", .fact = "Customer", .other = "y");
    EVENT(&lab, .article = "c", .fact = "Customer", .other = "x");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: "
                          "Customer: customer x, supplier e1\n"
                          "FIRING 1 stories, 0 copies, 1 of 1 sources: "
                          "Customer: customer y, supplier e1\n");
    alert_lab_close(&lab);
}

static void test_silence(void)
{
    struct alert_lab lab;
    // The lab's clock begins at 2026-11-18T11:06:40Z.
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, silences: "
                         "[{until: 2026-11-18T12:00:00Z, comment: drill}]}");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "SILENCED 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; drill [drill]\n");
    EVENT(&lab, .article = "b");
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 2 * HOUR);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 2 stories, 0 copies, 1 of 1 sources: named by an "
                    "article; the silence has ended\n"
                    "LAPSED 0 stories, 0 copies, 0 of 0 sources: a silence has "
                    "ended [drill]\n");
    alert_lab_pass(&lab, 2 * HOUR);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_close(&lab);
}

static void test_silence_is_lifted(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, silences: "
                         "[{until: 2026-11-19T12:00:00Z}]}");
    EVENT(&lab, .article = "a");
    gz_buffer_clear(&lab.out);
    struct gz_subscription *s =
        test_subscription("{id: s, entities: {ids: [e1]}, confirm: 0}");
    CHECK_OK(gz_subscription_index_put(lab.index, s));
    gz_subscription_unref(s);
    alert_lab_pass(&lab, HOUR);
    EVENT(&lab, .article = "b");
    ALERT_LAB_CHECK(&lab,
                    "FIRING 2 stories, 0 copies, 1 of 1 sources: named by an "
                    "article; the silence has ended\n");
    alert_lab_close(&lab);
}

// The partition that tells need not have had an event.
static void test_silence_without_events(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, silences: "
                         "[{until: 2026-11-18T12:00:00Z, comment: drill}]}");
    CHECK_OK(gz_alert_engine_start(lab.engine));
    alert_lab_pass(&lab, 30 * MINUTE);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_flush(&lab);
    alert_lab_restart(&lab);
    lab.now_ms += 2 * HOUR;
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab, "LAPSED 0 stories, 0 copies, 0 of 0 sources: a "
                          "silence has ended [drill]\n");
    alert_lab_close(&lab);
}

// What is over before its silence ends is told of as nobody's.
static void test_over_in_silence(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, resolve: "
                         "30m, silences: [{until: 2026-11-18T12:00:00Z, "
                         "comment: drill}]}");
    EVENT(&lab, .article = "a");
    alert_lab_pass(&lab, 30 * MINUTE);
    ALERT_LAB_CHECK(&lab,
                    "SILENCED 1 stories, 0 copies, 1 of 1 sources: named by an "
                    "article; drill [drill]\n"
                    "RESOLVED 1 stories, 0 copies, 1 of 1 sources: named by an "
                    "article; no more stories [drill]\n");
    alert_lab_pass(&lab, HOUR);
    gz_buffer_clear(&lab.out);
    EVENT(&lab, .article = "b");
    alert_lab_pass(&lab, 30 * MINUTE);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 1 stories, 0 copies, 1 of 1 sources: named by an "
                    "article\n"
                    "RESOLVED 1 stories, 0 copies, 1 of 1 sources: named by an "
                    "article; no more stories\n");
    alert_lab_close(&lab);
}

static void test_quiet_hours(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, quiet: "
                         "{from: '09:00', until: '11:40'}}");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 33 * MINUTE);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, MINUTE);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

static void test_digest(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, digest: "
                         "{every: 1d, at: '12:40', zone: '+01:00'}}");
    EVENT(&lab, .article = "a");
    EVENT(&lab, .article = "b");
    alert_lab_pass(&lab, 33 * MINUTE);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, MINUTE);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

// Whoever wakes behind the time of a digest tells it then.
static void test_digest_slept_over(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, digest: "
                         "{every: 1d, at: '11:40'}, resolve: 2h}");
    EVENT(&lab, .article = "a");
    lab.now_ms += 35 * MINUTE;
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    EVENT(&lab, .article = "b");
    lab.now_ms += 90 * MINUTE;
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab, "");
    lab.now_ms += DAY;
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab, "RESOLVED 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; no more stories\n");
    alert_lab_close(&lab);
}

// 11:06 in the lab; the digest of noon falls into quiet hours.
static void test_digest_in_quiet_hours(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, digest: "
                         "{every: 1d, at: '12:00'}, quiet: {from: '11:30', "
                         "until: '13:06'}, resolve: 2d}");
    EVENT(&lab, .article = "a");
    alert_lab_pass(&lab, HOUR);
    EVENT(&lab, .article = "b");
    alert_lab_flush(&lab);
    alert_lab_restart(&lab);
    alert_lab_pass(&lab, HOUR - 40 * SECOND - 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 1);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    EVENT(&lab, .article = "c");
    alert_lab_flush(&lab);
    alert_lab_restart(&lab);
    alert_lab_pass(&lab, DAY - 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 1);
    ALERT_LAB_CHECK(&lab, "UPDATED 3 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

// Who slept over it and wakes in quiet hours tells it at their end, too.
static void test_digest_slept_over_into_quiet_hours(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, digest: "
                         "{every: 1d, at: '12:00'}, quiet: {from: '12:30', "
                         "until: '14:06'}, resolve: 2d}");
    EVENT(&lab, .article = "a");
    lab.now_ms += 90 * MINUTE;
    alert_lab_pass(&lab, 0);
    alert_lab_flush(&lab);
    alert_lab_restart(&lab);
    alert_lab_pass(&lab, 90 * MINUTE - 40 * SECOND - 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 1);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    EVENT(&lab, .article = "b");
    lab.now_ms += DAY - 90 * MINUTE;  // 12:36, a day later
    alert_lab_pass(&lab, 0);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 90 * MINUTE);
    ALERT_LAB_CHECK(&lab, "UPDATED 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

// Nor is it told again in quiet hours by who slept until then.
static void test_repeat_slept_into_quiet_hours(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, repeat: "
                         "1h, quiet: {from: '12:30', until: '14:06'}}");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    lab.now_ms += 90 * MINUTE;
    alert_lab_pass(&lab, 90 * MINUTE - 40 * SECOND - 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 1);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; it is told again\n");
    alert_lab_close(&lab);
}

static void test_late(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0}");
    EVENT(&lab, .article = "a", .story = 3, .age_ms = DAY + 1);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "b", .story = 4, .age_ms = DAY);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

int main(void)
{
    test_first_story();
    test_copies_and_confirmation();
    test_publishers();
    test_wait_and_repeat();
    test_over_before_told();
    test_groups();
    test_silence();
    test_silence_is_lifted();
    test_silence_without_events();
    test_over_in_silence();
    test_quiet_hours();
    test_digest();
    test_digest_slept_over();
    test_digest_in_quiet_hours();
    test_digest_slept_over_into_quiet_hours();
    test_repeat_slept_into_quiet_hours();
    test_late();
    return 0;
}
