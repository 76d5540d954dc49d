// Any bytes as a list of another program; the first chooses which.  The list
// that comes of it compiles without a mistake.

#include "daemon/base/source.h"
#include "rules/gazetteer/compile/compile.h"
#include "rules/gazetteer/import/importer.h"
#include "tests/support/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct gz_import_options options = {.name_case = GZ_NAME_SMART};

static void import_entries(const struct gz_source *src, struct gz_buffer *out,
                           struct gz_import_report *report)
{
    struct gz_importer im;
    CHECK_OK(gz_importer_init(&im, &options, report, NULL));
    const enum gz_status st = gz_import_gate_entries(
        &im, src, GZ_STR_LIT("location/city"), GZ_STR_LIT("en"));
    CHECK(st == GZ_OK || st == GZ_INVALID);
    gz_importer_write(&im, out);
    gz_importer_fini(&im);
}

static void compile(struct gz_str list)
{
    struct gz_source src;
    struct gz_error err;
    struct gz_compiler *c = gz_compiler_new();
    CHECK(c != NULL);
    gz_error_init(&err);
    CHECK_OK(gz_source_init(&src, "list.tsv", list));
    const enum gz_status st =
        gz_compiler_add_source(c, &src, GZ_STR_LIT("list"), &err);
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_error_fini(&err);
    gz_source_fini(&src);
    gz_compiler_free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_source src;
    struct gz_buffer out;
    struct gz_import_report report;
    if (size == 0) {
        return 0;
    }
    const struct gz_str text = gz_str_of((const char *)data + 1, size - 1);
    const int format = data[0] % (GZ_IMPORT_FORMAT_COUNT + 1);
    gz_buffer_init(&out, 0);
    CHECK_OK(gz_import_report_init(&report));
    CHECK_OK(gz_source_init(&src, "/nowhere/in", text));
    if (format == GZ_IMPORT_FORMAT_COUNT) {
        import_entries(&src, &out, &report);
    } else {
        const enum gz_status st = gz_list_import_source(
            (enum gz_import_format)format, &src, &options, &out, &report, NULL);
        CHECK(st != GZ_NO_MEMORY && st != GZ_LIMIT);
    }
    compile(gz_buffer_str(&out));
    gz_source_fini(&src);
    gz_import_report_fini(&report);
    gz_buffer_fini(&out);
    return 0;
}
