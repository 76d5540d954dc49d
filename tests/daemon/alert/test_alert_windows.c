// Windows: counts, sources, rates, absence.

#include "tests/support/alert_fixture.h"

#define MINUTE (60 * 1000)
#define HOUR (60 * MINUTE)
#define DAY ((int64_t)24 * HOUR)

#define EVENT(lab, ...)                                                        \
    alert_lab_event((lab), &(struct alert_lab_event){__VA_ARGS__})

static void test_window_count(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, since: 2026-01-01, "
                         "window: {count: 3, within: 1h}}");
    EVENT(&lab, .article = "a");
    alert_lab_pass(&lab, 50 * MINUTE);
    EVENT(&lab, .article = "b");
    alert_lab_pass(&lab, 20 * MINUTE);
    EVENT(&lab, .article = "c");  // the first is gone
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "d", .story = 7);
    ALERT_LAB_CHECK(&lab,
                    "FIRING 3 stories, 0 copies, 1 of 1 sources: 3 stories "
                    "within 1h (at least 3) (1 of 2 independent sources)\n");
    alert_lab_pass(&lab, HOUR);
    ALERT_LAB_CHECK(&lab, "RESOLVED 3 stories, 0 copies, 1 of 1 sources: 3 "
                          "stories within 1h (at least 3); no more stories (1 "
                          "of 2 independent sources)\n");
    alert_lab_close(&lab);
}

static void test_window_sources(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {sources: 2, within: 1h}}");
    EVENT(&lab, .article = "a", .story = 1);
    EVENT(&lab, .article = "b");
    EVENT(&lab, .article = "c", .source = "AP", .story = 1);  // a copy
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "d", .source = "AP");
    ALERT_LAB_CHECK(&lab, "FIRING 3 stories, 1 copies, 2 of 2 sources: 2 "
                          "sources within 1h (at least 2) partial\n");
    alert_lab_close(&lab);
}

static void test_window_rate(void)
{
    struct alert_lab lab;
    char id[16];
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {rate: 3, within: 1h, baseline: 10h, "
                         "count: 4}}");
    for (int i = 0; i < 10; i++) {
        snprintf(id, sizeof(id), "usual-%d", i);
        EVENT(&lab, .article = id);
        alert_lab_pass(&lab, HOUR);
    }
    ALERT_LAB_CHECK(&lab, "");
    for (int i = 0; i < 4; i++) {
        snprintf(id, sizeof(id), "more-%d", i);
        EVENT(&lab, .article = id);
    }
    CHECK(gz_str_starts(gz_buffer_str(&lab.out), GZ_STR_LIT("FIRING ")));
    alert_lab_close(&lab);
}

// Where nothing is usual, much is more.
static void test_window_rate_from_nothing(void)
{
    struct alert_lab lab;
    char id[16];
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1, e2]}, confirm: 0, "
                         "since: 2026-01-01, window: {rate: 3, within: 1h, "
                         "baseline: 10h, count: 4}}");
    EVENT(&lab, .entity = "e2", .article = "other");
    alert_lab_pass(&lab, 11 * HOUR);
    for (int i = 0; i < 4; i++) {
        ALERT_LAB_CHECK(&lab, "");
        snprintf(id, sizeof(id), "more-%d", i);
        EVENT(&lab, .article = id);
    }
    ALERT_LAB_CHECK(&lab, "FIRING 4 stories, 0 copies, 1 of 1 sources: 4 "
                          "stories within 1h, 0 usual (at least 3 times and "
                          "4)\n");
    alert_lab_close(&lab);
}

// What is usual is known behind an alert, too.
static void test_window_rate_again(void)
{
    struct alert_lab lab;
    char id[16];
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, since: "
                         "2026-01-01, window: {rate: 3, within: 1h, baseline: "
                         "10h, count: 4}}");
    EVENT(&lab, .article = "first");
    alert_lab_pass(&lab, 11 * HOUR);
    for (int i = 0; i < 60; i++) {
        snprintf(id, sizeof(id), "usual-%d", i);
        EVENT(&lab, .article = id);
        alert_lab_pass(&lab, i % 6 == 5 ? HOUR / 2 : HOUR / 10);
    }
    for (int i = 0; i < 20; i++) {
        snprintf(id, sizeof(id), "more-%d", i);
        EVENT(&lab, .article = id);
    }
    alert_lab_pass(&lab, 2 * HOUR);
    gz_buffer_clear(&lab.out);
    CHECK_EQ(gz_alert_engine_counts(lab.engine).firing, 0);
    for (int i = 0; i < 6; i++) {
        snprintf(id, sizeof(id), "again-%d", i);
        EVENT(&lab, .article = id);
    }
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_close(&lab);
}

static void put_rate(struct alert_lab *lab, const char *within)
{
    char text[256];
    snprintf(text, sizeof(text),
             "{id: s, entities: {ids: [e1]}, confirm: 0, since: 2026-01-01, "
             "window: {rate: 3, within: %s, baseline: 10h, count: 4}}",
             within);
    struct gz_subscription *s = test_subscription(text);
    CHECK_OK(gz_subscription_index_put(lab->index, s));
    gz_subscription_unref(s);
}

static const struct {
    const char *within;
    int fires_at;
    const char *want;
} widths[] = {
    {"2h", 36,
     "FIRING 36 stories, 0 copies, 1 of 1 sources: 36 stories "
     "within 2h, 11.9 usual (at least 3 times and 4)\n"},
    {"30m", 8,
     "FIRING 8 stories, 0 copies, 1 of 1 sources: 8 stories within 30m, 2.63 "
     "usual (at least 3 times and 4)\n"},
};

// Six an hour but for the last two, whatever was asked for then; and a restart.
static void test_window_rate_of_another_width(void)
{
    for (size_t k = 0; k < sizeof(widths) / sizeof(widths[0]); k++) {
        struct alert_lab lab;
        char id[16];
        alert_lab_open(&lab, NULL);
        put_rate(&lab, "1h");
        for (int i = 0; i < 20 * 6; i++) {
            snprintf(id, sizeof(id), "usual-%d", i);
            EVENT(&lab, .article = id);
            alert_lab_pass(&lab, HOUR / 6);
        }
        alert_lab_flush(&lab);
        alert_lab_restart(&lab);
        put_rate(&lab, widths[k].within);
        alert_lab_pass(&lab, 2 * HOUR);
        for (int i = 0; i < widths[k].fires_at; i++) {
            ALERT_LAB_CHECK(&lab, "");
            snprintf(id, sizeof(id), "more-%d", i);
            EVENT(&lab, .article = id);
        }
        ALERT_LAB_CHECK(&lab, widths[k].want);
        alert_lab_close(&lab);
    }
}

static void test_absence(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                         "window: {absent: 1d}}");
    EVENT(&lab, .article = "a");
    alert_lab_pass(&lab, DAY - 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 1);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: no "
                          "story within 1d partial\n");
    alert_lab_pass(&lab, 3 * DAY);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "b");
    ALERT_LAB_CHECK(&lab,
                    "RESOLVED 1 stories, 0 copies, 1 of 1 sources: no story "
                    "within 1d; there is a story again partial\n");
    alert_lab_pass(&lab, DAY);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: no "
                          "story within 1d\n");
    alert_lab_close(&lab);
}

// Minutes at which stories come, and of which one it fires: those of the last
// hour are counted one by one, wherever hours begin.
static const struct {
    const char *what;
    int minutes[16];  // behind a full hour
    int fires;        // number of the story, 0: none
} rates[] = {
    {"four of an hour and a half ago, three now",
     {601, 602, 603, 604, 670, 672, 674},
     0},
    {"five in 40 minutes over the hour", {655, 656, 657, 658, 695}, 5},
    {"the first of five is an hour old", {655, 656, 657, 658, 715}, 0},
    {"the first of five is nearly an hour old", {655, 656, 657, 658, 714}, 5},
    {"five now, and ten before: two an hour",
     {60, 61, 120, 180, 240, 300, 360, 420, 480, 540, 660, 661, 662, 663, 664},
     15},
    {"those behind the baseline are none of its",
     {1, 2, 3, 4, 100, 200, 300, 400, 720, 721, 722, 723, 724},
     13},
};

static void test_rate_rows(void)
{
    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        struct alert_lab lab;
        char id[16];
        int now = 0;
        int fires = 0;
        alert_lab_open(&lab, "{id: s, entities: {ids: [e1, e2]}, confirm: 0, "
                             "since: 2026-01-01, window: {rate: 2, within: 1h, "
                             "baseline: 10h, count: 5}}");
        EVENT(&lab, .entity = "e2", .article = "other", .age_ms = DAY - 1);
        alert_lab_pass(&lab, 53 * MINUTE + 20 * 1000);  // to the full hour
        for (int k = 0; k < 16 && rates[i].minutes[k] > 0; k++) {
            alert_lab_pass(&lab, (rates[i].minutes[k] - now) * MINUTE);
            now = rates[i].minutes[k];
            snprintf(id, sizeof(id), "a%d", k);
            EVENT(&lab, .article = id);
            if (gz_str_starts(gz_buffer_str(&lab.out), GZ_STR_LIT("FIRING"))) {
                fires = fires == 0 ? k + 1 : fires;
            }
        }
        if (fires != rates[i].fires) {
            fprintf(stderr, "%s\n", rates[i].what);
        }
        CHECK_EQ(fires, rates[i].fires);
        alert_lab_close(&lab);
    }
}

// An alert that is over before its window has passed: the window goes on.
static void test_over_within_window(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, since: 2026-01-01, "
                         "confirm: 0, resolve: 10m, "
                         "window: {count: 3, within: 1h}}");
    EVENT(&lab, .article = "a", .story = 1);
    EVENT(&lab, .article = "b");
    EVENT(&lab, .article = "c");
    ALERT_LAB_CHECK(&lab, "FIRING 3 stories, 0 copies, 1 of 1 sources: 3 "
                          "stories within 1h (at least 3) partial\n");
    alert_lab_pass(&lab, 10 * MINUTE);
    ALERT_LAB_CHECK(
        &lab, "RESOLVED 3 stories, 0 copies, 1 of 1 sources: 3 "
              "stories within 1h (at least 3); no more stories partial\n");
    EVENT(&lab, .article = "copy", .story = 1);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "d");
    ALERT_LAB_CHECK(&lab, "FIRING 4 stories, 1 copies, 1 of 1 sources: 4 "
                          "stories within 1h (at least 3) partial\n");
    alert_lab_close(&lab);
}

int main(void)
{
    test_window_count();
    test_window_sources();
    test_window_rate();
    test_window_rate_from_nothing();
    test_window_rate_again();
    test_window_rate_of_another_width();
    test_rate_rows();
    test_over_within_window();
    test_absence();
    return 0;
}
