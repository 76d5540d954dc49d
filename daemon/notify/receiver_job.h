#ifndef GZ_RECEIVER_JOB_H
#define GZ_RECEIVER_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "daemon/flow/record.h"
#include "daemon/notify/outcome.h"

/*
 * One alert on its way to one receiver, with a copy of its record: what the
 * receiver does with it and what is set aside if it does not.
 */
#define GZ_RECEIVER_ID_BYTES 96

enum gz_receiver_job_state {
    GZ_JOB_WAITING,  // for its turn, its time, or the breaker
    GZ_JOB_SENDING,
    GZ_JOB_STORING,   // as undelivered
    GZ_JOB_ORPHANED,  // its partition went to others; an answer is still out
};

struct gz_receiver_job {
    struct gz_receiver_job *next;  // in the order of arrival
    struct gz_receiver_job *previous;
    const struct gz_receiver_job *behind;  // of the same key, not done; or NULL
    enum gz_receiver_job_state state;
    bool out;  // the port has it and will answer
    uint64_t key_hash;
    struct gz_record record;        // a copy, in the same allocation
    char id[GZ_RECEIVER_ID_BYTES];  // the same at every attempt
    uint32_t attempts;
    int64_t due_ms;    // monotonic
    int64_t first_ms;  // of the first and the latest attempt, since 1970; 0
    int64_t last_ms;
    struct gz_outcome outcome;  // of the latest attempt
    size_t bytes;
    void *work;  // of whoever sends
};

/** An owned job with a copy of record, or NULL; release with free(). */
struct gz_receiver_job *gz_receiver_job_new(const struct gz_record *record,
                                            struct gz_str id);

#endif
