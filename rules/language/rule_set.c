#include "rules/language/rule_set.h"

#include <stdarg.h>
#include <stdlib.h>

#include "rules/language/inflect.h"
#include "rules/language/rule_load.h"

// Enough for any rules that people write; a bound for what machines write.
#define SET_LIMIT_BYTES ((size_t)1 << 30)

static struct gz_rule_set *new_set(void)
{
    struct gz_rule_set *set = calloc(1, sizeof(*set));
    if (set == NULL) {
        return NULL;
    }
    set->arena = gz_arena_new(SET_LIMIT_BYTES);
    set->types = gz_type_tree_new();
    set->inflections = gz_inflections_new();
    bool good =
        set->arena != NULL && set->types != NULL && set->inflections != NULL;
    for (int i = 0; i < GZ_RULE_NAME_COUNT && good; i++) {
        set->names[i] = gz_map_new(0);
        good = set->names[i] != NULL;
    }
    if (!good) {
        gz_rule_set_free(set);
        return NULL;
    }
    return set;
}

void gz_rule_set_free(struct gz_rule_set *set)
{
    if (set == NULL) {
        return;
    }
    for (uint32_t i = 0; i < set->file_count; i++) {
        gz_source_fini(&set->files[i].source);
    }
    for (int i = 0; i < GZ_RULE_NAME_COUNT; i++) {
        gz_map_free(set->names[i]);
    }
    gz_inflections_free(set->inflections);
    gz_type_tree_free(set->types);
    gz_arena_free(set->arena);
    free(set);
}

void gz_rule_set_sort_errors(const struct gz_rule_set *set, size_t from,
                             struct gz_error *err)
{
    const struct gz_source **srcs =
        calloc(set->file_count + 1U, sizeof(const struct gz_source *));
    for (uint32_t i = 0; srcs != NULL && i < set->file_count; i++) {
        srcs[i] = &set->files[i].source;
    }
    if (srcs != NULL) {
        gz_error_sort(err, from, srcs, set->file_count);
    }
    free(srcs);
}

// Begin with an empty set; false: no memory.
static bool begin(struct gz_rule_load *load, struct gz_error *err)
{
    struct gz_rule_set *set = new_set();
    *load = (struct gz_rule_load){.set = set, .err = err};
    if (set == NULL) {
        gz_rule_load_no_memory(load);
        return false;
    }
    load->arena = set->arena;
    return true;
}

// All that comes behind the files.
static enum gz_status finish(struct gz_rule_load *load, size_t reports_before,
                             struct gz_rule_set **out)
{
    static void (*const steps[])(struct gz_rule_load *) = {
        gz_rule_types_load,   gz_rule_names_load,    gz_rule_lists_load,
        gz_rule_grammar_load, gz_rule_supposed_load, gz_rule_drafts_load,
        gz_rule_read_all,
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        if (!gz_rule_load_failed(load)) {
            steps[i](load);
        }
    }
    if (load->status != GZ_OK) {
        gz_rule_set_sort_errors(load->set, reports_before, load->err);
        gz_rule_set_free(load->set);
        return load->status;
    }
    *out = load->set;
    return GZ_OK;
}

enum gz_status gz_rule_set_load(const char *const *folders, size_t count,
                                struct gz_rule_set **out, struct gz_error *err)
{
    struct gz_rule_load load;
    const size_t before = err == NULL ? 0 : err->kept;
    *out = NULL;
    if (!begin(&load, err)) {
        return load.status;
    }
    gz_rule_files_load(&load, folders, count);
    return finish(&load, before, out);
}

enum gz_status gz_rule_set_parse(const struct gz_rule_text *texts, size_t count,
                                 struct gz_rule_set **out, struct gz_error *err)
{
    struct gz_rule_load load;
    const size_t before = err == NULL ? 0 : err->kept;
    *out = NULL;
    if (!begin(&load, err)) {
        return load.status;
    }
    gz_rule_files_take(&load, texts, count);
    return finish(&load, before, out);
}

static uint32_t find(const struct gz_rule_set *set, enum gz_rule_name kind,
                     struct gz_str name)
{
    const uint64_t *slot = gz_map_get(set->names[kind], name);
    return slot == NULL ? UINT32_MAX : (uint32_t)*slot;
}

const struct gz_rule *gz_rule_set_find(const struct gz_rule_set *set,
                                       struct gz_str id)
{
    const uint32_t i = find(set, GZ_RULE_NAME_RULE, id);
    return i == UINT32_MAX ? NULL : &set->rules[i];
}

uint32_t gz_rule_set_see(const struct gz_rule_set *set, enum gz_rule_name kind,
                         struct gz_str name, uint32_t pack)
{
    const bool list = kind == GZ_RULE_NAME_LIST;
    uint32_t i = find(set, kind, name);
    while (i != UINT32_MAX &&
           (list ? set->lists[i].pack : set->macros[i].pack) > pack) {
        // None older is 0, which leads to UINT32_MAX.
        i = (list ? set->lists[i].older : set->macros[i].older) - 1;
    }
    return i;
}

const struct gz_rule_list *gz_rule_set_list(const struct gz_rule_set *set,
                                            const struct gz_pattern *part)
{
    const uint32_t i =
        gz_rule_set_see(set, GZ_RULE_NAME_LIST, part->text, part->pack);
    return i == UINT32_MAX ? NULL : &set->lists[i];
}

const struct gz_rule_macro *gz_rule_set_macro(const struct gz_rule_set *set,
                                              const struct gz_pattern *part)
{
    const uint32_t i =
        gz_rule_set_see(set, GZ_RULE_NAME_MACRO, part->text, part->pack);
    return i == UINT32_MAX ? NULL : &set->macros[i];
}

const struct gz_fact_type *gz_rule_set_fact(const struct gz_rule_set *set,
                                            struct gz_str name)
{
    const uint32_t i = find(set, GZ_RULE_NAME_FACT, name);
    return i == UINT32_MAX ? NULL : &set->facts[i];
}

uint32_t gz_rule_set_last_file(const struct gz_rule *rule)
{
    return rule->change_count == 0 ? rule->file
                                   : rule->changes[rule->change_count - 1].file;
}

enum gz_status gz_rule_set_error(const struct gz_rule_pattern *pattern,
                                 const struct gz_pattern *part,
                                 struct gz_error *err, const char *fmt, ...)
{
    size_t begin = 0;
    size_t end = 0;
    va_list args;
    gz_pattern_place(part, &pattern->where, &begin, &end);
    va_start(args, fmt);
    const enum gz_status st =
        gz_error_vspan(err, pattern->where.src, begin, end, fmt, args);
    va_end(args);
    return st;
}
