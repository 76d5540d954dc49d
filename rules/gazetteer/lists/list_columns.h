#ifndef GZ_LIST_COLUMNS_H
#define GZ_LIST_COLUMNS_H

#include "rules/gazetteer/lists/name_list.h"

/** The name of a column, as lists write it; static. */
const char *gz_list_columns_name(enum gz_name_column column);

/**
 * Find a column by its name.  word is "column" or "key", as a report calls it;
 * where is what the report marks.
 */
enum gz_status gz_list_columns_find(const struct gz_name_list *list,
                                    struct gz_str name, struct gz_str where,
                                    const char *word, enum gz_name_column *out,
                                    struct gz_error *err) GZ_MUST_CHECK;

/** Add the next column of a header line; NUL-free text, borrowed. */
enum gz_status gz_list_columns_add(struct gz_name_list *list,
                                   struct gz_str name,
                                   struct gz_error *err) GZ_MUST_CHECK;

/** Report every required column that header, the line, lacks. */
enum gz_status gz_list_columns_check(const struct gz_name_list *list,
                                     struct gz_str header,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** Report a row with another number of fields than the header. */
enum gz_status gz_list_columns_count(const struct gz_name_list *list,
                                     struct gz_str record, uint32_t count,
                                     struct gz_error *err);

#endif
