// Strata of mention rules, and cycles among them.

#include "tests/support/rule_fixture.h"

static void add_mention(struct rule_fixture *f, const char *id,
                        const char *makes, const char *match,
                        const char *unless)
{
    const struct fixture_rule rule = {.id = id,
                                      .kind = GZ_RULE_MENTION,
                                      .makes = makes,
                                      .match = {match},
                                      .unless = {unless}};
    fixture_rule(f, &rule);
}

static void test_order(void)
{
    static struct rule_fixture f;
    fixture_init(&f);
    add_mention(&f, "a", "Person", "mr $Capitalized", NULL);
    add_mention(&f, "b", "Org/Company", "<Person> Inc", NULL);
    add_mention(&f, "c", "Product", "<Org> phone", NULL);
    add_mention(&f, "d", "Place", "near x", NULL);
    add_mention(&f, "e", "Work", "x book", "<Product>");
    struct gz_program *p = fixture_program(&f);
    static const uint32_t want[] = {0, 1, 2, 0, 3};
    CHECK_EQ(gz_program_strata(p), 4);
    for (uint32_t i = 0; i < 5; i++) {
        CHECK_EQ(gz_program_cost(p, i).stratum, want[i]);
    }
    gz_program_free(p);
    fixture_fini(&f);
}

static void test_none(void)
{
    static struct rule_fixture f;
    const struct fixture_rule rule = {.kind = GZ_RULE_EMIT,
                                      .match = {"<a:Org> won"}};
    fixture_init(&f);
    fixture_rule(&f, &rule);
    struct gz_program *p = fixture_program(&f);
    CHECK_EQ(gz_program_strata(p), 0);
    gz_program_free(p);
    fixture_fini(&f);
}

static void check_error(struct rule_fixture *f, const char *want)
{
    struct gz_error err;
    struct gz_program *p;
    gz_error_init(&err);
    CHECK_EQ(gz_program_build(&f->set, &p, &err), GZ_INVALID);
    CHECK(p == NULL);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
    fixture_fini(f);
}

static void test_cycle(void)
{
    static struct rule_fixture f;
    fixture_init(&f);
    add_mention(&f, "org.of_person", "Org", "the firm of <name:Person>", NULL);
    add_mention(&f, "person.at_org", "Person", "the boss of <Org/Company>",
                NULL);
    check_error(&f, "rules.yaml:1:13: error: mention rules wait for each "
                    "other: Org -> Person -> Org: rule \"org.of_person\" makes "
                    "Org and reads Person, rule \"person.at_org\" makes Person "
                    "and reads Org\n"
                    "the firm of <name:Person>\n"
                    "            ^~~~~~~~~~~~~\n");
}

static void test_self(void)
{
    static struct rule_fixture f;
    fixture_init(&f);
    add_mention(&f, "a", "Org/Company", "arm of <Org>", NULL);
    check_error(&f, "rules.yaml:1:8: error: mention rules wait for each "
                    "other: Org/Company -> Org/Company: rule \"a\" makes "
                    "Org/Company and reads Org/Company\n"
                    "arm of <Org>\n"
                    "       ^~~~~\n");
}

int main(void)
{
    test_order();
    test_none();
    test_cycle();
    test_self();
    return 0;
}
