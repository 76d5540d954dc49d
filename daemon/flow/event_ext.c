// Attributes and neighbours of an entity, for alerts and whoever else asks for
// "a company of the US" or "named in one sentence".

#include "daemon/flow/event_ext.h"

enum { PAIRS_FIRST = 4 };

struct pairs {
    struct gz_arena *arena;
    struct gz_event_pair *items;
    uint32_t count;
    uint32_t room;
};

static enum gz_status make_room(struct pairs *p, uint32_t room)
{
    struct gz_event_pair *items = gz_arena_grow(
        p->arena, p->items, p->room * sizeof(*items), room * sizeof(*items));
    if (items == NULL) {
        return GZ_LIMIT;
    }
    p->items = items;
    p->room = room;
    return GZ_OK;
}

// Byte by byte: keys and values are short, and there are many.
enum gz_status gz_event_ext_pairs(struct gz_str list, struct gz_arena *arena,
                                  struct gz_event_pair **out, uint32_t *count)
{
    struct pairs p = {.arena = arena};
    enum gz_status st = make_room(&p, list.len_bytes > 0 ? PAIRS_FIRST : 1);
    size_t begin = 0;
    size_t equals = SIZE_MAX;  // the first one of the pair
    for (size_t i = 0; i <= list.len_bytes && st == GZ_OK; i++) {
        const bool ends = i == list.len_bytes || list.ptr[i] == ';';
        if (!ends && list.ptr[i] == '=' && equals == SIZE_MAX) {
            equals = i;
        }
        if (!ends) {
            continue;
        }
        if (equals != SIZE_MAX && equals > begin) {
            p.items[p.count++] = (struct gz_event_pair){
                gz_str_of(list.ptr + begin, equals - begin),
                gz_str_of(list.ptr + equals + 1, i - equals - 1),
            };
            st = p.count < p.room ? GZ_OK : make_room(&p, 2 * p.room);
        }
        begin = i + 1;
        equals = SIZE_MAX;
    }
    *out = p.items;
    *count = p.count;
    return st;
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
