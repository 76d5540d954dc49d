#include "rules/compile/program.h"

#include <stdlib.h>

#include "rules/compile/grammar_build.h"
#include "rules/compile/hidden_rules.h"
#include "rules/compile/known_keys.h"
#include "rules/compile/phrase_build.h"
#include "rules/compile/program_parts.h"
#include "rules/compile/regex_build.h"
#include "rules/compile/rule_compile.h"
#include "rules/compile/rule_cost.h"
#include "rules/compile/strata.h"
#include "rules/compile/sweep_build.h"
#include "rules/compile/trait_build.h"
#include "rules/compile/trigger_build.h"

enum { ARENA_BYTES = 1 << 30, SCRATCH_BYTES = 64 << 20 };

static void init_buffers(struct gz_program *p)
{
    gz_buffer_init(&p->states, 0);
    gz_buffer_init(&p->parts, 0);
    gz_buffer_init(&p->items, 0);
    gz_buffer_init(&p->keys, 0);
    gz_buffer_init(&p->literals, 0);
    gz_buffer_init(&p->ranges, 0);
    gz_buffer_init(&p->units, 0);
    gz_buffer_init(&p->regexes, 0);
    gz_buffer_init(&p->covers, 0);
    gz_buffer_init(&p->sweeps, 0);
}

static bool buffers_whole(const struct gz_program *p)
{
    return gz_buffer_status(&p->states) == GZ_OK &&
           gz_buffer_status(&p->parts) == GZ_OK &&
           gz_buffer_status(&p->items) == GZ_OK &&
           gz_buffer_status(&p->keys) == GZ_OK &&
           gz_buffer_status(&p->literals) == GZ_OK &&
           gz_buffer_status(&p->ranges) == GZ_OK &&
           gz_buffer_status(&p->units) == GZ_OK &&
           gz_buffer_status(&p->regexes) == GZ_OK &&
           gz_buffer_status(&p->covers) == GZ_OK;
}

static enum gz_status build(struct gz_program *p,
                            struct gz_phrase_builder *phrases,
                            struct gz_error *err)
{
    const enum gz_status compiled = gz_rule_compile_all(p, phrases, err);
    if (compiled == GZ_NO_MEMORY || !buffers_whole(p)) {
        return GZ_NO_MEMORY;
    }
    const enum gz_status stratified = gz_strata_find(p, err);
    const enum gz_status regexes = gz_regex_build(p, err);
    if (compiled != GZ_OK || stratified != GZ_OK || regexes != GZ_OK) {
        const enum gz_status st = compiled != GZ_OK ? compiled : stratified;
        return st != GZ_OK ? st : regexes;
    }
    enum gz_status st = gz_hidden_rules_check(p, err);
    if (st == GZ_OK) {
        st = gz_phrase_builder_finish(phrases);
    }
    for (uint32_t i = 0; i < p->set->rule_count && st == GZ_OK; i++) {
        st = gz_rule_cost_describe(p, i);
    }
    st = st == GZ_OK ? gz_trait_build(p) : st;
    st = st == GZ_OK ? gz_sweep_build(p) : st;
    st = st == GZ_OK ? gz_grammar_build(p) : st;
    return st == GZ_OK ? gz_trigger_build(p, phrases) : st;
}

static enum gz_status build_with_phrases(struct gz_program *p,
                                         struct gz_error *err)
{
    struct gz_phrase_builder phrases;
    struct gz_arena *scratch = gz_arena_new(SCRATCH_BYTES);
    enum gz_status st = GZ_NO_MEMORY;
    if (scratch != NULL) {
        st = gz_phrase_builder_init(&phrases, p->set, p->arena, scratch,
                                    &p->phrases);
    }
    if (st == GZ_OK) {
        st = build(p, &phrases, err);
        gz_phrase_builder_fini(&phrases);
    }
    gz_arena_free(scratch);
    return st;
}

// What has no place in the rules.
static enum gz_status say_why(enum gz_status st, struct gz_error *err)
{
    if (st == GZ_NO_MEMORY) {
        return gz_error_set(err, st, "no memory for rules");
    }
    if (st == GZ_UNAVAILABLE) {
        return gz_error_set(err, st,
                            "cannot start a process to compile regexes in");
    }
    return st;
}

enum gz_status gz_program_build(const struct gz_rule_set *set,
                                struct gz_program **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_program *p = calloc(1, sizeof(*p));
    if (p == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for rules");
    }
    init_buffers(p);
    p->set = set;
    p->type_count = gz_type_tree_count(set->types);
    p->arena = gz_arena_new(ARENA_BYTES);
    enum gz_status st = GZ_NO_MEMORY;
    if (p->arena != NULL) {
        p->rules =
            GZ_ARENA_ARRAY(p->arena, struct gz_program_rule, set->rule_count);
    }
    if (p->rules != NULL) {
        gz_known_keys_fill(&p->known);
        st = build_with_phrases(p, err);
    }
    if (st != GZ_OK) {
        gz_program_free(p);
        return say_why(st, err);
    }
    *out = p;
    return GZ_OK;
}

void gz_program_free(struct gz_program *program)
{
    if (program == NULL) {
        return;
    }
    gz_buffer_fini(&program->states);
    gz_buffer_fini(&program->parts);
    gz_buffer_fini(&program->items);
    gz_buffer_fini(&program->keys);
    gz_buffer_fini(&program->literals);
    gz_buffer_fini(&program->ranges);
    gz_buffer_fini(&program->units);
    gz_buffer_fini(&program->regexes);
    gz_buffer_fini(&program->covers);
    gz_buffer_fini(&program->sweeps);
    gz_regex_set_free(program->token_regexes);
    gz_regex_set_free(program->scan_regexes);
    gz_arena_free(program->arena);
    free(program);
}

const struct gz_rule_set *gz_program_rules(const struct gz_program *program)
{
    return program->set;
}

uint32_t gz_program_strata(const struct gz_program *program)
{
    return program->strata;
}
