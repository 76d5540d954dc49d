// Asks the matcher how far a rule came, over findings that are done.

#include "daemon/explain/near_miss.h"
#include "daemon/explain/near_repair.h"
#include "daemon/explain/near_words.h"
#include "rules/finding_items.h"

// A rule that scans has no pattern: what it found is what it came to.
static void find_scanned(const struct gz_near_question *q,
                         struct gz_near_miss *out)
{
    for (uint32_t i = 0; i < q->findings->mention_count; i++) {
        const struct gz_mention *m = &q->findings->mentions[i];
        if (gz_str_eq(m->rule, q->rule->id)) {
            *out = (struct gz_near_miss){.found = true,
                                         .matched = true,
                                         .guard = -1,
                                         .field = m->field,
                                         .begin_token = m->begin_token,
                                         .reached_token = m->end_token,
                                         .window_token = m->end_token};
            return;
        }
    }
}

static bool is_close(const struct gz_near_question *q,
                     const struct gz_near_miss *near)
{
    for (uint32_t i = 0; i < near->wanted_count; i++) {
        struct gz_near_words words;
        if (gz_near_miss_words(q, near, near->wanted[i].item,
                               near->reached_token, &words) == GZ_OK &&
            words.close_count > 0) {
            return true;
        }
    }
    return false;
}

// Of patterns that came as far from the same place, the one that a word was
// misspelt for.
static enum gz_status prefer_close(const struct gz_near_question *q,
                                   struct gz_near_miss *near)
{
    struct gz_near_miss *others =
        GZ_ARENA_ARRAY(q->arena, struct gz_near_miss, near->other_count + 1);
    bool close = near->matched || is_close(q, near);
    if (others == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < near->other_count; i++) {
        others[i] = near->others[i];
    }
    near->others = others;
    for (uint32_t i = 0; i < near->other_count && !close; i++) {
        struct gz_near_miss one = others[i];
        if (one.field == near->field && one.begin_token == near->begin_token &&
            is_close(q, &one)) {
            one.others = others;
            one.other_count = near->other_count;
            others[i] = *near;
            *near = one;
            close = true;
        }
    }
    return GZ_OK;
}

enum gz_status gz_near_miss_find(const struct gz_near_question *q,
                                 struct gz_near_miss *out)
{
    const struct gz_rule_set *set = gz_ruleset_rules(q->rules);
    struct gz_items items[GZ_FIELD_COUNT];
    struct gz_matcher *m = gz_matcher_new(gz_ruleset_program(q->rules));
    enum gz_status st = m == NULL ? GZ_NO_MEMORY : GZ_OK;
    *out = (struct gz_near_miss){.guard = -1};
    if (st == GZ_OK) {
        st = gz_finding_items(q->findings, set, q->rule, q->arena, items);
    }
    if (st == GZ_OK) {
        st = gz_matcher_begin(m, q->document, 0, q->arena);
    }
    if (st == GZ_OK) {
        st = gz_matcher_explain(m, (uint32_t)(q->rule - set->rules), items,
                                q->arena, out);
    }
    if (st == GZ_OK && q->rule->match_count == 0) {
        find_scanned(q, out);
    }
    gz_matcher_free(m);
    if (st == GZ_OK && out->other_count > 0) {
        st = prefer_close(q, out);
    }
    if (st == GZ_OK && out->found && !out->matched &&
        q->rule->match_count > 1) {
        st = gz_near_repair(q, out);
    }
    return st;
}

bool gz_near_miss_holds(const struct gz_near_miss *near)
{
    return near->matched && near->guard < 0;
}

const struct gz_extract_step *
gz_near_miss_dropped(const struct gz_near_question *q)
{
    const struct gz_extract_step *dropped = NULL;
    for (uint32_t i = 0; q->trace != NULL && i < q->trace->count; i++) {
        const struct gz_extract_step *step = &q->trace->items[i];
        if (!gz_str_eq(step->rule, q->rule->id)) {
            continue;
        }
        if (step->outcome != GZ_EXTRACT_DROPPED) {
            return NULL;
        }
        dropped = step->reason == NULL ? NULL : step;
    }
    return dropped;
}
