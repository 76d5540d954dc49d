#include "rules/resolve/rule_mentions.h"

#include "rules/resolve/linking.h"
#include "rules/resolve/overlaps.h"

struct maker {
    struct gz_draft *draft;
    uint32_t stratum;
    struct gz_draft_mention *fresh;
    uint32_t count;
};

static struct gz_draft_mention mention_of(const struct maker *m,
                                          const struct gz_rule *rule,
                                          const struct gz_match *match)
{
    const struct gz_capture *name =
        gz_rule_parts_capture(m->draft->in.parts, match, GZ_RULE_PART_NAME);
    const bool whole = name == NULL || name->begin_token >= name->end_token;
    return (struct gz_draft_mention){
        .field = match->field,
        .begin_token = whole ? match->begin_token : name->begin_token,
        .end_token = whole ? match->end_token : name->end_token,
        .how = GZ_HOW_PATTERN,
        .rule = rule->id,
        .rank = 1 + m->stratum,
        .priority = rule->priority,
        .confidence = rule->confidence,
    };
}

// A list has several entities of a name, or the wrong one: the rule knows.
static enum gz_status correct(struct gz_draft *draft,
                              struct gz_draft_mention *known,
                              const struct gz_rule *rule)
{
    struct gz_linked to;
    bool found = false;
    if (gz_linking_fits(draft, draft->entities[known->entity].type,
                        rule->type)) {
        gz_draft_trace(draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_TAKEN, known,
                       "a list has it and a rule finds it", rule->id);
        return GZ_OK;
    }
    const enum gz_status st =
        gz_linking_known(draft, known->field, known->begin_token,
                         known->end_token, rule->type, &to, &found);
    if (st == GZ_OK && found) {
        known->entity = to.entity;
        draft->changed = true;
        known->how = to.how;
    }
    if (found) {
        gz_draft_trace(draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_CHANGED, known,
                       "the name of several, and a rule says of what type",
                       rule->id);
    } else {
        struct gz_draft_mention lost = *known;  // what the list has stays
        lost.rule = rule->id;
        gz_draft_trace(draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_DROPPED, &lost,
                       "a list has it with another type", known->rule);
    }
    return st;
}

// A later rule may know more of what an earlier one found.
static void refine(struct gz_draft *draft, struct gz_draft_mention *known,
                   const struct gz_rule *rule)
{
    struct gz_draft_entity *entity = &draft->entities[known->entity];
    const struct gz_type_tree *tree = draft->in.types->tree;
    if (gz_linking_is_name_only(entity) && entity->type != rule->type &&
        gz_type_range_has(gz_type_tree_range(tree, entity->type), rule->type)) {
        entity->type = rule->type;
        draft->changed = true;
        entity->entry.type = gz_type_tree_path(tree, rule->type);
        gz_draft_trace(draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_CHANGED, known,
                       "a rule says of what type", rule->id);
    }
}

static enum gz_status make(struct maker *m, const struct gz_match *match)
{
    struct gz_draft *draft = m->draft;
    const struct gz_rule *rule = &draft->in.rules->rules[match->rule];
    struct gz_draft_mention fresh = mention_of(m, rule, match);
    struct gz_draft_mention *known =
        gz_draft_exact(draft, fresh.field, fresh.begin_token, fresh.end_token);
    if (known != NULL && known->rank == 0) {
        return correct(draft, known, rule);
    }
    if (known != NULL && gz_linking_fits(draft, rule->type,
                                         draft->entities[known->entity].type)) {
        refine(draft, known, rule);
        return GZ_OK;
    }
    struct gz_linked to;
    const enum gz_status st =
        gz_linking_find(draft, fresh.field, fresh.begin_token, fresh.end_token,
                        rule->type, &to);
    if (st == GZ_OK) {
        fresh.entity = to.entity;
        fresh.how = to.how;
        m->fresh[m->count++] = fresh;
    }
    return st;
}

static void trace_kept(const struct maker *m)
{
    if (m->draft->in.trace == NULL) {
        return;
    }
    for (uint32_t i = 0; i < m->count; i++) {
        const struct gz_draft_mention *kept =
            gz_draft_exact(m->draft, m->fresh[i].field, m->fresh[i].begin_token,
                           m->fresh[i].end_token);
        if (kept != NULL && gz_str_eq(kept->rule, m->fresh[i].rule)) {
            gz_draft_trace(m->draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_TAKEN, kept,
                           NULL, GZ_STR_LIT(""));
        }
    }
}

enum gz_status gz_rule_mentions_add(struct gz_draft *draft,
                                    const struct gz_matches *matches,
                                    uint32_t stratum)
{
    if (matches->count == 0) {
        return GZ_OK;
    }
    struct maker m = {.draft = draft, .stratum = stratum};
    m.fresh = GZ_ARENA_ARRAY(draft->in.arena, struct gz_draft_mention,
                             matches->count);
    enum gz_status st = m.fresh == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; i < matches->count && st == GZ_OK; i++) {
        st = make(&m, &matches->items[i]);
    }
    if (st == GZ_OK) {
        st = gz_overlaps_settle(draft, m.fresh, m.count);
    }
    if (st == GZ_OK) {
        trace_kept(&m);
    }
    return st;
}
