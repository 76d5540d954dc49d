#include "rules/facts/fact_settle.h"

#include <stdlib.h>

// To sort the facts of one article, one comparison has to know its text.
struct entry {
    const struct gz_document *doc;
    struct gz_fact_draft draft;
    const struct gz_rule *more;  // that says more, or NULL
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

// Whether a fact has a role filled as that of another one, or by words that
// have some of its words.
static bool has_same(const struct gz_fact *fact, const struct gz_role *role)
{
    bool has = false;
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_role *r = &fact->roles[i];
        has |= gz_str_eq(r->role, role->role) && r->entity == role->entity &&
               by_value(r->value, role->value) == 0 &&
               (r->entity != GZ_FINDINGS_NONE || r->value != NULL ||
                gz_fact_work_overlap(&r->span, &role->span));
    }
    return has;
}

// Whether a fact says all that another one of the same words does: with more
// roles, or as a rule that is preferred has it.
static bool says_more(const struct gz_fact_draft *draft,
                      const struct gz_fact_draft *other)
{
    const struct gz_fact *a = &draft->fact;
    const struct gz_fact *b = &other->fact;
    if (!gz_str_eq(a->type, b->type) || a->sentence != b->sentence ||
        a->polarity != b->polarity || a->modality != b->modality) {
        return false;
    }
    for (uint32_t i = 0; i < b->role_count; i++) {
        if (!has_same(a, &b->roles[i])) {
            return false;
        }
    }
    return a->role_count > b->role_count ||
           (draft->rule != other->rule && prefer(draft, other) < 0);
}

static void note_more(struct entry *a, const struct entry *b)
{
    if (a->more == NULL && says_more(&b->draft, &a->draft)) {
        a->more = b->draft.rule;
    }
}

// Note of each fact, ordered by place, whether another one says more: only
// those that begin before its end can.
static void find_more(struct entry *all, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_span *own = &all[i].draft.fact.evidence;
        for (uint32_t k = i + 1;
             k < count &&
             gz_fact_work_overlap(own, &all[k].draft.fact.evidence);
             k++) {
            note_more(&all[i], &all[k]);
            note_more(&all[k], &all[i]);
        }
    }
}

// Write those out of which no other says more; how many they are.
static uint32_t keep_most(const struct gz_fact_sources *in, struct entry *all,
                          uint32_t count, struct gz_fact_draft *out)
{
    uint32_t kept = 0;
    find_more(all, count);
    for (uint32_t i = 0; i < count; i++) {
        if (all[i].more == NULL) {
            out[kept++] = all[i].draft;
        } else {
            gz_fact_work_trace(in, GZ_EXTRACT_DROPPED, &all[i].draft,
                               "another rule finds more", all[i].more->id);
        }
    }
    return kept;
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
        all[i] = (struct entry){in->doc, facts[i], NULL};
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
    *count = keep_most(in, all, kept, facts);
    return GZ_OK;
}
