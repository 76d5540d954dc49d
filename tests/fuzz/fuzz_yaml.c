// Any bytes as YAML.  Every node must lie inside the source, children inside
// their parents' order, and nothing may be reported without a failure.  What
// the short way reads, the other reader must read as the same.

#include <stdint.h>
#include <stdlib.h>

#include "daemon/base/yaml.h"
#include "daemon/base/yaml_quick.h"
#include "daemon/base/yaml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void walk(const struct gz_source *src, const struct gz_yaml_node *node,
                 uint32_t depth)
{
    require(depth <= GZ_YAML_LIMIT_DEPTH);
    require(node->begin_byte <= node->end_byte);
    require(node->end_byte <= src->len_bytes);
    require(node->kind != GZ_YAML_SCALAR || node->text.ptr != NULL);

    uint32_t count = 0;
    const struct gz_yaml_node *child = node->first;
    for (; child != NULL; child = child->next) {
        require((child->key != NULL) == (node->kind == GZ_YAML_MAPPING));
        walk(src, child, depth + 1);
        count++;
    }
    require(count == node->count);
}

static void require_same(const struct gz_yaml_node *a,
                         const struct gz_yaml_node *b)
{
    require(a->kind == b->kind && a->plain == b->plain &&
            a->begin_byte == b->begin_byte && a->end_byte == b->end_byte &&
            a->count == b->count);
    require(a->kind != GZ_YAML_SCALAR || gz_str_eq(a->text, b->text));
    const struct gz_yaml_node *m = b->first;
    for (const struct gz_yaml_node *n = a->first; n != NULL; n = n->next) {
        require(m != NULL && (n->key != NULL) == (m->key != NULL));
        if (n->key != NULL) {
            require_same(n->key, m->key);
        }
        require_same(n, m);
        m = m->next;
    }
    require(m == NULL);
}

static void check_quick(const struct gz_source *src)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    const struct gz_yaml_node *other = NULL;
    require(arena != NULL);
    const struct gz_yaml_node *quick =
        gz_yaml_quick_read(src, 0, src->len_bytes, arena);
    if (quick != NULL) {
        require(gz_yaml_read(src, 0, src->len_bytes, arena, &other, NULL) ==
                GZ_OK);
        require_same(quick, other);
    }
    gz_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_source src;
    struct gz_error err;
    struct gz_yaml *yaml = NULL;

    gz_error_init(&err);
    require(gz_source_init(&src, "fuzz", gz_str_of((const char *)data, size)) ==
            GZ_OK);
    check_quick(&src);
    const enum gz_status st = gz_yaml_parse(&src, &yaml, &err);
    require((st == GZ_OK) == (err.count == 0));
    require((st == GZ_OK) == (yaml != NULL));
    if (yaml != NULL) {
        walk(&src, gz_yaml_root(yaml), 0);
    }
    gz_yaml_free(yaml);
    gz_source_fini(&src);
    gz_error_fini(&err);
    return 0;
}
