#include "tests/support/alert_fixture.h"

/*
 * A worker that lags behind the end of its partition: what is not reached yet
 * may change what is due by the clock.
 */
#define SECOND 1000
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY ((int64_t)24 * HOUR)

#define EVENT(lab, ...)                                                        \
    alert_lab_event((lab), &(struct alert_lab_event){__VA_ARGS__})

// Time passes, and only what came until then is known.
static void lag(struct alert_lab *lab, int64_t ms, int64_t reached_ms)
{
    const struct gz_alert_sink sink = alert_lab_sink(lab);
    lab->now_ms += ms;
    for (int i = 0; i < 3; i++) {
        CHECK_OK(gz_alert_engine_tick(lab->engine, lab->index, lab->now_ms,
                                      reached_ms, &sink));
    }
    CHECK(gz_alert_engine_next_ms(lab->engine) > lab->now_ms);
    alert_lab_flush(lab);
    alert_lab_restart(lab);
}

// Two stories of the three that are wanted within an hour, two hours ago.
static void open_two_of_three(struct alert_lab *lab)
{
    alert_lab_open(lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                        "window: {count: 3, within: 1h}, interval: 1h}");
    EVENT(lab, .article = "a");
    EVENT(lab, .article = "b");
    lag(lab, 2 * HOUR, lab->now_ms);
}

static void test_window_reaches_over_lag(void)
{
    struct alert_lab lab;
    open_two_of_three(&lab);
    EVENT(&lab, .article = "c", .age_ms = HOUR + 1);
    ALERT_LAB_CHECK(&lab, "FIRING 3 stories, 0 copies, 1 of 1 sources: 3 "
                          "stories within 1h (at least 3) partial\n");
    alert_lab_close(&lab);
}

static void test_window_is_over(void)
{
    struct alert_lab lab;
    open_two_of_three(&lab);
    EVENT(&lab, .article = "c", .age_ms = HOUR);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_close(&lab);
}

static void test_alert_goes_on_over_lag(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, resolve: "
                         "10m, interval: 0s}");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    lag(&lab, HOUR, lab.now_ms);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "b", .age_ms = 50 * MINUTE + 1);
    ALERT_LAB_CHECK(&lab, "UPDATED 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    EVENT(&lab, .article = "c", .age_ms = 40 * MINUTE);
    ALERT_LAB_CHECK(&lab, "RESOLVED 2 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; no more stories\n"
                          "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_pass(&lab, 2 * SECOND);
    ALERT_LAB_CHECK(&lab, "RESOLVED 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; no more stories\n");
    alert_lab_close(&lab);
}

static void test_absence_is_no_lag(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {absent: 1h}}");
    EVENT(&lab, .article = "a");
    lag(&lab, 5 * HOUR, lab.now_ms);
    EVENT(&lab, .article = "b", .age_ms = 4 * HOUR + 1);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "c", .age_ms = HOUR / 2);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: no "
                          "story within 1h partial\n"
                          "RESOLVED 2 stories, 0 copies, 1 of 1 sources: no "
                          "story within 1h; there is a story again partial\n");
    alert_lab_close(&lab);
}

#define ABSENT "no story within 1h"

// `wait` begins where the window ends, not where that is noticed.
static void test_absence_waits_in_window_time(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {absent: 1h}, wait: 10m}");
    EVENT(&lab, .article = "a");
    lag(&lab, 5 * HOUR, lab.now_ms);
    EVENT(&lab, .article = "b", .age_ms = 4 * HOUR - 10 * MINUTE + 1);
    ALERT_LAB_CHECK(&lab, "");  // came while it waited
    EVENT(&lab, .article = "c", .age_ms = 4 * HOUR - 80 * MINUTE + 1);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 2 stories, 0 copies, 1 of 1 sources: " ABSENT "\n"
                    "RESOLVED 2 stories, 0 copies, 1 of 1 sources: " ABSENT
                    "; there is a story again\n");
    alert_lab_close(&lab);
}

// The window has ended, and then the wait, before the end of the partition.
static void test_absence_is_told_once_it_is_reached(void)
{
    struct alert_lab lab;
    const int64_t end_ms = ALERT_LAB_NOW + HOUR;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {absent: 1h}, wait: 10m}");
    EVENT(&lab, .article = "a");
    lag(&lab, 5 * HOUR, end_ms);
    lag(&lab, SECOND, end_ms + 10 * MINUTE - 1);
    ALERT_LAB_CHECK(&lab, "");
    lag(&lab, SECOND, end_ms + 10 * MINUTE);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: " ABSENT
                          " partial\n");
    lag(&lab, SECOND, end_ms + 20 * MINUTE);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "b", .age_ms = HOUR);
    ALERT_LAB_CHECK(&lab,
                    "RESOLVED 1 stories, 0 copies, 1 of 1 sources: " ABSENT
                    "; there is a story again partial\n");
    alert_lab_close(&lab);
}

// The wait has begun when the next story is reached: behind its end, or not.
static void test_absence_waits_for_a_story(void)
{
    struct alert_lab lab;
    const int64_t end_ms = ALERT_LAB_NOW + HOUR;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {absent: 1h}, wait: 10m}");
    EVENT(&lab, .article = "a");
    lag(&lab, 5 * HOUR, end_ms);
    EVENT(&lab, .article = "b", .age_ms = 3 * HOUR + 55 * MINUTE);
    lag(&lab, SECOND, end_ms + 65 * MINUTE);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "c", .age_ms = 2 * HOUR);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 2 stories, 0 copies, 1 of 1 sources: " ABSENT "\n"
                    "RESOLVED 2 stories, 0 copies, 1 of 1 sources: " ABSENT
                    "; there is a story again\n");
    alert_lab_pass(&lab, 2 * SECOND);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 1 stories, 0 copies, 1 of 1 sources: " ABSENT "\n");
    alert_lab_close(&lab);
}

// 11:06 in the lab: the digest of 18:00 tells of it, the next one of its end.
static void test_absence_waits_for_a_digest_in_window_time(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, window: "
                         "{absent: 1h}, digest: {every: 1d, at: '18:00'}}");
    EVENT(&lab, .article = "a");
    lag(&lab, 10 * HOUR, ALERT_LAB_NOW + 3 * HOUR);
    EVENT(&lab, .article = "b", .age_ms = 6 * HOUR);
    ALERT_LAB_CHECK(&lab, "");
    lag(&lab, SECOND, ALERT_LAB_NOW + 5 * HOUR);
    EVENT(&lab, .article = "c", .age_ms = 3 * HOUR);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 2 stories, 0 copies, 1 of 1 sources: " ABSENT "\n");
    alert_lab_pass(&lab, 20 * HOUR);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, HOUR);
    ALERT_LAB_CHECK(&lab,
                    "RESOLVED 1 stories, 0 copies, 1 of 1 sources: " ABSENT
                    "; there is a story again\n"
                    "FIRING 1 stories, 0 copies, 1 of 1 sources: " ABSENT "\n");
    alert_lab_close(&lab);
}

static void test_back_fill_knows_no_absence(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {absent: 1h}}");
    EVENT(&lab, .article = "a", .age_ms = 3 * DAY);
    EVENT(&lab, .article = "b", .age_ms = 2 * DAY);
    lag(&lab, SECOND, lab.now_ms - 2 * DAY);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 2 * SECOND);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: no "
                          "story within 1h\n");
    alert_lab_close(&lab);
}

static void test_first_seen_reaches_over_lag(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "first_seen: {entity: 1h, partial: true}, resolve: "
                         "1s}");
    EVENT(&lab, .article = "a");
    gz_buffer_clear(&lab.out);
    lag(&lab, 2 * HOUR, lab.now_ms + MINUTE);
    gz_buffer_clear(&lab.out);
    EVENT(&lab, .article = "b", .age_ms = HOUR + MINUTE);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_close(&lab);
}

int main(void)
{
    test_window_reaches_over_lag();
    test_window_is_over();
    test_alert_goes_on_over_lag();
    test_absence_is_no_lag();
    test_absence_waits_in_window_time();
    test_absence_is_told_once_it_is_reached();
    test_absence_waits_for_a_story();
    test_absence_waits_for_a_digest_in_window_time();
    test_back_fill_knows_no_absence();
    test_first_seen_reaches_over_lag();
    return 0;
}
