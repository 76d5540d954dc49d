// See alloc_fail.h.  The counters are the one global state of the tests:
// the linker's --wrap leaves no place to pass an argument.

#include "tests/support/alloc_fail.h"

#include <stdlib.h>

// These names are the linker's choice.
// NOLINTBEGIN(bugprone-reserved-identifier)
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *ptr, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *ptr, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

static long remaining;
static bool failed;

void gz_alloc_fail_at(long n)
{
    remaining = n;
    failed = false;
}

bool gz_alloc_failed(void)
{
    return failed;
}

static bool due(void)
{
    if (remaining == 0 || --remaining > 0) {
        return false;
    }
    failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return due() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return due() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *ptr, size_t size)
{
    return due() ? NULL : __real_realloc(ptr, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return due() ? NULL : __real_aligned_alloc(alignment, size);
}
// NOLINTEND(bugprone-reserved-identifier)
