#include "rules/facts/fact_factors.h"

#include <math.h>

static const double link_least = 0.4;
static const double form_least = 0.5;
static const double implied_form = 0.8;
static const double gap_each = 0.02;
static const double gap_least = 0.7;

static const double forms[] = {
    [GZ_HOW_NAME] = 1,       [GZ_HOW_ALIAS] = 1,     [GZ_HOW_ACRONYM] = 1,
    [GZ_HOW_DERIVED] = 0.95, [GZ_HOW_NOMINAL] = 0.9, [GZ_HOW_PRONOUN] = 0.8,
    [GZ_HOW_METONYM] = 0.9,  [GZ_HOW_PATTERN] = 1,
};

_Static_assert(sizeof(forms) / sizeof(forms[0]) == GZ_HOW_COUNT,
               "every way to name an entity has a factor");

static double rounded(double term)
{
    return round(term * 1000) / 1000;
}

static double at_least(double least, double term)
{
    return rounded(term < least ? least : term);
}

void gz_fact_factors_set(struct gz_fact *fact, double prior,
                         uint32_t gap_tokens,
                         const struct gz_findings *findings)
{
    double link = 1;
    double form = 1;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_role *r = &fact->roles[i];
        if (r->entity != GZ_FINDINGS_NONE) {
            link *= findings->entities[r->entity].link.score;
        }
        if (r->mention != GZ_FINDINGS_NONE) {
            form *= r->implied ? implied_form
                               : forms[findings->mentions[r->mention].how];
        }
    }
    fact->prior_term = rounded(prior);
    fact->link_term = at_least(link_least, link);
    fact->form_term = at_least(form_least, form);
    fact->gap_term = at_least(gap_least, 1 - gap_each * gap_tokens);
    fact->confidence = rounded(fact->prior_term * fact->link_term *
                               fact->form_term * fact->gap_term);
}
