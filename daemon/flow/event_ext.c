// Attributes and neighbours of an entity, for alerts and whoever else asks for
// "a company of the US" or "named in one sentence".

#include "daemon/flow/event_ext.h"

enum { PAIRS_FIRST = 4 };

enum gz_status gz_event_ext_pairs(struct gz_str list, struct gz_arena *arena,
                                  struct gz_event_pair **out, uint32_t *count)
{
    struct gz_event_pair *pairs = NULL;
    size_t room = 0;
    uint32_t n = 0;
    do {
        if (n + 1 >= room) {
            const size_t more = room == 0 ? PAIRS_FIRST : 2 * room;
            pairs = gz_arena_grow(arena, pairs, room * sizeof(*pairs),
                                  more * sizeof(*pairs));
            room = more;
        }
        if (pairs == NULL) {
            return GZ_LIMIT;
        }
        struct gz_str value = gz_str_cut(&list, ';');
        const struct gz_str key = gz_str_cut(&value, '=');
        if (key.len_bytes > 0 && value.ptr != NULL) {
            pairs[n++] = (struct gz_event_pair){key, value};
        }
    } while (list.len_bytes > 0);
    *out = pairs;
    *count = n;
    return GZ_OK;
}

enum gz_status gz_event_ext_build(const struct gz_event_others *others,
                                  uint32_t entity, struct gz_arena *arena,
                                  struct gz_event *event)
{
    const struct gz_str list =
        others->findings->entities[entity].entry.attributes;
    struct gz_event_pair *pairs;
    struct gz_str near;
    if (gz_event_ext_pairs(list, arena, &pairs, &event->ext_count) != GZ_OK ||
        gz_event_others_near(others, entity, &near) != GZ_OK) {
        return GZ_LIMIT;
    }
    if (near.len_bytes > 0) {
        pairs[event->ext_count++] =
            (struct gz_event_pair){GZ_STR_LIT(GZ_EVENT_NEAR), near};
    }
    event->ext = pairs;
    return GZ_OK;
}
