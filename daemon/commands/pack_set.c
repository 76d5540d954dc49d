#include "daemon/commands/pack_set.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/commands/commands.h"
#include "daemon/config/data_dir.h"
#include "rules/gazetteer/lists/pack.h"

static enum gz_status find_given(struct gz_pack_set *set, char **given,
                                 size_t count, struct gz_error *err)
{
    set->given = GZ_ARENA_ARRAY(set->arena, const char *, count);
    if (set->given == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        const char *path =
            gz_arena_copy(set->arena, gz_str_folder(given[i])).ptr;
        if (path == NULL) {
            return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
        }
        if (access(path, F_OK) != 0) {
            const enum gz_status st =
                gz_data_dir_pack(given[i], set->arena, &path, err);
            if (st != GZ_OK) {
                return st;
            }
        }
        set->given[set->given_count++] = path;
    }
    return GZ_OK;
}

// The name of a pack by its folder, which "." has, too.
static struct gz_str name_of(const char *given, char real[PATH_MAX])
{
    const struct gz_str stem = gz_pack_stem(given);
    const bool dots = gz_str_is(stem, ".") || gz_str_is(stem, "..");
    return dots && realpath(given, real) != NULL ? gz_pack_stem(real) : stem;
}

static bool take_place(struct gz_pack_set *set, const char *given)
{
    char real[PATH_MAX];
    const struct gz_str name = name_of(given, real);
    for (size_t i = 0; i < set->count; i++) {
        if (gz_str_eq(gz_pack_stem(set->paths[i]), name)) {
            set->paths[i] = given;
            return true;
        }
    }
    return false;
}

static enum gz_status put_together(struct gz_pack_set *set,
                                   struct gz_error *err)
{
    const struct gz_config_list *configured = &set->config->rules.packs;
    const char *const *found = NULL;
    const enum gz_status st =
        gz_data_dir_packs(configured, set->arena, &found, err);
    if (st != GZ_OK) {
        return st;
    }
    set->paths = GZ_ARENA_ARRAY(set->arena, const char *,
                                configured->count + set->given_count);
    if (set->paths == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < configured->count; i++) {
        set->paths[set->count++] = found[i];
    }
    for (size_t i = 0; i < set->given_count; i++) {
        if (!take_place(set, set->given[i])) {
            set->paths[set->count++] = set->given[i];
        }
    }
    return GZ_OK;
}

// A file of YAML is a configuration, or rules, which come by the folder.
static bool is_pack(const char *given, struct gz_error *err)
{
    const char *dot = strrchr(given, '.');
    const bool yaml = dot != NULL && strcmp(dot, ".yaml") == 0;
    if (yaml) {
        gz_error_set(err, GZ_INVALID,
                     "\"%s\" is no pack: a configuration is given as --config "
                     "%s, rules as the folder that they are in",
                     given, given);
    }
    return !yaml;
}

static int open_set(struct gz_pack_set *set,
                    const struct gz_pack_request *request, struct gz_error *err)
{
    char *one[] = {(char *)(uintptr_t)request->pack};
    char **given = request->pack != NULL ? one : request->given;
    const size_t count = request->pack != NULL ? 1 : (size_t)request->count;
    *set = (struct gz_pack_set){.arena = gz_arena_new(SIZE_MAX)};
    for (size_t i = 0; i < count; i++) {
        if (!is_pack(given[i], err)) {
            return GZ_EXIT_USAGE;
        }
    }
    if (set->arena == NULL) {
        gz_error_set(err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    if (gz_config_load(request->config, &set->config, err) != GZ_OK) {
        return GZ_EXIT_CONFIG;
    }
    return find_given(set, given, count, err) == GZ_OK &&
                   put_together(set, err) == GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_DATA;
}

int gz_pack_set_load(struct gz_pack_set *set,
                     const struct gz_pack_request *request,
                     struct gz_ruleset **rules, struct gz_error *err)
{
    *rules = NULL;
    const int status = open_set(set, request, err);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    const enum gz_status st =
        request->cast ? gz_ruleset_load_cast(set->paths, set->count, rules, err)
                      : gz_ruleset_load(set->paths, set->count, rules, err);
    if (st != GZ_OK) {
        return GZ_EXIT_DATA;
    }
    if (request->need_rules && gz_ruleset_rules(*rules) == NULL) {
        gz_error_set(err, GZ_NOT_FOUND, "the packs have no rules");
        gz_ruleset_unref(*rules);
        *rules = NULL;
        return GZ_EXIT_DATA;
    }
    return GZ_EXIT_OK;
}

void gz_pack_set_close(struct gz_pack_set *set)
{
    gz_config_free(set->config);
    gz_arena_free(set->arena);
    *set = (struct gz_pack_set){0};
}

bool gz_pack_set_chosen(const struct gz_pack_set *set, struct gz_str folder)
{
    for (size_t i = 0; i < set->given_count; i++) {
        if (gz_str_is(folder, set->given[i])) {
            return true;
        }
    }
    return set->given_count == 0;
}

const struct gz_rule *gz_pack_set_rule(const struct gz_rule_set *rules,
                                       const char *id, struct gz_error *err)
{
    const struct gz_rule *rule =
        rules == NULL ? NULL : gz_rule_set_find(rules, gz_str_z(id));
    const char *meant = NULL;
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    const uint32_t count = rules == NULL ? 0 : rules->rule_count;
    const char **ids =
        arena == NULL ? NULL : GZ_ARENA_ARRAY(arena, const char *, count);
    for (uint32_t i = 0; rule == NULL && ids != NULL && i < count; i++) {
        ids[i] = gz_arena_copy(arena, rules->rules[i].id).ptr;
    }
    if (rule == NULL && ids != NULL) {
        meant = gz_str_suggest(gz_str_z(id), ids, count);
    }
    if (rule == NULL && meant != NULL) {
        gz_error_set(err, GZ_NOT_FOUND,
                     "unknown rule \"%s\", did you mean \"%s\"?", id, meant);
    } else if (rule == NULL) {
        gz_error_set(err, GZ_NOT_FOUND,
                     "unknown rule \"%s\" (of the packs that are configured, "
                     "and of those given here)",
                     id);
    }
    gz_arena_free(arena);
    return rule;
}
