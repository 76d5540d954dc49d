#include "rules/ruleset.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/hash.h"
#include "rules/cast_list.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/layers/layers.h"

struct gz_ruleset {
    atomic_uint refs;
    // A reference of its own to the set that this one has its names and
    // countries from, and then owns none; else NULL.
    struct gz_ruleset *base;
    struct gz_layers *names;  // owned
    // Owned; NULL where no pack has rules.
    struct gz_rule_set *own_rules;
    const struct gz_rule_set *rules;  // the same, or the caller's
    struct gz_program *program;
    struct gz_country_index *countries;
    char hash[GZ_RULESET_HEX + 1];
};

// Gazetteers on their way into layers.
struct loading {
    struct gz_gazetteer **items;  // owned, and so is each
    size_t count;
};

static enum gz_status compile_lists(const char *const *paths, size_t count,
                                    struct gz_buffer *image,
                                    struct gz_error *err)
{
    struct gz_compile_report report;
    struct gz_compiler *compiler = gz_compiler_new();
    enum gz_status st = compiler == NULL ? GZ_NO_MEMORY : GZ_OK;
    for (size_t i = 0; i < count && st != GZ_NO_MEMORY; i++) {
        const enum gz_status added = gz_compiler_add(compiler, paths[i], err);
        st = added == GZ_OK ? st : added;
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(compiler, image, &report, err);
    }
    gz_compiler_free(compiler);
    return st;
}

// Lists and folders that follow each other become one gazetteer.
static enum gz_status load_lists(struct loading *to, const char *const *paths,
                                 size_t count, struct gz_error *err)
{
    struct gz_buffer image;
    gz_buffer_init(&image, 0);
    enum gz_status st = compile_lists(paths, count, &image, err);
    if (st == GZ_OK) {
        uint8_t *bytes = image.data;
        const size_t len = image.len;
        gz_buffer_init(&image, 0);
        st = gz_gazetteer_adopt(bytes, len, &to->items[to->count], err);
        to->count += st == GZ_OK;
    }
    gz_buffer_fini(&image);
    return st;
}

static size_t count_lists(const char *const *paths, size_t count)
{
    size_t lists = 0;
    while (lists < count && !gz_image_is(paths[lists])) {
        lists++;
    }
    return lists;
}

static enum gz_status load_gazetteers(struct loading *to,
                                      const char *const *paths, size_t count,
                                      struct gz_error *err)
{
    enum gz_status first = GZ_OK;
    for (size_t i = 0; i < count;) {
        const size_t lists = count_lists(paths + i, count - i);
        enum gz_status st;
        if (lists > 0) {
            st = load_lists(to, paths + i, lists, err);
            i += lists;
        } else {
            st = gz_gazetteer_open(paths[i], &to->items[to->count], err);
            to->count += st == GZ_OK;
            i++;
        }
        first = first == GZ_OK ? st : first;
    }
    return first;
}

static enum gz_status add_cast(struct loading *to,
                               const struct gz_rule_set *cast,
                               struct gz_error *err)
{
    struct gz_gazetteer *names = NULL;
    const enum gz_status st = gz_cast_list_compile(cast, &names, err);
    if (names != NULL) {
        to->items[to->count++] = names;
    }
    return st;
}

// cast: the rule set whose cast is known by name, or NULL.
static enum gz_status load_names(const char *const *paths, size_t count,
                                 const struct gz_rule_set *cast,
                                 struct gz_layers **out, struct gz_error *err)
{
    struct loading all = {calloc(count + 2, sizeof(struct gz_gazetteer *)), 0};
    if (all.items == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules");
    }
    enum gz_status st = load_gazetteers(&all, paths, count, err);
    if (st == GZ_OK) {
        st = add_cast(&all, cast, err);
    }
    if (st == GZ_OK) {
        st = gz_layers_new(all.items, all.count, out, err);
        all.count = 0;
    }
    for (size_t i = 0; i < all.count; i++) {
        gz_gazetteer_close(all.items[i]);
    }
    free(all.items);
    return st;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

// What is neither a list nor an image is a folder and may have rules.
static enum gz_status read_rules(const char *const *paths, size_t count,
                                 struct gz_rule_set **out, struct gz_error *err)
{
    const char **folders = calloc(count + 1, sizeof(*folders));
    size_t folder_count = 0;
    if (folders == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules");
    }
    for (size_t i = 0; i < count; i++) {
        if (is_folder(paths[i])) {
            folders[folder_count++] = paths[i];
        }
    }
    *out = NULL;
    enum gz_status st = GZ_OK;
    if (folder_count > 0) {
        st = gz_rule_set_load(folders, folder_count, out, err);
    }
    free(folders);
    if (st == GZ_OK && *out != NULL && (*out)->rule_count == 0) {
        gz_rule_set_free(*out);
        *out = NULL;
    }
    return st;
}

static enum gz_status load_rules(struct gz_ruleset *rules,
                                 const char *const *paths, size_t count,
                                 struct gz_error *err)
{
    enum gz_status st = read_rules(paths, count, &rules->own_rules, err);
    rules->rules = rules->own_rules;
    if (st == GZ_OK && rules->rules != NULL) {
        const size_t before = err == NULL ? 0 : err->kept;
        st = gz_program_build(rules->rules, &rules->program, err);
        gz_rule_set_sort_errors(rules->rules, before, err);
    }
    return st;
}

// Rules as their files have them: a comment changes the digits, too.
static uint64_t hash_rules(const struct gz_rule_set *set, uint64_t hash)
{
    for (uint32_t i = 0; set != NULL && i < set->file_count; i++) {
        const struct gz_rule_file *file = &set->files[i];
        const struct gz_str language = set->packs[file->pack].language;
        hash = gz_hash64(language.ptr, language.len_bytes, hash);
        hash = gz_hash64(file->source.text, file->source.len_bytes, hash);
    }
    return hash;
}

static void name_contents(struct gz_ruleset *rules)
{
    const uint64_t hash =
        hash_rules(rules->rules, gz_layers_digest(rules->names));
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (uint8_t)(hash >> (56 - 8 * i));
    }
    gz_hex(bytes, sizeof(bytes), rules->hash);
}

static enum gz_status load_all(struct gz_ruleset *rules,
                               const char *const *paths, size_t count,
                               bool cast, struct gz_error *err)
{
    const enum gz_status st = load_rules(rules, paths, count, err);
    const enum gz_status names = load_names(
        paths, count, cast ? rules->rules : NULL, &rules->names, err);
    if (st != GZ_OK || names != GZ_OK) {
        return names != GZ_OK ? names : st;
    }
    if (gz_country_index_new(rules->names, rules->rules, &rules->countries) !=
        GZ_OK) {
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules");
    }
    return GZ_OK;
}

static struct gz_ruleset *create(struct gz_error *err)
{
    struct gz_ruleset *rules = calloc(1, sizeof(*rules));
    if (rules == NULL) {
        gz_error_set(err, GZ_NO_MEMORY, "no memory for the rules");
    } else {
        atomic_init(&rules->refs, 1);
    }
    return rules;
}

static enum gz_status load(const char *const *paths, size_t count, bool cast,
                           struct gz_ruleset **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_ruleset *rules = create(err);
    if (rules == NULL) {
        return GZ_NO_MEMORY;
    }
    const enum gz_status st = load_all(rules, paths, count, cast, err);
    if (st != GZ_OK) {
        gz_ruleset_unref(rules);
        return st;
    }
    name_contents(rules);
    *out = rules;
    return GZ_OK;
}

enum gz_status gz_ruleset_load(const char *const *paths, size_t count,
                               struct gz_ruleset **out, struct gz_error *err)
{
    return load(paths, count, false, out, err);
}

enum gz_status gz_ruleset_load_cast(const char *const *paths, size_t count,
                                    struct gz_ruleset **out,
                                    struct gz_error *err)
{
    return load(paths, count, true, out, err);
}

enum gz_status gz_ruleset_derive(struct gz_ruleset *base,
                                 const struct gz_rule_set *set,
                                 struct gz_ruleset **out, struct gz_error *err)
{
    *out = NULL;
    struct gz_ruleset *rules = create(err);
    if (rules == NULL) {
        return GZ_NO_MEMORY;
    }
    rules->base = gz_ruleset_ref(base);
    rules->names = base->names;
    rules->countries = base->countries;
    rules->rules = set;
    const enum gz_status st = gz_program_build(set, &rules->program, err);
    if (st != GZ_OK) {
        gz_ruleset_unref(rules);
        return st;
    }
    memcpy(rules->hash, base->hash, sizeof(rules->hash));
    *out = rules;
    return GZ_OK;
}

struct gz_ruleset *gz_ruleset_ref(struct gz_ruleset *rules)
{
    atomic_fetch_add_explicit(&rules->refs, 1, memory_order_relaxed);
    return rules;
}

void gz_ruleset_unref(struct gz_ruleset *rules)
{
    if (rules == NULL ||
        atomic_fetch_sub_explicit(&rules->refs, 1, memory_order_acq_rel) > 1) {
        return;
    }
    if (rules->base == NULL) {
        gz_country_index_free(rules->countries);
        gz_layers_free(rules->names);
    }
    gz_program_free(rules->program);
    gz_rule_set_free(rules->own_rules);
    gz_ruleset_unref(rules->base);
    free(rules);
}

const char *gz_ruleset_hash(const struct gz_ruleset *rules)
{
    return rules->hash;
}

struct gz_gazetteer_size gz_ruleset_size(const struct gz_ruleset *rules)
{
    return gz_layers_size(rules->names);
}

const struct gz_layers *gz_ruleset_names(const struct gz_ruleset *rules)
{
    return rules->names;
}

const struct gz_rule_set *gz_ruleset_rules(const struct gz_ruleset *rules)
{
    return rules->rules;
}

const struct gz_program *gz_ruleset_program(const struct gz_ruleset *rules)
{
    return rules->program;
}

const struct gz_country_index *
gz_ruleset_countries(const struct gz_ruleset *rules)
{
    return rules->countries;
}
