#ifndef GZ_IMPORT_LINES_H
#define GZ_IMPORT_LINES_H

#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/import/import_report.h"

/*
 * The lines of a foreign list, UTF-8 with or without a byte order mark, that
 * end in LF or CRLF.  Lines of white space are left out.
 */
enum { GZ_IMPORT_LINE_BYTES = 1 << 20 };

struct gz_import_lines {
    const struct gz_source *src;   // borrowed
    struct gz_str rest;            // not read yet
    struct gz_import_place place;  // of the newest line
};

/** Begin at the first line of src, which stays borrowed. */
void gz_import_lines_init(struct gz_import_lines *lines,
                          const struct gz_source *src);

/**
 * The next line without its end.  GZ_NOT_FOUND when there is none; GZ_INVALID,
 * said in err, for one that is too long or no UTF-8: go on behind it.
 */
enum gz_status gz_import_lines_next(struct gz_import_lines *lines,
                                    struct gz_str *line,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
