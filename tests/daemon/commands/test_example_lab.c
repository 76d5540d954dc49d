// Examples and mutants through the whole extraction, also when memory is short.

#include "daemon/commands/example_lab.h"

#include "daemon/commands/example_verdict.h"
#include "daemon/commands/mutants.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const char *const packs[] = {"tests/cases/names.tsv",
                                    "tests/cases/shop"};

static struct gz_ruleset *load(void)
{
    struct gz_ruleset *rules = NULL;
    struct gz_error err;
    gz_error_init(&err);
    if (gz_ruleset_load_cast(packs, 2, &rules, &err) != GZ_OK) {
        gz_error_print(&err, stderr);
        exit(1);
    }
    gz_error_fini(&err);
    return rules;
}

static enum gz_status judge(struct gz_example_lab *lab,
                            const struct gz_rule_set *set,
                            const struct gz_rule *rule,
                            const struct gz_example *example,
                            struct gz_example_verdict *verdict)
{
    struct gz_example_run run;
    const enum gz_status st = gz_example_lab_run(lab, rule, example, &run);
    return st == GZ_OK ? gz_example_judge(&run, set, verdict) : st;
}

static void test_all_hold(struct gz_ruleset *rules)
{
    const struct gz_rule_set *set = gz_ruleset_rules(rules);
    struct gz_example_lab *lab = gz_example_lab_new(rules);
    CHECK(lab != NULL);
    for (uint32_t i = 0; i < set->rule_count; i++) {
        for (uint32_t k = 0; k < set->rules[i].example_count; k++) {
            struct gz_example_verdict verdict;
            CHECK_OK(judge(lab, set, &set->rules[i], &set->rules[i].examples[k],
                           &verdict));
            CHECK(verdict.holds);
        }
    }
    gz_example_lab_free(lab);
    gz_example_lab_free(NULL);
}

static const struct gz_rule *find(const struct gz_ruleset *rules,
                                  const char *id)
{
    const struct gz_rule *rule =
        gz_rule_set_find(gz_ruleset_rules(rules), gz_str_z(id));
    CHECK(rule != NULL);
    return rule;
}

// What the other set calls the rule is looked for by its id.
static void test_unknown_rule(struct gz_ruleset *rules)
{
    const struct gz_rule other = {.id = GZ_STR_LIT("nobody"),
                                  .zones = GZ_RULE_ZONES_ALL};
    struct gz_example_lab *lab = gz_example_lab_new(rules);
    struct gz_example_run run;
    CHECK_EQ(gz_example_lab_run(lab, &other,
                                find(rules, "shop.customer")->examples, &run),
             GZ_NOT_FOUND);
    gz_example_lab_free(lab);
}

static void test_mutants(struct gz_ruleset *rules)
{
    struct gz_error survivors;
    uint32_t count = 0;
    gz_error_init(&survivors);
    CHECK_OK(gz_mutants_run(rules, find(rules, "shop.customer"), &count,
                            &survivors));
    CHECK_EQ(count, 5);
    CHECK_EQ(survivors.count, 1);
    gz_error_fini(&survivors);
}

static void test_memory(struct gz_ruleset *rules)
{
    const struct gz_rule_set *set = gz_ruleset_rules(rules);
    const struct gz_rule *rule = find(rules, "shop.customer");
    bool failed = true;
    for (long n = 1; failed; n++) {
        struct gz_example_verdict verdict = {.holds = false};
        enum gz_status st = GZ_NO_MEMORY;
        gz_alloc_fail_at(n);
        struct gz_example_lab *lab = gz_example_lab_new(rules);
        if (lab != NULL) {
            st = judge(lab, set, rule, rule->examples, &verdict);
        }
        gz_example_lab_free(lab);
        failed = gz_alloc_failed();
        CHECK_EQ(st == GZ_OK, !failed);
        CHECK_EQ(verdict.holds, !failed);
    }
    gz_alloc_fail_at(0);
}

static void test_mutants_memory(struct gz_ruleset *rules)
{
    const struct gz_rule *rule = find(rules, "shop.says");
    bool failed = true;
    for (long n = 1; failed; n++) {
        uint32_t count = 0;
        struct gz_error survivors;
        gz_error_init(&survivors);
        gz_alloc_fail_at(n);
        const enum gz_status st =
            gz_mutants_run(rules, rule, &count, &survivors);
        failed = gz_alloc_failed();
        // A mutant for which there is no memory may die of that.
        CHECK(failed || st == GZ_OK);
        CHECK_EQ(survivors.count, 0);
        gz_error_fini(&survivors);
    }
    gz_alloc_fail_at(0);
}

int main(void)
{
    struct gz_ruleset *rules = load();
    test_all_hold(rules);
    test_unknown_rule(rules);
    test_mutants(rules);
    test_memory(rules);
    test_mutants_memory(rules);
    gz_ruleset_unref(rules);
    return 0;
}
