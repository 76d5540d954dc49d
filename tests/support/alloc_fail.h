#ifndef GZ_TEST_ALLOC_FAIL_H
#define GZ_TEST_ALLOC_FAIL_H

#include <stdbool.h>

/*
 * Makes allocations fail on purpose.  malloc, calloc, realloc and
 * aligned_alloc of the test program go through a counter (the linker wraps
 * them); libraries keep their own.
 *
 *     for (long n = 1; ; n++) {
 *         gz_alloc_fail_at(n);
 *         status = work();
 *         if (!gz_alloc_failed()) {
 *             break;               // work() needs fewer than n allocations
 *         }
 *         CHECK_EQ(status, GZ_NO_MEMORY);
 *     }
 *     gz_alloc_fail_at(0);
 */

/** The n-th allocation from now fails, counted from 1; 0 switches it off. */
void gz_alloc_fail_at(long n);

/** Whether that allocation came and failed. */
bool gz_alloc_failed(void);

#endif
