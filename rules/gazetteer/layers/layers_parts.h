#ifndef GZ_LAYERS_PARTS_H
#define GZ_LAYERS_PARTS_H

#include "rules/gazetteer/compile/text_pool.h"
#include "rules/gazetteer/layers/layer_changes.h"
#include "rules/gazetteer/layers/layers.h"

// What layers are made of, for the files that make and read them.
struct gz_layer {
    struct gz_gazetteer *gazetteer;  // owned
    struct gz_layer_changes changes;
};

// An entity of which several images know something: the first one's, with
// what the others add.
struct gz_layers_entity {
    struct gz_str id;
    struct gz_details details;
};

struct gz_layers {
    struct gz_layer *items;  // owned
    size_t count;
    struct gz_layers_entity *entities;  // owned; noted in changes
    size_t entity_count;
    size_t entity_cap;
    struct gz_text_pool texts;  // of these
};

/** The changes to the names of a layer; NULL when there are none. */
static inline const struct gz_layer_changes *
gz_layers_changes(const struct gz_layer *layer)
{
    return layer->changes.count == 0 ? NULL : &layer->changes;
}

#endif
