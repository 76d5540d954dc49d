// JSON as a tree of YAML: kinds, texts, places, and what is refused.

#include "daemon/base/yaml_json.h"
#include "tests/support/check.h"

// A tree in one line: scalars in "" or bare, with their bytes behind @.
static void show(const struct gz_yaml_node *n, struct gz_buffer *out)
{
    if (n->key != NULL) {
        gz_buffer_append_fmt(out, GZ_STR_FMT ":", GZ_STR_ARG(n->key->text));
    }
    if (n->kind == GZ_YAML_SCALAR) {
        const char *quote = n->plain ? "" : "\"";
        gz_buffer_append_fmt(out, "%s" GZ_STR_FMT "%s@%zu-%zu", quote,
                             GZ_STR_ARG(n->text), quote, n->begin_byte,
                             n->end_byte);
        return;
    }
    const bool map = n->kind == GZ_YAML_MAPPING;
    gz_buffer_append_z(out, map ? "{" : "[");
    for (const struct gz_yaml_node *c = n->first; c != NULL; c = c->next) {
        show(c, out);
        gz_buffer_append_z(out, c->next != NULL ? " " : "");
    }
    gz_buffer_append_fmt(out, "%s@%zu-%zu", map ? "}" : "]", n->begin_byte,
                         n->end_byte);
}

static const struct {
    const char *json;
    const char *want;  // tree, or first line of the report
} rows[] = {
    {"1", "1@0-1"},
    {"\"a\"", "\"a\"@0-3"},
    {"\"\\u00e9\\n\"", "\"\u00e9\n\"@0-10"},
    {"null", "null@0-4"},
    {"{}", "{}@0-2"},
    {"[]", "[]@0-2"},
    {" {\"a\": [1, {\"b\": true}]} ",
     "{a:[1@8-9 {b:true@17-21}@11-22]@7-23}@1-24"},
    {"{\"a\":1,\"a\":2}", "j:1:8: error: the key stands here twice"},
    {"[1,]", "j:1:4: error: a value is missing"},
    {"[1", "j:1:3: error: a comma or ] is missing"},
    {"1 2", "j:1:3: error: text behind the value"},
};

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_arena *arena = gz_arena_new(1 << 20);
        const struct gz_yaml_node *root = NULL;
        struct gz_source src;
        struct gz_error err;
        struct gz_buffer got;
        gz_error_init(&err);
        gz_buffer_init(&got, 0);
        CHECK_OK(gz_source_init(&src, "j", gz_str_z(rows[i].json)));
        if (gz_yaml_json_read(&src, arena, &root, &err) == GZ_OK) {
            show(root, &got);
        } else {
            struct gz_str text = gz_str_z(gz_error_text(&err));
            gz_buffer_append_str(&got, gz_str_cut(&text, '\n'));
        }
        CHECK_STR(gz_buffer_str(&got), rows[i].want);
        gz_buffer_fini(&got);
        gz_source_fini(&src);
        gz_error_fini(&err);
        gz_arena_free(arena);
    }
    return 0;
}
