#include "daemon/base/yaml.h"

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// A document and its tree: scalars as written in "" (quoted) or bare, with
// the bytes of the source that each node covers.
static const struct {
    const char *yaml;
    const char *tree;
} good[] = {
    {"", "0-0:"},
    {"# nothing\n", "10-10:"},
    {"a", "0-1:a"},
    {"'a b'", "0-5:\"a b\""},
    {"\"\\u00e9\\n\"", "0-10:\"\xc3\xa9\n\""},
    {"- a\n- b # c\n", "0-7:[2-3:a 6-7:b]"},
    {"[a, b]\n", "0-6:[1-2:a 4-5:b]"},
    {"{}\n", "0-2:{}"},
    {"a: 1\nb:\n  c: [x]\nd:\n", "0-19:{a=3-4:1 b=10-16:{c=13-16:[14-15:x]} "
                                 "d=19-19:}"},
    // Marks are bytes although the parser counts code points.
    {"\xc3\xa9: \xe4\xbd\xa0\nz: \xf0\x9f\x98\x80x\n",
     "0-16:{\xc3\xa9=4-7:\xe4\xbd\xa0 z=11-16:\xf0\x9f\x98\x80x}"},
    {"a: |\n  x\n  y\nb: 2\n", "0-17:{a=3-13:\"x\ny\n\" b=16-17:2}"},
    {"---\na: b\n...\n", "4-8:{a=7-8:b}"},
    {"a: b\r\nc: d\r\n", "0-10:{a=3-4:b c=9-10:d}"},
    {"\xef\xbb\xbf"
     "a: b\n",
     "3-7:{a=6-7:b}"},
};

static void print(struct gz_buffer *out, const struct gz_yaml_node *node)
{
    gz_buffer_append_fmt(out, "%zu-%zu:", node->begin_byte, node->end_byte);
    if (node->kind == GZ_YAML_SCALAR) {
        const char *quote = node->plain ? "" : "\"";
        gz_buffer_append_fmt(out, "%s" GZ_STR_FMT "%s", quote,
                             GZ_STR_ARG(node->text), quote);
        return;
    }
    const bool mapping = node->kind == GZ_YAML_MAPPING;
    gz_buffer_append_z(out, mapping ? "{" : "[");
    const struct gz_yaml_node *child = node->first;
    for (; child != NULL; child = child->next) {
        if (mapping) {
            gz_buffer_append_str(out, child->key->text);
            gz_buffer_append_z(out, "=");
        }
        print(out, child);
        gz_buffer_append_z(out, child->next == NULL ? "" : " ");
    }
    gz_buffer_append_z(out, mapping ? "}" : "]");
}

static void test_good(void)
{
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct gz_source src;
        struct gz_error err;
        struct gz_buffer out;
        struct gz_yaml *yaml = NULL;
        gz_error_init(&err);
        gz_buffer_init(&out, 0);
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(good[i].yaml)));
        CHECK_OK(gz_yaml_parse(&src, &yaml, &err));
        print(&out, gz_yaml_root(yaml));
        CHECK_STR(gz_buffer_str(&out), good[i].tree);
        gz_yaml_free(yaml);
        gz_buffer_fini(&out);
        gz_error_fini(&err);
        gz_source_fini(&src);
    }
}

// A document and everything that is said about it.
static const struct {
    const char *yaml;
    const char *text;
} bad[] = {
    {"a: 1\nb: 2\na: 3\n",
     "t:3:1: error: key \"a\" stands twice (first in line 1)\n"
     "a: 3\n^\n"},
    {"a: &x 1\nb: *x\n", "t:1:4: error: anchors are not supported\n"
                         "a: &x 1\n   ^~~~\n"
                         "t:2:4: error: aliases are not supported\n"
                         "b: *x\n   ^~\n"},
    {"a: !!str 1\n", "t:1:4: error: tags are not supported\n"
                     "a: !!str 1\n   ^~~~~~~\n"},
    {"%YAML 1.2\n---\na: b\n",
     "t:1:1: error: directives are not supported\n%YAML 1.2\n^~~~~~~~~\n"},
    {"a: b\n---\nc: d\n",
     "t:2:1: error: only one document is allowed\n---\n^~~\n"},
    {"[a]: b\n", "t:1:1: error: a key must be a word, not a list\n"
                 "[a]: b\n^~~\n"},
    {"a: b: c\n", "t:1:5: error: unexpected \":\" (quote a value that has "
                  "\": \" in it)\na: b: c\n    ^\n"},
    {"a: 'b\n", "t:1:4: error: the quoted text has no closing quote\n"
                "a: 'b\n   ^\n"},
    {"a: [b\n", "t:2:1: error: expected \",\" or \"]\" in the list that "
                "begins in line 1\n\n^\n"},
    {"a:\n\tb: c\n", "t:2:1: error: a tab cannot indent, use spaces\n"
                     "\tb: c\n^\n"},
    {"a: @b\n", "t:1:4: error: a value that starts with this character needs "
                "quotes\na: @b\n   ^\n"},
    {"a: b\n c: d\n", "t:2:3: error: unexpected \":\" (quote a value that has "
                      "\": \" in it)\n c: d\n  ^\n"},
    {"a: \xff\n", "t:1:4: error: not valid UTF-8\na: \xff\n   ^\n"},
    {"a: \x01\n",
     "t:1:4: error: control character in the text\na: \x01\n   ^\n"},
};

static void test_bad(void)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct gz_source src;
        struct gz_error err;
        struct gz_yaml *yaml = NULL;
        gz_error_init(&err);
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(bad[i].yaml)));
        CHECK_EQ(gz_yaml_parse(&src, &yaml, &err), GZ_INVALID);
        CHECK(yaml == NULL);
        CHECK_Z(gz_error_text(&err), bad[i].text);
        gz_error_fini(&err);
        gz_source_fini(&src);
    }
}

// What is read on of a document with mistakes; NULL: nothing.
static const struct {
    const char *yaml;
    const char *tree;
} read_on[] = {
    {"a: 1\nb: 2\na: 3\n", "0-14:{a=3-4:1 b=8-9:2 a=13-14:3}"},
    {"a: 1\na: &x 3\n", NULL},
    {"a: 1\na: [\n", NULL},
};

static void test_read_on(void)
{
    for (size_t i = 0; i < sizeof(read_on) / sizeof(read_on[0]); i++) {
        struct gz_source src;
        struct gz_buffer out;
        struct gz_yaml *yaml = NULL;
        gz_buffer_init(&out, 0);
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(read_on[i].yaml)));
        CHECK_EQ(gz_yaml_parse_on(&src, &yaml, NULL), GZ_INVALID);
        CHECK_EQ(yaml != NULL, read_on[i].tree != NULL);
        if (yaml != NULL) {
            print(&out, gz_yaml_root(yaml));
            CHECK_STR(gz_buffer_str(&out), read_on[i].tree);
        }
        gz_yaml_free(yaml);
        gz_buffer_fini(&out);
        gz_source_fini(&src);
    }
}

// before, then count times unit: what becomes of long and deep inputs.
static const struct {
    const char *unit;
    size_t count;
    enum gz_status want;
} large[] = {
    {"[", 64, GZ_INVALID},  // never closed
    {"[", 65, GZ_INVALID},
    {"[", 100000, GZ_INVALID},
    {"- ", 100000, GZ_INVALID},
    {"- a\n", 100000, GZ_OK},
    {"- a\n", GZ_YAML_LIMIT_NODES, GZ_LIMIT},
    {"#\n", GZ_YAML_LIMIT_BYTES / 2, GZ_OK},
    {"#\n", GZ_YAML_LIMIT_BYTES / 2 + 1, GZ_LIMIT},
};

static void test_large(void)
{
    for (size_t i = 0; i < sizeof(large) / sizeof(large[0]); i++) {
        struct gz_source src;
        struct gz_error err;
        struct gz_buffer text;
        struct gz_yaml *yaml = NULL;
        gz_error_init(&err);
        gz_buffer_init(&text, 0);
        for (size_t n = 0; n < large[i].count; n++) {
            gz_buffer_append_z(&text, large[i].unit);
        }
        CHECK_OK(gz_source_init(&src, "t", gz_buffer_str(&text)));
        CHECK_EQ(gz_yaml_parse(&src, &yaml, &err), large[i].want);
        gz_yaml_free(yaml);
        gz_buffer_fini(&text);
        gz_error_fini(&err);
        gz_source_fini(&src);
    }
}

static void test_null(void)
{
    static const struct {
        const char *yaml;
        bool null;
    } rows[] = {
        {"", true},        {"~", true},   {"null", true},
        {"'null'", false}, {"''", false}, {"nil", false},
        {"[]", false},     {"{}", false}, {"|\n", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_source src;
        struct gz_yaml *yaml = NULL;
        CHECK_OK(gz_source_init(&src, "t", gz_str_z(rows[i].yaml)));
        CHECK_OK(gz_yaml_parse(&src, &yaml, NULL));
        CHECK_EQ(gz_yaml_is_null(gz_yaml_root(yaml)), rows[i].null);
        gz_yaml_free(yaml);
        gz_source_fini(&src);
    }
}

static void test_get(void)
{
    struct gz_source src;
    struct gz_yaml *yaml = NULL;
    CHECK_OK(gz_source_init(&src, "t", GZ_STR_LIT("a: 1\nb: [x]\n")));
    CHECK_OK(gz_yaml_parse(&src, &yaml, NULL));
    const struct gz_yaml_node *root = gz_yaml_root(yaml);
    CHECK_STR(gz_yaml_get(root, "a")->text, "1");
    CHECK_Z(gz_yaml_kind_name(gz_yaml_get(root, "b")), "a list");
    CHECK_Z(gz_yaml_kind_name(root), "a mapping");
    CHECK(gz_yaml_get(root, "c") == NULL);
    gz_yaml_free(yaml);
    gz_yaml_free(NULL);
    gz_source_fini(&src);
}

static void test_out_of_memory(void)
{
    struct gz_source src;
    CHECK_OK(gz_source_init(&src, "t", GZ_STR_LIT("a: 1\nb: [x, {c: d}]\n")));
    for (long n = 1;; n++) {
        struct gz_yaml *yaml = NULL;
        gz_alloc_fail_at(n);
        const enum gz_status st = gz_yaml_parse(&src, &yaml, NULL);
        if (!gz_alloc_failed()) {
            gz_yaml_free(yaml);
            break;
        }
        CHECK_EQ(st, GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    gz_source_fini(&src);
}

int main(void)
{
    test_good();
    test_bad();
    test_read_on();
    test_large();
    test_null();
    test_get();
    test_out_of_memory();
    return 0;
}
