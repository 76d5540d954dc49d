// What rows with the policy "remove" do to the lists before them.

#include "rules/gazetteer/alias/alias_rules.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/layers_fixture.h"

#define HEADER "id\ttype\tname\taliases\tpolicy\txids\tsame_as\n"

static const struct row {
    const char *lists[2];
    const char *text;
    const char *want;  // as test_describe_all() has it
} rows[] = {
    {{HEADER "a\tOrg\tAcme\tACM\t\t\t\n"
             "a\t\tACM\t\tremove\t\t\n"},
     "Acme ACM",
     "Acme: l0:a/Org/Acme/,,,,//0/0/0\n"},
    // A later row brings a name back, with what it says of it.
    {{HEADER "a\tOrg\tAcme\tACM\tfree\t\t\n"
             "a\t\tACM\t\tremove\t\t\n"
             "a\t\t\tACM\texact\t\t\n"},
     "acm ACM",
     "ACM: l0:a/Org/Acme/,,,,//0/1/0\n"},
    // An entity that is gone is another when it comes back.
    {{HEADER "a\tOrg\tAcme\tACM\t\ta=1\tx:y\n"
             "a\t\t\t\tremove\t\t\n"
             "a\tPlace\tAcmes\t\t\tb=2\t\n"
             "b\tPerson\tWile\t\t\t\tx:y\n"},
     "Acme ACM Acmes Wile",
     "Acmes: l0:a/Place/Acmes/,2,,,//0/0/0\n"
     "Wile: l0:b/Person/Wile/,,,,//0/0/0\n"},
    // Of entities that are one by now, all names are meant.
    {{HEADER "a\tOrg\tAcme\tACM\t\t\t\n"
             "b\tOrg\tAcmes\tACM\t\t\t\n"
             "c\tOrg\tAcme Corp\t\t\t\tl0:a|l0:b\n"
             "b\t\tACM\t\tremove\t\t\n"},
     "ACM Acmes",
     "Acmes: l0:a/Org/Acme/,,,,//0/0/0\n"},
    {{HEADER "a\tOrg\tAcme\tACM\t\t\t\n"
             "b\tOrg\tAcmes\t\t\t\t\n"
             "c\tOrg\tAcme Corp\t\t\t\tl0:a|l0:b\n"
             "d\tOrg\tOther\t\t\t\tl0:c|l0:e\n"
             "e\t\t\t\tremove\t\t\n"},
     "ACM Acmes Acme Corp Other",
     ""},
    // A name stays with the others who have it.
    {{HEADER "a\tOrg\tAcme\t\t\t\t\nb\tPlace\tAcme\t\t\t\t\n"
             "a\t\tAcme\t\tremove\t\t\n"},
     "Acme",
     "Acme: l0:b/Place/Acme/,,,,//0/0/0\n"},
    // The row of another list, by the whole id.
    {{HEADER "a\tOrg\tAcme\tACM\t\twikidata=Q1\t\n",
      HEADER "l0:a\t\tACM\t\tremove\t\t\n"
             "wd:Q1\t\tAcme\t\tremove\t\t\n"
             "a\tOrg\tMine\t\t\t\t\n"},
     "ACM Acme Mine",
     "Mine: l1:a/Org/Mine/,,,,//0/0/0\n"},
    {{HEADER "x:y\tOrg\tAcme\t\t\t\t\n"
             "x:y\t\tAcme\t\tremove\t\t\n"},
     "Acme",
     ""},
    // What rules make can be removed; what they made of a removed name stays.
    {{HEADER "a\tOrg/Company\tAcme Corp\t\t\t\t\n"
             "a\t\tAcme\t\tremove\t\t\n"},
     "Acme",
     ""},
    {{HEADER "a\tOrg/Company\tAcme Corp\t\t\t\t\n"
             "a\t\tAcme Corp\t\tremove\t\t\n"},
     "Acme",
     "Acme: l0:a/Org/Company/Acme Corp/,,,,//0/1/0\n"},
    {{HEADER "a\tOrg/Company\tAcme Corp\t\t\t\t\n"
             "a\t\t\t\tremove\t\t\n"},
     "Acme Corp",
     ""},
    {{HEADER "a\tOrg/Company\tAcme Corp\t\t\t\t\n"
             "b\tOrg/Company\tAcme\t\t\t\t\n"
             "b\t\tAcme\t\tremove\t\t\n"},
     "Acme",
     "Acme: l0:a/Org/Company/Acme Corp/,,,,//0/1/0\n"},
};

static void check_row(const struct row *row)
{
    const struct test_list lists[2] = {{"l0", row->lists[0]},
                                       {"l1", row->lists[1]}};
    const struct gz_compile_options options = {.expand =
                                                   1U << GZ_ALIAS_LEGAL_SUFFIX};
    struct gz_buffer image;
    struct gz_buffer got;
    test_compile_lists(lists, row->lists[1] == NULL ? 1 : 2, &options, &image);
    struct gz_layers *layers = test_layers(&image, 1);
    gz_buffer_init(&got, 0);
    test_describe_all(layers, row->text, &got);
    CHECK_STR(gz_buffer_str(&got), row->want);
    gz_buffer_fini(&got);
    gz_layers_free(layers);
}

// A chain of entities, each the same as the one before it.
static void check_chain(void)
{
    enum { LINKS = 20000 };
    const struct gz_compile_options options = {.threads = 1};
    struct gz_buffer list;
    struct gz_buffer image;
    struct gz_buffer got;
    gz_buffer_init(&list, 0);
    gz_buffer_init(&got, 0);
    gz_buffer_append_z(&list, HEADER);
    for (int i = LINKS; i > 0; i--) {
        gz_buffer_append_fmt(&list, "%d\tOrg\tAcme %d\t\t\t\t\n", i, i);
    }
    for (int i = 1; i < LINKS; i++) {
        gz_buffer_append_fmt(&list, "%d\t\tAcme\t\t\t\tl0:%d\n", i, i + 1);
    }
    gz_buffer_append_z(&list, "1\t\tAcme\t\tremove\t\t\n");
    gz_buffer_append(&list, "", 1);
    const struct test_list one = {"l0", (const char *)list.data};
    test_compile_lists(&one, 1, &options, &image);
    struct gz_layers *layers = test_layers(&image, 1);
    test_describe_all(layers, "Acme Acme 7", &got);
    CHECK_STR(gz_buffer_str(&got),
              "Acme 7: l0:20000/Org/Acme 20000/,,,,//0/0/0\n");
    gz_layers_free(layers);
    gz_buffer_fini(&list);
    gz_buffer_fini(&got);
}

static enum gz_status compile(const struct gz_source *src,
                              const struct gz_buffer *image,
                              struct gz_buffer *out)
{
    struct gz_compile_report report;
    struct gz_gazetteer *g = NULL;
    struct gz_compiler *c = gz_compiler_new();
    enum gz_status st = c == NULL ? GZ_NO_MEMORY : GZ_OK;
    if (st == GZ_OK && image != NULL) {
        uint8_t *bytes = malloc(image->len);
        st = bytes == NULL ? GZ_NO_MEMORY : GZ_OK;
        if (st == GZ_OK) {
            memcpy(bytes, image->data, image->len);
            st = gz_gazetteer_adopt(bytes, image->len, &g, NULL);
        }
        st = st == GZ_OK ? gz_compiler_add_image(c, "x.gzt", g, NULL) : st;
    }
    if (st == GZ_OK) {
        st = gz_compiler_add_source(c, src, GZ_STR_LIT("l0"), NULL);
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(c, out, &report, NULL);
    }
    gz_compiler_free(c);
    return st;
}

// Fails on the n-th allocation for every n until none is left to fail.
static void check_allocations(void)
{
    struct gz_source src;
    struct gz_buffer image;
    CHECK_OK(gz_source_init(
        &src, "list.tsv",
        GZ_STR_LIT(HEADER "a\tOrg\tAcme\tACM\t\t\tx:y\n"
                          "b\tOrg\tAcmes\t\t\t\t\nc\tOrg\tC\t\t\t\tl0:a|l0:b\n"
                          "c\t\tACM\t\tremove\t\t\n"
                          "a\t\t\t\tremove\t\t\n")));
    gz_buffer_init(&image, 0);
    CHECK_OK(compile(&src, NULL, &image));
    bool done = false;
    for (long n = 1; !done; n++) {
        struct gz_buffer out;
        gz_buffer_init(&out, 0);
        gz_alloc_fail_at(n);
        const enum gz_status st = compile(&src, &image, &out);
        done = !gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK_EQ(st, done ? GZ_OK : GZ_NO_MEMORY);
        gz_buffer_fini(&out);
    }
    gz_buffer_fini(&image);
    gz_source_fini(&src);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(&rows[i]);
    }
    check_chain();
    check_allocations();
    return 0;
}
