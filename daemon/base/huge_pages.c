#include "daemon/base/huge_pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 1 << 21 };

void *gz_huge_pages_alloc(size_t count, size_t size_bytes)
{
    size_t total;
    if (__builtin_mul_overflow(count, size_bytes, &total)) {
        return NULL;
    }
    if (total < HUGE_PAGE) {
        return malloc(total > 0 ? total : 1);
    }
    void *memory = aligned_alloc(HUGE_PAGE, (total + HUGE_PAGE - 1) /
                                                HUGE_PAGE * HUGE_PAGE);
    if (memory != NULL) {
        // Advice: where it is not taken, all works as well but slower.
        madvise(memory, total, MADV_HUGEPAGE);
    }
    return memory;
}

void *gz_huge_pages_calloc(size_t count, size_t size_bytes)
{
    void *memory = gz_huge_pages_alloc(count, size_bytes);
    if (memory != NULL) {
        memset(memory, 0, count * size_bytes);
    }
    return memory;
}
