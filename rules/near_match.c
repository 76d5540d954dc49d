#include "rules/near_match.h"

#include <string.h>

#include "daemon/base/map.h"
#include "rules/finding_items.h"

enum { PARTS_MAX = 64 };

struct near {
    const struct gz_near_match_question *q;
    struct gz_items items[GZ_FIELD_COUNT];
    struct gz_rule rule;  // as it is compiled
    struct gz_rule_pattern pattern;
    struct gz_rule_set set;  // of that rule alone
    struct gz_near_miss *best;
    uint32_t best_parts;
};

// The parts of an alternative, one after the other.
struct parts {
    const struct gz_pattern *items[PARTS_MAX];
    uint32_t count;
};

// --- parts of patterns ---

static bool is_plain(const struct gz_pattern *p)
{
    return p->repeat_min == 1 && p->repeat_max == 1 && p->role.len_bytes == 0;
}

// Whether a part can match without a token.
static bool is_optional(const struct gz_pattern *p)
{
    if (p->repeat_min == 0 || p->kind == GZ_PATTERN_GAP ||
        p->kind == GZ_PATTERN_FIRST) {
        return true;
    }
    if (p->kind != GZ_PATTERN_SEQUENCE) {
        return false;
    }
    for (const struct gz_pattern *c = p->first; c != NULL; c = c->next) {
        if (!is_optional(c)) {
            return false;
        }
    }
    return true;
}

// Groups and macros that only hold parts together are taken apart.
static void take_apart(const struct near *n, const struct gz_pattern *p,
                       struct parts *out)
{
    if (p->kind == GZ_PATTERN_SEQUENCE && is_plain(p)) {
        for (const struct gz_pattern *c = p->first; c != NULL; c = c->next) {
            take_apart(n, c, out);
        }
        return;
    }
    const struct gz_rule_macro *macro =
        p->kind == GZ_PATTERN_MACRO && is_plain(p)
            ? gz_rule_set_macro(&n->set, p)
            : NULL;
    if (macro != NULL && macro->pattern.root->kind != GZ_PATTERN_CHOICE) {
        take_apart(n, macro->pattern.root, out);
    } else if (out->count < PARTS_MAX) {
        out->items[out->count++] = p;
    }
}

// --- asking the matcher ---

// The first count parts as one pattern, in arena.
static const struct gz_pattern *
put_together(const struct near *n, const struct parts *parts, uint32_t count)
{
    struct gz_pattern *all =
        GZ_ARENA_ARRAY(n->q->arena, struct gz_pattern, count + 1);
    if (all == NULL) {
        return NULL;
    }
    for (uint32_t i = 0; i < count; i++) {
        all[i + 1] = *parts->items[i];
        all[i + 1].next = i + 1 < count ? &all[i + 2] : NULL;
    }
    all[0] = (struct gz_pattern){
        .kind = GZ_PATTERN_SEQUENCE,
        .repeat_min = 1,
        .repeat_max = 1,
        .first = &all[1],
    };
    return all;
}

static enum gz_status run_program(struct near *n,
                                  const struct gz_program *program,
                                  struct gz_matches *out)
{
    static const enum gz_stage stages[GZ_RULE_KIND_COUNT] = {
        [GZ_RULE_MENTION] = GZ_STAGE_MENTION,
        [GZ_RULE_RECAST] = GZ_STAGE_RECAST,
        [GZ_RULE_COREF] = GZ_STAGE_COREF,
        [GZ_RULE_EMIT] = GZ_STAGE_FACT,
        [GZ_RULE_ATTRIBUTION] = GZ_STAGE_FACT,
        [GZ_RULE_ASSERTION] = GZ_STAGE_FACT,
    };
    struct gz_matcher *matcher = gz_matcher_new(program);
    if (matcher == NULL) {
        return GZ_NO_MEMORY;
    }
    enum gz_status st =
        gz_matcher_begin(matcher, n->q->document, 0, n->q->arena);
    if (st == GZ_OK) {
        st = gz_matcher_run(matcher, stages[n->rule.kind], 0, n->items,
                            n->q->arena, out);
    }
    gz_matcher_free(matcher);
    return st;
}

// The matches of the rule as it is now; none of what the compiler refuses, as
// it does with what would match anywhere.
static enum gz_status run(struct near *n, struct gz_matches *out)
{
    struct gz_program *program = NULL;
    struct gz_error ignored;
    *out = (struct gz_matches){0};
    gz_error_init(&ignored);
    enum gz_status st = gz_program_build(&n->set, &program, &ignored);
    gz_error_fini(&ignored);
    if (st == GZ_OK) {
        st = run_program(n, program, out);
    }
    gz_program_free(program);
    return st == GZ_INVALID ? GZ_OK : st;
}

static enum gz_status run_parts(struct near *n, const struct parts *parts,
                                uint32_t count, struct gz_matches *out)
{
    n->pattern.root = put_together(n, parts, count);
    return n->pattern.root == NULL ? GZ_LIMIT : run(n, out);
}

// --- what came of it ---

static const struct gz_match *furthest(const struct gz_matches *matches)
{
    const struct gz_match *best = &matches->items[0];
    for (uint32_t i = 1; i < matches->count; i++) {
        if (matches->items[i].end_token > best->end_token) {
            best = &matches->items[i];
        }
    }
    return best;
}

// What may come behind the first count parts: all that is optional there, and
// what is not.
static enum gz_status want(struct near *n, const struct parts *parts,
                           uint32_t count)
{
    const struct gz_pattern **wanted = GZ_ARENA_ARRAY(
        n->q->arena, const struct gz_pattern *, parts->count + 1 - count);
    if (wanted == NULL) {
        return GZ_LIMIT;
    }
    n->best->wanted = wanted;
    n->best->wanted_count = 0;
    for (uint32_t i = count; i < parts->count; i++) {
        wanted[n->best->wanted_count++] = parts->items[i];
        if (!is_optional(parts->items[i])) {
            break;
        }
    }
    return GZ_OK;
}

static enum gz_status take(struct near *n, uint32_t pattern,
                           const struct parts *parts, uint32_t count,
                           const struct gz_match *m)
{
    struct gz_near_miss *best = n->best;
    if (count < n->best_parts ||
        (count == n->best_parts && m->end_token <= best->reached_token)) {
        return GZ_OK;
    }
    n->best_parts = count;
    *best = (struct gz_near_miss){
        .found = true,
        .guard = -1,
        .field = m->field,
        .begin_token = m->begin_token,
        .reached_token = m->end_token,
        .pattern = pattern,
        .captures = m->captures,
        .capture_count = m->capture_count,
    };
    return want(n, parts, count);
}

// Go on over parts that may be left out and are there: what would not do
// stands behind them.
static enum gz_status go_on(struct near *n, struct parts *parts,
                            uint32_t *count, struct gz_matches *matches)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = *count;
         i < parts->count && st == GZ_OK && is_optional(parts->items[i]); i++) {
        const struct gz_pattern *own = parts->items[i];
        struct gz_pattern *forced =
            GZ_ARENA_NEW(n->q->arena, struct gz_pattern);
        struct gz_matches more = {0};
        if (forced == NULL) {
            return GZ_LIMIT;
        }
        if (own->repeat_min > 0) {
            continue;  // a gap is nothing that must be there
        }
        *forced = *own;
        forced->repeat_min = 1;
        parts->items[i] = forced;
        st = run_parts(n, parts, i + 1, &more);
        parts->items[i] = own;
        if (more.count > 0) {
            *matches = more;
            *count = i + 1;
        }
    }
    return st;
}

// The longest beginning of an alternative that ends with a part that is not
// optional; all of it is matched by others than this.
static enum gz_status try_alternative(struct near *n, uint32_t pattern,
                                      const struct gz_pattern *root)
{
    struct parts parts = {.count = 0};
    struct gz_matches matches = {0};
    enum gz_status st = GZ_OK;
    take_apart(n, root, &parts);
    for (uint32_t count = parts.count; count >= n->best_parts && count > 0;
         count--) {
        if (is_optional(parts.items[count - 1])) {
            continue;
        }
        st = run_parts(n, &parts, count, &matches);
        if (st != GZ_OK) {
            return st;
        }
        if (matches.count > 0) {
            st = go_on(n, &parts, &count, &matches);
            return st == GZ_OK
                       ? take(n, pattern, &parts, count, furthest(&matches))
                       : st;
        }
    }
    return GZ_OK;
}

static enum gz_status try_pattern(struct near *n, uint32_t pattern,
                                  const struct gz_pattern *root)
{
    if (root->kind != GZ_PATTERN_CHOICE || !is_plain(root)) {
        return try_alternative(n, pattern, root);
    }
    enum gz_status st = GZ_OK;
    for (const struct gz_pattern *c = root->first; c != NULL && st == GZ_OK;
         c = c->next) {
        st = try_pattern(n, pattern, c);
    }
    return st;
}

// Which guard forbids the match of a pattern; -1 when none does.
static enum gz_status find_guard(struct near *n, int32_t *out)
{
    const struct gz_rule *rule = n->q->rule;
    enum gz_status st = GZ_OK;
    *out = -1;
    for (uint32_t i = 0; i < rule->unless_count && *out < 0 && st == GZ_OK;
         i++) {
        struct gz_matches matches;
        n->rule.unless = &rule->unless[i];
        n->rule.unless_count = 1;
        st = run(n, &matches);
        *out = st == GZ_OK && matches.count == 0 ? (int32_t)i : -1;
    }
    n->rule.unless_count = 0;
    return st;
}

// Whether a whole pattern matches, and what forbids that then.
static enum gz_status try_whole(struct near *n, uint32_t pattern)
{
    struct gz_matches matches;
    n->pattern = n->q->rule->matches[pattern];
    enum gz_status st = run(n, &matches);
    if (st != GZ_OK || matches.count == 0) {
        return st;
    }
    const struct gz_match *m = furthest(&matches);
    int32_t guard = -1;
    *n->best = (struct gz_near_miss){
        .found = true,
        .matched = true,
        .field = m->field,
        .begin_token = m->begin_token,
        .reached_token = m->end_token,
        .pattern = pattern,
        .captures = m->captures,
        .capture_count = m->capture_count,
    };
    st = find_guard(n, &guard);
    n->best->guard = guard;
    return st;
}

static enum gz_status search(struct near *n)
{
    const struct gz_rule *rule = n->q->rule;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < rule->match_count && st == GZ_OK; i++) {
        struct gz_near_miss before = *n->best;
        st = try_whole(n, i);
        if (n->best->matched && n->best->guard < 0) {
            return st;
        }
        *n->best = before.matched ? before : *n->best;
    }
    for (uint32_t i = 0;
         i < rule->match_count && st == GZ_OK && !n->best->matched; i++) {
        st = try_pattern(n, i, rule->matches[i].root);
    }
    return st;
}

static enum gz_status name_rule(struct near *n, struct gz_map **names)
{
    uint64_t *slot = NULL;
    *names = gz_map_new(1);
    n->set.names[GZ_RULE_NAME_RULE] = *names;
    return *names == NULL ? GZ_NO_MEMORY
                          : gz_map_put(*names, n->rule.id, 0, &slot, NULL);
}

enum gz_status gz_near_match_find(const struct gz_near_match_question *q,
                                  struct gz_near_miss *out)
{
    const struct gz_rule_set *all = gz_ruleset_rules(q->rules);
    struct near n = {.q = q, .rule = *q->rule, .set = *all, .best = out};
    struct gz_map *names = NULL;
    *out = (struct gz_near_miss){.guard = -1};
    n.rule.matches = &n.pattern;
    n.rule.match_count = 1;
    n.rule.unless_count = 0;
    n.set.rules = &n.rule;
    n.set.rule_count = 1;
    enum gz_status st = name_rule(&n, &names);
    if (st == GZ_OK) {
        st = gz_finding_items(q->findings, all, q->rule, q->arena, n.items);
    }
    if (st == GZ_OK) {
        st = search(&n);
    }
    gz_map_free(names);
    return st;
}
