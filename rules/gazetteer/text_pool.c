#include "rules/gazetteer/text_pool.h"

#include <stdlib.h>

// Blocks double up to the most: small lists, of which there may be thousands,
// take little, and large ones waste at most one block.
enum { FIRST_BYTES = 1024, MOST_BYTES = 64 * 1024 };

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
        const size_t size = len > p->block_bytes ? len : p->block_bytes;
        struct gz_text_block *b = malloc(sizeof(*b) + size);
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
