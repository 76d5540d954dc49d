// What is said of lists that have no mistake, word for word.

#include "rules/gazetteer/compile/list_findings.h"

#include "rules/gazetteer/compile/compile.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define HEADER "id\ttype\tname\taliases\tpolicy\tsame_as\n"

// Two lists, and the findings.
static const struct {
    const char *one;
    const char *two;
    const char *want;
} rows[] = {
    {HEADER "a\tOrg\tAcme\t\t\t\n", HEADER "b\tOrg\tGlobex\t\t\t\n", ""},
    // The same name and id, in a row and in two; a comment is no row.
    {HEADER "a\tOrg\tAcme\tAcme|ACM\t\t\n"
            "# a again\n\n"
            "a\t\tACM\t\t\t\n",
     HEADER "a\tOrg\tAcme\t\t\tone:a\n",
     "A:2: duplicate: \"Acme\" of one:a stands in A:2 already\n"
     "A:5: duplicate: \"ACM\" of one:a stands in A:2 already\n"
     "B:2: duplicate: \"Acme\" of one:a stands in A:2 already\n"},
    {HEADER "a\tOrg\tAcme\t\texact\t\n",
     HEADER "x\tOrg\tAcme\t\tfree\tone:a\n"
            "y\tOrg\tAcme\t\tcontext,word\t"
            "one:a\n",
     "B:2: policy: \"Acme\" of one:a is free here; exact in A:2 counts\n"
     "B:3: policy: \"Acme\" of one:a is smart,context,word here; exact in A:2 "
     "counts\n"},
    {HEADER "a\tOrg\tAcme\t\t\t\n"
            "b\tOrg\tAcme Corp\t\t\t\n",
     HEADER "x\tOrg\tAcme Inc\t\t\t\n"
            "y\tOrg\tAcme AG\t\t\ttwo:x|one:b|one:a\n",
     "B:3: merged: two:x of B:2 is one:b of A:3\n"
     "B:3: merged: one:b of A:3 is one:a of A:2\n"},
    // In the order of the lists; one entity counts once, spelling is all.
    {HEADER "a\tPlace\tParis\t\t\t\n"
            "b\tPlace\tRome\t\t\t\n"
            "c\tPerson\tParis\t\t\t\n",
     HEADER "r\tPlace\tROME\tRome\t\t\n"
            "p\tPlace\tParis\t\t\t\n"
            "q\tPlace\tParis\t\t\ttwo:p\n",
     "B:4: duplicate: \"Paris\" of two:p stands in B:3 already\n"
     "A:2: ambiguous: \"Paris\" is one:a (A:2), one:c (A:4), two:p (B:3)\n"
     "A:3: ambiguous: \"Rome\" is one:b (A:3), two:r (B:2)\n"},
    // Merged in the end, so it is not ambiguous.
    {HEADER "a\tOrg\tAcme\t\t\t\n"
            "b\tOrg\tAcme\t\t\t\n",
     HEADER "x\tOrg\tAcme Inc\t\t\tone:a|one:b\n",
     "B:2: merged: one:b of A:3 is one:a of A:2\n"},
};

static enum gz_status compile(const struct gz_source lists[2], FILE *findings)
{
    struct gz_buffer image;
    struct gz_compile_report report;
    struct gz_compiler *c = gz_compiler_new();
    gz_buffer_init(&image, 0);
    if (c == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_compiler_set(c, &(struct gz_compile_options){.findings = findings});
    enum gz_status st =
        gz_compiler_add_source(c, &lists[0], GZ_STR_LIT("one"), NULL);
    if (st == GZ_OK) {
        st = gz_compiler_add_source(c, &lists[1], GZ_STR_LIT("two"), NULL);
    }
    if (st == GZ_OK) {
        st = gz_compiler_finish(c, &image, &report, NULL);
    }
    gz_compiler_free(c);
    gz_buffer_fini(&image);
    return st;
}

static void check_memory(const struct gz_source lists[2])
{
    for (long n = 1;; n++) {
        FILE *sink = fopen("/dev/null", "w");
        CHECK(sink != NULL);
        gz_alloc_fail_at(n);
        const enum gz_status st = compile(lists, sink);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        fclose(sink);
        CHECK_EQ(st, failed ? GZ_NO_MEMORY : GZ_OK);
        if (!failed) {
            break;
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *got = NULL;
        size_t len = 0;
        struct gz_source lists[2];
        FILE *findings = open_memstream(&got, &len);
        CHECK(findings != NULL);
        CHECK_OK(gz_source_init(&lists[0], "A", gz_str_z(rows[i].one)));
        CHECK_OK(gz_source_init(&lists[1], "B", gz_str_z(rows[i].two)));
        CHECK_OK(compile(lists, findings));
        CHECK_EQ(fclose(findings), 0);
        CHECK_Z(got, rows[i].want);
        free(got);
        check_memory(lists);
        gz_source_fini(&lists[0]);
        gz_source_fini(&lists[1]);
    }
    return 0;
}
