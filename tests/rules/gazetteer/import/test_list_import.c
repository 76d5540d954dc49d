// What imports put together, what they count, and memory that is short.  The
// formats themselves are under tests/cases/import.

#include "rules/gazetteer/import/list_import.h"

#include "daemon/base/source.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/import/importer.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

#define HEADER "type\tid\tname\tpolicy\tpriority\tattributes\n"
#define TEN(x) x x x x x x x x x x

static enum gz_status import(enum gz_import_format format, struct gz_str text,
                             struct gz_buffer *out,
                             struct gz_import_report *report,
                             struct gz_error *err)
{
    static const struct gz_import_options options = {.name_case =
                                                         GZ_NAME_SMART};
    struct gz_source src;
    CHECK_OK(gz_source_init(&src, "in", text));
    const enum gz_status st =
        gz_list_import_source(format, &src, &options, out, report, err);
    gz_source_fini(&src);
    return st;
}

static const struct {
    enum gz_import_format format;
    const char *text;
    const char *want;  // rows, then the report
} rows[] = {
    {GZ_IMPORT_SPACY, "", ""},
    {GZ_IMPORT_REGEXNER, "\xef\xbb\xbf Acme \tORG\t\t\tgroup\r\n\r\n \t\n",
     "Org\tOrg/Acme\tAcme\tsmart\t\t\n"},
    // Names that come twice: the freer case, the higher priority.
    {GZ_IMPORT_REGEXNER, "Acme\tORG\t\t3\nAcme\tORG\t\t7\nAcme\tGPE\n",
     "Org\tOrg/Acme\tAcme\tsmart\t7\t\n"
     "Place\tPlace/Acme\tAcme\tsmart\t\t\n"},
    {GZ_IMPORT_SPACY,
     "{\"id\":1,\"label\":\"ORG\",\"pattern\":[{\"TEXT\":\"acme\"}]}\n"
     "{\"id\":\"1\",\"label\":\"ORG\",\"pattern\":\"acme\"}\n"
     "{\"id\":\"1\",\"label\":\"ORG\",\"pattern\":\"Acme\\tCo\"}\n"
     "{\"id\":null,\"label\":\"ORG\",\"pattern\":[{\"LOWER\":\"acme\"}]}\n",
     "Org\t1\tacme\tsmart\t\t\nOrg\t1\tAcme Co\tsmart\t\t\n"
     "Org\tOrg/acme\tacme\tfree\t\t\n"},
    // An id that begins a line must not make a comment of it.
    {GZ_IMPORT_SPACY,
     "{\"id\":\"#1\",\"label\":\"ORG\",\"pattern\":\"Acme\"}\n",
     "Org\t#1\tAcme\tsmart\t\t\n"},
    {GZ_IMPORT_REGEXNER, TEN(TEN("a")) TEN(TEN("b")) "\tORG\n",
     "Org\tOrg/796326adbcfeea872d468f43da13d94f\t" TEN(TEN("a"))
         TEN(TEN("b")) "\tsmart\t\t\n"},
    {GZ_IMPORT_REGEXNER, TEN(TEN("abc")) "\tORG\n" TEN("a b c ") "\tORG\n",
     "in:1: lost: a name of more than 240 bytes\n"
     "in:2: lost: a name of more than 24 words\n"
     "lost 2, read 2, names written 0\n"
     "       1  a name of more than 240 bytes\n"
     "       1  a name of more than 24 words\n"},
    {GZ_IMPORT_REGEXNER, TEN(TEN("123456")) "\tORG\n",
     "in:1: lost: a word of more than 500 bytes\n"
     "lost 1, read 1, names written 0\n"
     "       1  a word of more than 500 bytes\n"},
    {GZ_IMPORT_REGEXNER, TEN(TEN("a ")) "\tORG\nA\x01z\tORG\n",
     "in:1: lost: a pattern of very many words\n"
     "in:2: lost: a control character\n"
     "lost 2, read 2, names written 0\n"
     "       1  a pattern of very many words\n"
     "       1  a control character\n"},
};

static void check_row(enum gz_import_format format, const char *text,
                      const char *want)
{
    struct gz_buffer out;
    struct gz_import_report report;
    gz_buffer_init(&out, 0);
    CHECK_OK(gz_import_report_init(&report));
    CHECK_OK(import(format, gz_str_z(text), &out, &report, NULL));
    gz_import_report_print(&report, &out);
    const struct gz_str got = gz_buffer_str(&out);
    const struct gz_str header = GZ_STR_LIT(HEADER);
    CHECK(gz_str_starts(got, header));
    CHECK_STR(
        gz_str_of(got.ptr + header.len_bytes, got.len_bytes - header.len_bytes),
        want);
    gz_import_report_fini(&report);
    gz_buffer_fini(&out);
}

// Places and reasons are bounded, counts are not.
static void check_bounds(void)
{
    struct gz_buffer text;
    struct gz_buffer out;
    struct gz_import_report report;
    gz_buffer_init(&text, 0);
    gz_buffer_init(&out, 0);
    CHECK_OK(gz_import_report_init(&report));
    for (int i = 0; i < 100; i++) {
        gz_buffer_append_fmt(&text, "Acme\tL%d\nBank.*\tORG\n", i);
    }
    CHECK_OK(
        import(GZ_IMPORT_REGEXNER, gz_buffer_str(&text), &out, &report, NULL));
    CHECK_EQ(report.lost, 200);
    CHECK_EQ(report.loss_count, GZ_IMPORT_REASONS + 1);
    CHECK_EQ(report.losses[1].count, 100);
    CHECK_EQ(report.losses[1].place_count, GZ_IMPORT_PLACES);
    CHECK_EQ(report.losses[1].places[GZ_IMPORT_PLACES - 1].line, 20);
    CHECK_STR(report.losses[GZ_IMPORT_REASONS].reason, "other reasons");
    CHECK_EQ(report.losses[GZ_IMPORT_REASONS].count,
             100 - (GZ_IMPORT_REASONS - 1));
    gz_import_report_fini(&report);
    gz_buffer_fini(&out);
    gz_buffer_fini(&text);
}

// A list of GATE whose features are more than a row can hold.
static void check_features(const char *line, const char *value, int times,
                           const char *want)
{
    static const struct gz_import_options options = {0};
    struct gz_buffer text;
    struct gz_source src;
    struct gz_import_report report;
    struct gz_importer im;
    gz_buffer_init(&text, 0);
    CHECK_OK(gz_import_report_init(&report));
    CHECK_OK(gz_importer_init(&im, &options, &report, NULL));
    for (int i = 0; i < times; i++) {
        gz_buffer_append_z(&text, line);
        gz_buffer_append_fmt(&text, "&key%d=%s\n", i, value);
    }
    CHECK_OK(gz_source_init(&src, "in.lst", gz_buffer_str(&text)));
    CHECK_OK(gz_import_gate_entries(&im, &src, GZ_STR_LIT("location"),
                                    GZ_STR_LIT("")));
    CHECK_EQ(im.count, 1);
    CHECK_EQ(report.loss_count, 1);
    CHECK_STR(report.losses[0].reason, want);
    gz_buffer_fini(&text);
    gz_source_fini(&src);
    gz_importer_fini(&im);
    gz_import_report_fini(&report);
}

static void check_long_line(void)
{
    struct gz_buffer text;
    struct gz_buffer out;
    struct gz_import_report report;
    struct gz_error err;
    gz_buffer_init(&text, 0);
    gz_buffer_init(&out, 0);
    gz_error_init(&err);
    CHECK_OK(gz_import_report_init(&report));
    for (int i = 0; i <= 1 << 20; i++) {
        gz_buffer_append_byte(&text, 'x');
    }
    gz_buffer_append_z(&text, "\nAcme\tORG\n");
    CHECK_EQ(
        import(GZ_IMPORT_REGEXNER, gz_buffer_str(&text), &out, &report, &err),
        GZ_INVALID);
    CHECK_Z(gz_error_text(&err), "in:1:1: error: the line has 1048577 bytes, "
                                 "at most 1048576 are allowed\n");
    CHECK_STR(gz_buffer_str(&out), HEADER "Org\tOrg/Acme\tAcme\tsmart\t\t\n");
    gz_import_report_fini(&report);
    gz_buffer_fini(&out);
    gz_buffer_fini(&text);
    gz_error_fini(&err);
}

// What an import writes compiles.
static void check_compiles(void)
{
    struct gz_buffer out;
    struct gz_import_report report;
    struct gz_source src;
    struct gz_error err;
    struct gz_compiler *c = gz_compiler_new();
    gz_buffer_init(&out, 0);
    gz_error_init(&err);
    CHECK_OK(gz_import_report_init(&report));
    CHECK_EQ(
        gz_list_import(GZ_IMPORT_REGEXNER, "tests/cases/import/regexner.tab",
                       &(struct gz_import_options){0}, &out, &report, NULL),
        GZ_INVALID);
    CHECK_OK(gz_source_init(&src, "list.tsv", gz_buffer_str(&out)));
    const enum gz_status st =
        gz_compiler_add_source(c, &src, GZ_STR_LIT("list"), &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_compiler_free(c);
    gz_source_fini(&src);
    gz_error_fini(&err);
    gz_buffer_fini(&out);
    gz_import_report_fini(&report);
}

static enum gz_status try_import(enum gz_import_format format, const char *path)
{
    static const struct gz_import_options options = {0};
    struct gz_buffer out;
    struct gz_import_report report;
    struct gz_error err;
    gz_buffer_init(&out, 0);
    gz_error_init(&err);
    enum gz_status st = gz_import_report_init(&report);
    if (st == GZ_OK) {
        st = gz_list_import(format, path, &options, &out, &report, &err);
        gz_import_report_fini(&report);
    }
    gz_buffer_fini(&out);
    gz_error_fini(&err);
    return st;
}

// Messages may lack memory too, so only what is asked is checked: no crash,
// and a failure is one unless only a message was lost.
static void check_memory(enum gz_import_format format, const char *path)
{
    const enum gz_status want = try_import(format, path);
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const enum gz_status st = try_import(format, path);
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        CHECK(st == want || (failed && st == GZ_NO_MEMORY));
        if (!failed) {
            return;
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        check_row(rows[i].format, rows[i].text, rows[i].want);
    }
    check_bounds();
    check_features("Acme" TEN("&a=1&b=2&c=3&d=4&e=5&f=6&g=7"), "1", 1,
                   "features beyond the last 64; the name stays");
    check_features("Acme", TEN(TEN("0123456789")), 20,
                   "attributes beyond 16000 bytes; the name stays");
    check_long_line();
    check_compiles();
    check_memory(GZ_IMPORT_SPACY, "tests/cases/import/spacy.jsonl");
    check_memory(GZ_IMPORT_GATE, "tests/cases/import/gate");
    check_memory(GZ_IMPORT_REGEXNER, "tests/cases/import/regexner.tab");
    return 0;
}
