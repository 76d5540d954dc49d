// Confidence as a product, and its terms.

#include "rules/facts/fact_factors.h"

#include <math.h>

#include "tests/support/check.h"

static const struct gz_entity entities[] = {
    {.link = {.score = 0.95}},
    {.link = {.score = 0.9}},
    {.link = {.score = 0.6}},
};

static const struct gz_mention mentions[] = {
    {.entity = 0, .how = GZ_HOW_NAME},    {.entity = 1, .how = GZ_HOW_NOMINAL},
    {.entity = 2, .how = GZ_HOW_PRONOUN}, {.entity = 2, .how = GZ_HOW_DERIVED},
    {.entity = 2, .how = GZ_HOW_METONYM},
};

enum { NONE = -1 };

static const struct row {
    double prior;
    uint32_t gap;
    int roles[3];  // mentions; NONE: a value or text
    double link;
    double form;
    double gap_term;
    double want;
    bool implied;
} rows[] = {
    {0.8, 0, {0, NONE, NONE}, 0.95, 1, 1, 0.76, false},
    {0.8, 0, {NONE, NONE, NONE}, 1, 1, 1, 0.8, false},
    {0.8, 3, {0, 1, NONE}, 0.855, 0.9, 0.94, 0.579, false},
    {0.8, 0, {0, NONE, NONE}, 0.95, 0.8, 1, 0.608, true},
    {0.8, 0, {1, NONE, NONE}, 0.9, 0.8, 1, 0.576, true},
    {1, 0, {0, 3, NONE}, 0.57, 0.95, 1, 0.542, false},
    {1, 0, {2, 2, 2}, 0.4, 0.512, 1, 0.205, false},     // links have a least
    {1, 99, {1, 2, 4}, 0.4, 0.648, 0.7, 0.181, false},  // and so have gaps
};

static void check_near(double got, double want)
{
    if (fabs(got - want) > 1e-9) {
        fprintf(stderr, "got %g, want %g\n", got, want);
        exit(1);
    }
}

static void run(const struct row *row)
{
    const struct gz_findings findings = {
        .entities = entities,
        .entity_count = 3,
        .mentions = mentions,
        .mention_count = 5,
    };
    struct gz_role roles[3] = {{.role = GZ_STR_LIT("a")}};
    for (int i = 0; i < 3; i++) {
        const int m = row->roles[i];
        roles[i].mention = m == NONE ? GZ_FINDINGS_NONE : (uint32_t)m;
        roles[i].implied = row->implied && m != NONE;
        roles[i].entity = m == NONE ? GZ_FINDINGS_NONE : mentions[m].entity;
    }
    struct gz_fact fact = {.roles = roles, .role_count = 3};
    gz_fact_factors_set(&fact, row->prior, row->gap, &findings);
    check_near(fact.prior_term, row->prior);
    check_near(fact.link_term, row->link);
    check_near(fact.form_term, row->form);
    check_near(fact.gap_term, row->gap_term);
    check_near(fact.confidence, row->want);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&rows[i]);
    }
    return 0;
}
