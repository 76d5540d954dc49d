#include "rules/facts/facts.h"

#include "rules/facts/assertions.h"
#include "rules/facts/attributions.h"
#include "rules/facts/fact_maker.h"
#include "rules/facts/fact_settle.h"

static enum gz_status finish(const struct gz_fact_sources *in,
                             const struct gz_fact_draft *drafts, uint32_t count,
                             struct gz_findings *findings)
{
    struct gz_fact *facts = GZ_ARENA_ARRAY(in->arena, struct gz_fact, count);
    if (facts == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < count; i++) {
        facts[i] = drafts[i].fact;
        gz_fact_work_trace(in, GZ_EXTRACT_TAKEN, &drafts[i], NULL,
                           GZ_STR_LIT(""));
    }
    findings->facts = facts;
    findings->fact_count = count;
    return GZ_OK;
}

enum gz_status gz_facts_find(const struct gz_fact_sources *in,
                             struct gz_findings *findings)
{
    struct gz_fact_draft *drafts;
    uint32_t count = 0;
    enum gz_status st = GZ_OK;
    if (in->matches->count == 0) {
        return st;
    }
    st = gz_fact_maker_run(in, &drafts, &count);
    if (st == GZ_OK) {
        gz_assertions_apply(in, drafts, count);
        st = gz_attributions_apply(in, drafts, count);
    }
    if (st == GZ_OK) {
        st = gz_fact_settle_run(in, drafts, &count);
    }
    return st == GZ_OK ? finish(in, drafts, count, findings) : st;
}
