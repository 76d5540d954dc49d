#include "rules/facts/fact_maker.h"

#include "rules/facts/fact_factors.h"
#include "rules/resolve/draft.h"

struct maker {
    const struct gz_fact_sources *in;
    struct gz_fact_draft *facts;
    uint32_t count;
};

struct gz_span gz_fact_work_span(const struct gz_document *doc,
                                 enum gz_field field, uint32_t begin_token,
                                 uint32_t end_token)
{
    return gz_draft_span(doc, field, begin_token, end_token);
}

void gz_fact_work_trace(const struct gz_fact_sources *in,
                        enum gz_extract_outcome outcome,
                        const struct gz_fact_draft *f, const char *reason,
                        struct gz_str by)
{
    struct gz_fact *copy =
        in->trace == NULL ? NULL : GZ_ARENA_NEW(in->arena, struct gz_fact);
    if (copy == NULL) {
        return;
    }
    *copy = f->fact;
    const struct gz_extract_step step = {
        .stage = GZ_EXTRACT_FACT,
        .outcome = outcome,
        .rule = f->fact.rule,
        .span = f->fact.evidence,
        .entity = GZ_STR_LIT(""),
        .by = by,
        .reason = reason,
        .fact = copy,
    };
    gz_extract_trace_add(in->trace, in->arena, &step);
}

// How many facts a match makes.
static uint32_t ways(const struct gz_match *match)
{
    uint32_t product = 1;
    for (uint32_t i = 0; i < match->capture_count; i++) {
        const uint32_t n = match->captures[i].item_count;
        product *= n > 1 ? n : 1;
        if (product >= GZ_FACT_MAKER_MOST) {
            return GZ_FACT_MAKER_MOST;
        }
    }
    return product;
}

static bool is_emit(const struct gz_fact_sources *in,
                    const struct gz_match *match)
{
    return in->rules->rules[match->rule].kind == GZ_RULE_EMIT;
}

static struct gz_role fill(const struct maker *m, enum gz_field field,
                           const struct gz_capture *capture,
                           const struct gz_item *item, struct gz_str name)
{
    const struct gz_findings *findings = m->in->findings;
    const uint32_t begin =
        item == NULL ? capture->begin_token : item->begin_token;
    const uint32_t end = item == NULL ? capture->end_token : item->end_token;
    struct gz_role role = {
        .role = name,
        .entity = GZ_FINDINGS_NONE,
        .mention = GZ_FINDINGS_NONE,
        .span = gz_fact_work_span(m->in->doc, field, begin, end),
    };
    if (item == NULL) {
        return role;
    }
    if ((item->ref & GZ_DRAFT_VALUE) != 0) {
        role.value =
            &findings->values[field].items[item->ref & ~GZ_DRAFT_VALUE];
    } else {
        role.mention = item->ref;
        role.entity = findings->mentions[item->ref].entity;
    }
    return role;
}

// The number of a way picks one item of each capture: the last capture's
// changes fastest.
static void pick(const struct gz_match *match, uint32_t way,
                 const struct gz_item *items[GZ_RULE_ROLES_MAX],
                 const struct gz_capture *captures[GZ_RULE_ROLES_MAX])
{
    for (uint32_t i = match->capture_count; i > 0; i--) {
        const struct gz_capture *c = &match->captures[i - 1];
        if (c->role >= GZ_RULE_ROLES_MAX || c->begin_token >= c->end_token) {
            continue;
        }
        captures[c->role] = c;
        if (c->item_count > 0) {
            items[c->role] = &c->items[way % c->item_count];
            way /= c->item_count;
        }
    }
}

static enum gz_status fill_roles(const struct maker *m,
                                 const struct gz_match *match, uint32_t way,
                                 struct gz_fact *fact)
{
    const struct gz_rule *rule = &m->in->rules->rules[match->rule];
    const struct gz_item *items[GZ_RULE_ROLES_MAX];
    const struct gz_capture *captures[GZ_RULE_ROLES_MAX];
    struct gz_role *roles = gz_arena_alloc(
        m->in->arena, match->capture_count * sizeof(struct gz_role));
    if (roles == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < rule->role_count && i < GZ_RULE_ROLES_MAX; i++) {
        items[i] = NULL;
        captures[i] = NULL;
    }
    pick(match, way, items, captures);
    for (uint32_t i = 0; i < rule->role_count && i < GZ_RULE_ROLES_MAX; i++) {
        if (captures[i] != NULL) {
            roles[fact->role_count++] = fill(m, match->field, captures[i],
                                             items[i], rule->roles[i].name);
        }
    }
    fact->roles = roles;
    return GZ_OK;
}

static bool has_entity_twice(const struct gz_fact *fact)
{
    for (uint32_t i = 0; i < fact->role_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (fact->roles[i].entity != GZ_FINDINGS_NONE &&
                fact->roles[i].entity == fact->roles[k].entity) {
                return true;
            }
        }
    }
    return false;
}

static enum gz_status make(struct maker *m, const struct gz_match *match,
                           uint32_t way)
{
    const struct gz_rule *rule = &m->in->rules->rules[match->rule];
    struct gz_fact_draft *f = &m->facts[m->count];
    *f = (struct gz_fact_draft){.rule = rule, .match = match};
    f->fact = (struct gz_fact){
        .type = rule->makes,
        .polarity = rule->polarity,
        .modality = rule->modality,
        .evidence = gz_fact_work_span(m->in->doc, match->field,
                                      match->begin_token, match->end_token),
        .sentence = match->sentence,
        .rule = rule->id,
    };
    const enum gz_status st = fill_roles(m, match, way, &f->fact);
    if (st != GZ_OK) {
        return st;
    }
    gz_fact_factors_set(&f->fact, rule->confidence, match->gap_tokens,
                        m->in->findings);
    if (has_entity_twice(&f->fact)) {
        gz_fact_work_trace(m->in, GZ_EXTRACT_DROPPED, f,
                           "one entity has two roles", GZ_STR_LIT(""));
    } else {
        m->count++;
    }
    return GZ_OK;
}

enum gz_status gz_fact_maker_run(const struct gz_fact_sources *in,
                                 struct gz_fact_draft **out, uint32_t *count)
{
    struct maker m = {.in = in};
    uint32_t room = 0;
    for (uint32_t i = 0; i < in->matches->count; i++) {
        const struct gz_match *match = &in->matches->items[i];
        room += is_emit(in, match) ? ways(match) : 0;
    }
    *out = m.facts = GZ_ARENA_ARRAY(in->arena, struct gz_fact_draft, room);
    enum gz_status st = m.facts == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; i < in->matches->count && st == GZ_OK; i++) {
        const struct gz_match *match = &in->matches->items[i];
        const uint32_t all = is_emit(in, match) ? ways(match) : 0;
        for (uint32_t way = 0; way < all && st == GZ_OK; way++) {
            st = make(&m, match, way);
        }
    }
    *count = m.count;
    return st;
}
