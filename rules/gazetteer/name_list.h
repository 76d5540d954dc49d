#ifndef GZ_NAME_LIST_H
#define GZ_NAME_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * Name lists as people write them: tab-separated lines under a header line
 * that names the columns, in any order.  id, type and name are required.
 *
 *     id          row id; rows of one id are one entity
 *     type        as in types.h; the first row of an id must have one
 *     name        the name it is known by; empty in a row that only adds
 *                 aliases to a known id
 *     aliases     further names, separated by |
 *     how         ALIAS (default), ACRONYM or DERIVED: what the aliases are
 *     policy      of these names: exact, smart (default) or free, and any of
 *                 context, ticker, stop, separated by commas
 *     priority    -32768 to 32767, default 0; higher is preferred
 *     xids        "wikidata=Q30;iso2=US": what others call it
 *     attributes  "country=US;capital=1"
 *     same_as     ids of the same entity in other lists, separated by |
 *
 * UTF-8, with or without a byte order mark; lines end in LF or CRLF.  Empty
 * lines and lines that begin with # are left out.
 */
enum gz_name_column {
    GZ_COLUMN_ID,
    GZ_COLUMN_TYPE,
    GZ_COLUMN_NAME,
    GZ_COLUMN_ALIASES,
    GZ_COLUMN_HOW,
    GZ_COLUMN_POLICY,
    GZ_COLUMN_PRIORITY,
    GZ_COLUMN_XIDS,
    GZ_COLUMN_ATTRIBUTES,
    GZ_COLUMN_SAME_AS,
    GZ_COLUMN_COUNT,
};

// What the policy column says, for all names of a row.
struct gz_name_policy {
    enum gz_name_case name_case;
    uint8_t flags;  // set of enum gz_name_flags
};

struct gz_name_row {
    struct gz_str fields[GZ_COLUMN_COUNT];  // borrowed from the source
    enum gz_how how;                        // of the aliases
    bool how_given;
    struct gz_name_policy policy;
    int16_t priority;
};

struct gz_name_list {
    const struct gz_source *src;       // borrowed
    struct gz_str rest;                // not read yet
    uint8_t columns[GZ_COLUMN_COUNT];  // enum gz_name_column, as in the file
    uint32_t column_count;
};

/**
 * Read the header line of src, which stays borrowed.  Every mistake in it is
 * reported in err; the status is then GZ_INVALID.
 */
enum gz_status gz_name_list_open(struct gz_name_list *list,
                                 const struct gz_source *src,
                                 struct gz_error *err) GZ_MUST_CHECK;

/**
 * Read the next row.  GZ_NOT_FOUND at the end; GZ_INVALID for a bad row, of
 * which the first mistake is reported in err; reading may go on behind it.
 */
enum gz_status gz_name_list_next(struct gz_name_list *list,
                                 struct gz_name_row *row,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** Report at a part of the source, such as a field; returns GZ_INVALID. */
enum gz_status gz_name_list_fault(const struct gz_name_list *list,
                                  struct gz_str where, struct gz_error *err,
                                  const char *fmt, ...) GZ_PRINTF(4, 5);

/** The name of a case policy, as lists write it. */
const char *gz_name_case_name(enum gz_name_case name_case);

#endif
