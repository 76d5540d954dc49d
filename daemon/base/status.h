#ifndef GZ_STATUS_H
#define GZ_STATUS_H

/*
 * What a function that can fail returns.  The code tells the caller what to
 * do next; the words for a human travel in a struct gz_error.
 */
enum gz_status {
    GZ_OK = 0,
    GZ_NO_MEMORY,    // an allocation failed
    GZ_LIMIT,        // input exceeds a configured or documented bound
    GZ_INVALID,      // input breaks its format or its schema
    GZ_NOT_FOUND,    // the thing asked for does not exist
    GZ_IO,           // a system call failed
    GZ_MISMATCH,     // two things that must agree differ
    GZ_UNAVAILABLE,  // a peer cannot be reached now; trying again may help
    GZ_DENIED,       // credentials or rights are missing; trying again will not
    GZ_STATUS_COUNT,
};

#define GZ_MUST_CHECK __attribute__((warn_unused_result))
#define GZ_PRINTF(fmt, first) __attribute__((format(printf, fmt, first)))

/** The name of a status in lower case words, such as "no memory". */
const char *gz_status_name(enum gz_status status);

#endif
