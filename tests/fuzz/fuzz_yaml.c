// Any bytes as YAML.  Every node must lie inside the source, children inside
// their parents' order, and nothing may be reported without a failure.

#include <stdint.h>
#include <stdlib.h>

#include "daemon/base/yaml.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_source src;
    struct gz_error err;
    struct gz_yaml *yaml = NULL;

    gz_error_init(&err);
    require(gz_source_init(&src, "fuzz", gz_str_of((const char *)data, size)) ==
            GZ_OK);
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
