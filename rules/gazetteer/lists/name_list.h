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
#include "rules/gazetteer/lists/field_copy.h"
#include "rules/gazetteer/lists/list_format.h"

/*
 * Name lists as people write them: rows with the columns below.  id, type and
 * name are required.
 *
 *     id          row id; rows of one id are one entity
 *     type        as in types.h; the first row of an id must have one
 *     name        the name it is known by; empty in a row that only adds
 *                 aliases to a known id
 *     aliases     further names, separated by |
 *     how         ALIAS (default), ACRONYM or DERIVED: what the aliases are
 *     policy      of these names: exact, smart (default) or free, and any of
 *                 context, ticker, stop, word, accents, separated by commas;
 *                 or remove
 *     priority    -32768 to 32767, default 0; higher is preferred
 *     xids        "wikidata=Q30;iso2=US": what others call it
 *     attributes  "country=US;capital=1"
 *     same_as     ids of the same entity in other lists, separated by |
 *
 * They stand in one of three formats, see lists/list_format.h.  All are UTF-8,
 * with or without a byte order mark; lines end in LF or CRLF; empty lines are
 * left out.
 *
 *     TSV   fields between tabs, under a header line that names the columns in
 *           any order; lines that begin with # are left out
 *     CSV   the same between commas, as in RFC 4180
 *     JSON  one object a line, with the columns as keys: aliases, same_as and
 *           policy may be arrays of strings, xids and attributes objects, id
 *           and priority numbers
 *
 * In CSV and JSON a tab or a line break in a field counts as a space, and a
 * row has at most GZ_RECORD_BYTES_MAX bytes.
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
    // Borrowed from the source, or from the list until its next row.
    struct gz_str fields[GZ_COLUMN_COUNT];
    enum gz_how how;  // of the aliases
    bool how_given;
    struct gz_name_policy policy;
    bool remove;  // the names, or without any the entity, are to go
    int16_t priority;
};

enum { GZ_NAME_LIST_TYPES = 16 };

/*
 * A reader of all rows, or of a part of them.  Readers share only the source,
 * so that several threads may each read a part of one list.
 */
struct gz_name_list {
    const struct gz_source *src;  // borrowed
    enum gz_list_format format;
    struct gz_str rest;                // not read yet
    uint8_t columns[GZ_COLUMN_COUNT];  // enum gz_name_column, as in the file
    uint32_t column_count;
    bool any_type;              // those of no list too; false when opened
    struct gz_field_copy copy;  // fields of the newest row, see there
    // Types of earlier rows, in the source; see name_fields.c.
    struct gz_str known_types[GZ_NAME_LIST_TYPES];
};

/**
 * Begin to read src, which stays borrowed; the header line, where there is one,
 * is read.  Every mistake in it is reported in err; the status is then
 * GZ_INVALID.  Release with gz_name_list_close(), also after a failure.
 */
enum gz_status gz_name_list_open(struct gz_name_list *list,
                                 enum gz_list_format format,
                                 const struct gz_source *src,
                                 struct gz_error *err) GZ_MUST_CHECK;

/** Release what the rows were read into. */
void gz_name_list_close(struct gz_name_list *list);

/**
 * Read the next row.  GZ_NOT_FOUND at the end; GZ_INVALID for a bad row, of
 * which the first mistake is reported in err; reading may go on behind it.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_name_list_next(struct gz_name_list *list,
                                 struct gz_name_row *row,
                                 struct gz_error *err) GZ_MUST_CHECK;

/**
 * The first place at or behind near_byte of the source at which an opened list
 * may be split, from the begin of its first row to the end of the source.
 * CSV cannot be split, since a line may be the middle of a field: its places
 * are the begin and the end.
 */
size_t gz_name_list_split(const struct gz_name_list *list, size_t near_byte);

/**
 * A reader of the rows of an opened list in a part of its source that begins
 * and ends at places of gz_name_list_split().  list is not changed.  Release
 * it with gz_name_list_close() too.
 */
struct gz_name_list gz_name_list_part(const struct gz_name_list *list,
                                      size_t begin_byte, size_t end_byte);

/** The byte of the source at which a field of the newest row, or a part of
 * one, begins. */
size_t gz_name_list_place(const struct gz_name_list *list, struct gz_str where);

/**
 * Report at a part of the source, or of a field of the newest row; returns
 * GZ_INVALID.
 */
enum gz_status gz_name_list_fault(const struct gz_name_list *list,
                                  struct gz_str where, struct gz_error *err,
                                  const char *fmt, ...) GZ_PRINTF(4, 5);

/** The name of a case policy, as lists write it. */
const char *gz_name_case_name(enum gz_name_case name_case);

#endif
