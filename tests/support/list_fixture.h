#ifndef GZ_TEST_LIST_FIXTURE_H
#define GZ_TEST_LIST_FIXTURE_H

#include "daemon/base/buffer.h"
#include "rules/gazetteer/lists/name_list.h"
#include "tests/support/check.h"

/*
 * Name lists that stand in a test as text, read and printed: a line for each
 * row with its fields between |, and how, policy and priority as they were
 * understood.  An empty line separates what follows from that.
 */

static inline void list_print_row(const struct gz_name_row *row,
                                  struct gz_buffer *out)
{
    for (int i = 0; i < GZ_COLUMN_COUNT; i++) {
        if (i != GZ_COLUMN_HOW && i != GZ_COLUMN_POLICY &&
            i != GZ_COLUMN_PRIORITY) {
            gz_buffer_append_str(out, row->fields[i]);
            gz_buffer_append_byte(out, '|');
        }
    }
    gz_buffer_append_fmt(out, "%d,%s+%u,%d\n", (int)row->how,
                         gz_name_case_name(row->policy.name_case),
                         row->policy.flags, row->priority);
}

/** Print the rows that are left; the first bad status but GZ_INVALID. */
static inline enum gz_status list_print_rows(struct gz_name_list *list,
                                             struct gz_buffer *out,
                                             struct gz_error *err)
{
    struct gz_name_row row;
    for (;;) {
        const enum gz_status st = gz_name_list_next(list, &row, err);
        if (st == GZ_OK) {
            list_print_row(&row, out);
        } else if (st != GZ_INVALID) {
            return st == GZ_NOT_FOUND ? GZ_OK : st;
        }
    }
}

/** Check the rows and the errors of a list called name. */
static inline void list_check(enum gz_list_format format, const char *name,
                              struct gz_str text, const char *want_rows,
                              const char *want_errors)
{
    struct gz_source src;
    struct gz_name_list list;
    struct gz_buffer rows;
    struct gz_error err;
    gz_buffer_init(&rows, 0);
    gz_error_init(&err);
    CHECK_OK(gz_source_init(&src, name, text));
    if (gz_name_list_open(&list, format, &src, &err) == GZ_OK) {
        CHECK_OK(list_print_rows(&list, &rows, &err));
    }
    CHECK_Z(gz_error_text(&err), want_errors);
    CHECK_STR(gz_buffer_str(&rows), want_rows);
    gz_name_list_close(&list);
    gz_buffer_fini(&rows);
    gz_error_fini(&err);
    gz_source_fini(&src);
}

#endif
