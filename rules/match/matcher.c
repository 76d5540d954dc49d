#include "rules/match/matcher.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/fetch.h"
#include "rules/match/matcher_state.h"
#include "rules/match/sweep_rows.h"

enum { AHEAD = 2 };  // rules that are fetched before they are run

static uint32_t lists_of(const struct gz_matcher *m)
{
    return m->program->group_count * GZ_FIELD_COUNT;
}

static size_t units_of(const struct gz_program *p)
{
    return p->units.len / sizeof(struct gz_unit);
}

static bool fit_regexes(struct gz_matcher *m)
{
    const struct gz_regex_set *sets[] = {m->program->token_regexes,
                                         m->program->scan_regexes};
    m->regex.set = sets[0];
    for (size_t i = 0; i < 2; i++) {
        if (sets[i] != NULL &&
            gz_regex_scratch_fit(&m->regex.memory, sets[i]) != GZ_OK) {
            return false;
        }
    }
    return true;
}

struct gz_matcher *gz_matcher_new(const struct gz_program *program)
{
    struct gz_matcher *m = calloc(1, sizeof(*m));
    if (m == NULL) {
        return NULL;
    }
    const struct gz_rule_set *set = program->set;
    m->program = program;
    m->sweep = gz_sweep_rows_choose(gz_simd_best());
    gz_walk_init(&m->walk, program, &m->regex);
    m->counters = calloc(set->rule_count + (size_t)1, sizeof(*m->counters));
    m->ready = calloc(lists_of(m), sizeof(*m->ready));
    m->noted = calloc(set->rule_count + (size_t)1, sizeof(*m->noted));
    m->awake = calloc(units_of(program) + (size_t)1, sizeof(*m->awake));
    m->packs = calloc(set->pack_count + (size_t)1, sizeof(*m->packs));
    m->grammars = calloc(program->grammar_count + (size_t)1, sizeof(bool));
    m->slot_forms =
        calloc(program->words.mask + (size_t)1, sizeof(*m->slot_forms));
    bool whole = m->slot_forms != NULL && m->counters != NULL &&
                 m->noted != NULL && m->awake != NULL && m->ready != NULL &&
                 m->packs != NULL && m->grammars != NULL && fit_regexes(m);
    for (int f = 0; f < GZ_FIELD_COUNT && whole; f++) {
        whole = gz_trait_rows_init(&m->words[f], 0, program->first_type_trait);
    }
    if (!whole ||
        !gz_trait_rows_init(&m->items, program->first_type_trait,
                            program->trait_count - program->first_type_trait)) {
        gz_matcher_free(m);
        return NULL;
    }
    return m;
}

void gz_matcher_free(struct gz_matcher *m)
{
    if (m == NULL) {
        return;
    }
    gz_walk_fini(&m->walk);
    gz_regex_scratch_fini(&m->regex.memory);
    gz_scratch_fini(&m->regex.hits);
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        gz_scratch_fini(&m->scans[f]);
        gz_trait_rows_fini(&m->words[f]);
    }
    gz_trait_rows_fini(&m->items);
    gz_scratch_fini(&m->forms);
    free(m->slot_forms);
    gz_scratch_fini(&m->phrases);
    for (uint32_t i = 0; m->ready != NULL && i < lists_of(m); i++) {
        gz_scratch_fini(&m->ready[i]);
    }
    free(m->ready);
    gz_scratch_fini(&m->matches);
    gz_scratch_fini(&m->begins);
    gz_scratch_fini(&m->tried);
    gz_scratch_fini(&m->rows);
    gz_scratch_fini(&m->areas);
    free(m->counters);
    free(m->noted);
    free(m->awake);
    free(m->packs);
    free(m->grammars);
    free(m);
}

uint64_t gz_matcher_steps(const struct gz_matcher *m)
{
    return m->budget - m->walk.budget;
}

bool gz_matcher_truncated(const struct gz_matcher *m)
{
    return m->truncated;
}

struct gz_rule_counter gz_matcher_counter(const struct gz_matcher *m,
                                          uint32_t rule)
{
    return m->counters[rule];
}

// What a rule that will be run soon is asked for first.
GZ_FETCH fetch_rule(const struct gz_program *p, uint32_t number)
{
    const struct gz_program_rule *rule = &p->rules[number];
    for (uint32_t i = 0; i < rule->unit_count; i++) {
        __builtin_prefetch(gz_program_unit(p, rule->unit + i)->covers);
    }
}

static enum gz_status run_rules(struct gz_matcher *m, uint32_t group,
                                enum gz_field field, struct gz_arena *arena)
{
    const struct gz_scratch *ready = gz_matcher_ready(m, group, field);
    const uint32_t *rules = ready->data;
    for (uint32_t i = 0; i < ready->count && !m->truncated; i++) {
        if (i + AHEAD < ready->count) {
            fetch_rule(m->program, rules[i + AHEAD]);
        }
        if (!m->packs[m->program->rules[rules[i]].pack]) {
            continue;
        }
        const enum gz_status st =
            gz_matcher_run_rule(m, rules[i], field, arena);
        if (st != GZ_OK) {
            return st;
        }
    }
    return GZ_OK;
}

static enum gz_status run_field(struct gz_matcher *m, uint32_t group,
                                enum gz_field field,
                                const struct gz_items *items,
                                struct gz_arena *arena)
{
    if (m->views[field].count == 0) {
        return GZ_OK;
    }
    enum gz_status st = gz_matcher_open_items(m, group, field, items, arena);
    if (st == GZ_OK) {
        st = run_rules(m, group, field, arena);
    }
    if (st == GZ_OK) {
        st = gz_matcher_scan(m, group, field);
    }
    gz_matcher_close_items(m, group, field, items);
    return st;
}

static int order_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int order_matches(const void *a, const void *b)
{
    const struct gz_match *x = a;
    const struct gz_match *y = b;
    int order = order_numbers((uint32_t)x->field, (uint32_t)y->field);
    order = order != 0 ? order : order_numbers(x->begin_token, y->begin_token);
    order = order != 0 ? order : order_numbers(y->end_token, x->end_token);
    return order != 0 ? order : order_numbers(x->rule, y->rule);
}

static enum gz_status hand_over(struct gz_matcher *m, struct gz_arena *arena,
                                struct gz_matches *out)
{
    const size_t bytes = m->matches.count * sizeof(struct gz_match);
    *out = (struct gz_matches){NULL, 0};
    if (bytes == 0) {
        return GZ_OK;
    }
    struct gz_match *items = gz_arena_alloc(arena, bytes);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    memcpy(items, m->matches.data, bytes);
    qsort(items, m->matches.count, sizeof(*items), order_matches);
    *out = (struct gz_matches){items, m->matches.count};
    return GZ_OK;
}

enum gz_status gz_matcher_run(struct gz_matcher *m, enum gz_stage stage,
                              uint32_t stratum,
                              const struct gz_items items[GZ_FIELD_COUNT],
                              struct gz_arena *arena, struct gz_matches *out)
{
    const struct gz_program *p = m->program;
    *out = (struct gz_matches){NULL, 0};
    if (stage == GZ_STAGE_MENTION && stratum >= p->strata) {
        return GZ_OK;
    }
    const uint32_t group = gz_program_group(p, stage, stratum);
    enum gz_status st = GZ_OK;
    m->matches.count = 0;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        st = run_field(m, group, (enum gz_field)f, &items[f], arena);
    }
    return st == GZ_OK ? hand_over(m, arena, out) : st;
}
