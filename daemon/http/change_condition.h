#ifndef GZ_CHANGE_CONDITION_H
#define GZ_CHANGE_CONDITION_H

#include <stdint.h>

#include "daemon/base/error.h"

/*
 * From which version a request makes its change, as its headers say
 * (RFC 9110, 13.1):
 *
 *     If-Match: "7"        version 7
 *     If-Match: *          whatever is there, but not nothing
 *     If-None-Match: *     nothing
 *     neither              nothing, and whoever finds something there has
 *                          forgotten to say what it changes (RFC 6585, 3)
 */
enum gz_change_condition_kind {
    GZ_CHANGE_UNSAID,
    GZ_CHANGE_NONE,
    GZ_CHANGE_ANY,
    GZ_CHANGE_VERSION,
};

struct gz_change_condition {
    enum gz_change_condition_kind kind;
    uint64_t version;  // of GZ_CHANGE_VERSION; 0: of one that stands in a file
};

/** Read the headers, each NULL when it is not there.  GZ_INVALID, said in err:
 * both, several versions, a weak one, or none that we give out. */
enum gz_status gz_change_condition_read(const char *if_match,
                                        const char *if_none_match,
                                        struct gz_change_condition *out,
                                        struct gz_error *err) GZ_MUST_CHECK;

#endif
