#include "rules/compile/rule_compile.h"

#include <stdlib.h>

#include "rules/compile/macro_cache.h"
#include "rules/compile/unit_finish.h"

enum { SCRATCH_BYTES = 64 << 20 };

// Enter the covers of a whole pattern as those of its unit, and of its rule
// unless it forbids.
static void take_covers(struct gz_pattern_compiler *c,
                        struct gz_program_rule *rule,
                        const struct gz_part *part, uint32_t number)
{
    struct gz_program *p = c->program;
    struct gz_unit *unit = (struct gz_unit *)(void *)p->units.data + number;
    for (uint32_t k = 0; k < part->cover_count; k++) {
        const struct gz_cover *cover = &part->covers[k];
        unit->covers[k] = (struct gz_cover_span){
            (uint32_t)(p->covers.len / sizeof(struct gz_cover_item)),
            cover->count};
        for (uint32_t i = 0; i < cover->count; i++) {
            struct gz_cover_item item =
                ((const struct gz_cover_item *)(const void *)
                     c->covers.data)[cover->first + i];
            item.unit = number;
            item.cover = k;
            gz_buffer_append(&p->covers, &item, sizeof(item));
            rule->cover_count += !c->guard;
        }
    }
}

static void check_match(struct gz_pattern_compiler *c,
                        const struct gz_rule_pattern *pattern,
                        const struct gz_part *part)
{
    if (c->status == GZ_OK && part->cover_count == 0) {
        gz_pattern_compile_fail(
            c, gz_rule_set_error(pattern, pattern->root, c->err,
                                 "the pattern is too broad: it needs a word, a "
                                 "list or a type that every match must have"));
    }
}

static enum gz_status compile_unit(struct gz_pattern_compiler *c,
                                   struct gz_program_rule *rule,
                                   const struct gz_rule_pattern *pattern)
{
    struct gz_program *p = c->program;
    uint32_t unit;
    c->status = GZ_OK;
    const struct gz_part part = gz_pattern_compile(c, pattern, &unit);
    if (gz_buffer_status(&p->units) != GZ_OK ||
        gz_buffer_status(&c->covers) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    ((struct gz_unit *)(void *)p->units.data)[unit].rule =
        (uint32_t)(c->rule - p->set->rules);
    if (!c->guard) {
        check_match(c, pattern, &part);
    }
    take_covers(c, rule, &part, unit);
    if (c->status != GZ_OK) {
        return c->status;
    }
    return gz_unit_finish(p, (struct gz_unit *)(void *)p->units.data + unit,
                          c->scratch);
}

static uint32_t count_units(const struct gz_program *p)
{
    return (uint32_t)(p->units.len / sizeof(struct gz_unit));
}

// Compile patterns that follow each other; the first failure is returned.
static enum gz_status compile_units(struct gz_pattern_compiler *c,
                                    struct gz_program_rule *rule,
                                    const struct gz_rule_pattern *patterns,
                                    uint32_t count, bool guard)
{
    enum gz_status st = GZ_OK;
    c->guard = guard;
    for (uint32_t i = 0; i < count && st != GZ_NO_MEMORY; i++) {
        const enum gz_status now = compile_unit(c, rule, &patterns[i]);
        st = st == GZ_OK || now == GZ_NO_MEMORY ? now : st;
    }
    return st;
}

static enum gz_status compile_rule(struct gz_pattern_compiler *c,
                                   const struct gz_rule *from,
                                   struct gz_program_rule *to)
{
    const struct gz_program *p = c->program;
    c->rule = from;
    to->within = from->within;
    to->zones = from->zones;
    to->pack = p->set->files == NULL ? 0 : p->set->files[from->file].pack;
    to->unit = count_units(p);
    to->unit_count = from->match_count;
    to->cover = (uint32_t)(p->covers.len / sizeof(struct gz_cover_item));
    const enum gz_status matched =
        compile_units(c, to, from->matches, from->match_count, false);
    if (matched == GZ_NO_MEMORY) {
        return matched;
    }
    to->guard = count_units(p);
    to->guard_count = from->unless_count;
    const enum gz_status guarded =
        compile_units(c, to, from->unless, from->unless_count, true);
    return guarded != GZ_OK ? guarded : matched;
}

static enum gz_status compile_all(struct gz_pattern_compiler *c)
{
    enum gz_status st = GZ_OK;
    const struct gz_rule_set *set = c->program->set;
    for (uint32_t i = 0; i < set->rule_count && st != GZ_NO_MEMORY; i++) {
        const enum gz_status now =
            compile_rule(c, &set->rules[i], &c->program->rules[i]);
        st = st == GZ_OK || now == GZ_NO_MEMORY ? now : st;
    }
    return st;
}

enum gz_status gz_rule_compile_all(struct gz_program *p,
                                   struct gz_phrase_builder *phrases,
                                   struct gz_error *err)
{
    struct gz_pattern_compiler c = {
        .program = p,
        .phrases = phrases,
        .scratch = gz_arena_new(SCRATCH_BYTES),
        .work = gz_arena_new(SCRATCH_BYTES),
        .regexes = gz_map_new(0),
        .list_per_1000 = calloc(p->set->list_count + (size_t)1, sizeof(double)),
        .err = err,
    };
    gz_buffer_init(&c.covers, 0);
    enum gz_status st = gz_lexicon_init(&c.lexicon, p->set->inflections);
    if (c.scratch == NULL || c.work == NULL || c.regexes == NULL ||
        c.list_per_1000 == NULL) {
        st = GZ_NO_MEMORY;
    }
    const enum gz_status kept = gz_macro_cache_init(&c.macros, p->set);
    st = st == GZ_OK ? kept : st;
    st = st == GZ_OK ? compile_all(&c) : st;
    gz_macro_cache_fini(&c.macros);
    gz_lexicon_fini(&c.lexicon);
    gz_buffer_fini(&c.covers);
    free(c.list_per_1000);
    gz_map_free(c.regexes);
    gz_arena_free(c.work);
    gz_arena_free(c.scratch);
    return st;
}
