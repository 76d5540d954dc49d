#ifndef GZ_LIST_IMPORT_H
#define GZ_LIST_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/buffer.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/import/import_labels.h"
#include "rules/gazetteer/import/import_report.h"

/*
 * Name lists of other programs, turned into a TSV list of ours, and a report
 * of all that such a list cannot say.
 *
 *     SPACY     patterns of spaCy's EntityRuler, one JSON object a line
 *     GATE      lists.def, or the folder that holds it, and its *.lst files
 *     REGEXNER  mappings of Stanford's RegexNER: pattern, type, overwritable
 *               types and priority between tabs
 */
enum gz_import_format {
    GZ_IMPORT_SPACY,
    GZ_IMPORT_GATE,
    GZ_IMPORT_REGEXNER,
    GZ_IMPORT_FORMAT_COUNT,
};

struct gz_import_options {
    const struct gz_import_label *labels;  // borrowed; before the known ones
    size_t label_count;
    enum gz_name_case name_case;  // where the format leaves it to settings
};

/** A format by its name: spacy, gate or regexner. */
bool gz_list_import_find(struct gz_str name, enum gz_import_format *out);

/**
 * Read the list at path and append ours to out, a header line first.  What is
 * lost goes into report, which the caller has initialised.  Every malformed
 * line is reported in err and skipped; the status is then GZ_INVALID and the
 * rest has been written.  A list of GATE that cannot be read is reported too,
 * and its status returned, when the others have been read.
 * Fails with GZ_NO_MEMORY, and as gz_source_load() does.
 */
enum gz_status gz_list_import(enum gz_import_format format, const char *path,
                              const struct gz_import_options *options,
                              struct gz_buffer *out,
                              struct gz_import_report *report,
                              struct gz_error *err) GZ_MUST_CHECK;

/**
 * The same of a list in memory; files that a lists.def names are looked up
 * beside src->name.
 */
enum gz_status gz_list_import_source(enum gz_import_format format,
                                     const struct gz_source *src,
                                     const struct gz_import_options *options,
                                     struct gz_buffer *out,
                                     struct gz_import_report *report,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
