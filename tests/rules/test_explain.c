#include "rules/explain.h"

#include <unistd.h>

#include "rules/gazetteer/compile/compile.h"
#include "tests/support/check.h"

static const char one[] =
    "id\ttype\tname\taliases\tpolicy\tpriority\txids\tattributes\n"
    "gb\tPlace/Country\tBritain\tEngland\t\t\tiso2=GB\t\n"
    "reading\tPlace/City\tReading\t\tcontext\t\t\tcountry=GB\n"
    "paris\tPlace/City\tParis\t\t\t9\t\tcountry=FR\n"
    "paris-ca\tPlace/City\tParis\t\t\t\t\tcountry=CA\n"
    "hilton\tPerson\tParis Hilton\t\t\t\t\t\n"
    "target\tOrg/Company\tTarget Corporation\t\t\t\t\t\n"
    "target\tOrg/Company\tTarget\t\texact,context\t\t\t\n"
    "msft\tOrg/Company\tMicrosoft\t\t\t\t\t\n"
    "msft\tOrg/Company\tMSFT\t\tticker\t\t\t\n"
    "us\tPlace/Country\tUS\t\texact,word\t\t\t\n"
    "monday\tWork\tMonday\t\tstop\t\t\t\n"
    "big\tOrg\tBig Reading Club\t\tcontext\t\t\t\n";

static const char two[] = "id\ttype\tname\tpolicy\n"
                          "p\tWork\tParis\t\n"
                          "c\tOrg\tReading Club Tokyo\t\n";

// What is said: "words=id fate[<words]" with ", " between.
static const struct {
    const char *text;
    const char *want;
} rows[] = {
    {"", ""},
    {"Microsoft rose, MSFT ($MSFT) fell.",
     "Microsoft=msft mention, MSFT=msft ticker, MSFT=msft mention"},
    {"Paris Hilton",
     "Paris Hilton=hilton mention, Paris=paris inside<Paris Hilton, "
     "Paris=paris-ca inside<Paris Hilton, Paris=p inside<Paris Hilton"},
    // The priority counts, then the images come in their order.
    {"to Paris", "Paris=paris mention, Paris=paris-ca priority<Paris, "
                 "Paris=p priority<Paris"},
    {"The target, a Target", "target=target case, Target=target context"},
    {"Target of Target Corporation",
     "Target=target mention, Target Corporation=target mention, "
     "Target=target inside<Target Corporation"},
    {"IT WAS US", "US=us capitals"},
    {"Us and the US", "Us=us case, US=us mention"},
    {"On Monday", "Monday=monday stop"},
    {"A Reading, England", "Reading=reading mention, England=gb mention"},
    // What is quiet hides nothing, in another list neither.
    {"Big Reading Club Tokyo",
     "Big Reading Club=big context, Reading Club Tokyo=c mention, "
     "Reading=reading inside<Reading Club Tokyo"},
};

static struct gz_str words(struct gz_str text, const struct gz_explained *e)
{
    return gz_str_of(text.ptr + e->begin_byte, e->end_byte - e->begin_byte);
}

static void run(const struct gz_ruleset *rules, const char *z, const char *want)
{
    const struct gz_str text = gz_str_z(z);
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_document *doc = NULL;
    struct gz_explanation found;
    struct gz_buffer got;
    gz_buffer_init(&got, 0);
    CHECK_OK(
        gz_document_new(GZ_STR_LIT(""), text, GZ_STR_LIT(""), arena, &doc));
    CHECK_OK(gz_explain(rules, doc, GZ_FIELD_BODY, arena, &found));
    for (uint32_t i = 0; i < found.count; i++) {
        const struct gz_explained *e = &found.items[i];
        struct gz_str id = e->entry.id;
        gz_str_cut(&id, ':');
        gz_buffer_append_fmt(&got, "%s%.*s=%.*s %s", i > 0 ? ", " : "",
                             GZ_STR_ARG(words(text, e)), GZ_STR_ARG(id),
                             gz_explained_fate_name(e->fate));
        if (e->by != GZ_EXPLAINED_NONE) {
            gz_buffer_append_z(&got, "<");
            gz_buffer_append_str(&got, words(text, &found.items[e->by]));
        }
    }
    CHECK_STR(gz_buffer_str(&got), want);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
}

static void test_small_arena(const struct gz_ruleset *rules)
{
    enum gz_status st = GZ_LIMIT;
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_document *doc = NULL;
    CHECK_OK(gz_document_new(GZ_STR_LIT(""), GZ_STR_LIT("Paris, US, Target"),
                             GZ_STR_LIT(""), arena, &doc));
    for (size_t limit = 0; st != GZ_OK; limit += 64) {
        struct gz_arena *small = gz_arena_new(limit);
        struct gz_explanation found;
        st = gz_explain(rules, doc, GZ_FIELD_BODY, small, &found);
        CHECK(st == GZ_OK || st == GZ_LIMIT);
        gz_arena_free(small);
    }
    gz_arena_free(arena);
}

static void write_image(const char *tsv, const char *path)
{
    struct gz_source src;
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_compiler *c = gz_compiler_new();
    FILE *out = fopen(path, "w");
    CHECK(out != NULL && c != NULL);
    gz_buffer_init(&image, 0);
    CHECK_OK(gz_source_init(&src, path, gz_str_z(tsv)));
    CHECK_OK(gz_compiler_add_source(c, &src, GZ_STR_LIT("x"), NULL));
    CHECK_OK(gz_compiler_finish(c, &image, &report, NULL));
    gz_buffer_print(&image, out);
    CHECK_EQ(fclose(out), 0);
    gz_compiler_free(c);
    gz_source_fini(&src);
    gz_buffer_fini(&image);
}

int main(void)
{
    char folder[] = "/tmp/gz-explain-XXXXXX";
    static const char *const paths[] = {"one.gzt", "two.gzt"};
    struct gz_ruleset *rules = NULL;
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    write_image(one, paths[0]);
    write_image(two, paths[1]);
    CHECK_OK(gz_ruleset_load(paths, 2, &rules, NULL));
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(rules, rows[i].text, rows[i].want);
    }
    test_small_arena(rules);
    gz_ruleset_unref(rules);
    unlink(paths[0]);
    unlink(paths[1]);
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
    return 0;
}
