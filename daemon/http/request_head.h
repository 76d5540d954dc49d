#ifndef GZ_REQUEST_HEAD_H
#define GZ_REQUEST_HEAD_H

#include "daemon/base/str.h"

/*
 * The head of a request, its first line and its headers (RFC 9112), as far as
 * it has come: whether it is whole, and whether anybody could take it for
 * something else.  Stricter than the library, which would answer by itself
 * and not in JSON: what passes here it understands and has memory for.
 */
#define GZ_REQUEST_HEAD_BYTES 8192
// Headers, parameters and cookies together: the library keeps a record of each.
#define GZ_REQUEST_HEAD_PARTS 128

enum gz_request_head {
    GZ_REQUEST_HEAD_PART,  // more has to come
    GZ_REQUEST_HEAD_GOOD,
    GZ_REQUEST_HEAD_BAD,
};

// Why one is bad; texts of static lifetime.
struct gz_request_fault {
    unsigned status;
    const char *error;
    const char *remedy;
};

/** Look at the first bytes of a connection, at most GZ_REQUEST_HEAD_BYTES of
 * them.  *fault is set when they are bad. */
enum gz_request_head gz_request_head_check(struct gz_str bytes,
                                           struct gz_request_fault *fault);

#endif
