#ifndef GZ_PARALLEL_H
#define GZ_PARALLEL_H

#include <stddef.h>

/*
 * Fork and join: work that falls into parts is done by a few threads, the
 * caller's among them, and is complete when the call returns.  Threads live
 * for one call only; we chose this over a pool because calls are few and
 * large, and nothing is left to own, to stop or to leak.
 *
 * Whatever order the parts end in, what a part does must depend on its number
 * alone; then the result is the same with any number of threads.
 */
enum { GZ_PARALLEL_MAX = 64 };

/** Does one part; thread is below the number of threads, 0 the caller's. */
typedef void gz_parallel_fn(void *context, size_t part, unsigned thread);

/**
 * Run fn for each part 0..parts-1, on at most threads threads (1 to
 * GZ_PARALLEL_MAX).  Part 0 runs on the caller's thread; the others are begun
 * in ascending order.  What the caller wrote before, every part sees, and
 * what the parts wrote the caller sees after.  With one thread, or when the
 * system refuses to start more, the caller's does all: this cannot fail.
 */
void gz_parallel_run(size_t parts, unsigned threads, gz_parallel_fn *fn,
                     void *context);

/** The processors that this process may run on, at most 8, at least 1. */
unsigned gz_parallel_default(void);

#endif
