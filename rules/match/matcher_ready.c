// Which rules may match in a field: those of which some pattern has something
// of its rarest cover there.

#include "rules/match/matcher_state.h"

static bool make_ready(struct gz_matcher *m, enum gz_field field, uint32_t rule)
{
    const unsigned note = 1U << (unsigned)field;
    struct gz_scratch *ready =
        gz_matcher_ready(m, m->program->rules[rule].group, field);
    if ((m->noted[rule] & note) != 0) {
        return true;
    }
    if (!gz_scratch_reserve(ready, (ready->count + (size_t)1) * sizeof(rule))) {
        return false;
    }
    ((uint32_t *)ready->data)[ready->count++] = rule;
    m->noted[rule] |= (uint8_t)note;
    return true;
}

bool gz_matcher_meet(struct gz_matcher *m, enum gz_field field, uint32_t trait)
{
    const struct gz_program *p = m->program;
    const struct gz_trait_span *span = &p->traits[trait].units;
    const unsigned note = 1U << (unsigned)field;
    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        const uint32_t unit = p->trait_units[i];
        if ((m->awake[unit] & note) == 0) {
            if (!make_ready(m, field, gz_program_unit(p, unit)->rule)) {
                return false;
            }
            m->awake[unit] |= (uint8_t)note;
        }
    }
    return gz_trait_rows_meet(gz_matcher_rows(m, field, trait), trait);
}

void gz_matcher_unready(struct gz_matcher *m, uint32_t rule, uint8_t fields)
{
    const struct gz_program_rule *r = &m->program->rules[rule];
    m->noted[rule] &= (uint8_t)~fields;
    for (uint32_t u = r->unit; u < r->unit + r->unit_count; u++) {
        m->awake[u] &= (uint8_t)~fields;
    }
}
