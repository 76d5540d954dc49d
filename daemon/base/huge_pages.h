#ifndef GZ_HUGE_PAGES_H
#define GZ_HUGE_PAGES_H

#include <stddef.h>

/*
 * Memory for large tables that are visited all over: the system is asked to
 * back it with huge pages, which spares most of the time for page faults and
 * for finding addresses.  Small requests are plain malloc.  Release with
 * free().
 */

/** count * size_bytes bytes, not set to anything; NULL as malloc() fails. */
void *gz_huge_pages_alloc(size_t count, size_t size_bytes);

/** The same, all zero. */
void *gz_huge_pages_calloc(size_t count, size_t size_bytes);

#endif
