#ifndef GZ_UNDELIVERED_H
#define GZ_UNDELIVERED_H

#include <stdbool.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/notify/receiver_job.h"

/**
 * The record that sets an alert aside: key, value and headers as they came,
 * and headers of ours that say for whom, why, how often it was tried, when
 * (RFC 3339), and where it came from:
 *
 *     gazetted-receiver        gazetted-error-code      gazetted-status
 *     gazetted-webhook-id      gazetted-error-message   gazetted-attempts
 *     gazetted-first-attempt   gazetted-last-attempt    gazetted-version
 *     gazetted-origin-topic    -partition               -offset
 *
 * without_value: for a topic that takes no record of that size.  *out is in
 * arena and borrows from job.  Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_undelivered_build(const struct gz_receiver_job *job,
                                    const char *receiver, bool without_value,
                                    struct gz_arena *arena,
                                    struct gz_record *out) GZ_MUST_CHECK;

#endif
