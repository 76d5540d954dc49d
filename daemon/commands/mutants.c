#include "daemon/commands/mutants.h"

#include <stdlib.h>

#include "daemon/base/arena.h"
#include "daemon/base/map.h"
#include "daemon/commands/example_lab.h"
#include "daemon/commands/example_verdict.h"

// A word that no text has.
static const char nonsense[] = "qzxqzxq";

struct mutants {
    struct gz_ruleset *rules;
    const struct gz_rule *rule;
    struct gz_arena *arena;  // of one mutant
    struct gz_rule_set set;  // the rules less other facts
    struct gz_rule *subset;  // owned; set.rules
    uint32_t place;          // of the rule among them
    bool whole;              // all rules are needed
    uint32_t count;
    struct gz_error *survivors;
};

// --- the rules that matter ---

static bool matters(const struct mutants *m, const struct gz_rule *other)
{
    return m->whole || other == m->rule || other->kind != GZ_RULE_EMIT;
}

static enum gz_status name_rules(struct mutants *m)
{
    struct gz_map *names = gz_map_new(m->set.rule_count);
    if (names == NULL) {
        return GZ_NO_MEMORY;
    }
    enum gz_status st = GZ_OK;
    m->set.names[GZ_RULE_NAME_RULE] = names;
    for (uint32_t i = 0; i < m->set.rule_count && st == GZ_OK; i++) {
        uint64_t *slot = NULL;
        st = gz_map_put(names, m->subset[i].id, i, &slot, NULL);
    }
    return st;
}

static void forget_rules(struct mutants *m)
{
    gz_map_free(m->set.names[GZ_RULE_NAME_RULE]);
    free(m->subset);
    m->subset = NULL;
    m->set.names[GZ_RULE_NAME_RULE] = NULL;
}

static enum gz_status choose_rules(struct mutants *m)
{
    const struct gz_rule_set *all = gz_ruleset_rules(m->rules);
    forget_rules(m);
    m->set = *all;
    m->set.names[GZ_RULE_NAME_RULE] = NULL;
    m->subset = calloc(all->rule_count, sizeof(*m->subset));
    if (m->subset == NULL) {
        return GZ_NO_MEMORY;
    }
    m->set.rules = m->subset;
    m->set.rule_count = 0;
    for (uint32_t i = 0; i < all->rule_count; i++) {
        if (&all->rules[i] == m->rule) {
            m->place = m->set.rule_count;
        }
        if (matters(m, &all->rules[i])) {
            m->subset[m->set.rule_count++] = all->rules[i];
        }
    }
    return name_rules(m);
}

// --- one mutant ---

// Whether all examples hold; a lab or a program that cannot be made kills.
static enum gz_status run_examples(const struct mutants *m, bool *hold)
{
    struct gz_ruleset *derived = NULL;
    struct gz_error ignored;
    gz_error_init(&ignored);
    enum gz_status st =
        gz_ruleset_derive(m->rules, &m->set, &derived, &ignored);
    gz_error_fini(&ignored);
    *hold = false;
    if (st != GZ_OK) {
        return st == GZ_INVALID ? GZ_OK : st;
    }
    struct gz_example_lab *lab = gz_example_lab_new(derived);
    st = lab == NULL ? GZ_NO_MEMORY : GZ_OK;
    *hold = true;
    for (uint32_t i = 0; i < m->rule->example_count && *hold && st == GZ_OK;
         i++) {
        struct gz_example_run run;
        struct gz_example_verdict verdict;
        st = gz_example_lab_run(lab, m->rule, &m->rule->examples[i], &run);
        if (st == GZ_OK) {
            st = gz_example_judge(&run, &m->set, &verdict);
        }
        *hold = st == GZ_OK && verdict.holds;
    }
    gz_example_lab_free(lab);
    gz_ruleset_unref(derived);
    return st;
}

// Examples that do not even hold without a mutant would kill all of them: a
// miss may need another rule to take the fact.
static enum gz_status prepare(struct mutants *m)
{
    bool hold = false;
    enum gz_status st = choose_rules(m);
    if (st == GZ_OK) {
        st = run_examples(m, &hold);
    }
    if (st == GZ_OK && !hold) {
        m->whole = true;
        st = choose_rules(m);
    }
    return st;
}

static enum gz_status try_word(struct mutants *m,
                               struct gz_rule_pattern *pattern,
                               const struct gz_rule_pattern *original,
                               const struct gz_pattern *word)
{
    bool hold = false;
    struct gz_pattern other = *word;
    other.text = gz_str_z(nonsense);
    gz_arena_reset(m->arena);
    pattern->root = gz_pattern_replace(original->root, word, &other, m->arena);
    enum gz_status st =
        pattern->root == NULL ? GZ_NO_MEMORY : run_examples(m, &hold);
    pattern->root = original->root;
    m->count++;
    if (st == GZ_OK && hold) {
        gz_rule_set_error(original, word, m->survivors,
                          "no example of " GZ_STR_FMT " needs this word",
                          GZ_STR_ARG(m->rule->id));
    }
    return st;
}

// --- all of them ---

static bool is_word(const struct gz_pattern *node)
{
    return node->kind == GZ_PATTERN_WORD || node->kind == GZ_PATTERN_FORMS ||
           node->kind == GZ_PATTERN_LITERAL;
}

static enum gz_status try_words(struct mutants *m,
                                struct gz_rule_pattern *pattern,
                                const struct gz_rule_pattern *original,
                                const struct gz_pattern *node)
{
    enum gz_status st = GZ_OK;
    for (; node != NULL && st == GZ_OK; node = node->next) {
        st = is_word(node) ? try_word(m, pattern, original, node)
                           : try_words(m, pattern, original, node->first);
    }
    return st;
}

// The patterns of the rule in the subset become the caller's to change.
static struct gz_rule_pattern *own(const struct gz_rule_pattern *patterns,
                                   uint32_t count)
{
    struct gz_rule_pattern *copies = calloc(count + 1, sizeof(*copies));
    for (uint32_t i = 0; copies != NULL && i < count; i++) {
        copies[i] = patterns[i];
    }
    return copies;
}

static enum gz_status try_patterns(struct mutants *m)
{
    const struct gz_rule *rule = m->rule;
    struct gz_rule_pattern *matches = own(rule->matches, rule->match_count);
    struct gz_rule_pattern *unless = own(rule->unless, rule->unless_count);
    enum gz_status st =
        matches == NULL || unless == NULL ? GZ_NO_MEMORY : GZ_OK;
    m->subset[m->place].matches = matches;
    m->subset[m->place].unless = unless;
    for (uint32_t i = 0; i < rule->match_count && st == GZ_OK; i++) {
        st =
            try_words(m, &matches[i], &rule->matches[i], rule->matches[i].root);
    }
    for (uint32_t i = 0; i < rule->unless_count && st == GZ_OK; i++) {
        st = try_words(m, &unless[i], &rule->unless[i], rule->unless[i].root);
    }
    free(matches);
    free(unless);
    return st;
}

enum gz_status gz_mutants_run(struct gz_ruleset *rules,
                              const struct gz_rule *rule, uint32_t *count,
                              struct gz_error *survivors)
{
    struct mutants m = {
        .rules = rules,
        .rule = rule,
        .arena = gz_arena_new(SIZE_MAX),
        .survivors = survivors,
    };
    enum gz_status st = m.arena == NULL ? GZ_NO_MEMORY : prepare(&m);
    if (st == GZ_OK) {
        st = try_patterns(&m);
    }
    *count += m.count;
    forget_rules(&m);
    gz_arena_free(m.arena);
    return st;
}
