#ifndef GZ_JOB_QUEUE_H
#define GZ_JOB_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"

/*
 * Jobs that one thread does one after the other, in the order they came, so
 * that they take at most one core; a few may wait, the next is refused.
 *
 * Every job that was taken is done, those too that still wait when the queue
 * is stopped: whoever waits for one gets an answer.  A job that may take long
 * looks whether the queue stops.
 */
struct gz_job_queue;

/** Do a job, in the queue's thread; job points to a copy of what was put, for
 * the call. */
typedef void gz_job_fn(void *ctx, void *job);

struct gz_job_queue_options {
    size_t job_bytes;  // size of the struct that is a job
    uint32_t waiting;  // jobs, that under way aside; at least 1
    gz_job_fn *work;
    void *ctx;  // borrowed
};

/** Start the thread; *out is set before any job can be put.  Fails with GZ_IO
 * or GZ_NO_MEMORY.  Release with gz_job_queue_free(). */
enum gz_status gz_job_queue_new(const struct gz_job_queue_options *options,
                                struct gz_job_queue **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** Copy *job to the end of the queue; false, and nothing is taken, when as many
 * wait as may, or the queue stops.  Any thread. */
bool gz_job_queue_put(struct gz_job_queue *q, const void *job) GZ_MUST_CHECK;

/** Whether gz_job_queue_stop() was called.  Any thread. */
bool gz_job_queue_stopping(const struct gz_job_queue *q);

/** Take no job any more, do those that wait, and end the thread.  May be called
 * again; NULL allowed.  Not from a job. */
void gz_job_queue_stop(struct gz_job_queue *q);

/** Stop and release; NULL allowed. */
void gz_job_queue_free(struct gz_job_queue *q);

#endif
