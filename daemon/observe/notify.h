#ifndef GZ_NOTIFY_H
#define GZ_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/status.h"

/*
 * What systemd is told (sd_notify(3)), and when its watchdog is fed: only
 * while the process makes progress or has a healthy reason to wait.  Without
 * a manager every call does nothing.  Main thread only.
 */
void gz_notify_ready(const char *status);
void gz_notify_reloading(int64_t monotonic_us);
void gz_notify_stopping(const char *status);
void gz_notify_status(const char *fmt, ...) GZ_PRINTF(1, 2);

/**
 * How often to feed the watchdog, in microseconds, or 0 when there is none: a
 * quarter of its interval, so that a worker may be found busy with a rebalance
 * twice in a row.
 */
int64_t gz_notify_watchdog_us(void);
void gz_notify_watchdog(void);

// What one worker says of itself; all times monotonic microseconds.
struct gz_progress {
    int64_t loop_us;      // its loop last went round
    int64_t progress_us;  // an offset last advanced; also moved on while
                          // there is no work or a peer is away, or the next
                          // record would seem to have waited since
    bool has_work;        // records wait to be handled or acknowledged
    bool waiting;         // for a peer that is away: healthy, and visible
};

/**
 * Whether a worker deserves the watchdog's trust: its loop went round in the
 * last 5 s, and it advanced within stall_us or has nothing to do or waits.
 */
bool gz_notify_healthy(const struct gz_progress *p, int64_t now_us,
                       int64_t stall_us);

#endif
