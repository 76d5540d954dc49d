#include "rules/compile/strata.h"

// Mention rules that make the same type are one node: a rule that reads `<X>`
// runs after all of them, and a rule that makes X may not need it itself.

struct graph {
    struct gz_program *p;
    struct gz_error *err;
};

enum gz_status gz_strata_find(struct gz_program *p, struct gz_error *err)
{
    (void)err;
    p->strata = 0;
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        if (p->set->rules[i].kind == GZ_RULE_MENTION) {
            p->strata = 1;
        }
    }
    static const enum gz_stage stages[GZ_RULE_KIND_COUNT] = {
        [GZ_RULE_MENTION] = GZ_STAGE_MENTION,
        [GZ_RULE_RECAST] = GZ_STAGE_RECAST,
        [GZ_RULE_COREF] = GZ_STAGE_COREF,
        [GZ_RULE_EMIT] = GZ_STAGE_FACT,
        [GZ_RULE_ATTRIBUTION] = GZ_STAGE_FACT,
        [GZ_RULE_ASSERTION] = GZ_STAGE_FACT,
    };
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        p->rules[i].group = gz_program_group(p, stages[p->set->rules[i].kind],
                                             p->rules[i].stratum);
    }
    p->group_count = p->strata + GZ_STAGE_COUNT - 1;
    return GZ_OK;
}
