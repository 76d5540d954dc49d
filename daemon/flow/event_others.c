#include "daemon/flow/event_others.h"

#include <string.h>

enum { BITS = 64 };

// Insertion sort: entities are few and mostly in order already.
static enum gz_status rank(struct gz_event_others *o)
{
    const struct gz_findings *f = o->findings;
    const uint32_t count = f->entity_count;
    uint32_t *ranked = gz_arena_alloc(o->arena, count * sizeof(*ranked));
    uint32_t *ranks = gz_arena_alloc(o->arena, count * sizeof(*ranks));
    if (ranked == NULL || ranks == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < count; i++) {
        const double score = f->entities[i].salience.score;
        uint32_t at = i;
        while (at > 0 && f->entities[ranked[at - 1]].salience.score < score) {
            ranked[at] = ranked[at - 1];
            at--;
        }
        ranked[at] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        ranks[ranked[i]] = i;
    }
    o->ranked = ranked;
    o->ranks = ranks;
    return GZ_OK;
}

enum gz_status gz_event_others_init(struct gz_event_others *o,
                                    const struct gz_findings *findings,
                                    struct gz_arena *arena)
{
    *o = (struct gz_event_others){.findings = findings, .arena = arena};
    const uint32_t all = findings->entity_count;
    const uint32_t count =
        all <= GZ_EVENT_CO_ENTITIES_MAX ? all : GZ_EVENT_CO_ENTITIES_MAX + 1;
    struct gz_str *ids = gz_arena_alloc(arena, count * sizeof(*ids));
    o->near = GZ_ARENA_ARRAY(arena, uint64_t, all / BITS + 1);
    if (ids == NULL || o->near == NULL || rank(o) != GZ_OK) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < count; i++) {
        ids[i] = findings->entities[o->ranked[i]].entry.id;
    }
    return gz_event_encode_ids(ids, count, arena, &o->ids);
}

// All ids but one, or the first ones when that is not among them.
void gz_event_others_list(const struct gz_event_others *o, uint32_t entity,
                          struct gz_event *event)
{
    const struct gz_event_ids *ids = &o->ids;
    const uint32_t count = ids->count - 1;
    const uint32_t before = o->ranks[entity] < count ? o->ranks[entity] : count;
    const uint32_t begin = ids->begins[before + 1];
    event->co_entities = ids->items;
    event->co_entity_count = count;
    event->co_own = before + 1;
    event->co_encoded[0] = gz_str_of(ids->bytes, ids->begins[before]);
    event->co_encoded[1] =
        gz_str_of(ids->bytes + begin, ids->begins[ids->count] - begin);
}

static bool share_sentence(const struct gz_mention *a,
                           const struct gz_mention *b)
{
    return a->field == b->field && a->sentence == b->sentence;
}

static void mark(const struct gz_event_others *o, const struct gz_mention *m)
{
    const uint32_t at = o->ranks[m->entity];
    o->near[at / BITS] |= UINT64_C(1) << at % BITS;
}

// Mentions stand in the order of the text, so those of a sentence are one run.
static void mark_near(const struct gz_event_others *o, uint32_t mention)
{
    const struct gz_mention *all = o->findings->mentions;
    for (uint32_t at = mention;
         at > 0 && share_sentence(&all[at - 1], &all[mention]); at--) {
        mark(o, &all[at - 1]);
    }
    for (uint32_t at = mention + 1; at < o->findings->mention_count &&
                                    share_sentence(&all[at], &all[mention]);
         at++) {
        mark(o, &all[at]);
    }
}

// The first of the marked, by rank; the marks go.
static uint32_t take_marked(const struct gz_event_others *o,
                            struct gz_str found[GZ_EVENT_CO_ENTITIES_MAX])
{
    uint32_t count = 0;
    for (uint32_t word = 0; word <= o->findings->entity_count / BITS; word++) {
        uint64_t marks = o->near[word];
        o->near[word] = 0;
        for (; marks != 0 && count < GZ_EVENT_CO_ENTITIES_MAX;
             marks &= marks - 1) {
            const uint32_t at = word * BITS + (uint32_t)__builtin_ctzll(marks);
            found[count++] = o->findings->entities[o->ranked[at]].entry.id;
        }
    }
    return count;
}

enum gz_status gz_event_others_near(const struct gz_event_others *o,
                                    uint32_t entity, struct gz_str *out)
{
    const struct gz_entity *e = &o->findings->entities[entity];
    struct gz_str found[GZ_EVENT_CO_ENTITIES_MAX];
    for (uint32_t i = 0; i < e->mention_count; i++) {
        mark_near(o, e->mentions[i]);
    }
    const uint32_t self = o->ranks[entity];
    o->near[self / BITS] &= ~(UINT64_C(1) << self % BITS);
    const uint32_t count = take_marked(o, found);
    size_t size = 0;
    for (uint32_t i = 0; i < count; i++) {
        size += found[i].len_bytes + 1;
    }
    char *text = gz_arena_alloc(o->arena, size);
    if (text == NULL) {
        return GZ_LIMIT;
    }
    size_t len = 0;
    for (uint32_t i = 0; i < count; i++) {
        memcpy(text + len, found[i].ptr, found[i].len_bytes);
        len += found[i].len_bytes;
        text[len++] = '\n';
    }
    *out = gz_str_of(text, count > 0 ? len - 1 : 0);
    return GZ_OK;
}
