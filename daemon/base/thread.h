#ifndef GZ_THREAD_H
#define GZ_THREAD_H

#include <pthread.h>

#include "daemon/base/error.h"

/** What a thread does; what it returns is for pthread_join(). */
typedef void *gz_thread_fn(void *ctx);

/**
 * Start a thread that gets no signals but for its own faults: the others are
 * left to the thread that waits for them.  The mask of the caller is what it
 * was when this returns.  name, of at most 15 bytes, is what top(1) and
 * debuggers show.  The caller joins or detaches *out.  Fails with GZ_IO; *out
 * is not set then.  Any thread.
 */
enum gz_status gz_thread_start(pthread_t *out, const char *name,
                               gz_thread_fn *fn, void *ctx,
                               struct gz_error *err) GZ_MUST_CHECK;

/**
 * Let the calling thread, and those that it will start, give way: when they
 * wake they interrupt nobody who computes, but wait for a free processor or the
 * end of a slice (SCHED_BATCH).  Without effect where the system forbids it.
 */
void gz_thread_give_way(void);

#endif
