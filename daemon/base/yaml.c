// The tree as others see it; yaml_read.c builds it, yaml_quick.c simple lists.

#include "daemon/base/yaml.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/base/arena.h"
#include "daemon/base/yaml_quick.h"
#include "daemon/base/yaml_read.h"

struct gz_yaml {
    struct gz_arena *arena;
    const struct gz_yaml_node *root;
};

static enum gz_status parse(const struct gz_source *src, size_t begin_byte,
                            size_t end_byte, struct gz_yaml **out,
                            struct gz_error *err)
{
    assert(begin_byte <= end_byte && end_byte <= src->len_bytes);
    *out = NULL;
    if (end_byte - begin_byte > GZ_YAML_LIMIT_BYTES) {
        return gz_error_set(err, GZ_LIMIT, "%s: larger than %zu MiB", src->name,
                            GZ_YAML_LIMIT_BYTES >> 20);
    }
    struct gz_yaml *yaml = calloc(1, sizeof(*yaml));
    if (yaml != NULL) {
        yaml->arena = gz_arena_new(SIZE_MAX);
    }
    if (yaml == NULL || yaml->arena == NULL) {
        gz_yaml_free(yaml);
        return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", src->name);
    }
    yaml->root = gz_yaml_quick_read(src, begin_byte, end_byte, yaml->arena);
    const enum gz_status st = yaml->root != NULL
                                  ? GZ_OK
                                  : gz_yaml_read(src, begin_byte, end_byte,
                                                 yaml->arena, &yaml->root, err);
    if (yaml->root == NULL) {
        gz_yaml_free(yaml);
        return st;
    }
    *out = yaml;
    return st;
}

enum gz_status gz_yaml_parse(const struct gz_source *src, struct gz_yaml **out,
                             struct gz_error *err)
{
    return gz_yaml_parse_part(src, 0, src->len_bytes, out, err);
}

enum gz_status gz_yaml_parse_part(const struct gz_source *src,
                                  size_t begin_byte, size_t end_byte,
                                  struct gz_yaml **out, struct gz_error *err)
{
    const enum gz_status st = parse(src, begin_byte, end_byte, out, err);
    if (st != GZ_OK) {
        gz_yaml_free(*out);
        *out = NULL;
    }
    return st;
}

enum gz_status gz_yaml_parse_on(const struct gz_source *src,
                                struct gz_yaml **out, struct gz_error *err)
{
    return parse(src, 0, src->len_bytes, out, err);
}

void gz_yaml_free(struct gz_yaml *yaml)
{
    if (yaml != NULL) {
        gz_arena_free(yaml->arena);
        free(yaml);
    }
}

const struct gz_yaml_node *gz_yaml_root(const struct gz_yaml *yaml)
{
    return yaml->root;
}

const struct gz_yaml_node *gz_yaml_get(const struct gz_yaml_node *mapping,
                                       const char *key)
{
    assert(mapping->kind == GZ_YAML_MAPPING);
    const struct gz_yaml_node *child = mapping->first;
    while (child != NULL && !gz_str_is(child->key->text, key)) {
        child = child->next;
    }
    return child;
}

bool gz_yaml_is_null(const struct gz_yaml_node *node)
{
    return node->kind == GZ_YAML_SCALAR && node->plain &&
           (node->text.len_bytes == 0 || gz_str_is(node->text, "~") ||
            gz_str_is(node->text, "null"));
}

static const char *const kind_names[] = {
    [GZ_YAML_SCALAR] = "a text",
    [GZ_YAML_SEQUENCE] = "a list",
    [GZ_YAML_MAPPING] = "a mapping",
};

const char *gz_yaml_kind_name(const struct gz_yaml_node *node)
{
    return kind_names[node->kind];
}
