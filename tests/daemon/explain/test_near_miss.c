// How far rules come, in one line.

#include "daemon/explain/near_miss.h"

#include "rules/extractor.h"
#include "tests/support/check.h"

static const char *const packs[] = {"tests/cases/names.tsv",
                                    "tests/cases/shop"};

static const struct {
    const char *rule;
    const char *text;
    const char *want;
} rows[] = {
    {"shop.customer", "Acme is Globex's customer.", "it matches"},
    {"shop.customer", "Nothing of the kind.",
     "nothing that it begins with is there: <customer:Org>"},
    {"shop.customer", "",
     "nothing that it begins with is there: <customer:Org>"},
    {"shop.customer", "Acme sleeps.",
     "it came to \"sleeps\" (5..11), wanted be~ (be, am, is, are and 4 more)"},
    {"shop.customer", "Acme has slept.",
     "it came to \"slept\" (9..14), wanted be~ (be, am, is, are and 4 more)"},
    {"shop.customer", "Acme is",
     "it came to the end of the text, wanted <supplier:Org>"},
    {"shop.customer", "Acme is Globex's largest rival.",
     "it came to \"rival\" (25..30) and on to the end of the text, wanted "
     "customer~ (customer, customers, customered, customering)"},
    // The attempt that came furthest, not the first.
    {"shop.customer", "Acme is big. Globex is Initech's rival.",
     "it came to \"rival\" (33..38) and on to the end of the text, wanted "
     "customer~ (customer, customers, customered, customering)"},
    {"shop.customer", "Acme is Globex's customer denies it.",
     "it matches, but is forbidden by unless[0]: <customer:Org> ..4 deny~"},
    {"shop.denies", "Jane Roe denied it.",
     "it came to \"it\" (16..18), wanted that"},
    {"shop.says", "Acme said so.",
     "nothing that it begins with is there: <source:Person>"},
    {"shop.boss", "Chief executive John left.",
     "it came to \"left\" (21..25), wanted name:($Capitalized "
     "$Capitalized) ($Capitalized)"},
};

struct lab {
    struct gz_ruleset *rules;
    struct gz_extractor *extractor;
    struct gz_arena *arena;
};

static void check_row(struct lab *lab, size_t i)
{
    const struct gz_extract_options options = {
        .reference_ms = GZ_VALUES_NO_TIME,
    };
    struct gz_document *doc = NULL;
    struct gz_findings findings;
    struct gz_near_miss near;
    struct gz_buffer out;
    gz_arena_reset(lab->arena);
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), gz_str_z(rows[i].text),
                             GZ_STR_LIT(""), lab->arena, &doc));
    CHECK_OK(
        gz_extractor_run(lab->extractor, doc, &options, lab->arena, &findings));
    const struct gz_near_question q = {
        .rules = lab->rules,
        .rule = gz_rule_set_find(gz_ruleset_rules(lab->rules),
                                 gz_str_z(rows[i].rule)),
        .document = doc,
        .findings = &findings,
        .arena = lab->arena,
    };
    CHECK(q.rule != NULL);
    CHECK_OK(gz_near_miss_find(&q, &near));
    gz_buffer_init(&out, 0);
    CHECK_OK(gz_near_miss_append(&q, &near, &out));
    CHECK_STR(gz_buffer_str(&out), rows[i].want);
    CHECK_OK(gz_near_miss_explain(&q, &near, &out));
    CHECK_OK(gz_buffer_status(&out));
    gz_buffer_fini(&out);
}

int main(void)
{
    struct lab lab = {.arena = gz_arena_new(SIZE_MAX)};
    CHECK(lab.arena != NULL);
    CHECK_OK(gz_ruleset_load_cast(packs, 2, &lab.rules, NULL));
    lab.extractor = gz_extractor_new(lab.rules);
    CHECK(lab.extractor != NULL);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&lab, i);
    }
    gz_extractor_free(lab.extractor);
    gz_ruleset_unref(lab.rules);
    gz_arena_free(lab.arena);
    return 0;
}
