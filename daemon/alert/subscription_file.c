// A file of subscriptions, with the lists that they name.

#include "daemon/alert/subscription_file.h"

#include <stdlib.h>

#include "daemon/base/map.h"

static const char *const keys[] = {"gazetted", "lists", "subscriptions",
                                   "examples"};

static enum gz_status fail_at(struct gz_subscription_file *file,
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
    if (st == GZ_OK && !added) {
        st = fail_at(file, gz_yaml_get(node, "id"), err,
                     "the id stands in this file twice");
    }
    return st;
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

enum gz_status gz_subscription_file_parse(struct gz_subscription_file *file,
                                          struct gz_source *src,
                                          const struct gz_alert_terms *terms,
                                          struct gz_error *err)
{
    *file = (struct gz_subscription_file){.source = *src};
    *src = (struct gz_source){0};
    const enum gz_status st = gz_yaml_parse(&file->source, &file->yaml, err);
    return st == GZ_OK ? read_root(file, terms, err) : st;
}

enum gz_status gz_subscription_file_load(struct gz_subscription_file *file,
                                         const char *path,
                                         const struct gz_alert_terms *terms,
                                         struct gz_error *err)
{
    struct gz_source src;
    *file = (struct gz_subscription_file){.count = 0};
    const enum gz_status st =
        gz_source_load(&src, path, GZ_YAML_LIMIT_BYTES, err);
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
    gz_yaml_free(file->yaml);
    gz_source_fini(&file->source);
    *file = (struct gz_subscription_file){.count = 0};
}
