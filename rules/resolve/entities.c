#include "rules/resolve/entities.h"

#include "daemon/base/hash.h"
#include "rules/resolve/salience.h"

enum { NONE = 0 };  // a free slot of the table; else an index + 1

struct grouper {
    const struct gz_selection *selection;
    struct gz_arena *arena;
    struct gz_mention *mentions;
    struct gz_entity *entities;
    uint32_t entity_count;
    uint32_t *table;  // open addressing over entity ids
    uint32_t mask;
};

static enum gz_status prepare(struct grouper *g)
{
    const uint32_t count = g->selection->count;
    uint32_t slots = 16;
    while (slots < count * 2) {
        slots *= 2;
    }
    g->mask = slots - 1;
    g->table = GZ_ARENA_ARRAY(g->arena, uint32_t, slots);
    g->mentions = GZ_ARENA_ARRAY(g->arena, struct gz_mention, count);
    g->entities = GZ_ARENA_ARRAY(g->arena, struct gz_entity, count);
    return g->table == NULL || g->mentions == NULL || g->entities == NULL
               ? GZ_LIMIT
               : GZ_OK;
}

static uint32_t entity_of(struct grouper *g, const struct gz_selected *s)
{
    uint64_t at = gz_hash64(s->entry.id.ptr, s->entry.id.len_bytes, 0);
    for (;; at++) {
        uint32_t *slot = &g->table[at & g->mask];
        if (*slot == NONE) {
            g->entities[g->entity_count] =
                (struct gz_entity){.entry = s->entry, .link = s->link};
            *slot = ++g->entity_count;
        }
        if (gz_str_eq(g->entities[*slot - 1].entry.id, s->entry.id)) {
            return *slot - 1;
        }
    }
}

static struct gz_mention place(const struct gz_document *doc,
                               const struct gz_selected *s, uint32_t entity)
{
    const struct gz_token *tokens = doc->fields[s->field].tokens.items;
    const uint32_t begin = tokens[s->begin_token].begin_byte;
    return (struct gz_mention){
        .entity = entity,
        .field = s->field,
        .begin_token = s->begin_token,
        .end_token = s->end_token,
        .begin_byte = begin,
        .end_byte = tokens[s->end_token - 1].end_byte,
        .sentence = gz_document_sentence(doc, s->field, s->begin_token),
        .zone = gz_document_zone(doc, s->field, begin),
        .how = s->how,
        .rule = GZ_STR_LIT("gazetteer"),
    };
}

// Every entity gets its run of one shared index array, in mention order.
static enum gz_status list_mentions(struct grouper *g)
{
    const uint32_t count = g->selection->count;
    uint32_t *indices = GZ_ARENA_ARRAY(g->arena, uint32_t, count);
    uint32_t *ends = GZ_ARENA_ARRAY(g->arena, uint32_t, g->entity_count);
    if (indices == NULL || ends == NULL) {
        return GZ_LIMIT;
    }
    uint32_t begin = 0;
    for (uint32_t e = 0; e < g->entity_count; e++) {
        g->entities[e].mentions = indices + begin;
        ends[e] = begin;
        begin += g->entities[e].mention_count;
    }
    for (uint32_t i = 0; i < count; i++) {
        indices[ends[g->mentions[i].entity]++] = i;
    }
    return GZ_OK;
}

static void weigh(struct grouper *g)
{
    uint32_t most = 0;
    for (uint32_t e = 0; e < g->entity_count; e++) {
        if (g->entities[e].mention_count > most) {
            most = g->entities[e].mention_count;
        }
    }
    for (uint32_t e = 0; e < g->entity_count; e++) {
        struct gz_entity *entity = &g->entities[e];
        entity->salience = gz_salience_of(g->mentions, entity->mentions,
                                          entity->mention_count, most);
    }
}

enum gz_status gz_entities_group(const struct gz_document *doc,
                                 const struct gz_selection *selection,
                                 struct gz_arena *arena,
                                 struct gz_findings *out)
{
    struct grouper g = {.selection = selection, .arena = arena};
    *out = (struct gz_findings){0};
    enum gz_status st = prepare(&g);
    if (st != GZ_OK) {
        return st;
    }
    for (uint32_t i = 0; i < selection->count; i++) {
        const struct gz_selected *s = &selection->items[i];
        const uint32_t e = entity_of(&g, s);
        struct gz_entity *entity = &g.entities[e];
        entity->mention_count++;
        if (s->link.score > entity->link.score) {
            entity->link = s->link;
        }
        g.mentions[i] = place(doc, s, e);
    }
    st = list_mentions(&g);
    if (st != GZ_OK) {
        return st;
    }
    weigh(&g);
    out->mentions = g.mentions;
    out->mention_count = selection->count;
    out->entities = g.entities;
    out->entity_count = g.entity_count;
    return GZ_OK;
}
