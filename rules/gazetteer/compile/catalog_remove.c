#include "rules/gazetteer/compile/catalog_remove.h"

#include <stdlib.h>

#include "daemon/base/buffer.h"

// Append the entities that follow one themselves.
static void list_followers(const struct gz_catalog *c, uint32_t entity,
                           struct gz_buffer *out)
{
    const uint64_t hash = gz_catalog_number_hash(entity);
    size_t at = 0;
    uint32_t follower;
    while ((follower = gz_hash_index_next(&c->followers, hash, &at)) !=
           GZ_HASH_INDEX_NONE) {
        if (c->entities[follower].parent == entity) {
            gz_buffer_append(out, &follower, sizeof(follower));
        }
    }
}

// An entity and all that follow it, as u32.  A list may make a chain of any
// length, so this does not call itself.
static enum gz_status list_family(const struct gz_catalog *c, uint32_t lead,
                                  struct gz_buffer *out)
{
    gz_buffer_append(out, &lead, sizeof(lead));
    for (size_t at = 0; at < out->len; at += sizeof(lead)) {
        memcpy(&lead, out->data + at, sizeof(lead));
        list_followers(c, lead, out);
    }
    return gz_buffer_status(out);
}

static bool remove_own(struct gz_catalog *c, uint32_t entity,
                       const struct gz_catalog_name *like)
{
    const uint32_t name = gz_catalog_find_name(c, entity, like);
    if (name == GZ_CATALOG_NONE) {
        return false;
    }
    c->names[name].removed = true;
    c->names_removed++;
    return true;
}

static void remove_all(struct gz_catalog *c, uint32_t entity)
{
    c->entities[entity].removed = true;
    uint32_t i = c->entities[entity].newest_name;
    for (; i != GZ_CATALOG_NONE; i = c->names[i].older) {
        c->names_removed += !c->names[i].removed;
        c->names[i].removed = true;
    }
}

enum gz_status gz_catalog_remove(struct gz_catalog *c, uint32_t lead,
                                 const struct gz_catalog_name *like,
                                 bool *removed)
{
    struct gz_buffer family;
    gz_buffer_init(&family, 0);
    const enum gz_status st = list_family(c, lead, &family);
    for (size_t at = 0; st == GZ_OK && at < family.len; at += sizeof(lead)) {
        uint32_t entity;
        memcpy(&entity, family.data + at, sizeof(entity));
        if (like == NULL) {
            remove_all(c, entity);
            *removed = true;
        } else {
            *removed = remove_own(c, entity, like) || *removed;
        }
    }
    gz_buffer_fini(&family);
    return st;
}

static enum gz_status index_owners(struct gz_catalog *c)
{
    enum gz_status st = GZ_OK;
    if (c->owner_index.slots == NULL) {
        st = gz_hash_index_reserve(&c->owner_index, c->key_count);
        for (size_t i = 0; st == GZ_OK && i < c->key_count; i++) {
            gz_hash_index_put(&c->owner_index,
                              gz_catalog_number_hash(c->keys[i].entity),
                              (uint32_t)i);
        }
    }
    return st;
}

static enum gz_status add_keys(const struct gz_catalog *c, uint32_t entity,
                               struct gz_removals *out)
{
    const uint64_t hash = gz_catalog_number_hash(entity);
    enum gz_status st = GZ_OK;
    size_t at = 0;
    uint32_t i;
    while (st == GZ_OK && (i = gz_hash_index_next(&c->owner_index, hash,
                                                  &at)) != GZ_HASH_INDEX_NONE) {
        const struct gz_catalog_known *key = &c->keys[i];
        if (key->entity == entity) {
            st = gz_removals_add_key(out, gz_str_of(key->ptr, key->len_bytes));
        }
    }
    return st;
}

enum gz_status gz_catalog_remove_keys(struct gz_catalog *c, uint32_t lead,
                                      struct gz_removals *out)
{
    struct gz_buffer family;
    gz_buffer_init(&family, 0);
    enum gz_status st = index_owners(c);
    st = st == GZ_OK ? list_family(c, lead, &family) : st;
    for (size_t at = 0; st == GZ_OK && at < family.len; at += sizeof(lead)) {
        memcpy(&lead, family.data + at, sizeof(lead));
        st = add_keys(c, lead, out);
    }
    gz_buffer_fini(&family);
    return st;
}

enum gz_status gz_catalog_remove_finish(struct gz_catalog *c,
                                        uint32_t **numbers)
{
    *numbers = NULL;
    if (c->names_removed == 0) {
        return GZ_OK;
    }
    *numbers = malloc(c->name_count * sizeof(**numbers));
    if (*numbers == NULL) {
        return GZ_NO_MEMORY;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->name_count; i++) {
        (*numbers)[i] = c->names[i].removed ? GZ_CATALOG_NONE : kept;
        c->names[kept] = c->names[i];
        kept += !c->names[i].removed;
    }
    c->name_count = kept;
    c->names_removed = 0;
    return GZ_OK;
}
