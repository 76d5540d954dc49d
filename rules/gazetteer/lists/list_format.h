#ifndef GZ_LIST_FORMAT_H
#define GZ_LIST_FORMAT_H

#include <stdbool.h>

#include "daemon/base/str.h"

/*
 * How the rows of a name list are written.  A file's name tells: *.tsv, *.csv,
 * and *.jsonl or *.ndjson, in letters of any case.
 */
enum gz_list_format {
    GZ_LIST_TSV,
    GZ_LIST_CSV,
    GZ_LIST_JSON,  // one object a line
};

/** Whether a file's name ends as those of lists do; format NULL allowed. */
bool gz_list_format_find(struct gz_str path, enum gz_list_format *format);

/** The format of a file, GZ_LIST_TSV when its name does not tell. */
enum gz_list_format gz_list_format_of(struct gz_str path);

/** A file's name without the suffix of a list; borrowed. */
struct gz_str gz_list_format_stem(struct gz_str path);

#endif
