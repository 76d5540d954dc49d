#include "rules/facts/fact_work.h"

#include "rules/resolve/draft.h"

// Mentions are in the order of the text.
uint32_t gz_fact_work_mention(const struct gz_findings *findings,
                              enum gz_field field, uint32_t token)
{
    uint32_t low = 0;
    uint32_t high = findings->mention_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct gz_mention *m = &findings->mentions[middle];
        if (m->field < field || (m->field == field && m->end_token <= token)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < findings->mention_count &&
                   findings->mentions[low].field == field &&
                   findings->mentions[low].begin_token <= token
               ? low
               : GZ_FINDINGS_NONE;
}

void gz_fact_work_trace(const struct gz_fact_sources *in,
                        enum gz_extract_outcome outcome,
                        const struct gz_fact_draft *f, const char *reason,
                        struct gz_str by)
{
    const struct gz_extract_step step = {
        .stage = GZ_EXTRACT_FACT,
        .outcome = outcome,
        .rule = f->fact.rule,
        .span = f->fact.evidence,
        .entity = GZ_STR_LIT(""),
        .by = by,
        .reason = reason,
    };
    gz_extract_trace_add(in->trace, in->arena, &step);
}
