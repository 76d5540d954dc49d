#include "rules/gazetteer/compile/removals.h"

#include <stdlib.h>

void gz_removals_init(struct gz_removals *r)
{
    *r = (struct gz_removals){.items = NULL};
}

void gz_removals_fini(struct gz_removals *r)
{
    free(r->items);
    free(r->keys);
    gz_removals_init(r);
}

// An array with room for one more, or NULL when memory is short; then the old
// one stands.
static void *make_room(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        return items;
    }
    const size_t wanted = *cap == 0 ? 64 : *cap * 2;
    void *more = realloc(items, wanted * size);
    *cap = more != NULL ? wanted : *cap;
    return more;
}

enum gz_status gz_removals_add(struct gz_removals *r, struct gz_str name)
{
    struct gz_removal *items =
        make_room(r->items, r->count, &r->cap, sizeof(*items));
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    r->items = items;
    items[r->count++] = (struct gz_removal){name, r->key_count, 0};
    return GZ_OK;
}

enum gz_status gz_removals_add_key(struct gz_removals *r, struct gz_str key)
{
    struct gz_str *keys =
        make_room(r->keys, r->key_count, &r->key_cap, sizeof(*keys));
    if (keys == NULL) {
        return GZ_NO_MEMORY;
    }
    r->keys = keys;
    keys[r->key_count++] = key;
    r->items[r->count - 1].key_count++;
    return GZ_OK;
}
