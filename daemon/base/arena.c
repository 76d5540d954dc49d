#include "daemon/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// A chain of blocks, each twice the size of the one before.  The rewind at a
// reset keeps the newest, largest block only: after a few articles one block
// serves them all, and a huge article leaves no long chain behind.
struct block {
    struct block *older;
    size_t cap;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

struct gz_arena {
    struct block *newest;
    size_t limit_bytes;
    size_t used;
    size_t peak;  // before the last reset
};

#ifdef GZ_SANITIZED
enum { FIRST_BLOCK = 0 };  // one malloc per allocation: overruns are seen
#else
enum { FIRST_BLOCK = 64 * 1024 };
#endif

struct gz_arena *gz_arena_new(size_t limit_bytes)
{
    struct gz_arena *a = calloc(1, sizeof(*a));
    if (a != NULL) {
        a->limit_bytes = limit_bytes;
    }
    return a;
}

static void free_chain(struct block *b)
{
    while (b != NULL) {
        struct block *older = b->older;
        free(b);
        b = older;
    }
}

void gz_arena_free(struct gz_arena *a)
{
    if (a != NULL) {
        free_chain(a->newest);
        free(a);
    }
}

void gz_arena_reset(struct gz_arena *a)
{
    a->peak = gz_arena_peak(a);
    if (a->newest != NULL) {
        free_chain(a->newest->older);
        a->newest->older = NULL;
        a->newest->used = 0;
    }
    if (FIRST_BLOCK == 0) {
        free_chain(a->newest);
        a->newest = NULL;
    }
    a->used = 0;
}

static size_t aligned(size_t size)
{
    const size_t mask = alignof(max_align_t) - 1;
    return (size + mask) & ~mask;
}

static struct block *add_block(struct gz_arena *a, size_t size)
{
    size_t cap = FIRST_BLOCK;
    if (FIRST_BLOCK != 0 && a->newest != NULL) {
        cap = a->newest->cap * 2;
    }
    if (cap > a->limit_bytes) {
        cap = a->limit_bytes;
    }
    if (cap < size || FIRST_BLOCK == 0) {
        cap = size;
    }
    struct block *b = malloc(sizeof(*b) + cap);
    if (b != NULL) {
        b->older = a->newest;
        b->cap = cap;
        b->used = 0;
        a->newest = b;
    }
    return b;
}

void *gz_arena_alloc(struct gz_arena *a, size_t size_bytes)
{
    if (size_bytes > a->limit_bytes || a->used > a->limit_bytes - size_bytes) {
        return NULL;
    }
    const size_t size = FIRST_BLOCK == 0 ? size_bytes : aligned(size_bytes);
    struct block *b = a->newest;
    if (b == NULL || FIRST_BLOCK == 0 || size > b->cap - b->used) {
        b = add_block(a, size);
        if (b == NULL) {
            return NULL;
        }
    }
    void *ptr = b->bytes + b->used;
    b->used += size;
    a->used += size;
    return ptr;
}

void *gz_arena_calloc(struct gz_arena *a, size_t count, size_t size_bytes)
{
    size_t total;
    if (__builtin_mul_overflow(count, size_bytes, &total)) {
        return NULL;
    }
    void *ptr = gz_arena_alloc(a, total);
    if (ptr != NULL) {
        memset(ptr, 0, total);
    }
    return ptr;
}

// In place when ptr is the newest allocation of a block with room.
static bool extend(struct gz_arena *a, const void *ptr, size_t old_bytes,
                   size_t new_bytes)
{
    struct block *b = a->newest;
    const size_t old_size = aligned(old_bytes);
    const size_t more = aligned(new_bytes) - old_size;
    if (FIRST_BLOCK == 0 || b == NULL || b->used < old_size ||
        ptr != b->bytes + (b->used - old_size) || more > b->cap - b->used ||
        a->used + more > a->limit_bytes) {
        return false;
    }
    b->used += more;
    a->used += more;
    return true;
}

void *gz_arena_grow(struct gz_arena *a, void *ptr, size_t old_bytes,
                    size_t new_bytes)
{
    if (ptr != NULL &&
        (new_bytes <= old_bytes || extend(a, ptr, old_bytes, new_bytes))) {
        return ptr;
    }
    void *fresh = gz_arena_alloc(a, new_bytes);
    if (fresh != NULL && old_bytes > 0 && ptr != NULL) {
        memcpy(fresh, ptr, old_bytes);
    }
    return fresh;
}

struct gz_str gz_arena_copy(struct gz_arena *a, struct gz_str s)
{
    char *copy = gz_arena_alloc(a, s.len_bytes + 1);
    if (copy == NULL) {
        return gz_str_of(NULL, 0);
    }
    if (s.len_bytes > 0) {
        memcpy(copy, s.ptr, s.len_bytes);
    }
    copy[s.len_bytes] = '\0';
    return gz_str_of(copy, s.len_bytes);
}

size_t gz_arena_used(const struct gz_arena *a)
{
    return a->used;
}

size_t gz_arena_peak(const struct gz_arena *a)
{
    return a->used > a->peak ? a->used : a->peak;
}
