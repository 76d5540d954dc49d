#ifndef GZ_COMPANION_H
#define GZ_COMPANION_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * A thread beside a worker's for calls that block: the worker's loop goes on
 * while the companion waits.  It has room for one job, and a job is lent all
 * that it uses: until its end has been noticed, the loop leaves that alone.
 *
 * We chose a thread over the library's calls with timeout 0, which its
 * transactions offer too, because librdkafka 2.0.2 can die in those.
 *
 * Use from one thread, the worker's.
 */
struct gz_companion;

typedef void gz_companion_job(void *ctx);

/** An owned companion without a job; release with gz_companion_free(). */
enum gz_status gz_companion_new(struct gz_companion **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** Run job(ctx) over there.  Only while not busy (asserted). */
void gz_companion_run(struct gz_companion *c, gz_companion_job *job, void *ctx);

/** Whether a job was given whose end nobody has noticed yet. */
bool gz_companion_busy(const struct gz_companion *c);

/**
 * Wait at most timeout_us for the end of the job.  True once for each, and
 * then all that it wrote is seen; false too when there is none.
 */
bool gz_companion_wait(struct gz_companion *c, int64_t timeout_us);

/** Becomes readable when a job ends; gz_companion_wait() takes it back. */
int gz_companion_fd(const struct gz_companion *c);

/**
 * Wait at most timeout_us for the end of the job, then release; NULL allowed.
 * False when the job goes on: its thread is left alone, and what the job uses
 * must stay for ever.
 */
bool gz_companion_free(struct gz_companion *c, int64_t timeout_us);

#endif
