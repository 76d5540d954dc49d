#include "rules/gazetteer/compile/text_pool.h"

#include <stdlib.h>

#include "daemon/base/huge_pages.h"

// Blocks double up to a huge page: texts are visited in the order of keys, so
// what counts is how many pages there are to find.
enum { FIRST_BYTES = 1024, MOST_BYTES = 2 * 1024 * 1024 };

struct gz_text_block {
    struct gz_text_block *older;
    char bytes[];
};

void gz_text_pool_init(struct gz_text_pool *p)
{
    *p = (struct gz_text_pool){.block_bytes = FIRST_BYTES};
}

void gz_text_pool_fini(struct gz_text_pool *p)
{
    while (p->newest != NULL) {
        struct gz_text_block *older = p->newest->older;
        free(p->newest);
        p->newest = older;
    }
    gz_text_pool_init(p);
}

char *gz_text_pool_take(struct gz_text_pool *p, size_t len)
{
    if (p->newest == NULL || len > p->free_bytes) {
        const size_t room = p->block_bytes - sizeof(struct gz_text_block);
        const size_t size = len > room ? len : room;
        struct gz_text_block *b = gz_huge_pages_alloc(1, sizeof(*b) + size);
        if (b == NULL) {
            return NULL;
        }
        b->older = p->newest;
        p->newest = b;
        p->free = b->bytes;
        p->free_bytes = size;
        p->block_bytes *= p->block_bytes < MOST_BYTES ? 2 : 1;
    }
    char *text = p->free;
    p->free += len;
    p->free_bytes -= len;
    return text;
}

enum gz_status gz_text_pool_copy(struct gz_text_pool *p, struct gz_str *s)
{
    if (s->len_bytes == 0) {
        return GZ_OK;
    }
    char *copy = gz_text_pool_take(p, s->len_bytes);
    if (copy == NULL) {
        return GZ_NO_MEMORY;
    }
    memcpy(copy, s->ptr, s->len_bytes);
    s->ptr = copy;
    return GZ_OK;
}
