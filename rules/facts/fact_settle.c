#include "rules/facts/fact_settle.h"

#include <stdlib.h>

// To sort the facts of one article, one comparison has to know its text.
struct entry {
    const struct gz_document *doc;
    struct gz_fact_draft draft;
};

static int by_number(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_value(const struct gz_value *a, const struct gz_value *b)
{
    if (a == NULL || b == NULL) {
        return (a != NULL) - (b != NULL);
    }
    int order = by_number(a->dim, b->dim);
    order = order != 0 ? order : by_number(a->cmp, b->cmp);
    order = order != 0 ? order : gz_str_compare(a->value, b->value);
    order = order != 0 ? order : gz_str_compare(a->max, b->max);
    order = order != 0 ? order : gz_str_compare(a->unit, b->unit);
    return order != 0 ? order : gz_str_compare(a->period, b->period);
}

static struct gz_str text_of(const struct gz_document *doc,
                             const struct gz_span *s)
{
    return gz_str_of(doc->fields[s->field].text.ptr + s->begin_byte,
                     s->end_byte - s->begin_byte);
}

static int by_role(const struct gz_document *doc, const struct gz_role *a,
                   const struct gz_role *b)
{
    int order = gz_str_compare(a->role, b->role);
    order = order != 0 ? order : by_number(a->entity, b->entity);
    order = order != 0 ? order : by_value(a->value, b->value);
    if (order != 0 || a->entity != GZ_FINDINGS_NONE || a->value != NULL) {
        return order;
    }
    return gz_str_compare(text_of(doc, &a->span), text_of(doc, &b->span));
}

// What two facts that say the same have in common.
static int by_meaning(const struct gz_document *doc, const struct gz_fact *a,
                      const struct gz_fact *b)
{
    int order = by_number(a->evidence.field, b->evidence.field);
    order = order != 0 ? order : by_number(a->sentence, b->sentence);
    order = order != 0 ? order : gz_str_compare(a->type, b->type);
    order = order != 0 ? order : by_number(a->role_count, b->role_count);
    for (uint32_t i = 0; order == 0 && i < a->role_count; i++) {
        order = by_role(doc, &a->roles[i], &b->roles[i]);
    }
    return order;
}

static int by_place(const struct gz_fact *a, const struct gz_fact *b)
{
    int order = by_number(a->evidence.field, b->evidence.field);
    order = order != 0
                ? order
                : by_number(a->evidence.begin_byte, b->evidence.begin_byte);
    return order != 0 ? order
                      : by_number(a->evidence.end_byte, b->evidence.end_byte);
}

static int prefer(const struct gz_fact_draft *a, const struct gz_fact_draft *b)
{
    if (a->rule->priority != b->rule->priority) {
        return a->rule->priority > b->rule->priority ? -1 : 1;
    }
    const int order = by_number(a->match->rule, b->match->rule);
    return order != 0 ? order : by_place(&a->fact, &b->fact);
}

static int compare_meanings(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    const int order = by_meaning(a->doc, &a->draft.fact, &b->draft.fact);
    return order != 0 ? order : prefer(&a->draft, &b->draft);
}

static int compare_places(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    int order = by_place(&a->draft.fact, &b->draft.fact);
    order = order != 0 ? order
                       : by_number(a->draft.match->rule, b->draft.match->rule);
    return order != 0 ? order
                      : by_meaning(a->doc, &a->draft.fact, &b->draft.fact);
}

enum gz_status gz_fact_settle_run(const struct gz_fact_sources *in,
                                  struct gz_fact_draft *facts, uint32_t *count)
{
    if (*count < 2) {
        return GZ_OK;
    }
    struct entry *all = GZ_ARENA_ARRAY(in->arena, struct entry, *count);
    if (all == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < *count; i++) {
        all[i] = (struct entry){in->doc, facts[i]};
    }
    qsort(all, *count, sizeof(*all), compare_meanings);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        if (kept > 0 && by_meaning(in->doc, &all[kept - 1].draft.fact,
                                   &all[i].draft.fact) == 0) {
            gz_fact_work_trace(in, GZ_EXTRACT_DROPPED, &all[i].draft,
                               "another rule finds the same",
                               all[kept - 1].draft.fact.rule);
        } else {
            all[kept++] = all[i];
        }
    }
    qsort(all, kept, sizeof(*all), compare_places);
    for (uint32_t i = 0; i < kept; i++) {
        facts[i] = all[i].draft;
    }
    *count = kept;
    return GZ_OK;
}
