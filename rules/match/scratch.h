#ifndef GZ_SCRATCH_H
#define GZ_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/*
 * An array that is filled anew for each piece of work and keeps its memory.
 */
struct gz_scratch {
    void *data;
    size_t bytes;    // allocated
    uint32_t count;  // of items, as their owner counts
};

/** Make room for so many bytes in all; what is there stays. */
static inline bool gz_scratch_reserve(struct gz_scratch *s, size_t bytes)
{
    if (__builtin_expect(bytes <= s->bytes, 1)) {
        return true;
    }
    const size_t room = bytes + bytes / 2 + 256;
    void *grown = realloc(s->data, room);
    if (grown == NULL) {
        return false;
    }
    s->data = grown;
    s->bytes = room;
    return true;
}

static inline void gz_scratch_fini(struct gz_scratch *s)
{
    free(s->data);
    *s = (struct gz_scratch){0};
}

#endif
