#include "rules/gazetteer/layers/layers.h"

#include <stdlib.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/layers/layers_link.h"
#include "rules/gazetteer/layers/layers_parts.h"

static void close_all(struct gz_gazetteer *const *gazetteers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        gz_gazetteer_close(gazetteers[i]);
    }
}

enum gz_status gz_layers_new(struct gz_gazetteer *const *gazetteers,
                             size_t count, struct gz_layers **out,
                             struct gz_error *err)
{
    *out = NULL;
    struct gz_layers *l = calloc(1, sizeof(*l));
    struct gz_layer *items = calloc(count + 1, sizeof(*items));
    if (l == NULL || items == NULL) {
        close_all(gazetteers, count);
        free(items);
        free(l);
        return gz_error_set(err, GZ_NO_MEMORY, "no memory for the names");
    }
    gz_text_pool_init(&l->texts);
    l->items = items;
    l->count = count;
    for (size_t i = 0; i < count; i++) {
        items[i].gazetteer = gazetteers[i];
        gz_layer_changes_init(&items[i].changes);
    }
    const enum gz_status st = gz_layers_link(l, err);
    if (st != GZ_OK) {
        gz_layers_free(l);
        return st;
    }
    *out = l;
    return GZ_OK;
}

void gz_layers_free(struct gz_layers *l)
{
    if (l == NULL) {
        return;
    }
    for (size_t i = 0; i < l->count; i++) {
        gz_layer_changes_fini(&l->items[i].changes);
        gz_gazetteer_close(l->items[i].gazetteer);
    }
    gz_text_pool_fini(&l->texts);
    free(l->entities);
    free(l->items);
    free(l);
}

// What several images know of an entity, or NULL.
static const struct gz_layers_entity *noted(const struct gz_layers *l,
                                            const struct gz_reading *r)
{
    uint32_t number;
    return l->entity_count > 0 &&
                   gz_layer_changes_noted(&l->items[r->layer].changes,
                                          r->entity, &number)
               ? &l->entities[number]
               : NULL;
}

enum gz_status gz_layers_entry(const struct gz_layers *l,
                               const struct gz_reading *r,
                               struct gz_arena *arena, struct gz_entry *out)
{
    const struct gz_layers_entity *more = noted(l, r);
    const enum gz_status st =
        gz_gazetteer_entry(l->items[r->layer].gazetteer, r->entity, arena, out);
    if (st == GZ_OK && more != NULL) {
        out->id = more->id;
        out->xids = more->details.xids;
        out->attributes = more->details.attributes;
    }
    return st;
}

struct gz_details gz_layers_details(const struct gz_layers *l,
                                    const struct gz_reading *r)
{
    const struct gz_layers_entity *more = noted(l, r);
    return more != NULL
               ? more->details
               : gz_gazetteer_details(l->items[r->layer].gazetteer, r->entity);
}

bool gz_layers_is_named(const struct gz_layers *l, const struct gz_reading *r,
                        struct gz_str name)
{
    return gz_gazetteer_is_named(l->items[r->layer].gazetteer, r->entity, name);
}

struct gz_str gz_layers_type(const struct gz_layers *l,
                             const struct gz_reading *r)
{
    return gz_gazetteer_type(l->items[r->layer].gazetteer, r->entity);
}

enum gz_status gz_layers_id(const struct gz_layers *l,
                            const struct gz_reading *r, struct gz_arena *arena,
                            struct gz_str *out)
{
    const struct gz_layers_entity *more = noted(l, r);
    if (more != NULL) {
        *out = more->id;
        return GZ_OK;
    }
    return gz_gazetteer_id(l->items[r->layer].gazetteer, r->entity, arena, out);
}

struct gz_gazetteer_size gz_layers_size(const struct gz_layers *l)
{
    struct gz_gazetteer_size sum = {0};
    for (size_t i = 0; i < l->count; i++) {
        const struct gz_gazetteer_size one =
            gz_gazetteer_size(l->items[i].gazetteer);
        sum.bytes += one.bytes;
        sum.entities += one.entities;
        sum.names += one.names;
    }
    return sum;
}

uint64_t gz_layers_digest(const struct gz_layers *l)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < l->count; i++) {
        const uint64_t digest = gz_gazetteer_digest(l->items[i].gazetteer);
        hash = gz_hash64(&digest, sizeof(digest), hash);
    }
    return hash;
}
