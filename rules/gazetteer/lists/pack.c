// What a pack's folder holds: its namespace and its name lists.

#include "rules/gazetteer/lists/pack.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/source.h"
#include "daemon/base/yaml.h"
#include "rules/gazetteer/alias/alias_rules.h"
#include "rules/gazetteer/lists/list_format.h"

struct gz_str gz_pack_stem(const char *path)
{
    struct gz_str s = gz_str_folder(path);
    for (size_t i = s.len_bytes; i > 0; i--) {
        if (s.ptr[i - 1] == '/' && s.len_bytes > 1) {
            s = gz_str_of(s.ptr + i, s.len_bytes - i);
            break;
        }
    }
    return gz_list_format_stem(s);
}

// Ids go into Kafka keys and URLs, so a namespace is kept plain.
static bool is_plain(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        const char c = s.ptr[i];
        const bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                          c == '.';
        if (!good) {
            return false;
        }
    }
    return s.len_bytes > 0;
}

static enum gz_status read_namespace(const struct gz_source *src,
                                     const struct gz_yaml_node *root,
                                     struct gz_str *namespace,
                                     struct gz_error *err)
{
    // In the words of file_keys.h, so that a pack with rules hears it once.
    if (gz_yaml_is_null(root)) {
        return gz_error_span(err, src, root->begin_byte, root->end_byte,
                             "a pack has no value, it must be a mapping that "
                             "describes a pack");
    }
    if (root->kind != GZ_YAML_MAPPING) {
        return gz_error_span(err, src, root->begin_byte, root->end_byte,
                             "a pack must be a mapping that describes a pack, "
                             "not %s",
                             gz_yaml_kind_name(root));
    }
    const struct gz_yaml_node *node = gz_yaml_get(root, "namespace");
    if (node == NULL) {
        return GZ_OK;
    }
    if (node->kind != GZ_YAML_SCALAR || !is_plain(node->text)) {
        return gz_error_span(err, src, node->begin_byte, node->end_byte,
                             "namespace must be letters, digits, \"-\", \"_\" "
                             "and \".\"");
    }
    *namespace = node->text;
    return GZ_OK;
}

static enum gz_status read_rule(const struct gz_source *src,
                                const struct gz_yaml_node *node,
                                unsigned *rules, struct gz_error *err)
{
    if (node->kind != GZ_YAML_SCALAR) {
        return gz_error_span(err, src, node->begin_byte, node->end_byte,
                             "expand lists names of rules, not %s",
                             gz_yaml_kind_name(node));
    }
    if (gz_alias_rules_add(node->text, rules)) {
        return GZ_OK;
    }
    const char *meant = gz_alias_rule_suggest(node->text);
    if (meant != NULL) {
        return gz_error_span(err, src, node->begin_byte, node->end_byte,
                             "unknown rule \"" GZ_STR_FMT
                             "\", did you mean \"%s\"?",
                             GZ_STR_ARG(node->text), meant);
    }
    return gz_error_span(err, src, node->begin_byte, node->end_byte,
                         "unknown rule \"" GZ_STR_FMT
                         "\", there are " GZ_ALIAS_RULE_LIST,
                         GZ_STR_ARG(node->text));
}

// expand: all, or a list of rules.
static enum gz_status read_expand(const struct gz_source *src,
                                  const struct gz_yaml_node *root,
                                  unsigned *rules, struct gz_error *err)
{
    const struct gz_yaml_node *node = gz_yaml_get(root, "expand");
    if (node == NULL || gz_yaml_is_null(node)) {
        return GZ_OK;
    }
    if (node->kind != GZ_YAML_SEQUENCE) {
        return read_rule(src, node, rules, err);
    }
    enum gz_status st = GZ_OK;
    for (node = node->first; node != NULL; node = node->next) {
        const enum gz_status one = read_rule(src, node, rules, err);
        st = one == GZ_OK ? st : one;
    }
    return st;
}

static enum gz_status read_description(const char *path, struct gz_arena *arena,
                                       struct gz_pack *pack,
                                       struct gz_error *err)
{
    struct gz_source src;
    enum gz_status st = gz_source_load(&src, path, GZ_YAML_LIMIT_BYTES, err);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_yaml *yaml = NULL;
    st = gz_yaml_parse(&src, &yaml, err);
    if (st == GZ_OK) {
        st = read_namespace(&src, gz_yaml_root(yaml), &pack->namespace, err);
    }
    if (st == GZ_OK) {
        st = read_expand(&src, gz_yaml_root(yaml), &pack->expand, err);
    }
    if (st == GZ_OK) {
        pack->namespace = gz_arena_copy(arena, pack->namespace);
        st = pack->namespace.ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
    }
    gz_yaml_free(yaml);
    gz_source_fini(&src);
    return st;
}

static const char *join(const char *folder, const char *file,
                        struct gz_arena *arena)
{
    const struct gz_str base = gz_str_folder(folder);
    const size_t len = base.len_bytes + 1 + strlen(file) + 1;
    char *path = gz_arena_alloc(arena, len);
    if (path != NULL) {
        snprintf(path, len, GZ_STR_FMT "/%s", GZ_STR_ARG(base), file);
    }
    return path;
}

static int is_list(const struct dirent *entry)
{
    return entry->d_name[0] != '.' &&
           gz_list_format_find(gz_str_z(entry->d_name), NULL);
}

// By bytes, whatever the locale: the order decides which list names things.
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum gz_status find_lists(const char *folder, struct gz_arena *arena,
                                 struct gz_pack *pack, struct gz_error *err)
{
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, is_list, by_name);
    if (count < 0) {
        return gz_error_errno(err, errno, "cannot read %s", folder);
    }
    enum gz_status st = GZ_OK;
    pack->list_count = (size_t)count;
    pack->lists = GZ_ARENA_ARRAY(arena, const char *, pack->list_count);
    for (int i = 0; i < count; i++) {
        const char *path = pack->lists == NULL
                               ? NULL
                               : join(folder, entries[i]->d_name, arena);
        if (path == NULL) {
            st = GZ_NO_MEMORY;
        } else {
            pack->lists[i] = path;
        }
        free(entries[i]);
    }
    free(entries);
    return st;
}

enum gz_status gz_pack_read(const char *folder, struct gz_arena *arena,
                            struct gz_pack *out, struct gz_error *err)
{
    *out = (struct gz_pack){.namespace = gz_pack_stem(folder)};
    const char *description = join(folder, "pack.yaml", arena);
    if (description == NULL) {
        return GZ_NO_MEMORY;
    }
    const enum gz_status st = read_description(description, arena, out, err);
    return st == GZ_OK ? find_lists(folder, arena, out, err) : st;
}
