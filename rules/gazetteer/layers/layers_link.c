// What the images of a configuration change about each other, found out once.
//
// This does what the catalog does with lists, image by image: first what an
// image removes, then which of its entities have the keys of earlier ones.
// Only keys that some image behind the first one has can matter, so the first
// one's ids, which are nearly all there are, are looked at once and dropped.

#include "rules/gazetteer/layers/layers_link.h"

#include <stdlib.h>

#include "daemon/base/map.h"
#include "rules/gazetteer/compile/pair_list.h"
#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/image_links.h"
#include "rules/gazetteer/image/image_read.h"
#include "rules/gazetteer/layers/layers_names.h"

// What no image has said yet of a key.
#define NOBODY UINT64_MAX

struct linker {
    struct gz_layers *layers;
    struct gz_map *owners;      // owned; of keys: layer and entity
    struct gz_text_pool texts;  // owned; keys
    struct gz_buffer keys;      // owned; struct gz_str, of the entity in hand
    struct gz_layers_names names;
    struct gz_error *err;
};

static const struct gz_image *image_of(const struct linker *k, uint32_t layer)
{
    return gz_gazetteer_image(k->layers->items[layer].gazetteer);
}

static uint64_t pack(struct gz_layer_entity e)
{
    return (uint64_t)e.layer << 32 | e.entity;
}

static struct gz_layer_entity unpack(uint64_t owner)
{
    return (struct gz_layer_entity){(uint32_t)(owner >> 32), (uint32_t)owner};
}

static enum gz_status want_key(struct linker *k, struct gz_str key)
{
    uint64_t *slot;
    return gz_map_put(k->owners, key, NOBODY, &slot, NULL);
}

static enum gz_status want_id(struct linker *k, const struct gz_image *image,
                              const struct gz_name_record *r)
{
    char buffer[GZ_IMAGE_ID_ROOM];
    const struct gz_name_entity e = gz_name_record_entity(r);
    struct gz_str id = gz_image_read_id(image, &e, buffer);
    if (gz_map_get(k->owners, id) != NULL) {
        return GZ_OK;
    }
    const enum gz_status st = gz_text_pool_copy(&k->texts, &id);
    return st == GZ_OK ? want_key(k, id) : st;
}

static enum gz_status want_links(struct linker *k, const struct gz_image *image)
{
    struct gz_image_links links = gz_image_links_open(image);
    struct gz_image_key key;
    struct gz_image_removal removal;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_image_links_next_key(&links, &key)) {
        st = want_key(k, key.text);
    }
    while (st == GZ_OK && gz_image_links_next_removal(&links, &removal)) {
        const uint8_t *at = removal.keys;
        for (uint32_t i = 0; st == GZ_OK && i < removal.key_count; i++) {
            st = want_key(k, gz_image_removal_key(&at));
        }
    }
    return st;
}

// The keys by which an image refers to earlier ones.
static enum gz_status want_keys(struct linker *k, uint32_t layer)
{
    struct gz_image_read walk = {.image = image_of(k, layer)};
    struct gz_name_record r;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_image_read_next(&walk, &r)) {
        if (gz_image_read_is_home(&r)) {
            st = want_id(k, walk.image, &r);
        }
    }
    return st == GZ_OK ? want_links(k, walk.image) : st;
}

static struct gz_layers_entity describe(const struct linker *k,
                                        struct gz_layer_entity e,
                                        char id[GZ_IMAGE_ID_ROOM])
{
    const struct gz_layer *layer = &k->layers->items[e.layer];
    uint32_t number;
    if (gz_layer_changes_noted(&layer->changes, e.entity, &number)) {
        return k->layers->entities[number];
    }
    struct gz_name_record home;
    struct gz_layers_entity out = {
        .details = gz_gazetteer_details(layer->gazetteer, e.entity)};
    if (gz_image_read_home(image_of(k, e.layer), e.entity, &home)) {
        const struct gz_name_entity entity = gz_name_record_entity(&home);
        out.id = gz_image_read_id(image_of(k, e.layer), &entity, id);
    }
    return out;
}

static enum gz_status note_entity(struct linker *k, struct gz_layer_entity e,
                                  const struct gz_layers_entity *what)
{
    struct gz_layers *l = k->layers;
    struct gz_layer_changes *changes = &l->items[e.layer].changes;
    uint32_t number;
    if (gz_layer_changes_noted(changes, e.entity, &number)) {
        l->entities[number] = *what;
        return GZ_OK;
    }
    if (l->entity_count == l->entity_cap) {
        const size_t cap = l->entity_cap == 0 ? 64 : l->entity_cap * 2;
        struct gz_layers_entity *more =
            realloc(l->entities, cap * sizeof(*more));
        if (more == NULL) {
            return GZ_NO_MEMORY;
        }
        l->entities = more;
        l->entity_cap = cap;
    }
    l->entities[l->entity_count] = *what;
    return gz_layer_changes_note(changes, e.entity,
                                 (uint32_t)l->entity_count++);
}

static bool is_wikidata(struct gz_str id)
{
    return gz_str_starts(id, GZ_STR_LIT("wd:"));
}

// What a later entity adds to the earlier one that it is; as in catalog.c.
static enum gz_status add_details(struct linker *k, struct gz_layer_entity to,
                                  struct gz_layer_entity from)
{
    char ids[2][GZ_IMAGE_ID_ROOM];
    const struct gz_layers_entity old = describe(k, to, ids[0]);
    const struct gz_layers_entity more = describe(k, from, ids[1]);
    struct gz_layers_entity sum = old;
    if (!is_wikidata(old.id) && is_wikidata(more.id)) {
        sum.id = more.id;
    }
    struct gz_text_pool *pool = &k->layers->texts;
    enum gz_status st =
        gz_pair_list_merge(pool, &sum.details.xids, more.details.xids);
    if (st == GZ_OK) {
        st = gz_pair_list_merge(pool, &sum.details.attributes,
                                more.details.attributes);
    }
    if (st != GZ_OK ||
        (sum.id.ptr == old.id.ptr &&
         sum.details.xids.ptr == old.details.xids.ptr &&
         sum.details.attributes.ptr == old.details.attributes.ptr)) {
        return st;
    }
    st = gz_text_pool_copy(pool, &sum.id);
    return st == GZ_OK ? note_entity(k, to, &sum) : st;
}

// The entity that stands for one after all that was linked so far.
static struct gz_layer_entity lead_of(void *context, struct gz_layer_entity e)
{
    const struct gz_layers *l = context;
    while (e.layer != GZ_LAYER_GONE &&
           gz_layer_changes_moved(&l->items[e.layer].changes, e.entity, &e)) {
    }
    return e;
}

// Two entities are one: *lead and another.
static enum gz_status unite(struct linker *k, struct gz_layer_entity *lead,
                            struct gz_layer_entity other)
{
    const struct gz_layer_entity a = *lead;
    if (pack(a) == pack(other)) {
        return GZ_OK;
    }
    *lead = pack(a) < pack(other) ? a : other;
    other = pack(a) < pack(other) ? other : a;
    enum gz_status st = add_details(k, *lead, other);
    if (st == GZ_OK && lead->layer == other.layer) {
        st = gz_layer_changes_pair(&k->layers->items[lead->layer].changes,
                                   lead->entity);
    }
    return st == GZ_OK
               ? gz_layer_changes_move(&k->layers->items[other.layer].changes,
                                       other.entity, *lead)
               : st;
}

// The entity that has a key by now; false when there is none.
static bool find_owner(const struct linker *k, struct gz_str key,
                       struct gz_layer_entity *lead)
{
    const uint64_t *owner = gz_map_get(k->owners, key);
    if (owner == NULL || *owner == NOBODY) {
        return false;
    }
    *lead = lead_of(k->layers, unpack(*owner));
    return lead->layer != GZ_LAYER_GONE;
}

// Keep a key of the entity in hand, if some image asks for it.
static void note_key(struct linker *k, struct gz_str key)
{
    if (gz_map_get(k->owners, key) != NULL) {
        gz_buffer_append(&k->keys, &key, sizeof(key));
    }
}

// An entity has the keys that were noted: it is the one that had any of them
// before.
static enum gz_status claim(struct linker *k, struct gz_layer_entity e)
{
    const struct gz_str *keys = (const void *)k->keys.data;
    const size_t count = k->keys.len / sizeof(*keys);
    struct gz_layer_entity lead = e;
    struct gz_layer_entity owner;
    bool known = false;
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        if (find_owner(k, keys[i], &owner)) {
            lead = known ? lead : owner;
            known = true;
            st = unite(k, &lead, owner);
        }
    }
    st = st == GZ_OK ? unite(k, &lead, e) : st;
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        uint64_t *slot;
        if (!find_owner(k, keys[i], &owner)) {
            st = gz_map_put(k->owners, keys[i], NOBODY, &slot, NULL);
            if (st == GZ_OK) {
                *slot = pack(lead);
            }
        }
    }
    return st;
}

// Keys of entities come in the order of entities, see image_links.h.
static enum gz_status claim_all(struct linker *k, uint32_t layer)
{
    char buffer[GZ_IMAGE_ID_ROOM];
    struct gz_image_read walk = {.image = image_of(k, layer)};
    struct gz_image_links links = gz_image_links_open(walk.image);
    struct gz_image_key key = {.entity = 0};
    struct gz_name_record r;
    bool more = gz_image_links_next_key(&links, &key);
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_image_read_next(&walk, &r)) {
        if (!gz_image_read_is_home(&r)) {
            continue;
        }
        const struct gz_name_entity e = gz_name_record_entity(&r);
        k->keys.len = 0;
        note_key(k, gz_image_read_id(walk.image, &e, buffer));
        for (; more && key.entity <= r.offset;
             more = gz_image_links_next_key(&links, &key)) {
            if (key.entity == r.offset) {
                note_key(k, key.text);
            }
        }
        st = gz_buffer_status(&k->keys);
        if (st == GZ_OK && k->keys.len > 0) {
            st = claim(k, (struct gz_layer_entity){layer, r.offset});
        }
    }
    return st == GZ_OK && !gz_image_read_all(&walk) ? GZ_INVALID : st;
}

static enum gz_status remove_from(struct linker *k, uint32_t layer,
                                  struct gz_str name,
                                  struct gz_layer_entity lead)
{
    if (name.len_bytes > 0) {
        return gz_layers_names_drop(&k->names, name, layer, lead);
    }
    const struct gz_layer_entity gone = {GZ_LAYER_GONE, 0};
    return gz_layer_changes_move(&k->layers->items[lead.layer].changes,
                                 lead.entity, gone);
}

// What a layer removes from those before it.
static enum gz_status remove_all(struct linker *k, uint32_t layer)
{
    struct gz_image_links links = gz_image_links_open(image_of(k, layer));
    struct gz_image_key key;
    struct gz_image_removal removal;
    enum gz_status st = GZ_OK;
    while (gz_image_links_next_key(&links, &key)) {
    }
    while (st == GZ_OK && gz_image_links_next_removal(&links, &removal)) {
        const uint8_t *at = removal.keys;
        for (uint32_t i = 0; st == GZ_OK && i < removal.key_count; i++) {
            struct gz_layer_entity lead;
            if (find_owner(k, gz_image_removal_key(&at), &lead)) {
                st = remove_from(k, layer, removal.name, lead);
            }
        }
    }
    return st;
}

static enum gz_status link_layer(struct linker *k, uint32_t layer)
{
    enum gz_status st = layer > 0 ? remove_all(k, layer) : GZ_OK;
    st = st == GZ_OK ? claim_all(k, layer) : st;
    if (st == GZ_INVALID) {
        return gz_error_set(k->err, GZ_INVALID,
                            "name image %u is damaged: its names end too "
                            "early; make it again with \"gazetted compile\"",
                            (unsigned)layer + 1);
    }
    return st;
}

static enum gz_status link_all(struct linker *k)
{
    const uint32_t count = (uint32_t)k->layers->count;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 1; st == GZ_OK && i < count; i++) {
        st = want_keys(k, i);
    }
    for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
        st = link_layer(k, i);
    }
    for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
        st = gz_layers_names_drop_doubles(&k->names, i);
    }
    for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
        st = gz_layer_changes_seal(&k->layers->items[i].changes, lead_of,
                                   k->layers);
    }
    return st;
}

enum gz_status gz_layers_link(struct gz_layers *l, struct gz_error *err)
{
    if (l->count < 2) {
        return GZ_OK;
    }
    struct linker k = {.layers = l, .owners = gz_map_new(0), .err = err};
    gz_text_pool_init(&k.texts);
    gz_buffer_init(&k.keys, 0);
    enum gz_status st = gz_layers_names_init(&k.names, l, lead_of);
    if (k.owners == NULL) {
        st = GZ_NO_MEMORY;
    }
    st = st == GZ_OK ? link_all(&k) : st;
    gz_layers_names_fini(&k.names);
    gz_text_pool_fini(&k.texts);
    gz_buffer_fini(&k.keys);
    gz_map_free(k.owners);
    return st == GZ_OK || st == GZ_INVALID
               ? st
               : gz_error_set(err, st, "cannot link the name images: %s",
                              gz_status_name(st));
}
