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
    size_t cap;  // a multiple of the alignment
    alignas(max_align_t) unsigned char bytes[];
};

struct gz_arena {
    unsigned char *next;  // in the newest block
    // Up to here no question is asked: the block's end, or where the limit is.
    unsigned char *end;
    struct block *newest;
    size_t limit_bytes;
    size_t older_used;  // in the blocks before the newest
    size_t peak;        // before the last reset
};

#ifdef GZ_SANITIZED
enum { FIRST_BLOCK = 0 };  // one malloc per allocation: overruns are seen
#else
enum { FIRST_BLOCK = 64 * 1024 };
#endif

// What is left of an arena without a block.
static unsigned char nothing[1];

struct gz_arena *gz_arena_new(size_t limit_bytes)
{
    struct gz_arena *a = calloc(1, sizeof(*a));
    if (a != NULL) {
        a->limit_bytes = limit_bytes;
        a->next = nothing;
        a->end = nothing;
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

static size_t aligned(size_t size)
{
    const size_t mask = alignof(max_align_t) - 1;
    return (size + mask) & ~mask;
}

static size_t used_of_newest(const struct gz_arena *a)
{
    return a->newest == NULL ? 0 : (size_t)(a->next - a->newest->bytes);
}

// What is left of the newest block, but no more than the limit allows.
static void set_end(struct gz_arena *a)
{
    const size_t mask = alignof(max_align_t) - 1;
    const size_t used = gz_arena_used(a);
    const size_t allowed =
        used < a->limit_bytes ? (a->limit_bytes - used) & ~mask : 0;
    size_t room = 0;
    if (FIRST_BLOCK != 0 && a->newest != NULL) {
        room = a->newest->cap - used_of_newest(a);
    }
    a->end = a->next + (room < allowed ? room : allowed);
}

void gz_arena_reset(struct gz_arena *a)
{
    a->peak = gz_arena_peak(a);
    if (a->newest != NULL) {
        free_chain(a->newest->older);
        a->newest->older = NULL;
    }
    if (FIRST_BLOCK == 0) {
        free_chain(a->newest);
        a->newest = NULL;
    }
    a->older_used = 0;
    a->next = a->newest == NULL ? nothing : a->newest->bytes;
    set_end(a);
}

static struct block *add_block(struct gz_arena *a, size_t size)
{
    size_t cap = FIRST_BLOCK;
    if (FIRST_BLOCK != 0 && a->newest != NULL) {
        cap = a->newest->cap * 2;
    }
    if (cap > a->limit_bytes) {
        cap = a->limit_bytes / alignof(max_align_t) * alignof(max_align_t);
    }
    if (cap < size || FIRST_BLOCK == 0) {
        cap = size;
    }
    struct block *b = malloc(sizeof(*b) + cap);
    if (b != NULL) {
        b->older = a->newest;
        b->cap = cap;
        a->older_used = gz_arena_used(a);
        a->newest = b;
        a->next = b->bytes;
    }
    return b;
}

static void *alloc_slowly(struct gz_arena *a, size_t size_bytes)
{
    if (size_bytes > a->limit_bytes ||
        gz_arena_used(a) > a->limit_bytes - size_bytes) {
        return NULL;
    }
    const size_t size = FIRST_BLOCK == 0 ? size_bytes : aligned(size_bytes);
    const struct block *b = a->newest;
    if ((b == NULL || FIRST_BLOCK == 0 || size > b->cap - used_of_newest(a)) &&
        add_block(a, size) == NULL) {
        return NULL;
    }
    void *ptr = a->next;
    a->next += size;
    set_end(a);
    return ptr;
}

void *gz_arena_alloc(struct gz_arena *a, size_t size_bytes)
{
    // Less than is left: with what aligns it, it still is no more.
    if (size_bytes < (size_t)(a->end - a->next)) {
        void *ptr = a->next;
        a->next += aligned(size_bytes);
        return ptr;
    }
    return alloc_slowly(a, size_bytes);
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
    const size_t old_size = aligned(old_bytes);
    const size_t more = aligned(new_bytes) - old_size;
    if (FIRST_BLOCK == 0 || used_of_newest(a) < old_size ||
        ptr != a->next - old_size || more > (size_t)(a->end - a->next)) {
        return false;
    }
    a->next += more;
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
    return a->older_used + used_of_newest(a);
}

size_t gz_arena_peak(const struct gz_arena *a)
{
    const size_t used = gz_arena_used(a);
    return used > a->peak ? used : a->peak;
}
