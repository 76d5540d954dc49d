// A pack with one of everything, and what other packs change of it.

#include "rules/language/inflect.h"
#include "rules/text/document.h"
#include "tests/rules/language/pack_fixture.h"
#include "tests/support/alloc_fail.h"

static const char business[] =
    "gazetted: 1\n"
    "types:\n"
    "  CloudService: Product\n"
    "  Database: CloudService\n"
    "lists:\n"
    "  rank: [biggest, largest, main, biggest]\n"
    "  legal: {exact: true, phrases: [Inc, Corp]}\n"
    "macros:\n"
    "  appos: '\",\" ..12 \",\"'\n"
    "inflections:\n"
    "  buy: [buys, buying, bought]\n"
    "grammar:\n"
    "  conjunction: [before, after]\n"
    "  past: ['*ed', fell, while]\n"
    "  clause_break: [while, although]\n"
    "supposed: {type: Org, unless: [rank, legal], behind: [rank]}\n"
    "facts:\n"
    "  Customer: [customer, supplier, segment?]\n"
    "cast:\n"
    "  Org/Company: [Acme, Globex]\n"
    "  Place/Country: [{name: Ruritania, attributes: \"country=XR\"}]\n"
    "rules:\n"
    "- id: business.customer\n"
    "  emit: Customer\n"
    "  match: \"<customer:Org> %appos? have~? be~ <supplier:Org> 's $rank? "
    "segment:(..2) customer~\"\n"
    "  unless: [\"<customer:Org> ..4 (deny~|dispute~)\"]\n"
    "  only_in: BODY\n"
    "  confidence: 0.9\n"
    "  examples:\n"
    "  - hit: \"[customer Acme] is [supplier Globex]'s [[big] customer.\"\n"
    "    want: {modality: ACTUAL, segment: big}\n"
    "  - miss: \"Acme has been praised by Globex.\"\n"
    "- id: business.cloud\n"
    "  mention: CloudService\n"
    "  match: [name:($Capitalized+) cloud, '<Org> \"Cloud\"']\n"
    "  priority: -3\n"
    "- id: business.denied\n"
    "  assertion: {polarity: NEGATIVE, inside: true}\n"
    "  match: deny~\n"
    "- id: business.said\n"
    "  attribution: NAMED\n"
    "  match: <source:Org|Person> verb:say~\n";

static const char more[] =
    "gazetted: 1\n"
    "grammar: {past: [fell, rose]}\n"
    "lists:\n"
    "  rank: {append: [top, main]}\n"
    "cast:\n"
    "  Org/Company: [Acme]\n"
    "override:\n"
    "  business.customer:\n"
    "    match: {append: [\"<customer:Org> relies on <supplier:Org>\"]}\n"
    "    priority: 5\n"
    "    examples: {append: [{miss: Nothing.}]}\n"
    "  business.cloud:\n"
    "    match: cloud\n"
    "  business.denied: {disabled: true}\n";

// As a pattern of a pack sees them.
static const struct gz_rule_list *list_in(const struct gz_rule_set *set,
                                          const char *name, uint32_t pack)
{
    const struct gz_pattern part = {.text = gz_str_z(name), .pack = pack};
    return gz_rule_set_list(set, &part);
}

static const struct gz_rule_macro *macro_in(const struct gz_rule_set *set,
                                            const char *name, uint32_t pack)
{
    const struct gz_pattern part = {.text = gz_str_z(name), .pack = pack};
    return gz_rule_set_macro(set, &part);
}

static void check_names(const struct gz_rule_set *set)
{
    const struct gz_rule_list *rank = list_in(set, "rank", 0);
    CHECK(rank != NULL && !rank->exact);
    CHECK_EQ(rank->phrase_count, 3);
    CHECK_STR(rank->phrases[1], "largest");
    CHECK(list_in(set, "legal", 0)->exact);
    CHECK(list_in(set, "none", 0) == NULL);
    CHECK(macro_in(set, "appos", 0) != NULL);
    CHECK_EQ(set->supposed_count, 1);
    CHECK_STR(gz_type_tree_path(set->types, set->supposed->type), "Org");
    CHECK_EQ(set->supposed->unless_count, 2);
    CHECK_STR(set->lists[set->supposed->unless[1]].name, "legal");
    CHECK_EQ(set->supposed->behind_count, 1);
    CHECK_EQ(set->cast_count, 3);
    CHECK_STR(set->cast[2].name, "Ruritania");
    CHECK_STR(set->cast[2].attributes, "country=XR");
    CHECK_STR(gz_type_tree_path(set->types, set->cast[0].type), "Org/Company");
    const struct gz_fact_type *fact =
        gz_rule_set_fact(set, GZ_STR_LIT("Customer"));
    CHECK_EQ(fact->role_count, 3);
    CHECK(fact->roles[0].required && !fact->roles[2].required);
    CHECK_Z(fact->roles[2].name.ptr, "segment");
}

static uint64_t classes_of(const struct gz_rule_set *set, const char *word,
                           bool ending)
{
    uint64_t classes = 0;
    uint32_t found = 0;
    for (uint32_t i = 0; i < set->word_count; i++) {
        if (gz_str_is(set->words[i].text, word) &&
            set->words[i].ending == ending) {
            classes = set->words[i].classes;
            found++;
        }
    }
    CHECK_EQ(found, 1);
    return classes;
}

static void check_grammar(const struct gz_rule_set *set)
{
    const uint64_t past = UINT64_C(1) << GZ_GRAMMAR_PAST;
    const uint64_t clause_break = UINT64_C(1) << GZ_GRAMMAR_CLAUSE_BREAK;
    CHECK_EQ(classes_of(set, "ed", true), past);
    CHECK_EQ(classes_of(set, "fell", false), past);
    CHECK_EQ(classes_of(set, "while", false), past | clause_break);
    CHECK_EQ(classes_of(set, "although", false), clause_break);
}

static void check_types(const struct gz_type_tree *types)
{
    const uint16_t product = gz_type_tree_find(types, GZ_STR_LIT("Product"));
    const uint16_t base = gz_type_tree_find(types, GZ_STR_LIT("Database"));
    CHECK(gz_type_range_has(gz_type_tree_range(types, product), base));
    CHECK_STR(gz_type_tree_path(types, base), "Product/CloudService/Database");
}

static void check_customer(const struct gz_rule *rule)
{
    CHECK_EQ(rule->kind, GZ_RULE_EMIT);
    CHECK_STR(rule->makes, "Customer");
    CHECK_EQ(rule->type, GZ_TYPE_NONE);
    CHECK_EQ(rule->role_count, 3);
    CHECK_STR(rule->roles[0].name, "customer");
    CHECK_STR(rule->roles[2].name, "segment");
    CHECK_EQ(rule->roles[2].type, GZ_TYPE_NONE);
    CHECK(rule->roles[0].type != GZ_TYPE_NONE);
    CHECK_EQ(rule->zones, 1U << GZ_ZONE_BODY);
    CHECK_EQ(rule->within, 1);
    CHECK(rule->confidence > 0.89 && rule->confidence < 0.91);
    CHECK_EQ(rule->unless_count, 1);
    const struct gz_example *hit = &rule->examples[0];
    CHECK_EQ(hit->kind, GZ_EXAMPLE_HIT);
    CHECK_STR(hit->text, "Acme is Globex's [big] customer.");
    CHECK_EQ(hit->mark_count, 2);
    CHECK_STR(hit->marks[1].role, "supplier");
    CHECK_EQ(hit->marks[1].begin_byte, 8);
    CHECK_EQ(hit->marks[1].end_byte, 14);
    CHECK_EQ(hit->want_count, 2);
    CHECK_STR(hit->wants[0].value, "ACTUAL");
    CHECK_EQ(rule->examples[1].kind, GZ_EXAMPLE_MISS);
}

static void test_one_pack(void)
{
    struct gz_rule_set *set = pack_fixture_load("business", NULL);
    check_names(set);
    check_grammar(set);
    CHECK_EQ(set->word_count, 6);
    check_types(set->types);
    CHECK_EQ(set->rule_count, 4);
    check_customer(gz_rule_set_find(set, GZ_STR_LIT("business.customer")));
    const struct gz_rule *cloud =
        gz_rule_set_find(set, GZ_STR_LIT("business.cloud"));
    CHECK_STR(cloud->makes, "Product/CloudService");
    CHECK_EQ(cloud->match_count, 2);
    CHECK_EQ(cloud->priority, -3);
    const struct gz_rule *denied = &set->rules[2];
    CHECK(denied->sets_polarity && !denied->sets_modality && denied->inside);
    CHECK_EQ(denied->polarity, GZ_POLARITY_NEGATIVE);
    CHECK_EQ(set->rules[3].attribution, GZ_ATTRIBUTION_NAMED);
    CHECK_EQ(set->rules[3].role_count, 2);
    gz_rule_set_free(set);
}

static void test_two_packs(void)
{
    struct gz_rule_set *set = pack_fixture_load("business", "more/");
    check_grammar(set);
    CHECK_EQ(set->word_count, 7);
    CHECK_EQ(set->rule_count, 3);
    CHECK_STR(set->packs[1].folder, "more");
    CHECK_EQ(list_in(set, "rank", 1)->phrase_count, 4);
    CHECK_EQ(set->cast_count, 3);
    const struct gz_rule *customer = &set->rules[0];
    CHECK_EQ(customer->match_count, 2);
    CHECK_EQ(customer->priority, 5);
    CHECK_EQ(customer->example_count, 3);
    CHECK_EQ(customer->file, 0);
    CHECK_EQ(set->rules[1].match_count, 1);
    CHECK_STR(set->rules[1].matches[0].text, "cloud");
    CHECK(gz_rule_set_find(set, GZ_STR_LIT("business.denied")) == NULL);
    CHECK(gz_rule_set_find(set, GZ_STR_LIT("business.said")) == &set->rules[2]);
    gz_rule_set_free(set);
}

static void test_no_rules(void)
{
    pack_fixture_write("lists", "pack.yaml", "name: lists\nexpand:\n");
    struct gz_rule_set *set = pack_fixture_load("lists", NULL);
    CHECK_EQ(set->rule_count, 0);
    CHECK_STR(set->packs[0].name, "lists");
    gz_rule_set_free(set);
}

// The n-th allocation fails, for all n: that is said, and nothing is left.
static void test_no_memory(void)
{
    const struct gz_rule_text texts[] = {
        {"business", gz_str_z(business)},
        {"more", gz_str_z(more)},
    };
    for (long n = 1;; n++) {
        struct gz_rule_set *set = NULL;
        struct gz_error err;
        gz_error_init(&err);
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_rule_set_parse(texts, 2, &set, &err);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st == GZ_OK, set != NULL);
        gz_rule_set_free(set);
        gz_error_fini(&err);
        if (!failed) {
            CHECK_OK(st);
            return;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
}

int main(void)
{
    pack_fixture_enter();
    pack_fixture_pack("business", business);
    pack_fixture_pack("more", more);
    test_one_pack();
    test_two_packs();
    test_no_rules();
    test_no_memory();
    pack_fixture_leave();
    return 0;
}
