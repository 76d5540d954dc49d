#ifndef GZ_LIST_READER_H
#define GZ_LIST_READER_H

#include "rules/gazetteer/lists/name_list.h"

/*
 * What a format of name lists is to name_list.c: one file with one table of
 * functions.  A reader fills in the fields of a row; what they may hold is
 * the business of name_fields.h.
 */
struct gz_list_reader {
    // Read what stands before the rows.
    enum gz_status (*open)(struct gz_name_list *list, struct gz_error *err);
    // Read the fields of a row, all of which are empty; as
    // gz_name_list_next().
    enum gz_status (*next)(struct gz_name_list *list, struct gz_name_row *row,
                           struct gz_error *err);
    bool by_line;  // each line can be read without those before it
};

extern const struct gz_list_reader gz_tsv_rows;
extern const struct gz_list_reader gz_csv_rows;
extern const struct gz_list_reader gz_json_rows;

/** The next line without its end; rest.ptr is NULL at the end of the list. */
struct gz_str gz_list_reader_line(struct gz_name_list *list);

/** Make all fields of a row empty, with their place at its begin. */
void gz_list_reader_clear(struct gz_name_row *row, struct gz_str record);

/** The first byte of invalid UTF-8 with which no code point begins. */
struct gz_str gz_list_reader_bad_utf8(struct gz_str record);

/** Report bytes of a row that are not UTF-8. */
enum gz_status gz_list_reader_check(const struct gz_name_list *list,
                                    struct gz_str record,
                                    struct gz_error *err) GZ_MUST_CHECK;

/** Report a row that has more than GZ_RECORD_BYTES_MAX bytes. */
enum gz_status gz_list_reader_too_long(const struct gz_name_list *list,
                                       struct gz_str record,
                                       struct gz_error *err);

/**
 * Append a byte that fields cannot hold as it is: a tab or a line break as a
 * space, CRLF as one.  False for any other control character.
 */
bool gz_list_reader_put_space(struct gz_field_copy *copy, char c, char behind,
                              size_t at_byte);

#endif
