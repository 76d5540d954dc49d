#ifndef GZ_NAME_FIELDS_H
#define GZ_NAME_FIELDS_H

#include "rules/gazetteer/lists/name_list.h"

enum {
    GZ_NAME_ID_BYTES_MAX = 200,
    GZ_NAME_PAIRS_BYTES_MAX = 16000,  // of xids and of attributes
};

/**
 * Whether pairs are "k=v;k=v" with neither side empty, and not too long;
 * *wrong is the first that is not so, a view of pairs.
 */
bool gz_name_pairs_check(struct gz_str pairs, struct gz_str *wrong);

/**
 * Check a row's fields and fill in what they say.  The first mistake is
 * reported in err with the place of its field; the status is then GZ_INVALID.
 */
enum gz_status gz_name_fields_parse(struct gz_name_list *list,
                                    struct gz_name_row *row,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
