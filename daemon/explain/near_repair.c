#include "daemon/explain/near_repair.h"

#include "daemon/explain/near_words.h"

// What may stand in the place of a part that is more than a word.
enum { TOKENS_MOST = 3 };

// A rule with one pattern, in a set by itself.
static enum gz_status ask(const struct gz_near_question *q, uint32_t pattern,
                          const struct gz_pattern *root,
                          struct gz_near_miss *out)
{
    struct gz_rule_pattern one = q->rule->matches[pattern];
    struct gz_rule rule = *q->rule;
    struct gz_rule_set set = *gz_ruleset_rules(q->rules);
    struct gz_ruleset *rules = NULL;
    one.root = root;
    rule.matches = &one;
    rule.match_count = 1;
    set.rules = &rule;
    set.rule_count = 1;
    *out = (struct gz_near_miss){.guard = -1};
    // What cannot be compiled with such a gap in it is not what was meant.
    enum gz_status st = gz_ruleset_derive(q->rules, &set, &rules, NULL);
    if (st != GZ_OK) {
        return st == GZ_INVALID ? GZ_OK : st;
    }
    struct gz_near_question alone = *q;
    alone.rules = rules;
    alone.rule = &rule;
    st = gz_near_miss_find(&alone, out);
    out->pattern = pattern;
    gz_ruleset_unref(rules);
    return st;
}

static bool is_word(const struct gz_pattern *item)
{
    return item->kind == GZ_PATTERN_WORD || item->kind == GZ_PATTERN_FORMS ||
           item->kind == GZ_PATTERN_LITERAL;
}

// Whether an attempt would match with something else where it ended.
static enum gz_status lacks_one(const struct gz_near_question *q,
                                const struct gz_near_miss *near, bool *out)
{
    const struct gz_pattern *root = q->rule->matches[near->pattern].root;
    enum gz_status st = GZ_OK;
    *out = false;
    for (uint32_t i = 0; i < near->wanted_count && st == GZ_OK && !*out; i++) {
        const struct gz_pattern *item = near->wanted[i].item;
        const struct gz_pattern any = {
            .kind = GZ_PATTERN_LIST,
            .text = GZ_STR_LIT("Any"),
            .repeat_min = 1,
            .repeat_max = is_word(item) ? 1 : TOKENS_MOST,
        };
        struct gz_near_miss repaired;
        if (!gz_near_words_first(near, i) || !gz_near_words_needs(near, item)) {
            continue;
        }
        const struct gz_pattern *with =
            gz_pattern_replace(root, item, &any, q->arena);
        st = with == NULL ? GZ_LIMIT : ask(q, near->pattern, with, &repaired);
        *out = st == GZ_OK && repaired.matched;
    }
    return st;
}

// Parts that every match has; a choice counts as one.
static uint32_t count_parts(const struct gz_pattern *p)
{
    if (p->repeat_min == 0 || p->kind == GZ_PATTERN_GAP ||
        p->kind == GZ_PATTERN_FIRST || p->kind == GZ_PATTERN_LAST) {
        return 0;
    }
    if (p->kind != GZ_PATTERN_SEQUENCE) {
        return 1;
    }
    uint32_t count = 0;
    for (const struct gz_pattern *c = p->first; c != NULL; c = c->next) {
        count += count_parts(c);
    }
    return count;
}

// near, and the others of it that are not of the new one's pattern.
static enum gz_status put_first(const struct gz_near_question *q,
                                const struct gz_near_miss *best,
                                struct gz_near_miss *near)
{
    struct gz_near_miss *others =
        GZ_ARENA_ARRAY(q->arena, struct gz_near_miss, near->other_count + 1);
    uint32_t count = 1;
    if (others == NULL) {
        return GZ_LIMIT;
    }
    others[0] = *near;
    for (uint32_t i = 0; i < near->other_count; i++) {
        if (near->others[i].pattern != best->pattern) {
            others[count++] = near->others[i];
        }
    }
    *near = *best;
    near->others = others;
    near->other_count = count;
    return GZ_OK;
}

enum gz_status gz_near_repair(const struct gz_near_question *q,
                              struct gz_near_miss *near)
{
    struct gz_near_miss best = *near;
    uint32_t most = 0;
    enum gz_status st = GZ_OK;
    for (uint32_t u = 0; u < q->rule->match_count && st == GZ_OK; u++) {
        const struct gz_pattern *root = q->rule->matches[u].root;
        const uint32_t parts = count_parts(root);
        struct gz_near_miss one;
        bool lacks = false;
        if (parts < most || (parts == most && u != near->pattern)) {
            continue;
        }
        st = ask(q, u, root, &one);
        if (st == GZ_OK && one.found) {
            st = lacks_one(q, &one, &lacks);
        }
        if (lacks) {
            best = one;
            most = parts;
        }
    }
    return st == GZ_OK && best.pattern != near->pattern
               ? put_first(q, &best, near)
               : st;
}
