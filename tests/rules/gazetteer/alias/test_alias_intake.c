// Which of the spellings that rules make come into a gazetteer.

#include "rules/gazetteer/alias/alias_intake.h"

#include <sys/stat.h>
#include <unistd.h>

#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/lists/pack.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define HEADER "id\ttype\tname\taliases\thow\tpolicy\tpriority\txids\tsame_as\n"

enum { LEGAL = 1 << GZ_ALIAS_LEGAL_SUFFIX };

// Two lists, a set of rules, the findings, how many names rules made, a text
// and what is found in it: "words=id:how:flags:priority".
static const struct row {
    const char *one;
    const char *two;
    unsigned rules;
    const char *findings;
    uint64_t made;
    uint64_t left_out;
    const char *text;
    const char *matches;
} rows[] = {
    // Nothing is made unless somebody asks for it.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\n", HEADER, 0, "", 0, 0,
     "Globex rose.", ""},
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\n", HEADER, LEGAL, "", 1, 0,
     "Globex rose, Globex AG too.", "Globex=one:a:1:0:0 Globex AG=one:a:0:0:0"},
    // Policy and priority are those of the row; aliases count, too.
    {HEADER "a\tOrg\tAcme\tGlobex AG\t\texact,context\t7\t\t\n", HEADER, LEGAL,
     "", 1, 0, "Globex GLOBEX", "Globex=one:a:1:1:7"},
    // A row may ask for one rule itself, whatever is on; no image keeps that.
    {HEADER "a\tOrg\tÉlan AG\t\t\taccents\t\t\t\nb\tOrg\tÉtat\t\t\t\t\t\t\n",
     HEADER, 0, "", 1, 0, "Elan AG, Élan AG, Etat",
     "Elan AG=one:a:1:0:0 Élan AG=one:a:0:0:0"},
    // An acronym, a derived name, a ticker and a stop name are left alone.
    {HEADER "a\tOrg\tAcme\t\t\t\t\t\t\na\t\tX AG\tGlobex AG\tACRONYM\t\t\t\t\n"
            "a\t\t\tY AG\tDERIVED\t\t\t\t\n"
            "a\t\tZed AG\t\t\tstop\t\t\t\na\t\tZod AG\t\t\tticker\t\t\t\n",
     HEADER, LEGAL, "", 0, 0, "Globex", ""},
    // A row's own entity: the row's policy stays.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\na\t\tGlobex\t\t\tcontext\t\t\t\n",
     HEADER, LEGAL, "", 0, 0, "Globex", "Globex=one:a:0:1:0"},
    // Or it is for all spellings; else another spelling is a name of its own.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\na\t\tglobex\t\t\tfree\t\t\t\n",
     HEADER, LEGAL, "", 0, 0, "Globex", "Globex=one:a:0:0:0"},
    {HEADER "a\tOrg\tGlobex AG\tGLOBEX\t\t\t\t\t\n", HEADER, LEGAL, "", 1, 0,
     "Globex", "Globex=one:a:1:0:0"},
    // Marks make another name.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\nb\tOrg\tGlobex!\t\t\t\t\t\t\n",
     HEADER, LEGAL, "", 1, 0, "Globex Globex!",
     "Globex=one:a:1:0:0 Globex!=one:b:0:0:0"},
    // Another entity's name, before and behind, in any case.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\n",
     HEADER "b\tPlace\tGLOBEX\t\t\t\t\t\t\n", LEGAL,
     "A:2: conflict: \"Globex\" of one:a, made by legal-suffix, is left out; "
     "two:b is called so in B:2\n",
     0, 1, "Globex rose", ""},
    {HEADER "a\tPlace\tRome\tGlobex\t\t\t\t\t\nb\tOrg\tGlobex AG\t\t\t\t\t\t\n",
     HEADER, LEGAL,
     "A:3: conflict: \"Globex\" of one:b, made by legal-suffix, is left out; "
     "one:a is called so in A:2\n",
     0, 1, "Globex rose", "Globex=one:a:1:0:0"},
    // Entities that are one in the end are no others.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\n",
     HEADER "b\tOrg\tGlobex\t\t\t\t\t\t\nc\tOrg\tGlob\t\t\t\t\t\tone:a|two:b\n",
     LEGAL, "B:3: merged: two:b of B:2 is one:a of A:2\n", 0, 0, "Globex",
     "Globex=one:a:0:0:0"},
    // What rules make of two entities is ambiguous, as rows may be.
    {HEADER "a\tOrg\tGlobex AG\t\t\t\t\t\t\nb\tOrg\tGlobex KG\t\t\t\t\t\t\n",
     HEADER, LEGAL, "A:2: ambiguous: \"Globex\" is one:a (A:2), one:b (A:3)\n",
     2, 0, "Globex rose", "Globex=one:a:1:0:0,one:b:1:0:0"},
    // An exact spelling is only in the way of itself.
    {HEADER "w\tOrg\tWorld Fish Body (WFB)\t\t\t\t\t\t\n",
     HEADER "b\tWork\tWfb\t\t\t\t\t\t\n", 1 << GZ_ALIAS_ACRONYM, "", 2, 0,
     "Wfb WFB wfb", "Wfb=two:b:0:0:0 WFB=one:w:2:0:0,two:b:0:0:0"},
    {HEADER "w\tOrg\tWorld Fish Body (WFB)\t\t\t\t\t\t\n",
     HEADER "b\tWork\tWFB\t\t\t\t\t\t\n", 1 << GZ_ALIAS_ACRONYM,
     "A:2: conflict: \"WFB\" of one:w, made by acronym, is left out; two:b is "
     "called so in B:2\n",
     1, 1, "WFB", "WFB=two:b:0:0:0"},
    // A ticker of a row of any name; the type may come from an earlier row.
    {HEADER "a\tOrg\tGlobex\t\t\t\t\tticker=GLX\t\n", HEADER,
     1 << GZ_ALIAS_TICKER, "", 1, 0, "($GLX)", "GLX=one:a:1:2:0"},
    {HEADER "a\tOrg\tGlobex\t\t\t\t\t\t\n",
     HEADER "x\t\tGlob Inc.\t\t\t\t\t\tone:a\n", LEGAL, "", 3, 0,
     "Glob, Inc rose", "Glob, Inc=one:a:1:0:0"},
};

static enum gz_status compile(const struct row *row,
                              const struct gz_source lists[2], FILE *findings,
                              struct gz_buffer *image,
                              struct gz_compile_report *report)
{
    struct gz_compiler *c = gz_compiler_new();
    if (c == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_compiler_set(c, &(struct gz_compile_options){.findings = findings,
                                                    .expand = row->rules});
    enum gz_status st =
        gz_compiler_add_source(c, &lists[0], GZ_STR_LIT("one"), NULL);
    if (st == GZ_OK) {
        st = gz_compiler_add_source(c, &lists[1], GZ_STR_LIT("two"), NULL);
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(c, image, report, NULL);
    }
    gz_compiler_free(c);
    return st;
}

static void print_reading(const struct gz_gazetteer *g,
                          const struct gz_reading *r, struct gz_arena *arena,
                          struct gz_buffer *out)
{
    struct gz_entry entry;
    CHECK_OK(gz_gazetteer_entry(g, r->entity, arena, &entry));
    gz_buffer_append_str(out, entry.id);
    gz_buffer_append_fmt(out, ":%d:%d:%d", r->how, r->flags, r->priority);
}

static void check_matches(const struct row *row, struct gz_buffer *image)
{
    struct gz_gazetteer *g = NULL;
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_tokens tokens;
    struct gz_candidates found;
    struct gz_buffer got;
    const struct gz_str text = gz_str_z(row->text);
    gz_buffer_init(&got, 0);
    CHECK_OK(gz_gazetteer_adopt(image->data, image->len, &g, NULL));
    CHECK_OK(gz_tokens_split(text, arena, &tokens));
    CHECK_OK(gz_gazetteer_find(g, text, &tokens, arena, &found));
    for (uint32_t i = 0; i < found.count; i++) {
        const struct gz_candidate *c = &found.items[i];
        gz_buffer_append_fmt(&got, "%s%.*s=", i > 0 ? " " : "",
                             (int)(c->end_byte - c->begin_byte),
                             text.ptr + c->begin_byte);
        for (uint32_t k = 0; k < c->reading_count; k++) {
            gz_buffer_append_z(&got, k > 0 ? "," : "");
            print_reading(g, &c->readings[k], arena, &got);
        }
    }
    CHECK_STR(gz_buffer_str(&got), row->matches);
    gz_buffer_fini(&got);
    gz_arena_free(arena);
    gz_gazetteer_close(g);
}

static void check_memory(const struct row *row, const struct gz_source lists[2])
{
    for (long n = 1;; n++) {
        FILE *sink = fopen("/dev/null", "w");
        struct gz_buffer image;
        struct gz_compile_report report;
        CHECK(sink != NULL);
        gz_buffer_init(&image, 0);
        gz_alloc_fail_at(n);
        const enum gz_status st = compile(row, lists, sink, &image, &report);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        fclose(sink);
        gz_buffer_fini(&image);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        if (!failed) {
            break;
        }
    }
}

static void run(const struct row *row)
{
    char *got = NULL;
    size_t len = 0;
    struct gz_source lists[2];
    struct gz_buffer image;
    struct gz_compile_report report;
    FILE *findings = open_memstream(&got, &len);
    gz_buffer_init(&image, 0);
    CHECK(findings != NULL);
    CHECK_OK(gz_source_init(&lists[0], "A", gz_str_z(row->one)));
    CHECK_OK(gz_source_init(&lists[1], "B", gz_str_z(row->two)));
    CHECK_OK(compile(row, lists, findings, &image, &report));
    CHECK_EQ(fclose(findings), 0);
    CHECK_Z(got, row->findings);
    CHECK_EQ(report.made, row->made);
    CHECK_EQ(report.left_out, row->left_out);
    free(got);
    check_matches(row, &image);
    check_memory(row, lists);
    gz_source_fini(&lists[0]);
    gz_source_fini(&lists[1]);
}

// What a pack.yaml may say of rules, and what is said of it.
static const struct {
    const char *text;
    unsigned rules;
    const char *error;
} packs[] = {
    {"name: x\n", 0, ""},
    {"expand:\n", 0, ""},
    {"expand: []\n", 0, ""},
    {"expand: all\n", GZ_ALIAS_RULES_ALL, ""},
    {"expand: the\n", 1 << GZ_ALIAS_THE, ""},
    {"expand: [legal-suffix, the]\n", LEGAL | 1 << GZ_ALIAS_THE, ""},
    {"expand: [legal-sufix, zebra]\n", 0,
     "p/pack.yaml:1:10: error: unknown rule \"legal-sufix\", did you mean "
     "\"legal-suffix\"?\n"
     "expand: [legal-sufix, zebra]\n"
     "         ^~~~~~~~~~~\n"
     "p/pack.yaml:1:23: error: unknown rule \"zebra\", there are "
     "all, acronym, ticker, legal-suffix, the, ampersand, initials, "
     "middle-initial and accents\n"
     "expand: [legal-sufix, zebra]\n"
     "                      ^~~~~\n"},
    {"expand:\n  the: yes\n", 0,
     "p/pack.yaml:2:3: error: expand lists names of rules, not a mapping\n"
     "  the: yes\n"
     "  ^~~~~~~~\n"},
};

static void check_pack(size_t i)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    struct gz_pack pack;
    struct gz_error err;
    FILE *out = fopen("p/pack.yaml", "w");
    CHECK(out != NULL);
    fputs(packs[i].text, out);
    CHECK_EQ(fclose(out), 0);
    gz_error_init(&err);
    const bool good = packs[i].error[0] == '\0';
    CHECK_EQ(gz_pack_read("p", arena, &pack, &err), good ? GZ_OK : GZ_INVALID);
    CHECK_Z(gz_error_text(&err), packs[i].error);
    CHECK(!good || pack.expand == packs[i].rules);
    gz_error_fini(&err);
    gz_arena_free(arena);
}

static void check_packs(void)
{
    char folder[] = "/tmp/gz-expand-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    CHECK_EQ(chdir(folder), 0);
    CHECK_EQ(mkdir("p", 0700), 0);
    for (size_t i = 0; i < sizeof(packs) / sizeof(packs[0]); i++) {
        check_pack(i);
    }
    unlink("p/pack.yaml");
    rmdir("p");
    CHECK_EQ(chdir("/"), 0);
    rmdir(folder);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(&rows[i]);
    }
    check_packs();
    return 0;
}
