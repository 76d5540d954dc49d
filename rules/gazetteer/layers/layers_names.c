#include "rules/gazetteer/layers/layers_names.h"

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/image_read.h"
#include "rules/gazetteer/match/name_walk.h"
#include "rules/gazetteer/match/spelling.h"
#include "rules/text/utf8.h"

enum gz_status gz_layers_names_init(struct gz_layers_names *n,
                                    struct gz_layers *layers,
                                    gz_layers_lead_fn *lead)
{
    *n = (struct gz_layers_names){
        .layers = layers, .lead = lead, .arena = gz_arena_new(SIZE_MAX)};
    return n->arena == NULL ? GZ_NO_MEMORY : GZ_OK;
}

void gz_layers_names_fini(struct gz_layers_names *n)
{
    gz_arena_free(n->arena);
    n->arena = NULL;
}

static struct gz_layer *layer_at(const struct gz_layers_names *n,
                                 uint32_t layer)
{
    return &n->layers->items[layer];
}

// The key of a name in the class in which every image has it; false for what
// no list can have brought.
static enum gz_status key_of(const struct gz_layers_names *n,
                             struct gz_str name, uint64_t *key, bool *sound)
{
    struct gz_spelling spelling;
    enum gz_spelling_fault fault;
    gz_arena_reset(n->arena);
    const enum gz_status st =
        gz_utf8_valid(name)
            ? gz_spelling_make(name, n->arena, &spelling, &fault)
            : GZ_INVALID;
    *sound = st == GZ_OK;
    *key = st == GZ_OK ? gz_spelling_key(&spelling, spelling.small) : 0;
    return st == GZ_INVALID ? GZ_OK : st;
}

static bool is_same(struct gz_layer_entity a, struct gz_layer_entity b)
{
    return a.layer == b.layer && a.entity == b.entity;
}

// A reading of a name.
struct place {
    uint32_t layer;
    uint32_t record;
    uint32_t reading;  // its number in the record
    uint32_t entity;   // as its image calls it
};

static bool is_before(const struct place *a, const struct place *b)
{
    if (a->layer != b->layer) {
        return a->layer < b->layer;
    }
    return a->record != b->record ? a->record < b->record
                                  : a->reading < b->reading;
}

// A search for readings of one name that mean one entity.
struct lookup {
    const struct gz_layers_names *names;
    struct gz_str name;
    struct gz_layer_entity lead;
    struct place end;  // those behind it do not matter
    bool drop;         // all of them; else it ends at the first
    bool found;
};

static bool goes_on(const struct lookup *k)
{
    return k->drop || !k->found;
}

static enum gz_status look_at_record(struct lookup *k, uint32_t layer,
                                     const struct gz_name_record *r)
{
    const struct gz_layers_names *n = k->names;
    struct gz_layer_changes *changes = &layer_at(n, layer)->changes;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && goes_on(k) && i < r->reading_count;
         i++) {
        struct gz_reading reading;
        if (!gz_name_record_reading(r, i, &reading)) {
            continue;
        }
        const struct place place = {layer, r->offset, i, reading.entity};
        const struct gz_layer_entity e = {layer, reading.entity};
        if (!is_before(&place, &k->end) ||
            gz_layer_changes_drops(changes, r->offset, reading.entity) ||
            !is_same(n->lead(n->layers, e), k->lead)) {
            continue;
        }
        k->found = true;
        if (k->drop) {
            st = gz_layer_changes_drop(changes, r->offset, reading.entity);
        }
    }
    return st;
}

static enum gz_status look_at_group(struct lookup *k, uint32_t layer,
                                    uint32_t group)
{
    const struct gz_image *image =
        gz_gazetteer_image(layer_at(k->names, layer)->gazetteer);
    struct gz_name_record r = {.next = group};
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_str text;
    enum gz_status st = GZ_OK;
    do {
        if (!gz_name_record_read(image, r.next, &r)) {
            return GZ_OK;
        }
        if (gz_name_record_text(image, &r, buffer, &text) &&
            gz_str_eq(text, k->name)) {
            st = look_at_record(k, layer, &r);
        }
    } while (st == GZ_OK && goes_on(k) && (r.bits & GZ_NAME_BITS_LAST) == 0);
    return st;
}

// Look for a name in all layers up to the end of the search.
static enum gz_status look_up(struct lookup *k)
{
    uint64_t key;
    bool sound;
    enum gz_status st = key_of(k->names, k->name, &key, &sound);
    const uint32_t last = k->end.layer;
    for (uint32_t i = 0; st == GZ_OK && sound && goes_on(k) && i <= last; i++) {
        struct gz_name_walk walk;
        walk.count = 0;
        gz_name_walk_step(gz_gazetteer_image(layer_at(k->names, i)->gazetteer),
                          key, 0, &walk);
        for (uint32_t g = 0; st == GZ_OK && goes_on(k) && g < walk.count; g++) {
            st = look_at_group(k, i, walk.ends[g].record);
        }
    }
    return st;
}

enum gz_status gz_layers_names_drop(struct gz_layers_names *n,
                                    struct gz_str name, uint32_t layer,
                                    struct gz_layer_entity lead)
{
    struct lookup k = {.names = n,
                       .name = name,
                       .lead = lead,
                       .end = {.layer = layer},
                       .drop = true};
    return look_up(&k);
}

// Drop what a record says of an entity that is another, or others too, if that
// was said before.
static enum gz_status drop_double(struct gz_layers_names *n,
                                  const struct gz_name_record *r,
                                  const struct place *place)
{
    struct gz_layer *l = layer_at(n, place->layer);
    struct gz_layer_entity e = {place->layer, place->entity};
    char buffer[GZ_NAME_TEXT_ROOM];
    struct lookup k = {.names = n, .end = *place};
    if ((!gz_layer_changes_moved(&l->changes, place->entity, &e) &&
         !gz_layer_changes_paired(&l->changes, place->entity)) ||
        gz_layer_changes_drops(&l->changes, r->offset, place->entity) ||
        !gz_name_record_text(gz_gazetteer_image(l->gazetteer), r, buffer,
                             &k.name)) {
        return GZ_OK;
    }
    k.lead = n->lead(n->layers, e);
    const enum gz_status st =
        k.lead.layer == GZ_LAYER_GONE ? GZ_OK : look_up(&k);
    return st == GZ_OK && k.found
               ? gz_layer_changes_drop(&l->changes, r->offset, place->entity)
               : st;
}

enum gz_status gz_layers_names_drop_doubles(struct gz_layers_names *n,
                                            uint32_t layer)
{
    struct gz_layer *l = layer_at(n, layer);
    struct gz_image_read walk = {.image = gz_gazetteer_image(l->gazetteer)};
    struct gz_name_record r;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && l->changes.united > 0 &&
           gz_image_read_next(&walk, &r)) {
        for (uint32_t i = 0; st == GZ_OK && i < r.reading_count; i++) {
            struct gz_reading reading;
            if (gz_image_read_is_name(&r) &&
                gz_name_record_reading(&r, i, &reading)) {
                const struct place place = {layer, r.offset, i, reading.entity};
                st = drop_double(n, &r, &place);
            }
        }
    }
    return st;
}
