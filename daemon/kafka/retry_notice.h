#ifndef GZ_RETRY_NOTICE_H
#define GZ_RETRY_NOTICE_H

#include <stdint.h>

/*
 * When to tell of a call that fails, and is done again until it succeeds: when
 * it fails first, after half a minute, and each time that twice as long has
 * passed since the first.  A call that fails ten times a second would else
 * bury what the log says of its cause.
 */
struct gz_retry_notice {
    int64_t first_us;  // monotonic; of the first failure
    int64_t due_us;    // 0: nothing was told yet
};

enum gz_retry_telling {
    GZ_RETRY_SILENT,
    GZ_RETRY_FIRST,
    GZ_RETRY_STILL,  // it has failed for gz_retry_notice_seconds()
};

/** Note a failure; n is zero before the first one. */
enum gz_retry_telling gz_retry_notice_fail(struct gz_retry_notice *n,
                                           int64_t now_us);

/** How long it has failed, in seconds. */
int64_t gz_retry_notice_seconds(const struct gz_retry_notice *n,
                                int64_t now_us);

#endif
