// Which rows are one entity, what its names are to it, and what comes out.

#include "rules/gazetteer/compile/compile.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"
#include "tests/support/gazetteer_fixture.h"

static struct gz_gazetteer *compile_two(const char *one, const char *two)
{
    struct gz_source a;
    struct gz_source b;
    struct gz_compiler *c = gz_compiler_new();
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&image, 0);
    CHECK(c != NULL);
    CHECK_OK(gz_source_init(&a, "one.tsv", gz_str_z(one)));
    CHECK_OK(gz_source_init(&b, "two.tsv", gz_str_z(two)));
    CHECK_OK(gz_compiler_add_source(c, &a, GZ_STR_LIT("one"), NULL));
    CHECK_OK(gz_compiler_add_source(c, &b, GZ_STR_LIT("two"), NULL));
    CHECK_OK(gz_compiler_finish(c, &image, &report, NULL));
    CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &g, NULL));
    gz_source_fini(&a);
    gz_source_fini(&b);
    gz_compiler_free(c);
    return g;
}

#define HEADER                                                                 \
    "id\ttype\tname\taliases\thow\tpolicy\txids\tattributes\tsame_as\n"

// Two lists, and what the entities are then: "id|type|name|xids|attributes".
static const struct {
    const char *one;
    const char *two;
    const char *want;
} merge_rows[] = {
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\t\n", HEADER "a\tOrg\tAcme\t\t\t\t\t\t\n",
     "one:a|Org|Acme||\ntwo:a|Org|Acme||\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\t\na\tPlace\tAcme Inc\t\t\t\t\tk=v\t\n",
     HEADER, "one:a|Org|Acme||k=v\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\twikidata=Q1;isin=X\tp=1\t\n",
     HEADER
     "b\tOrg/Bank\tAcme Inc\t\t\t\tisin=Y;wikidata=Q1;lei=Z\tp=2;q=3\t\n",
     "wd:Q1|Org|Acme|wikidata=Q1;isin=X;lei=Z|p=1;q=3\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\t\n",
     HEADER "b\tOrg\tAcme Inc\t\t\t\twikidata=Q7\t\tone:a\n",
     "wd:Q7|Org|Acme|wikidata=Q7|\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\ttwo:b\n",
     HEADER "b\tOrg/Bank\tAcme Inc\t\t\t\t\t\t\n", "one:a|Org|Acme||\n"},
    {HEADER "a\tOrg\tA\t\t\t\twikidata=Q1\t\t\n"
            "b\tOrg\tB\t\t\t\twikidata=Q2\t\t\n",
     HEADER "c\tOrg\tC\t\t\t\twikidata=Q2\t\twd:Q1|x:y\n"
            "d\tOrg\tD\t\t\t\t\t\tx:y\n",
     "wd:Q1|Org|A|wikidata=Q1|\n"},
};

static void check_merges(void)
{
    for (size_t i = 0; i < sizeof(merge_rows) / sizeof(merge_rows[0]); i++) {
        struct gz_gazetteer *g =
            compile_two(merge_rows[i].one, merge_rows[i].two);
        test_check_entities(g, merge_rows[i].want);
        gz_gazetteer_close(g);
    }
}

static struct gz_candidates find(const struct gz_gazetteer *g, const char *text,
                                 struct gz_arena *arena)
{
    struct gz_tokens tokens;
    struct gz_candidates found;
    CHECK_OK(gz_tokens_split(gz_str_z(text), arena, &tokens));
    CHECK_OK(gz_gazetteer_find(g, gz_str_z(text), &tokens, arena, &found));
    return found;
}

static const struct {
    const char *text;
    enum gz_how how;
} how_rows[] = {
    {"United States", GZ_HOW_NAME}, {"America", GZ_HOW_ALIAS},
    {"USA", GZ_HOW_ACRONYM},        {"US", GZ_HOW_ACRONYM},
    {"American", GZ_HOW_DERIVED},   {"Americans", GZ_HOW_DERIVED},
    {"Yankee", GZ_HOW_ALIAS},       {"Union", GZ_HOW_NAME},
};

static void check_hows(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_gazetteer *g =
        test_gazetteer("id\ttype\tname\taliases\thow\tpriority\n"
                       "us\tPlace/Country\tUnited States\tAmerica\t\t3\n"
                       "us\t\tUSA\tUS\tACRONYM\t2\n"
                       "us\t\t\tAmerican|Americans\tDERIVED\t1\n"
                       "us\t\tYankee\t\tALIAS\t\n"
                       "us\t\tUnion\t\t\t\n");
    for (size_t i = 0; i < sizeof(how_rows) / sizeof(how_rows[0]); i++) {
        const struct gz_candidates found = find(g, how_rows[i].text, arena);
        CHECK_EQ(found.count, 1);
        CHECK_EQ(found.items[0].readings[0].how, how_rows[i].how);
    }
    CHECK_EQ(find(g, "USA", arena).items[0].readings[0].priority, 2);
    gz_gazetteer_close(g);
    gz_arena_free(arena);
}

// Between lists the first policy stands, and a merged entity is read once.
static void check_policies_of_two(void)
{
    struct gz_arena *arena = gz_arena_new(1 << 20);
    struct gz_gazetteer *g =
        compile_two(HEADER "a\tOrg\tTarget\t\t\texact\twikidata=Q1\t\t\n",
                    HEADER "b\tOrg\tTarget\t\t\tfree\t\t\t\n"
                           "c\tOrg\tTarget Corp\t\t\t\t\t\ttwo:b|wd:Q1\n");
    CHECK_EQ(find(g, "target", arena).count, 0);
    const struct gz_candidates found = find(g, "Target", arena);
    CHECK_EQ(found.count, 1);
    CHECK_EQ(found.items[0].reading_count, 1);
    gz_gazetteer_close(g);
    gz_arena_free(arena);
}

static const char list[] = "id\ttype\tname\taliases\n"
                           "a\tOrg\tAcme\tACM|Acme Inc.\n"
                           "b\tPlace/City\tParis\tParis\n"
                           "c\tBad\tType\t\n";

static void check_report_and_digest(void)
{
    uint64_t digests[2];
    for (int i = 0; i < 2; i++) {
        struct gz_buffer image;
        struct gz_compile_report report = {0};
        struct gz_gazetteer *g = NULL;
        gz_buffer_init(&image, 0);
        CHECK_EQ(test_compile(gz_str_z(list), &image, &report, NULL),
                 GZ_INVALID);
        CHECK_EQ(report.rows, 3);
        CHECK_EQ(report.bad_rows, 1);
        CHECK_EQ(report.entities, 2);
        CHECK_EQ(report.names, 4);
        CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &g, NULL));
        digests[i] = gz_gazetteer_digest(g);
        gz_gazetteer_close(g);
    }
    CHECK(digests[0] == digests[1]);
}

static void check_memory(void)
{
    for (long n = 1;; n++) {
        struct gz_buffer image;
        struct gz_compile_report report;
        struct gz_gazetteer *g = NULL;
        gz_buffer_init(&image, 0);
        gz_alloc_fail_at(n);
        enum gz_status st = test_compile(gz_str_z(list), &image, &report, NULL);
        if (st == GZ_INVALID) {
            st = gz_gazetteer_adopt(image.data, image.len, &g, NULL);
        } else {
            gz_buffer_fini(&image);
        }
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_gazetteer_close(g);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        if (!failed) {
            break;
        }
    }
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    CHECK(out != NULL);
    fputs(text, out);
    CHECK_EQ(fclose(out), 0);
}

static void compile_path(const char *path, enum gz_status want,
                         const char *want_entities)
{
    struct gz_compiler *c = gz_compiler_new();
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_gazetteer *g = NULL;
    gz_buffer_init(&image, 0);
    CHECK_EQ(gz_compiler_add(c, path, NULL), want);
    if (want_entities != NULL) {
        CHECK_OK(gz_compiler_finish(c, &image, &report, NULL));
        CHECK_OK(gz_gazetteer_adopt(image.data, image.len, &g, NULL));
        test_check_entities(g, want_entities);
        gz_gazetteer_close(g);
    }
    gz_compiler_free(c);
}

// Lists of a folder are read in the order of their names: the first one to
// speak of an entity says what it is.
static void check_packs(void)
{
    char folder[] = "/tmp/gz-pack-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    CHECK_EQ(mkdir("places", 0700), 0);
    write_file("places/b.tsv", "id\ttype\tname\na\tPerson\tZ\nb\tOrg\tB\n");
    write_file("places/a.tsv", "id\ttype\tname\na\tOrg\tA\n");
    write_file("places/.c.tsv", "nothing");
    write_file("places/c.txt", "nothing");
    compile_path("places", GZ_NOT_FOUND, NULL);
    write_file("places/pack.yaml", "name: Places\nversion: 1\n");
    compile_path("places", GZ_OK, "places:a|Org|A||\nplaces:b|Org|B||\n");
    compile_path("places/", GZ_OK, "places:a|Org|A||\nplaces:b|Org|B||\n");
    compile_path("places/b.tsv", GZ_OK, "b:a|Person|Z||\nb:b|Org|B||\n");
    write_file("places/pack.yaml", "namespace: gz\n");
    compile_path("./places", GZ_OK, "gz:a|Org|A||\ngz:b|Org|B||\n");
    write_file("places/pack.yaml", "namespace: a b\n");
    compile_path("places", GZ_INVALID, NULL);
    write_file("places/pack.yaml", "- name\n");
    compile_path("places", GZ_INVALID, NULL);
    compile_path("nowhere", GZ_NOT_FOUND, NULL);
    static const char *const files[] = {"places/a.tsv", "places/b.tsv",
                                        "places/.c.tsv", "places/c.txt",
                                        "places/pack.yaml"};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        unlink(files[i]);
    }
    rmdir("places");
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
}

int main(void)
{
    check_merges();
    check_hows();
    check_policies_of_two();
    check_report_and_digest();
    check_memory();
    check_packs();
    gz_compiler_free(NULL);
    return 0;
}
