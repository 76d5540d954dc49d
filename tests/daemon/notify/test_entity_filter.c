#include "daemon/notify/entity_filter.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_event_article article = {
    .language = {"en-GB", 5},
    .source = {"Wire", 4},
};

static const struct gz_event event = {
    .article = &article,
    .entity_id = {"wd:Q2283", 8},
    .entity_type = {"Org/Company", 11},
    .salience = 0.5,
};

static const struct {
    const char *query;
    bool want;
} rows[] = {
    {"/", true},
    {"/?entity=wd:Q2283", true},
    {"/?entity=wd:Q1&entity=wd%3AQ2283", true},
    {"/?entity=wd:Q228", false},
    {"/?type=Org", true},
    {"/?type=Person&type=Org/Company", true},
    {"/?type=Org/Bank", false},
    {"/?language=en", true},
    {"/?language=EN-gb", true},
    {"/?language=e", false},
    {"/?language=en-US", false},
    {"/?source=Wire", true},
    {"/?source=wire", false},
    {"/?min_salience=0.5", true},
    {"/?min_salience=0.51", false},
    {"/?entity=wd:Q2283&type=Person", false},
    {"/?since=latest&last_event_id=x", true},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_target target;
        struct gz_entity_filter *f = NULL;
        CHECK_OK(gz_target_parse(gz_str_z(rows[i].query), &target, NULL));
        CHECK_OK(gz_entity_filter_parse(&target, &f, NULL));
        gz_target_fini(&target);
        if (gz_entity_filter_matches(f, &event) != rows[i].want) {
            fprintf(stderr, "%s\n", rows[i].query);
            exit(1);
        }
        gz_entity_filter_free(f);
    }
}

static const struct {
    const char *query;
    const char *error;
} bad[] = {
    {"/?entity=", "error: entity is empty\n"},
    {"/?type=Org/Compny",
     "error: unknown type \"Org/Compny\", did you mean Org/Company\n"},
    {"/?type=Xyzzy", "error: unknown type \"Xyzzy\", types are such as Person, "
                     "Org, Org/Company, Place/Country\n"},
    {"/?min_salience=", "error: min_salience is \"\", allowed is a number from "
                        "0 to 1\n"},
    {"/?min_salience=2", "error: min_salience is \"2\", allowed is a number "
                         "from 0 to 1\n"},
    {"/?min_salience=nan", "error: min_salience is \"nan\", allowed is a "
                           "number from 0 to 1\n"},
    {"/?min_salience=0x1", "error: min_salience is \"0x1\", allowed is a "
                           "number from 0 to 1\n"},
    {"/?min_salience=0.5x", "error: min_salience is \"0.5x\", allowed is a "
                            "number from 0 to 1\n"},
};

static void test_bad(void)
{
    struct gz_error err;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gz_target target;
        struct gz_entity_filter *f = NULL;
        gz_error_clear(&err);
        CHECK_OK(gz_target_parse(gz_str_z(bad[i].query), &target, NULL));
        CHECK_EQ(gz_entity_filter_parse(&target, &f, &err), GZ_INVALID);
        CHECK_Z(gz_error_text(&err), bad[i].error);
        gz_target_fini(&target);
    }
    gz_error_fini(&err);
}

// One id several times is one key.
static void test_keys(void)
{
    struct gz_target target;
    struct gz_entity_filter *f = NULL;
    size_t count = 0;

    CHECK_OK(gz_target_parse(GZ_STR_LIT("/?entity=a&entity=b&entity=a"),
                             &target, NULL));
    CHECK_OK(gz_entity_filter_parse(&target, &f, NULL));
    const struct gz_str *keys = gz_entity_filter_keys(f, &count);
    CHECK_EQ(count, 2);
    CHECK_STR(keys[0], "a");
    CHECK_STR(keys[1], "b");
    gz_target_fini(&target);
    gz_entity_filter_free(f);
}

static void test_no_memory(void)
{
    struct gz_target target;
    struct gz_entity_filter *f = NULL;

    CHECK_OK(gz_target_parse(GZ_STR_LIT("/?entity=a&min_salience=1"), &target,
                             NULL));
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_entity_filter_parse(&target, &f, NULL);
        if (!gz_alloc_failed()) {
            CHECK_OK(st);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    gz_entity_filter_free(f);
    gz_target_fini(&target);
}

int main(void)
{
    test_rows();
    test_bad();
    test_keys();
    test_no_memory();
    return 0;
}
