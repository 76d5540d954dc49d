// The short way reads what the other reader reads, and nothing else: each text
// is read by both, and the trees are compared node by node.

#include "daemon/base/yaml_quick.h"

#include "daemon/base/hash.h"
#include "daemon/base/yaml_read.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct row {
    const char *text;
    bool quick;
} rows[] = {
    {"- id: a\n", true},
    {"- id: a", true},
    {"- id: a\n  when: x >= 0.3 and y == en\n- id: b\n", true},
    {"  - id: a\n    b: c d  e   \n\n  - id: b\n", true},
    {"- {\"id\":\"a\",\"n\":1,\"l\":[\"x\",\"y z\"],\"m\":{}}\n", true},
    {"- {id: a, b: [wd:Q1, x], c: {d: \"e: f\"}, g: []}\n", true},
    {"- a: in [en, de]\n  b: \"\"\n  c: it's \"so\"\n", true},
    {"- a: 1:2\n  b: -1\n", false},
    {"- a: 12:30\n- a: null\n- a: true\n", true},
    {"-  a: b\n   c: d\n", false},
    {"- a:\n    b: c\n", false},
    {"- a: b\n    c\n", false},
    {"- a: b\n   c: d\n", false},
    {"- a: b: c\n", false},
    {"- a: b:\n", false},
    {"- a: b # c\n", false},
    {"- a: 'b'\n", false},
    {"- a: \"b\\n\"\n", false},
    {"- a: \"b\n    c\"\n", false},
    {"- a: \"b\" c\n", false},
    {"- a: [b\n   , c]\n", false},
    {"- a: [b, ]\n", false},
    {"- a: [b: c]\n", false},
    {"- a: [b?, c]\n", false},
    {"- a: {b}\n", false},
    {"- a: {b:c}\n", false},
    {"- a: b\n  a: c\n", false},
    {"- {a: b, a: c}\n", false},
    {"- {a: b} c\n", false},
    {"- {a: b}\n  c: d\n", false},
    {"- a: b\nc: d\n", false},
    {"- a: b\n - c: d\n", false},
    {"- a: |\n    b\n", false},
    {"- a: &x b\n", false},
    {"- &x a: b\n", false},
    {"- a: b\n---\n", false},
    {"- a: b\n...\n", false},
    {"- a: b\t\n", false},
    {"- a: b\r\n", false},
    {"- a: \xC3\xA9\n", false},
    {"- a\n", false},
    {"- - a\n", false},
    {"a: b\n", false},
    {"", false},
    {"\n", false},
    {"- a: [[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]\n", false},
};

static void check_same(const struct gz_yaml_node *a,
                       const struct gz_yaml_node *b)
{
    CHECK_EQ(a == NULL, b == NULL);
    if (a == NULL) {
        return;
    }
    CHECK_EQ(a->kind, b->kind);
    CHECK_EQ(a->begin_byte, b->begin_byte);
    CHECK_EQ(a->end_byte, b->end_byte);
    CHECK_EQ(a->count, b->count);
    CHECK_EQ(a->plain, b->plain);
    if (a->kind == GZ_YAML_SCALAR) {
        CHECK(gz_str_eq(a->text, b->text));
        CHECK_EQ(a->text.ptr[a->text.len_bytes], '\0');
    }
    check_same(a->key, b->key);
    const struct gz_yaml_node *m = b->first;
    for (const struct gz_yaml_node *n = a->first; n != NULL; n = n->next) {
        CHECK(m != NULL);
        check_same(n, m);
        m = m->next;
    }
    CHECK(m == NULL);
}

// Read with something in front; whether the short way was gone.
static bool check_text(const char *text)
{
    static const char front[] = "x: \xC3\xA9\n";
    struct gz_source src;
    struct gz_buffer all;
    const struct gz_yaml_node *other = NULL;
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    gz_buffer_init(&all, 0);
    gz_buffer_append_z(&all, front);
    gz_buffer_append_z(&all, text);
    CHECK_OK(gz_source_init(&src, "t", gz_buffer_str(&all)));
    const struct gz_yaml_node *root =
        gz_yaml_quick_read(&src, sizeof(front) - 1, src.len_bytes, arena);
    if (root != NULL) {
        CHECK_OK(gz_yaml_read(&src, sizeof(front) - 1, src.len_bytes, arena,
                              &other, NULL));
        check_same(root, other);
    }
    gz_source_fini(&src);
    gz_buffer_fini(&all);
    gz_arena_free(arena);
    return root != NULL;
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (check_text(rows[i].text) != rows[i].quick) {
            fprintf(stderr, "row %zu: %s\n", i, rows[i].text);
        }
        CHECK_EQ(check_text(rows[i].text), rows[i].quick);
    }
}

// Rows with some bytes exchanged, left out and doubled.
static void test_changed(void)
{
    static const char bytes[] = " \n-:,[]{}\"'a0?#&*!|>%@`~=.;\\";
    uint32_t quick = 0;
    for (uint64_t seed = 0; seed < 60000; seed++) {
        uint64_t r = gz_hash64(&seed, sizeof(seed), 1);
        char text[256];
        snprintf(text, sizeof(text), "%s%s", rows[r % 9].text,
                 rows[(r >> 8) % 9].text);
        for (int changes = 1 + (int)(r >> 16) % 3; changes > 0; changes--) {
            r = gz_hash64(&r, sizeof(r), 2);
            char *at = text + r % strlen(text);
            switch (r >> 32 & 3) {
            case 0:
                memmove(at, at + 1, strlen(at));
                break;
            case 1:
                memmove(at + 1, at, strlen(at) + 1);
                break;
            default:
                *at = bytes[(r >> 40) % (sizeof(bytes) - 1)];
            }
        }
        quick += check_text(text);
    }
    CHECK(quick > 5000);
}

static void test_no_memory(void)
{
    struct gz_source src;
    struct gz_yaml *tree = NULL;
    enum gz_status st = GZ_NO_MEMORY;
    CHECK_OK(gz_source_init(&src, "t", gz_str_z("- a: [b, \"c\"]\n")));
    for (long n = 1; st != GZ_OK; n++) {
        gz_alloc_fail_at(n);
        st = gz_yaml_parse(&src, &tree, NULL);
        gz_alloc_fail_at(0);
        CHECK(st == GZ_OK || st == GZ_NO_MEMORY);
    }
    gz_yaml_free(tree);
    gz_source_fini(&src);
}

int main(void)
{
    test_rows();
    test_changed();
    test_no_memory();
    return 0;
}
