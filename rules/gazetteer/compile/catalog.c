// Entities as a union-find forest over their keys, and their names.

#include "rules/gazetteer/compile/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "daemon/base/huge_pages.h"
#include "rules/gazetteer/compile/pair_list.h"

// Most entities have a few names, which are looked through; only those of
// entities with more than this are worth an index.
enum { NAMES_WALKED = 8 };

void gz_catalog_init(struct gz_catalog *c)
{
    *c = (struct gz_catalog){.threads = 1};
    gz_text_pool_init(&c->texts);
    gz_hash_index_init(&c->key_index);
    gz_hash_index_init(&c->owner_index);
    gz_hash_index_init(&c->name_index);
    gz_hash_index_init(&c->followers);
    gz_removals_init(&c->removals);
    gz_prefix_table_init(&c->prefixes);
}

void gz_catalog_fini(struct gz_catalog *c)
{
    gz_prefix_table_fini(&c->prefixes);
    gz_hash_index_fini(&c->name_index);
    gz_hash_index_fini(&c->key_index);
    gz_hash_index_fini(&c->owner_index);
    gz_hash_index_fini(&c->followers);
    gz_removals_fini(&c->removals);
    free(c->links);
    free(c->names);
    free(c->entities);
    free(c->details);
    free(c->types);
    free(c->keys);
    gz_text_pool_fini(&c->texts);
    gz_catalog_init(c);
}

uint64_t gz_catalog_hash(struct gz_str text)
{
    return gz_hash64(text.ptr, text.len_bytes, 0);
}

uint32_t gz_catalog_lead(const struct gz_catalog *c, uint32_t entity)
{
    while (c->entities[entity].parent != entity) {
        entity = c->entities[entity].parent;
    }
    return entity;
}

// Have room for extra more behind count; items stay as they are on failure.
static enum gz_status make_room(void **items, size_t count, size_t *cap,
                                size_t extra, size_t size)
{
    if (extra > UINT32_MAX - 1 || count + extra > UINT32_MAX - 1) {
        return GZ_LIMIT;
    }
    if (count + extra <= *cap) {
        return GZ_OK;
    }
    const size_t wanted = count + extra > *cap * 2 ? count + extra : *cap * 2;
    void *more = gz_huge_pages_alloc(wanted, size);
    if (more == NULL) {
        return GZ_NO_MEMORY;
    }
    if (count > 0) {
        memcpy(more, *items, count * size);
    }
    free(*items);
    *items = more;
    *cap = wanted;
    return GZ_OK;
}

enum gz_status gz_catalog_reserve(struct gz_catalog *c, size_t keys,
                                  size_t entities, size_t names)
{
    void *known = c->keys;
    void *owners = c->entities;
    void *named = c->names;
    enum gz_status st =
        make_room(&known, c->key_count, &c->key_cap, keys, sizeof(*c->keys));
    c->keys = known;
    if (st == GZ_OK) {
        st = gz_hash_index_reserve(&c->key_index, keys);
    }
    if (st == GZ_OK) {
        st = make_room(&owners, c->entity_count, &c->entity_cap, entities,
                       sizeof(*c->entities));
        c->entities = owners;
    }
    if (st == GZ_OK) {
        st = make_room(&named, c->name_count, &c->name_cap, names,
                       sizeof(*c->names));
        c->names = named;
    }
    return st;
}

static struct gz_catalog_known *find_key(const struct gz_catalog *c,
                                         const struct gz_catalog_key *key)
{
    size_t at = 0;
    uint32_t item;
    while ((item = gz_hash_index_next(&c->key_index, key->hash, &at)) !=
           GZ_HASH_INDEX_NONE) {
        struct gz_catalog_known *known = &c->keys[item];
        if (gz_str_eq(gz_str_of(known->ptr, known->len_bytes), key->text)) {
            return known;
        }
    }
    return NULL;
}

uint32_t gz_catalog_find(const struct gz_catalog *c,
                         const struct gz_catalog_key *key)
{
    const struct gz_catalog_known *known = find_key(c, key);
    if (known == NULL) {
        return GZ_CATALOG_NONE;
    }
    const uint32_t lead = gz_catalog_lead(c, known->entity);
    return c->entities[lead].removed ? GZ_CATALOG_NONE : lead;
}

static bool is_wikidata(struct gz_str id)
{
    return gz_str_starts(id, GZ_STR_LIT("wd:"));
}

// Details for an entity that had none.
static enum gz_status new_details(struct gz_catalog *c,
                                  struct gz_catalog_entity *e,
                                  const struct gz_catalog_details *from)
{
    const struct gz_catalog_details copy = *from;  // it may be one of ours
    void *details = c->details;
    const enum gz_status st =
        make_room(&details, c->detail_count, &c->detail_cap, 1, sizeof(copy));
    c->details = details;
    if (st == GZ_OK) {
        c->details[c->detail_count++] = copy;
        e->details = (uint32_t)c->detail_count;
    }
    return st;
}

// What a further row or entity adds to one that is known.
static enum gz_status add_details(struct gz_catalog *c,
                                  struct gz_catalog_entity *e, struct gz_str id,
                                  const struct gz_catalog_details *more)
{
    if (!is_wikidata(e->id) && is_wikidata(id)) {
        e->id = id;
    }
    if (more->xids.len_bytes == 0 && more->attributes.len_bytes == 0) {
        return GZ_OK;
    }
    if (e->details == 0) {
        return new_details(c, e, more);
    }
    struct gz_catalog_details *details = &c->details[e->details - 1];
    const enum gz_status st =
        gz_pair_list_merge(&c->texts, &details->xids, more->xids);
    return st == GZ_OK ? gz_pair_list_merge(&c->texts, &details->attributes,
                                            more->attributes)
                       : st;
}

// Types are few, and neighbours in a list mostly have the same.
static enum gz_status number_type(struct gz_catalog *c, struct gz_str type,
                                  uint16_t *number)
{
    if (c->entity_count > 0) {
        *number = c->entities[c->entity_count - 1].type;
        if (gz_str_eq(c->types[*number], type)) {
            return GZ_OK;
        }
    }
    size_t i = 0;
    while (i < c->type_count && !gz_str_eq(c->types[i], type)) {
        i++;
    }
    *number = (uint16_t)i;
    if (i < c->type_count) {
        return GZ_OK;
    }
    void *types = c->types;
    const enum gz_status st =
        i > UINT16_MAX ? GZ_LIMIT
                       : make_room(&types, i, &c->type_cap, 1, sizeof(type));
    c->types = types;
    if (st == GZ_OK) {
        c->types[c->type_count++] = type;
    }
    return st;
}

static enum gz_status new_entity(struct gz_catalog *c,
                                 const struct gz_catalog_row *from,
                                 uint32_t *entity)
{
    struct gz_catalog_entity e = {.id = from->id,
                                  .name = from->name,
                                  .parent = c->entity_count,
                                  .newest_name = GZ_CATALOG_NONE};
    enum gz_status st = gz_catalog_reserve(c, 0, 1, 0);
    st = st == GZ_OK ? number_type(c, from->type, &e.type) : st;
    st = st == GZ_OK ? add_details(c, &e, from->id, &from->details) : st;
    if (st == GZ_OK) {
        *entity = c->entity_count++;
        c->entities[*entity] = e;
    }
    return st;
}

// The later of two entities follows the earlier.
static enum gz_status unite(struct gz_catalog *c, uint32_t a, uint32_t b,
                            uint32_t *entity)
{
    *entity = a < b ? a : b;
    if (a == b) {
        return GZ_OK;
    }
    const uint32_t follower = a < b ? b : a;
    struct gz_catalog_entity *later = &c->entities[follower];
    const enum gz_status st = gz_hash_index_reserve(&c->followers, 1);
    if (st != GZ_OK) {
        return st;
    }
    gz_hash_index_put(&c->followers, gz_catalog_number_hash(*entity), follower);
    later->parent = *entity;
    c->merged++;
    return add_details(c, &c->entities[*entity], later->id,
                       gz_catalog_details(c, later));
}

static enum gz_status find_known(struct gz_catalog *c,
                                 const struct gz_catalog_key *keys,
                                 size_t count, uint32_t *entity)
{
    *entity = GZ_CATALOG_NONE;
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        const uint32_t known = gz_catalog_find(c, &keys[i]);
        if (known == GZ_CATALOG_NONE) {
            continue;
        }
        if (*entity == GZ_CATALOG_NONE) {
            *entity = known;
        } else {
            st = unite(c, *entity, known, entity);
        }
    }
    return st;
}

// Where keys are found by entities, they are from the begin on.
static enum gz_status note_owner(struct gz_catalog *c, uint32_t key)
{
    if (c->owner_index.slots == NULL) {
        return GZ_OK;
    }
    const enum gz_status st = gz_hash_index_reserve(&c->owner_index, 1);
    if (st == GZ_OK) {
        gz_hash_index_put(&c->owner_index,
                          gz_catalog_number_hash(c->keys[key].entity), key);
    }
    return st;
}

static enum gz_status put_keys(struct gz_catalog *c,
                               const struct gz_catalog_key *keys, size_t count,
                               uint32_t entity)
{
    enum gz_status st = gz_catalog_reserve(c, count, 0, 0);
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        struct gz_catalog_known *known = find_key(c, &keys[i]);
        if (known == NULL) {
            known = &c->keys[c->key_count];
            *known = (struct gz_catalog_known){
                keys[i].text.ptr, (uint32_t)keys[i].text.len_bytes, entity};
            gz_hash_index_put(&c->key_index, keys[i].hash,
                              (uint32_t)c->key_count++);
        } else if (c->entities[gz_catalog_lead(c, known->entity)].removed) {
            known->entity = entity;
        } else {
            continue;
        }
        st = note_owner(c, (uint32_t)(known - c->keys));
    }
    return st;
}

enum gz_status gz_catalog_add_entity(struct gz_catalog *c,
                                     const struct gz_catalog_key *keys,
                                     size_t count,
                                     const struct gz_catalog_row *from,
                                     uint32_t *entity)
{
    enum gz_status st = find_known(c, keys, count, entity);
    if (st != GZ_OK) {
        return st;
    }
    st = *entity == GZ_CATALOG_NONE
             ? new_entity(c, from, entity)
             : add_details(c, &c->entities[*entity], from->id, &from->details);
    return st == GZ_OK ? put_keys(c, keys, count, *entity) : st;
}

static uint64_t name_hash(uint32_t entity, uint64_t key)
{
    return (key ^ entity) * 0x9e3779b97f4a7c15U;
}

// Whether a name of the catalog is spelt like another.
static bool is_spelt(const struct gz_catalog_name *a,
                     const struct gz_catalog_name *b)
{
    return a->key == b->key && !a->removed &&
           gz_str_eq(a->spelling, b->spelling);
}

uint32_t gz_catalog_find_name(const struct gz_catalog *c, uint32_t entity,
                              const struct gz_catalog_name *like)
{
    const struct gz_catalog_entity *e = &c->entities[entity];
    if (e->name_count <= NAMES_WALKED) {
        uint32_t i = e->newest_name;
        while (i != GZ_CATALOG_NONE && !is_spelt(&c->names[i], like)) {
            i = c->names[i].older;
        }
        return i;
    }
    const uint64_t hash = name_hash(entity, like->key);
    size_t at = 0;
    uint32_t i;
    do {
        i = gz_hash_index_next(&c->name_index, hash, &at);
    } while (i != GZ_HASH_INDEX_NONE &&
             (c->names[i].entity != entity || !is_spelt(&c->names[i], like)));
    return i;
}

_Static_assert(GZ_CATALOG_NONE == GZ_HASH_INDEX_NONE,
               "what the index does not find is no name");

// Put the newest names of an entity into the index: its first ones together.
// Their count goes up to one more than are put together.
static enum gz_status index_names(struct gz_catalog *c,
                                  const struct gz_catalog_entity *e)
{
    if (e->name_count <= NAMES_WALKED) {
        return GZ_OK;
    }
    uint32_t count = e->name_count == NAMES_WALKED + 1 ? e->name_count : 1;
    const enum gz_status st = gz_hash_index_reserve(&c->name_index, count);
    for (uint32_t i = e->newest_name; st == GZ_OK && count > 0; count--) {
        const struct gz_catalog_name *name = &c->names[i];
        gz_hash_index_put(&c->name_index, name_hash(name->entity, name->key),
                          i);
        i = name->older;
    }
    return st;
}

enum gz_status gz_catalog_add_name(struct gz_catalog *c,
                                   const struct gz_catalog_name *from,
                                   uint32_t *number, bool *added)
{
    *number = gz_catalog_find_name(c, from->entity, from);
    *added = *number == GZ_CATALOG_NONE;
    if (!*added) {
        return GZ_OK;
    }
    const enum gz_status st = gz_catalog_reserve(c, 0, 0, 1);
    if (st != GZ_OK) {
        return st;
    }
    *number = c->name_count++;
    struct gz_catalog_entity *e = &c->entities[from->entity];
    c->names[*number] = *from;
    c->names[*number].older = e->newest_name;
    e->newest_name = *number;
    if (e->name_count <= NAMES_WALKED + 1) {
        e->name_count++;
    }
    return index_names(c, e);
}

struct gz_str gz_catalog_longest(const struct gz_catalog *c)
{
    struct gz_str longest = {NULL, 0};
    for (uint32_t i = 0; i < c->name_count; i++) {
        if (c->names[i].spelling.len_bytes > longest.len_bytes) {
            longest = c->names[i].spelling;
        }
    }
    return longest;
}
