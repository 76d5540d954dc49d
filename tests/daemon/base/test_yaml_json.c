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

// The first line of each report.
static void show_mistakes(const struct gz_error *err, struct gz_buffer *out)
{
    struct gz_str rest = gz_str_z(gz_error_text(err));
    while (rest.ptr != NULL) {
        const struct gz_str line = gz_str_cut(&rest, '\n');
        if (gz_str_starts(line, GZ_STR_LIT("j:"))) {
            gz_buffer_append_z(out, out->len > 0 ? "\n" : "");
            gz_buffer_append_str(out, line);
        }
    }
}

static const struct {
    const char *json;
    const char *want;  // mistakes, tree
} rows[] = {
    {"1", "1@0-1"},
    {"\"a\"", "\"a\"@0-3"},
    {"\"\\u00e9\\n\"", "\"\u00e9\n\"@0-10"},
    {"null", "null@0-4"},
    {"{}", "{}@0-2"},
    {"[]", "[]@0-2"},
    {" {\"a\": [1, {\"b\": true}]} ",
     "{a:[1@8-9 {b:true@17-21}@11-22]@7-23}@1-24"},
    {"{\"a\":1,\"a\":2}", "j:1:8: error: the key stands here twice\n"
                          "{a:1@5-6 a:2@11-12}@0-13"},
    {"{\"a\":1,\"a\":{\"b\":1,\"b\":2},\"a\":3}",
     "j:1:8: error: the key stands here twice\n"
     "j:1:19: error: the key stands here twice\n"
     "j:1:26: error: the key stands here twice\n"
     "{a:1@5-6 a:{b:1@16-17 b:2@22-23}@11-24 a:3@29-30}@0-31"},
    {"{\"a\":1,\"a\":}", "j:1:8: error: the key stands here twice\n"
                         "j:1:12: error: a value is missing"},
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
        const enum gz_status st = gz_yaml_json_read(&src, arena, &root, &err);
        CHECK_EQ(st, err.count == 0 ? GZ_OK : GZ_INVALID);
        show_mistakes(&err, &got);
        if (root != NULL) {
            gz_buffer_append_z(&got, err.count > 0 ? "\n" : "");
            show(root, &got);
        }
        CHECK_STR(gz_buffer_str(&got), rows[i].want);
        gz_buffer_fini(&got);
        gz_source_fini(&src);
        gz_error_fini(&err);
        gz_arena_free(arena);
    }
    return 0;
}
