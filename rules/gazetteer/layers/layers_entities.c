#include "rules/gazetteer/layers/layers_entities.h"

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/image_read.h"
#include "rules/gazetteer/layers/layers_parts.h"

void gz_layers_entities(const struct gz_layers *l,
                        void (*on_entity)(void *context,
                                          const struct gz_layers_met *met),
                        void *context)
{
    for (uint32_t layer = 0; layer < l->count; layer++) {
        const struct gz_layer *from = &l->items[layer];
        const struct gz_image *image = gz_gazetteer_image(from->gazetteer);
        struct gz_image_read walk = {.image = image};
        struct gz_name_record r;
        while (gz_image_read_next(&walk, &r)) {
            struct gz_layer_entity to;
            if (!gz_image_read_is_home(&r) ||
                (from->changes.count > 0 &&
                 gz_layer_changes_moved(&from->changes, r.offset, &to))) {
                continue;
            }
            struct gz_layers_met met = {
                .reading = {.entity = r.offset, .layer = layer},
                .type =
                    gz_image_read_type(image, gz_name_record_entity(&r).type),
            };
            met.details = gz_layers_details(l, &met.reading);
            on_entity(context, &met);
        }
    }
}
