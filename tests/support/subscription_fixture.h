#ifndef GZ_TEST_SUBSCRIPTION_FIXTURE_H
#define GZ_TEST_SUBSCRIPTION_FIXTURE_H

#include "daemon/alert/subscription/subscription_file.h"
#include "daemon/alert/subscription/subscription_read.h"
#include "tests/support/check.h"

/* Subscriptions that stand in a test as text, with terms of a small pack. */
static const struct gz_fact_role test_customer_roles[] = {
    {{"customer", 8}, true},
    {{"supplier", 8}, true},
    {{"segment", 7}, false},
};
static const struct gz_fact_role test_spending_roles[] = {
    {{"spender", 7}, true},
    {{"amount", 6}, true},
};
static const struct gz_fact_type test_fact_types[] = {
    {{"Customer", 8}, test_customer_roles, 3},
    {{"Spending", 8}, test_spending_roles, 2},
};

static const char *const test_receiver_names[] = {"desk", "mail"};
static const struct gz_alert_receivers test_receivers = {test_receiver_names,
                                                         2};

struct test_terms {
    struct gz_rule_set rules;
    struct gz_alert_terms terms;
};

static inline void test_terms_open(struct test_terms *t)
{
    *t = (struct test_terms){
        .rules = {.facts = test_fact_types, .fact_count = 2}};
    t->rules.types = gz_type_tree_new();
    CHECK(t->rules.types != NULL);
    CHECK_OK(gz_type_tree_number(t->rules.types));
    t->terms.rules = &t->rules;
    t->terms.receivers = &test_receivers;
}

static inline void test_terms_close(struct test_terms *t)
{
    gz_type_tree_free(t->rules.types);
}

/** Read one subscription from YAML; NULL and the report in err when wrong. */
static inline struct gz_subscription *
test_subscription_try(const char *yaml, const struct gz_alert_terms *terms,
                      struct gz_error *err)
{
    const struct gz_subscription_context context = {terms, NULL};
    struct gz_subscription *s = NULL;
    struct gz_source src;
    struct gz_yaml *tree = NULL;
    CHECK_OK(gz_source_init(&src, "s.yaml", gz_str_z(yaml)));
    if (gz_yaml_parse(&src, &tree, err) == GZ_OK) {
        const enum gz_status st =
            gz_subscription_read(gz_yaml_root(tree), &src, &context, &s, err);
        CHECK_EQ(st == GZ_OK, s != NULL);
        CHECK_EQ(st == GZ_OK, err->count == 0);
    }
    gz_yaml_free(tree);
    gz_source_fini(&src);
    return s;
}

static inline struct gz_subscription *test_subscription(const char *yaml)
{
    struct gz_error err;
    gz_error_init(&err);
    struct gz_subscription *s = test_subscription_try(yaml, NULL, &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK(s != NULL);
    gz_error_fini(&err);
    return s;
}

#endif
