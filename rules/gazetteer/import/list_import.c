#include "rules/gazetteer/import/list_import.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "daemon/base/source.h"
#include "rules/gazetteer/import/importer.h"

static const struct {
    const char *name;
    enum gz_status (*run)(struct gz_importer *im, const struct gz_source *src);
} formats[GZ_IMPORT_FORMAT_COUNT] = {
    [GZ_IMPORT_SPACY] = {"spacy", gz_import_spacy},
    [GZ_IMPORT_GATE] = {"gate", gz_import_gate},
    [GZ_IMPORT_REGEXNER] = {"regexner", gz_import_regexner},
};

bool gz_list_import_find(struct gz_str name, enum gz_import_format *out)
{
    for (int i = 0; i < GZ_IMPORT_FORMAT_COUNT; i++) {
        if (gz_str_is(name, formats[i].name)) {
            *out = (enum gz_import_format)i;
            return true;
        }
    }
    return false;
}

// Whether what was read can be written: mistakes in some lines do not stop it.
static bool goes_on(enum gz_status st)
{
    return st != GZ_NO_MEMORY;
}

enum gz_status gz_list_import_source(enum gz_import_format format,
                                     const struct gz_source *src,
                                     const struct gz_import_options *options,
                                     struct gz_buffer *out,
                                     struct gz_import_report *report,
                                     struct gz_error *err)
{
    struct gz_importer im;
    enum gz_status st = gz_importer_init(&im, options, report, err);
    if (st == GZ_OK) {
        st = formats[format].run(&im, src);
    }
    if (goes_on(st)) {
        gz_importer_write(&im, out);
        report->names += im.count;
    }
    if (gz_buffer_status(out) != GZ_OK || report->status != GZ_OK) {
        st = GZ_NO_MEMORY;
    }
    if (st == GZ_NO_MEMORY) {
        gz_error_set(err, st, "no memory to import %s", src->name);
    }
    gz_importer_fini(&im);
    return st;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum gz_status gz_list_import(enum gz_import_format format, const char *path,
                              const struct gz_import_options *options,
                              struct gz_buffer *out,
                              struct gz_import_report *report,
                              struct gz_error *err)
{
    struct gz_source src;
    struct gz_buffer file;
    gz_buffer_init(&file, 0);
    const bool inside = format == GZ_IMPORT_GATE && is_folder(path);
    gz_buffer_append_fmt(&file, "%s%s%c", path, inside ? "/lists.def" : "",
                         '\0');
    enum gz_status st = gz_buffer_status(&file);
    if (st != GZ_OK) {
        return gz_error_set(err, st, "no memory to import %s", path);
    }
    st = gz_source_load(&src, (const char *)file.data, 0, err);
    if (st == GZ_OK) {
        st = gz_list_import_source(format, &src, options, out, report, err);
        gz_source_fini(&src);
    }
    gz_buffer_fini(&file);
    return st;
}
