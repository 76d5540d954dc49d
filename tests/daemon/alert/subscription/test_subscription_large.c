// Files that are read in parts: they say what small files say.

#include "tests/support/subscription_fixture.h"

#define HEAD "gazetted: 1\nlists:\n  some: [e1, e2]\nsubscriptions:\n"

// Items that look like those of a program, then one as given, again and again
// until so many bytes are there.
static void write_file(struct gz_buffer *out, size_t bytes, size_t odd_at,
                       const char *odd)
{
    gz_buffer_init(out, 0);
    gz_buffer_append_z(out, HEAD);
    for (uint32_t i = 0; out->len < bytes; i++) {
        if (i == odd_at) {
            gz_buffer_append_z(out, odd);
        }
        gz_buffer_append_fmt(out,
                             "- id: s%u\n  entities: {ids: [e%u], lists: "
                             "some}\n  description: %s\n",
                             i, i, i % 100 == 7 ? "caf\xC3\xA9" : "plain");
    }
}

static enum gz_status parse(struct gz_subscription_file *file,
                            struct gz_buffer *text, struct gz_error *err)
{
    struct gz_source src;
    gz_error_init(err);
    CHECK_OK(gz_source_init(&src, "f", gz_buffer_str(text)));
    const enum gz_status st = gz_subscription_file_parse(file, &src, NULL, err);
    gz_buffer_fini(text);
    return st;
}

enum { MIB = 1 << 20 };
static const size_t sizes[] = {MIB / 2, 3 * MIB / 2, 5 * MIB};

static void test_good(void)
{
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct gz_subscription_file file;
        struct gz_buffer text;
        struct gz_error err;
        char id[32];
        write_file(&text, sizes[i], 1000, "# no item\n");
        CHECK_OK(parse(&file, &text, &err));
        CHECK(file.count > 4000);
        for (uint32_t k = 0; k < file.count; k++) {
            struct gz_subscription_view view;
            gz_subscription_look(file.items[k], &view);
            snprintf(id, sizeof(id), "s%u", k);
            CHECK_STR(view.id, id);
            CHECK_EQ(view.list_ids.count, 2);
            CHECK_EQ(view.description.len_bytes, 5);
        }
        gz_subscription_file_fini(&file);
        gz_error_fini(&err);
    }
}

// Whoever runs examples finds them, with their places.
static void test_examples(void)
{
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct gz_subscription_file file;
        struct gz_buffer text;
        struct gz_error err;
        write_file(
            &text, sizes[i], 3000,
            "- id: shown\n  when: fact\n  examples:\n  - at: 2026-01-01\n");
        CHECK_OK(parse(&file, &text, &err));
        const struct gz_yaml_node *node = file.nodes[3000];
        CHECK(node != NULL);
        const struct gz_yaml_node *list = gz_yaml_get(node, "examples");
        CHECK(list != NULL);
        CHECK_EQ(list->count, 1);
        CHECK(strncmp(file.source.text + list->first->begin_byte, "at: 2026",
                      8) == 0);
        gz_subscription_file_fini(&file);
        gz_error_fini(&err);
    }
}

// Items with a mistake, and what is said of it.
static const struct row {
    const char *odd;
    const char *want;
} rows[] = {
    {"- id: b\n  wen: x\n- id: c\n  when: y\n",
     "f:3006:3: error: unknown key \"wen\" (did you mean \"when\"?)\n"
     "  wen: x\n"
     "  ^~~\n"
     "f:3005:3: error: the subscription asks for everything; it needs "
     "`entities:`, `facts:` or `when:`\n"
     "- id: b\n"
     "  ^~~~~\n"
     "f:3008:9: error: unknown field \"y\", known are salience.score, "
     "salience.in_title, salience.first_sentence, salience.mentions, "
     "entity.id, entity.name, entity.type, entity.link.score, "
     "entity.link.method, entity.attribute., entity.xid., article.status, "
     "article.truncated, article.language, article.source, article.title, "
     "article.url\n"
     "  when: y\n"
     "        ^\n"},
    {"- id: s1\n  when: fact\n- id: s2000\n  when: fact\n- id: e\n",
     "f:3005:7: error: the id stands in this file twice\n"
     "- id: s1\n"
     "      ^~\n"
     "f:3009:3: error: the subscription asks for everything; it needs "
     "`entities:`, `facts:` or `when:`\n"
     "- id: e\n"
     "  ^~~~~\n"
     "f:6010:7: error: the id stands in this file twice\n"
     "- id: s2000\n"
     "      ^~~~~\n"},
    {"- id: x\n  id: y\n  wen: z\n- id: &a z\n",
     "f:3006:3: error: key \"id\" stands twice (first in line 3005)\n"
     "  id: y\n"
     "  ^~\n"
     "f:3008:7: error: anchors are not supported\n"
     "- id: &a z\n"
     "      ^~~~\n"},
    {"- id: x\n  when: \"fact\n  and\n",
     "f:3006:9: error: the quoted text has no closing quote\n"
     "  when: \"fact\n"
     "        ^\n"},
};

static void test_mistakes(void)
{
    for (size_t i = 0; i < 3 * sizeof(rows) / sizeof(rows[0]); i++) {
        struct gz_subscription_file file;
        struct gz_buffer text;
        struct gz_error err;
        write_file(&text, sizes[i % 3], 1000, rows[i / 3].odd);
        CHECK_EQ(parse(&file, &text, &err), GZ_INVALID);
        CHECK_Z(gz_error_text(&err), rows[i / 3].want);
        gz_subscription_file_fini(&file);
        gz_error_fini(&err);
    }
}

// Only what is too large for a whole tree must be arranged for parts.
static void test_arrangement(void)
{
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct gz_subscription_file file;
        struct gz_buffer text;
        struct gz_error err;
        write_file(&text, sizes[i], SIZE_MAX, "");
        gz_buffer_append_z(&text, "examples: []\n");
        const enum gz_status st = parse(&file, &text, &err);
        CHECK_EQ(st, i == 0 ? GZ_OK : GZ_INVALID);
        if (st != GZ_OK) {
            CHECK(strstr(gz_error_text(&err),
                         ":1: error: in a file of this size "
                         "`subscriptions:` is the last key, and each begins "
                         "with \"- \" on a line of its own\n"
                         "examples: []\n") != NULL);
        }
        gz_subscription_file_fini(&file);
        gz_error_fini(&err);
    }
}

int main(void)
{
    test_good();
    test_examples();
    test_mistakes();
    test_arrangement();
    return 0;
}
