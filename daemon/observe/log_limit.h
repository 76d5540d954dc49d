#ifndef GZ_LOG_LIMIT_H
#define GZ_LOG_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/observe/log.h"

/*
 * The log's rate limit: at most GZ_LOG_BURST events of one component and
 * level in a second; the rest is counted.  It reads no clock and writes
 * nothing.  Seconds are fixed windows that begin with an event: simpler than a
 * token bucket, and a count "in the last second" is what the line says.
 *
 * The table is bounded: components beyond it share its last row.  Use under
 * the log's lock only.
 */
#define GZ_LOG_LIMIT_ROWS 48
#define GZ_LOG_COMPONENT_BYTES 32

struct gz_log_limit_row {
    char component[GZ_LOG_COMPONENT_BYTES];  // cut when longer
    enum gz_log_level level;
    int64_t begin_us;     // of the window
    uint32_t passed;      // invariant: <= GZ_LOG_BURST
    uint32_t suppressed;  // not told yet
};

struct gz_log_limit {
    uint32_t count;
    struct gz_log_limit_row rows[GZ_LOG_LIMIT_ROWS];
};

// A count that is to be told now.
struct gz_log_suppressed {
    char component[GZ_LOG_COMPONENT_BYTES];
    enum gz_log_level level;
    uint32_t count;  // 0: nothing to tell
};

void gz_log_limit_init(struct gz_log_limit *limit);

/**
 * Whether an event may be written at now_us.  *before: what must be told
 * first, because its window is over.
 */
bool gz_log_limit_admit(struct gz_log_limit *limit, enum gz_log_level level,
                        const char *component, int64_t now_us,
                        struct gz_log_suppressed *before);

/**
 * Take one count whose window is over by now_us (INT64_MAX: any window) out of
 * the table; false when there is none.
 */
bool gz_log_limit_take(struct gz_log_limit *limit, int64_t now_us,
                       struct gz_log_suppressed *out);

#endif
