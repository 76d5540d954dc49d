#ifndef GZ_ARENA_H
#define GZ_ARENA_H

#include <stddef.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Memory that dies all at once.  One arena serves one article: every stage
 * allocates from it and returns, and gz_arena_reset() ends them all.
 *
 * The limit bounds the sum of what is handed out, so an article can never
 * take more than its share.  Blocks are kept at reset up to the limit, so a
 * steady stream of articles allocates nothing.  In a build with sanitizers
 * each allocation is a malloc of its own and overruns are seen.
 *
 * Use from one thread at a time.
 */
struct gz_arena;

/** An owned, empty arena, or NULL when out of memory. */
struct gz_arena *gz_arena_new(size_t limit_bytes);

/** Release the arena and all that was allocated from it; NULL allowed. */
void gz_arena_free(struct gz_arena *a);

/** Forget all allocations; the memory is kept for the next use. */
void gz_arena_reset(struct gz_arena *a);

/**
 * size_bytes of uninitialised memory in arena, aligned to max_align_t, or
 * NULL when the limit is reached or memory is short; size 0 gives a valid
 * pointer that must not be read.
 */
void *gz_arena_alloc(struct gz_arena *a, size_t size_bytes);

/** count * size_bytes zeroed bytes; NULL also when the product overflows. */
void *gz_arena_calloc(struct gz_arena *a, size_t count, size_t size_bytes);

/**
 * Grow the newest allocation in place where possible, else allocate anew and
 * copy old_bytes.  ptr may be NULL.  Returns NULL on failure; ptr stays valid.
 */
void *gz_arena_grow(struct gz_arena *a, void *ptr, size_t old_bytes,
                    size_t new_bytes);

/** A NUL-terminated copy in arena, or a view with ptr NULL on failure. */
struct gz_str gz_arena_copy(struct gz_arena *a, struct gz_str s);

/** Bytes handed out since the last reset, and the most there ever were. */
size_t gz_arena_used(const struct gz_arena *a);
size_t gz_arena_peak(const struct gz_arena *a);

#define GZ_ARENA_NEW(a, type) ((type *)gz_arena_calloc((a), 1, sizeof(type)))
#define GZ_ARENA_ARRAY(a, type, count)                                         \
    ((type *)gz_arena_calloc((a), (count), sizeof(type)))

#endif
