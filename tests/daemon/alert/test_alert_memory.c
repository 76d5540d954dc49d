// What is remembered: copies of stories, and what was seen first.

#include "tests/support/alert_fixture.h"

#define MINUTE (60 * 1000)
#define HOUR (60 * MINUTE)
#define DAY ((int64_t)24 * HOUR)

#define EVENT(lab, ...)                                                        \
    alert_lab_event((lab), &(struct alert_lab_event){__VA_ARGS__})

// From so many equal cells on two articles are copies of one story.
static void test_near_copies(void)
{
    static const struct {
        int cells;
        const char *alerts;
    } rows[] = {
        {29, "FIRING 2 stories, 0 copies, 1 of 1 sources: 2 stories within 1h "
             "(at least 2) partial\n"},
        {30, ""},
        {64, ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct alert_lab lab;
        alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0, "
                             "window: {count: 2, within: 1h}}");
        EVENT(&lab, .article = "a", .story = 1, .cells = 64);
        EVENT(&lab, .article = "b", .story = 1, .cells = rows[i].cells);
        ALERT_LAB_CHECK(&lab, rows[i].alerts);
        alert_lab_close(&lab);
    }
}

// A copy that comes when the alert of its story is over is no news, as long as
// the story is remembered.
static void test_copy_of_old(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0}");
    EVENT(&lab, .article = "a", .story = 1);
    alert_lab_pass(&lab, DAY);
    gz_buffer_clear(&lab.out);
    alert_lab_pass(&lab, HOUR);
    EVENT(&lab, .article = "copy-1", .story = 1);
    ALERT_LAB_CHECK(&lab, "");
    CHECK_EQ(gz_alert_engine_counts(lab.engine).cases, 0);
    CHECK_EQ(gz_alert_engine_counts(lab.engine).told, 1);
    // Neither is it one of what has come since.
    EVENT(&lab, .article = "b");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    EVENT(&lab, .article = "copy-2", .story = 1, .source = "AP");
    alert_lab_pass(&lab, DAY);
    ALERT_LAB_CHECK(&lab, "RESOLVED 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article; no more stories\n");
    // The copies have kept the story for three days more, and no longer.
    alert_lab_pass(&lab, 2 * DAY - 1);
    EVENT(&lab, .article = "copy-3", .story = 1);
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 3 * DAY);
    CHECK_EQ(gz_alert_engine_counts(lab.engine).told, 0);
    EVENT(&lab, .article = "copy-4", .story = 1);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

// What a subscription has not counted is news to it.
static void test_copy_of_unmatched(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: all, entities: {ids: [e1]}, confirm: 0}");
    struct gz_subscription *s =
        test_subscription("{id: s, entities: {ids: [e1]}, confirm: 0, "
                          "when: article.source == AP}");
    CHECK_OK(gz_subscription_index_put(lab.index, s));
    gz_subscription_unref(s);
    EVENT(&lab, .article = "a", .story = 1);
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_pass(&lab, DAY);
    gz_buffer_clear(&lab.out);
    EVENT(&lab, .article = "copy", .story = 1, .source = "AP");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "by an article\n");
    alert_lab_close(&lab);
}

// A story that has left its window is not counted again by a copy.
static void test_copy_outside_window(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab,
                   "{id: s, entities: {ids: [e1, e2]}, since: 2026-01-01, "
                   "confirm: 0, window: {count: 2, within: 1h}}");
    EVENT(&lab, .entity = "e2", .article = "other");
    alert_lab_pass(&lab, HOUR);
    EVENT(&lab, .article = "a", .story = 1);
    alert_lab_pass(&lab, 50 * MINUTE);
    EVENT(&lab, .article = "b", .story = 2);
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: 2 "
                          "stories within 1h (at least 2)\n");
    alert_lab_pass(&lab, 2 * HOUR);
    gz_buffer_clear(&lab.out);
    EVENT(&lab, .article = "c");
    EVENT(&lab, .article = "copy-a", .story = 1);
    EVENT(&lab, .article = "copy-b", .story = 2);
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "d");
    ALERT_LAB_CHECK(&lab, "FIRING 2 stories, 0 copies, 1 of 1 sources: 2 "
                          "stories within 1h (at least 2)\n");
    alert_lab_close(&lab);
}

// A copy is known behind many stories of its entity, and a repeated article
// behind many copies.
static void test_busy(void)
{
    struct alert_lab lab;
    char id[16];
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1]}, confirm: 0}");
    EVENT(&lab, .article = "first", .story = 1);
    gz_buffer_clear(&lab.out);
    for (int i = 0; i < 900; i++) {
        snprintf(id, sizeof(id), "other-%d", i);
        EVENT(&lab, .article = id);
    }
    for (int i = 0; i < 200; i++) {
        snprintf(id, sizeof(id), "copy-%d", i);
        EVENT(&lab, .article = id, .story = 2);
    }
    EVENT(&lab, .article = "copy-0", .story = 2);
    EVENT(&lab, .article = "copy-first", .story = 1);
    alert_lab_pass(&lab, HOUR);
    ALERT_LAB_CHECK(&lab, "UPDATED 902 stories, 199 copies, 1 of 1 sources: "
                          "named by an article\n");
    CHECK_EQ(gz_alert_engine_counts(lab.engine).dropped, 0);
    alert_lab_close(&lab);
}

// Seen again within the time, it is not new, however short before the end.
static void test_first_seen_renewed(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {ids: [e1, e2]}, confirm: 0, "
                         "since: 2026-01-01, first_seen: {entity: 90d}}");
    EVENT(&lab, .entity = "e2", .article = "other");
    alert_lab_pass(&lab, 91 * DAY);
    EVENT(&lab, .article = "a");
    alert_lab_pass(&lab, 32 * HOUR);
    gz_buffer_clear(&lab.out);
    EVENT(&lab, .article = "b");
    alert_lab_pass(&lab, 90 * DAY - 1);
    EVENT(&lab, .article = "c");
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 90 * DAY);
    EVENT(&lab, .article = "d");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "for the first time in 90d\n");
    alert_lab_close(&lab);
}

static void test_first_seen(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, facts: [Customer], confirm: 0, first_seen: "
                         "{pair: 90d}}");
    EVENT(&lab, .article = "a", .fact = "Customer", .other = "e2");
    ALERT_LAB_CHECK(&lab, "");  // history is too short to tell
    alert_lab_pass(&lab, 80 * DAY);
    EVENT(&lab, .article = "b", .fact = "Customer", .other = "e2");
    alert_lab_pass(&lab, 20 * DAY);
    EVENT(&lab, .article = "c", .fact = "Customer", .other = "e2");
    ALERT_LAB_CHECK(&lab, "");
    EVENT(&lab, .article = "d", .fact = "Customer", .other = "e3");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: first "
                          "with e3 in 90d\n");
    // A second report belongs to the alert, and is no first one.
    EVENT(&lab, .article = "e", .fact = "Customer", .other = "e3");
    alert_lab_pass(&lab, HOUR);
    ALERT_LAB_CHECK(&lab, "UPDATED 2 stories, 0 copies, 1 of 1 sources: first "
                          "with e3 in 90d\n");
    alert_lab_pass(&lab, 2 * DAY);
    ALERT_LAB_CHECK(&lab, "RESOLVED 2 stories, 0 copies, 1 of 1 sources: first "
                          "with e3 in 90d; no more stories\n");
    EVENT(&lab, .article = "f", .fact = "Customer", .other = "e3");
    ALERT_LAB_CHECK(&lab, "");
    alert_lab_pass(&lab, 91 * DAY);
    EVENT(&lab, .article = "g", .fact = "Customer", .other = "e3");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: first "
                          "with e3 in 90d\n");
    alert_lab_close(&lab);
}

// What is new of an entity is not told as more of what was new before.
static void test_first_facts(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, facts: [Customer], confirm: 0, first_seen: "
                         "{fact: 90d, partial: true}}");
    EVENT(&lab, .article = "a", .fact = "Customer", .other = "e2");
    EVENT(&lab, .article = "b", .fact = "Customer", .other = "e3");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: "
                          "Customer: customer e2, supplier e1, first in 90d "
                          "partial\n"
                          "FIRING 1 stories, 0 copies, 1 of 1 sources: "
                          "Customer: customer e3, supplier e1, first in 90d "
                          "partial\n");
    EVENT(&lab, .article = "c", .fact = "Customer", .other = "e2");
    alert_lab_pass(&lab, HOUR);
    ALERT_LAB_CHECK(&lab, "UPDATED 2 stories, 0 copies, 1 of 1 sources: "
                          "Customer: customer e2, supplier e1, first in 90d "
                          "partial\n");
    alert_lab_close(&lab);
}

static void test_first_seen_partial(void)
{
    struct alert_lab lab;
    alert_lab_open(&lab, "{id: s, entities: {types: [Org]}, confirm: 0, "
                         "first_seen: {entity: 90d, partial: true}}");
    EVENT(&lab, .article = "a");
    ALERT_LAB_CHECK(&lab, "FIRING 1 stories, 0 copies, 1 of 1 sources: named "
                          "for the first time in 90d partial\n");
    alert_lab_close(&lab);
}

int main(void)
{
    test_near_copies();
    test_copy_of_old();
    test_copy_of_unmatched();
    test_copy_outside_window();
    test_busy();
    test_first_seen();
    test_first_facts();
    test_first_seen_partial();
    test_first_seen_renewed();
    return 0;
}
