#include "daemon/notify/alert_filter.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_alert_event alert = {
    .state = GZ_ALERT_FIRING,
    .subscription = {"rivals", 6},
    .severity = GZ_ALERT_WARNING,
    .entity_id = {"wd:Q2283", 8},
    .entity_type = {"Org/Company", 11},
};

static const struct {
    const char *query;
    bool want;
} rows[] = {
    {"/", true},
    {"/?subscription=rivals", true},
    {"/?subscription=first&subscription=rivals", true},
    {"/?subscription=Rivals", false},
    {"/?entity=wd%3AQ2283", true},
    {"/?entity=wd:Q228", false},
    {"/?type=Org", true},
    {"/?type=Person&type=Org/Company", true},
    {"/?type=Org/Bank", false},
    {"/?state=FIRING", true},
    {"/?state=firing", true},
    {"/?state=resolved", false},
    {"/?state=resolved&state=firing", true},
    {"/?severity=warning", true},
    {"/?severity=critical", false},
    {"/?severity=CRITICAL&severity=WARNING", true},
    {"/?subscription=rivals&severity=info", false},
    {"/?since=latest&last_event_id=x", true},
};

static bool is_match(const char *query, const struct gz_alert_event *event)
{
    struct gz_target target;
    struct gz_alert_filter *f = NULL;

    CHECK_OK(gz_target_parse(gz_str_z(query), &target, NULL));
    CHECK_OK(gz_alert_filter_parse(&target, &f, NULL));
    gz_target_fini(&target);
    const bool matches = gz_alert_filter_matches(f, event);
    gz_alert_filter_free(f);
    return matches;
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (is_match(rows[i].query, &alert) != rows[i].want) {
            fprintf(stderr, "%s\n", rows[i].query);
            exit(1);
        }
    }
}

// A state of a later version is none of those that can be asked for.
static void test_unknown(void)
{
    struct gz_alert_event later = alert;

    later.state = GZ_ALERT_STATE_UNKNOWN;
    CHECK(is_match("/", &later));
    CHECK(!is_match("/?state=firing", &later));
}

static const struct {
    const char *query;
    const char *error;
} bad[] = {
    {"/?subscription=", "error: subscription is empty\n"},
    {"/?entity=", "error: entity is empty\n"},
    {"/?type=", "error: type is empty\n"},
    {"/?state=", "error: state is empty\n"},
    {"/?type=Org/Compny",
     "error: unknown type \"Org/Compny\", did you mean Org/Company\n"},
    {"/?state=fire", "error: unknown state \"fire\", allowed are FIRING, "
                     "UPDATED, CONFIRMED, RESOLVED, SILENCED, LAPSED\n"},
    {"/?state=UNKNOWN", "error: unknown state \"UNKNOWN\", allowed are FIRING, "
                        "UPDATED, CONFIRMED, RESOLVED, SILENCED, LAPSED\n"},
    {"/?severity=high", "error: unknown severity \"high\", allowed are INFO, "
                        "WARNING, CRITICAL\n"},
};

static void test_bad(void)
{
    struct gz_error err;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gz_target target;
        struct gz_alert_filter *f = NULL;
        gz_error_clear(&err);
        CHECK_OK(gz_target_parse(gz_str_z(bad[i].query), &target, NULL));
        CHECK_EQ(gz_alert_filter_parse(&target, &f, &err), GZ_INVALID);
        CHECK_Z(gz_error_text(&err), bad[i].error);
        gz_target_fini(&target);
    }
    gz_error_fini(&err);
}

// Alerts are keyed by subscription; one several times is one key.
static void test_keys(void)
{
    struct gz_target target;
    struct gz_alert_filter *f = NULL;
    size_t count = 0;

    CHECK_OK(gz_target_parse(GZ_STR_LIT("/?subscription=a&entity=x"
                                        "&subscription=b&subscription=a"),
                             &target, NULL));
    CHECK_OK(gz_alert_filter_parse(&target, &f, NULL));
    const struct gz_str *keys = gz_alert_filter_keys(f, &count);
    CHECK_EQ(count, 2);
    CHECK_STR(keys[0], "a");
    CHECK_STR(keys[1], "b");
    gz_target_fini(&target);
    gz_alert_filter_free(f);
}

static void try_no_memory(const char *query, enum gz_status want)
{
    struct gz_target target;
    struct gz_alert_filter *f = NULL;

    CHECK_OK(gz_target_parse(gz_str_z(query), &target, NULL));
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_alert_filter_parse(&target, &f, NULL);
        if (!gz_alloc_failed()) {
            CHECK_EQ(st, want);
            break;
        }
        CHECK(st == GZ_NO_MEMORY || st == want);
    }
    gz_alloc_fail_at(0);
    gz_alert_filter_free(f);
    gz_target_fini(&target);
}

int main(void)
{
    test_rows();
    test_unknown();
    test_bad();
    test_keys();
    try_no_memory("/?subscription=a&type=Org&state=firing", GZ_OK);
    try_no_memory("/?severity=high", GZ_INVALID);
    return 0;
}
