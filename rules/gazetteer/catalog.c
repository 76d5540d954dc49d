// Entities as a union-find forest over their keys, and their names.

#include "rules/gazetteer/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/name_fields.h"

enum gz_status gz_catalog_init(struct gz_catalog *c)
{
    *c = (struct gz_catalog){
        .strings = gz_arena_new(SIZE_MAX),
        .entity_keys = gz_map_new(0),
        .name_keys = gz_map_new(0),
    };
    gz_prefix_table_init(&c->prefixes);
    if (c->strings == NULL || c->entity_keys == NULL || c->name_keys == NULL) {
        gz_catalog_fini(c);
        return GZ_NO_MEMORY;
    }
    return GZ_OK;
}

void gz_catalog_fini(struct gz_catalog *c)
{
    gz_prefix_table_fini(&c->prefixes);
    free(c->names);
    free(c->entities);
    gz_map_free(c->name_keys);
    gz_map_free(c->entity_keys);
    gz_arena_free(c->strings);
    *c = (struct gz_catalog){0};
}

uint32_t gz_catalog_lead(const struct gz_catalog *c, uint32_t entity)
{
    while (c->entities[entity].parent != entity) {
        entity = c->entities[entity].parent;
    }
    return entity;
}

uint32_t gz_catalog_find(const struct gz_catalog *c, struct gz_str key)
{
    const uint64_t *found = gz_map_get(c->entity_keys, key);
    return found == NULL ? GZ_CATALOG_NONE
                         : gz_catalog_lead(c, (uint32_t)*found);
}

static bool copy(struct gz_catalog *c, struct gz_str *s)
{
    if (s->len_bytes == 0) {
        return true;
    }
    *s = gz_arena_copy(c->strings, *s);
    return s->ptr != NULL;
}

// An array with room for one more, or NULL when memory is short; then the old
// one stands.
static void *make_room(void *items, uint32_t count, uint32_t *cap, size_t size)
{
    if (count < *cap) {
        return items;
    }
    const uint32_t wanted = *cap == 0 ? 256 : *cap * 2;
    void *more = wanted > *cap ? realloc(items, wanted * size) : NULL;
    *cap = more != NULL ? wanted : *cap;
    return more;
}

// Append the pairs of more whose keys list lacks.
static enum gz_status merge_pairs(struct gz_catalog *c, struct gz_str *list,
                                  struct gz_str more)
{
    while (more.len_bytes > 0) {
        const struct gz_str pair = gz_str_cut(&more, ';');
        struct gz_str rest = pair;
        const struct gz_str name = gz_str_cut(&rest, '=');
        char key[GZ_NAME_ID_BYTES_MAX + 1];
        if (name.len_bytes >= sizeof(key)) {
            continue;
        }
        memcpy(key, name.ptr, name.len_bytes);
        key[name.len_bytes] = '\0';
        if (gz_gazetteer_value(*list, key).ptr != NULL) {
            continue;
        }
        const size_t len = list->len_bytes + 1 + pair.len_bytes;
        char *joined =
            len > UINT16_MAX ? NULL : gz_arena_alloc(c->strings, len);
        if (joined == NULL) {
            return len > UINT16_MAX ? GZ_LIMIT : GZ_NO_MEMORY;
        }
        size_t at = list->len_bytes;
        if (at > 0) {
            memcpy(joined, list->ptr, at);
            joined[at++] = ';';
        }
        memcpy(joined + at, pair.ptr, pair.len_bytes);
        *list = gz_str_of(joined, at + pair.len_bytes);
    }
    return GZ_OK;
}

static bool is_wikidata(struct gz_str id)
{
    return gz_str_starts(id, GZ_STR_LIT("wd:"));
}

// What a further row or entity adds to one that is known.
static enum gz_status add_details(struct gz_catalog *c,
                                  struct gz_catalog_entity *e,
                                  const struct gz_catalog_entity *more)
{
    if (!is_wikidata(e->id) && is_wikidata(more->id)) {
        e->id = more->id;
        if (!copy(c, &e->id)) {
            return GZ_NO_MEMORY;
        }
    }
    const enum gz_status st = merge_pairs(c, &e->xids, more->xids);
    return st == GZ_OK ? merge_pairs(c, &e->attributes, more->attributes) : st;
}

static enum gz_status new_entity(struct gz_catalog *c,
                                 const struct gz_catalog_entity *from,
                                 uint32_t *entity)
{
    struct gz_catalog_entity *entities = make_room(
        c->entities, c->entity_count, &c->entity_cap, sizeof(*entities));
    if (entities == NULL) {
        return GZ_NO_MEMORY;
    }
    c->entities = entities;
    struct gz_catalog_entity *e = &entities[c->entity_count];
    *e = *from;
    e->parent = c->entity_count;
    if (!copy(c, &e->id) || !copy(c, &e->type) || !copy(c, &e->name) ||
        !copy(c, &e->xids) || !copy(c, &e->attributes)) {
        return GZ_NO_MEMORY;
    }
    *entity = c->entity_count++;
    return GZ_OK;
}

// The later of two entities follows the earlier.
static enum gz_status unite(struct gz_catalog *c, uint32_t a, uint32_t b,
                            uint32_t *entity)
{
    *entity = a < b ? a : b;
    if (a == b) {
        return GZ_OK;
    }
    struct gz_catalog_entity *later = &c->entities[a < b ? b : a];
    later->parent = *entity;
    return add_details(c, &c->entities[*entity], later);
}

static enum gz_status find_known(struct gz_catalog *c,
                                 const struct gz_str *keys, size_t count,
                                 uint32_t *entity)
{
    *entity = GZ_CATALOG_NONE;
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        const uint32_t known = gz_catalog_find(c, keys[i]);
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

static enum gz_status put_keys(struct gz_catalog *c, const struct gz_str *keys,
                               size_t count, uint32_t entity)
{
    for (size_t i = 0; i < count; i++) {
        if (gz_map_get(c->entity_keys, keys[i]) != NULL) {
            continue;
        }
        struct gz_str key = keys[i];
        uint64_t *slot;
        if (!copy(c, &key) ||
            gz_map_put(c->entity_keys, key, entity, &slot, NULL) != GZ_OK) {
            return GZ_NO_MEMORY;
        }
    }
    return GZ_OK;
}

enum gz_status gz_catalog_add_entity(struct gz_catalog *c,
                                     const struct gz_str *keys, size_t count,
                                     const struct gz_catalog_entity *from,
                                     uint32_t *entity)
{
    enum gz_status st = find_known(c, keys, count, entity);
    if (st != GZ_OK) {
        return st;
    }
    st = *entity == GZ_CATALOG_NONE
             ? new_entity(c, from, entity)
             : add_details(c, &c->entities[*entity], from);
    return st == GZ_OK ? put_keys(c, keys, count, *entity) : st;
}

// Names are known by their entity's number and their spelling, in one run of
// bytes that is also where the spelling is kept.
struct name_key {
    char bytes[sizeof(uint32_t) + GZ_NAME_BYTES_MAX];
    size_t len;
};

static struct gz_str make_name_key(struct name_key *key, uint32_t entity,
                                   struct gz_str spelling)
{
    memcpy(key->bytes, &entity, sizeof(entity));
    memcpy(key->bytes + sizeof(entity), spelling.ptr, spelling.len_bytes);
    key->len = sizeof(entity) + spelling.len_bytes;
    return gz_str_of(key->bytes, key->len);
}

const struct gz_catalog_name *gz_catalog_find_name(const struct gz_catalog *c,
                                                   uint32_t entity,
                                                   struct gz_str spelling)
{
    struct name_key key;
    const uint64_t *found =
        gz_map_get(c->name_keys, make_name_key(&key, entity, spelling));
    return found == NULL ? NULL : &c->names[*found];
}

static enum gz_status keep_name(struct gz_catalog *c, uint32_t entity,
                                struct gz_str *spelling)
{
    struct name_key bytes;
    const struct gz_str key =
        gz_arena_copy(c->strings, make_name_key(&bytes, entity, *spelling));
    uint64_t *slot;
    if (key.ptr == NULL ||
        gz_map_put(c->name_keys, key, c->name_count, &slot, NULL) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    *spelling = gz_str_of(key.ptr + sizeof(entity), spelling->len_bytes);
    return GZ_OK;
}

enum gz_status gz_catalog_add_name(struct gz_catalog *c,
                                   const struct gz_spelling *spelling,
                                   const struct gz_catalog_name *from)
{
    const struct gz_catalog_name *known =
        gz_catalog_find_name(c, from->entity, spelling->text);
    if (known != NULL) {
        return GZ_OK;
    }
    struct gz_catalog_name *names =
        make_room(c->names, c->name_count, &c->name_cap, sizeof(*names));
    if (names == NULL) {
        return GZ_NO_MEMORY;
    }
    c->names = names;
    struct gz_str text = spelling->text;
    enum gz_status st = keep_name(c, from->entity, &text);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_catalog_name *name = &names[c->name_count];
    *name = *from;
    name->spelling = text;
    name->key = gz_spelling_key(spelling, false);
    name->final_dot = spelling->final_dot;
    name->marks = spelling->marks;
    return gz_prefix_table_add(&c->prefixes, spelling, from->policy.name_case,
                               c->name_count++);
}
