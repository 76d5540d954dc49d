#ifndef GZ_LAYERS_NAMES_H
#define GZ_LAYERS_NAMES_H

#include "daemon/base/arena.h"
#include "rules/gazetteer/layers/layers_parts.h"

/*
 * Names of layers that are looked up while layers are linked, and those that
 * do not count any more.
 */
typedef struct gz_layer_entity gz_layers_lead_fn(void *layers,
                                                 struct gz_layer_entity e);

struct gz_layers_names {
    struct gz_layers *layers;  // borrowed
    gz_layers_lead_fn *lead;   // the entity that stands for another
    struct gz_arena *arena;    // owned; reset for every name
};

/** Fails with GZ_NO_MEMORY; gz_layers_names_fini() is due either way. */
enum gz_status gz_layers_names_init(struct gz_layers_names *n,
                                    struct gz_layers *layers,
                                    gz_layers_lead_fn *lead) GZ_MUST_CHECK;
void gz_layers_names_fini(struct gz_layers_names *n);

/** Drop a name of an entity, spelt just so, from all layers below one. */
enum gz_status gz_layers_names_drop(struct gz_layers_names *n,
                                    struct gz_str name, uint32_t layer,
                                    struct gz_layer_entity lead) GZ_MUST_CHECK;

/**
 * Drop names of a layer that a lower one has, or that stand in it twice by
 * now, of the same entity and spelt just so: the first one says when it counts.
 */
enum gz_status gz_layers_names_drop_doubles(struct gz_layers_names *n,
                                            uint32_t layer) GZ_MUST_CHECK;

#endif
