// What stays of the keys when no entity is looked for any more.

#include <stdlib.h>

#include "rules/gazetteer/compile/catalog.h"

// The entity that a key leads to, unless it is removed or the key is its id,
// which mostly is the same text.
static uint32_t linked(const struct gz_catalog *c,
                       const struct gz_catalog_known *key)
{
    const struct gz_catalog_entity *e = &c->entities[key->entity];
    if (e->id.ptr == key->ptr && e->id.len_bytes == key->len_bytes &&
        e->parent == key->entity) {
        return GZ_CATALOG_NONE;
    }
    const uint32_t lead = gz_catalog_lead(c, key->entity);
    e = &c->entities[lead];
    return e->removed || gz_str_eq(e->id, gz_str_of(key->ptr, key->len_bytes))
               ? GZ_CATALOG_NONE
               : lead;
}

static enum gz_status list_links(struct gz_catalog *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->key_count; i++) {
        count += linked(c, &c->keys[i]) != GZ_CATALOG_NONE;
    }
    c->links = calloc(count + 1, sizeof(*c->links));
    if (c->links == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t i = 0; count > 0 && i < c->key_count; i++) {
        const struct gz_catalog_known *key = &c->keys[i];
        const uint32_t lead = linked(c, key);
        if (lead != GZ_CATALOG_NONE) {
            c->links[c->link_count++] = (struct gz_catalog_link){
                gz_str_of(key->ptr, key->len_bytes), lead};
        }
    }
    return GZ_OK;
}

enum gz_status gz_catalog_forget_keys(struct gz_catalog *c)
{
    const enum gz_status st = list_links(c);
    gz_hash_index_fini(&c->key_index);
    free(c->keys);
    c->keys = NULL;
    c->key_count = c->key_cap = 0;
    return st;
}
