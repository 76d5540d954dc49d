// A file of subscriptions, with the lists that they name.

#include "daemon/alert/subscription/subscription_file.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/alert/subscription/subscription_large.h"
#include "daemon/base/map.h"
#include "daemon/base/parallel.h"

static const char *const keys[] = {"gazetted", "lists", "subscriptions",
                                   "examples"};

static enum gz_status fail_at(const struct gz_subscription_file *file,
                              const struct gz_yaml_node *node,
                              struct gz_error *err, const char *text)
{
    return gz_error_span(err, &file->source, node->begin_byte, node->end_byte,
                         "%s", text);
}

static enum gz_status check_keys(struct gz_subscription_file *file,
                                 const struct gz_yaml_node *root,
                                 struct gz_error *err)
{
    enum { KEYS = sizeof(keys) / sizeof(keys[0]) };
    enum gz_status st = GZ_OK;
    for (const struct gz_yaml_node *n = root->first; n != NULL; n = n->next) {
        size_t i = 0;
        while (i < KEYS && !gz_str_is(n->key->text, keys[i])) {
            i++;
        }
        if (i < KEYS) {
            continue;
        }
        const char *near = gz_str_suggest(n->key->text, keys, KEYS);
        st = gz_error_span(
            err, &file->source, n->key->begin_byte, n->key->end_byte,
            "unknown key \"" GZ_STR_FMT "\"%s%s%s", GZ_STR_ARG(n->key->text),
            near != NULL ? " (did you mean \"" : "", near != NULL ? near : "",
            near != NULL ? "\"?)" : "");
    }
    const struct gz_yaml_node *mark = gz_yaml_get(root, "gazetted");
    if (mark == NULL || !gz_str_is(mark->text, "1")) {
        st = fail_at(file, mark != NULL ? mark : root, err,
                     "a file of subscriptions begins with gazetted: 1");
    }
    return st;
}

static enum gz_status check_lists(struct gz_subscription_file *file,
                                  const struct gz_yaml_node *lists,
                                  struct gz_error *err)
{
    if (lists == NULL || lists->kind == GZ_YAML_MAPPING) {
        return GZ_OK;
    }
    return fail_at(file, lists, err, "expected names, each with a list of ids");
}

enum gz_status gz_subscription_file_twice(const struct gz_subscription_file *f,
                                          const struct gz_yaml_node *node,
                                          struct gz_error *err)
{
    return fail_at(f, gz_yaml_get(node, "id"), err,
                   "the id stands in this file twice");
}

// One subscription, and that its id is new.
static enum gz_status add(struct gz_subscription_file *file,
                          const struct gz_yaml_node *node,
                          const struct gz_subscription_context *context,
                          struct gz_map *ids, struct gz_error *err)
{
    struct gz_subscription *s = NULL;
    bool added = false;
    uint64_t *slot = NULL;
    enum gz_status st =
        gz_subscription_read(node, &file->source, context, &s, err);
    if (st != GZ_OK) {
        return st;
    }
    file->items[file->count] = s;
    file->nodes[file->count++] = node;
    st = gz_map_put(ids, gz_subscription_id(s), 1, &slot, &added);
    return st == GZ_OK && !added ? gz_subscription_file_twice(file, node, err)
                                 : st;
}

static enum gz_status read_items(struct gz_subscription_file *file,
                                 const struct gz_yaml_node *list,
                                 const struct gz_subscription_context *context,
                                 struct gz_error *err)
{
    if (list->kind != GZ_YAML_SEQUENCE) {
        return fail_at(file, list, err, "expected a list of subscriptions");
    }
    struct gz_map *ids = gz_map_new(list->count);
    file->items = calloc(list->count + 1U, sizeof(struct gz_subscription *));
    file->nodes = calloc(list->count + 1U, sizeof(struct gz_yaml_node *));
    enum gz_status first = GZ_OK;
    if (ids == NULL || file->items == NULL || file->nodes == NULL) {
        first = gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory",
                             file->source.name);
    }
    for (const struct gz_yaml_node *n = list->first;
         n != NULL && first != GZ_NO_MEMORY; n = n->next) {
        const enum gz_status st = add(file, n, context, ids, err);
        first = first == GZ_OK || st == GZ_NO_MEMORY ? st : first;
    }
    gz_map_free(ids);
    return first;
}

static enum gz_status read_root(struct gz_subscription_file *file,
                                const struct gz_alert_terms *terms,
                                struct gz_error *err)
{
    const struct gz_yaml_node *root = gz_yaml_root(file->yaml);
    if (root->kind != GZ_YAML_MAPPING) {
        return fail_at(file, root, err,
                       "a file of subscriptions is a mapping with gazetted: 1 "
                       "and `subscriptions:`");
    }
    const struct gz_yaml_node *lists = gz_yaml_get(root, "lists");
    const struct gz_yaml_node *items = gz_yaml_get(root, "subscriptions");
    const struct gz_subscription_context context = {terms, lists};
    enum gz_status st = check_keys(file, root, err);
    file->examples = gz_yaml_get(root, "examples");
    if (check_lists(file, lists, err) != GZ_OK) {
        return GZ_INVALID;
    }
    if (items != NULL) {
        const enum gz_status read = read_items(file, items, &context, err);
        st = read != GZ_OK ? read : st;
    } else {
        st = fail_at(file, root, err, "there are no `subscriptions:`");
    }
    return st;
}

// --- several files ---

// An id stands for one subscription, in whichever file.
static enum gz_status fail_joined(const struct gz_subscription_file *f,
                                  const struct gz_subscription_index *ix,
                                  struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < f->count; i++) {
        const struct gz_str id = gz_subscription_id(f->items[i]);
        if (gz_subscription_index_find(ix, id) == NULL) {
            continue;
        }
        st = f->nodes[i] != NULL
                 ? fail_at(f, gz_yaml_get(f->nodes[i], "id"), err,
                           "the id stands in another file too")
                 : gz_error_set(err, GZ_INVALID,
                                "%s: subscription " GZ_STR_FMT
                                " is in another file too",
                                f->source.name, GZ_STR_ARG(id));
    }
    return st != GZ_OK ? st
                       : gz_error_set(err, GZ_INVALID,
                                      "%s: the hashes of two ids are the same",
                                      f->source.name);
}

enum gz_status gz_subscription_file_join(const struct gz_subscription_file *f,
                                         struct gz_subscription_index *ix,
                                         struct gz_error *err)
{
    const enum gz_status st = gz_subscription_index_fill(ix, f->items, f->count,
                                                         gz_parallel_default());
    return st == GZ_MISMATCH ? fail_joined(f, ix, err)
           : st == GZ_OK     ? GZ_OK
                         : gz_error_set(err, st, "no memory for subscriptions");
}

// --- large files ---

enum { PART_BYTES = 32 * 1024 };

static enum gz_status no_memory(const struct gz_subscription_file *file,
                                struct gz_error *err)
{
    return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory",
                        file->source.name);
}

// All but the subscriptions; `lists` is for these.
static enum gz_status read_head(struct gz_subscription_file *file,
                                const struct gz_subscription_cut *cut,
                                const struct gz_yaml_node **lists,
                                struct gz_error *err)
{
    enum gz_status st =
        gz_yaml_parse_part(&file->source, 0, cut->begins[0], &file->yaml, err);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_yaml_node *root = gz_yaml_root(file->yaml);
    assert(root->kind == GZ_YAML_MAPPING);  // it ends with a key
    st = check_keys(file, root, err);
    *lists = gz_yaml_get(root, "lists");
    file->examples = gz_yaml_get(root, "examples");
    const enum gz_status checked = check_lists(file, *lists, err);
    return st == GZ_OK ? checked : st;
}

// Forget all but the source.
static void drop_items(struct gz_subscription_file *file)
{
    const struct gz_source src = file->source;
    file->source = (struct gz_source){0};
    gz_subscription_file_fini(file);
    file->source = src;
}

// Without a word: GZ_INVALID when there is a mistake.
static enum gz_status read_parts(struct gz_subscription_file *file,
                                 const struct gz_subscription_cut *cut,
                                 const struct gz_alert_terms *terms)
{
    struct gz_subscription_context context = {terms, NULL};
    enum gz_status st = read_head(file, cut, &context.lists, NULL);
    if (st == GZ_OK) {
        st = gz_subscription_large_read(file, cut, &context,
                                        gz_parallel_default());
    }
    if (st != GZ_OK) {
        drop_items(file);
    }
    return st;
}

static enum gz_status report_parts(struct gz_subscription_file *file,
                                   const struct gz_subscription_cut *cut,
                                   const struct gz_alert_terms *terms,
                                   struct gz_error *err)
{
    struct gz_subscription_context context = {terms, NULL};
    const enum gz_status st = read_head(file, cut, &context.lists, err);
    if (file->yaml == NULL) {
        return st;
    }
    const enum gz_status parts =
        gz_subscription_large_report(file, cut, &context, err);
    return st == GZ_OK ? parts : st;
}

// Whether one tree of all would be larger than allowed.
static bool is_too_large(const struct gz_source *src)
{
    struct gz_yaml *tree = NULL;
    const enum gz_status st = gz_yaml_parse(src, &tree, NULL);
    gz_yaml_free(tree);
    return st == GZ_LIMIT;
}

// Whether the file was dealt with; else it is to be read as a whole.
static bool parse_large(struct gz_subscription_file *file,
                        const struct gz_alert_terms *terms,
                        enum gz_status *status, struct gz_error *err)
{
    struct gz_subscription_cut cut;
    const struct gz_source *src = &file->source;
    bool only = src->len_bytes > GZ_YAML_LIMIT_BYTES;
    bool fits = false;
    size_t at = 0;
    enum gz_status st = gz_subscription_cut(
        gz_str_of(src->text, src->len_bytes), PART_BYTES, &cut, &fits, &at);
    if (st == GZ_OK && fits) {
        st = read_parts(file, &cut, terms);
    }
    only = only || ((st != GZ_OK || !fits) && is_too_large(src));
    if (st != GZ_OK && st != GZ_NO_MEMORY && fits && only) {
        st = report_parts(file, &cut, terms, err);
    } else if (st == GZ_OK && !fits && only) {
        st = gz_error_at(err, src, at,
                         "in a file of this size `subscriptions:` is the last "
                         "key, and each begins with \"- \" on a line of its "
                         "own");
    }
    gz_subscription_cut_fini(&cut);
    *status = st == GZ_NO_MEMORY ? no_memory(file, err) : st;
    return only || st == GZ_NO_MEMORY || (st == GZ_OK && fits);
}

enum gz_status gz_subscription_file_parse(struct gz_subscription_file *file,
                                          struct gz_source *src,
                                          const struct gz_alert_terms *terms,
                                          struct gz_error *err)
{
    *file = (struct gz_subscription_file){.source = *src};
    *src = (struct gz_source){0};
    enum gz_status st = GZ_OK;
    if (file->source.len_bytes > GZ_SUBSCRIPTION_FILE_WHOLE_BYTES &&
        parse_large(file, terms, &st, err)) {
        return st;
    }
    st = gz_yaml_parse_on(&file->source, &file->yaml, err);
    if (file->yaml == NULL) {
        return st;
    }
    const enum gz_status rest = read_root(file, terms, err);
    return st == GZ_OK ? rest : st;
}

enum gz_status gz_subscription_file_load(struct gz_subscription_file *file,
                                         const char *path,
                                         const struct gz_alert_terms *terms,
                                         struct gz_error *err)
{
    struct gz_source src;
    *file = (struct gz_subscription_file){.count = 0};
    const enum gz_status st =
        gz_source_load(&src, path, GZ_SUBSCRIPTION_FILE_LIMIT_BYTES, err);
    return st == GZ_OK ? gz_subscription_file_parse(file, &src, terms, err)
                       : st;
}

void gz_subscription_file_fini(struct gz_subscription_file *file)
{
    for (uint32_t i = 0; i < file->count; i++) {
        gz_subscription_unref(file->items[i]);
    }
    free(file->items);
    free(file->nodes);
    for (uint32_t i = 0; i < file->tree_count; i++) {
        gz_yaml_free(file->trees[i]);
    }
    free(file->trees);
    gz_yaml_free(file->yaml);
    gz_source_fini(&file->source);
    *file = (struct gz_subscription_file){.count = 0};
}
