#include "rules/resolve/entities.h"

#include "rules/resolve/salience.h"

struct grouper {
    const struct gz_draft *draft;
    struct gz_mention *mentions;
    struct gz_entity *entities;
    uint32_t entity_count;
    uint32_t *numbers;  // of the draft's entities: index in entities + 1
};

static enum gz_status prepare(struct grouper *g)
{
    const struct gz_draft *draft = g->draft;
    struct gz_arena *arena = draft->in.arena;
    const uint32_t count = draft->mention_count;
    const uint32_t most =
        draft->entity_count < count ? draft->entity_count : count;
    g->numbers = GZ_ARENA_ARRAY(arena, uint32_t, draft->entity_count);
    g->mentions = gz_arena_alloc(arena, count * sizeof(*g->mentions));
    g->entities = gz_arena_alloc(arena, most * sizeof(*g->entities));
    return g->numbers == NULL || g->mentions == NULL || g->entities == NULL
               ? GZ_LIMIT
               : GZ_OK;
}

static uint32_t entity_of(struct grouper *g, uint32_t number)
{
    uint32_t *known = &g->numbers[number];
    if (*known == 0) {
        const struct gz_draft_entity *e = &g->draft->entities[number];
        g->entities[g->entity_count] = (struct gz_entity){
            .entry = e->entry, .link = e->link, .supposed = true};
        *known = ++g->entity_count;
    }
    return *known - 1;
}

static struct gz_mention place(const struct gz_document *doc,
                               const struct gz_draft_mention *m,
                               uint32_t entity)
{
    const struct gz_span span =
        gz_draft_span(doc, m->field, m->begin_token, m->end_token);
    return (struct gz_mention){
        .entity = entity,
        .field = m->field,
        .begin_token = m->begin_token,
        .end_token = m->end_token,
        .begin_byte = span.begin_byte,
        .end_byte = span.end_byte,
        .sentence = gz_document_sentence(doc, m->field, m->begin_token),
        .zone = gz_document_zone(doc, m->field, span.begin_byte),
        .how = m->how,
        .rule = m->rule,
    };
}

// Every entity gets its run of one shared index array, in mention order.
static enum gz_status list_mentions(struct grouper *g)
{
    const uint32_t count = g->draft->mention_count;
    struct gz_arena *arena = g->draft->in.arena;
    uint32_t *indices = gz_arena_alloc(arena, count * sizeof(*indices));
    uint32_t *ends = gz_arena_alloc(arena, g->entity_count * sizeof(*ends));
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

enum gz_status gz_entities_group(const struct gz_draft *draft,
                                 struct gz_findings *out)
{
    struct grouper g = {.draft = draft};
    *out = (struct gz_findings){0};
    enum gz_status st = prepare(&g);
    if (st != GZ_OK) {
        return st;
    }
    for (uint32_t i = 0; i < draft->mention_count; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        const uint32_t e = entity_of(&g, m->entity);
        g.entities[e].mention_count++;
        g.entities[e].supposed &= m->supposed;
        g.mentions[i] = place(draft->in.doc, m, e);
    }
    st = list_mentions(&g);
    if (st == GZ_OK) {
        out->mentions = g.mentions;
        out->mention_count = draft->mention_count;
        out->entities = g.entities;
        out->entity_count = g.entity_count;
    }
    return st;
}

static void count_roles(const struct gz_findings *f, uint32_t *roles)
{
    for (uint32_t i = 0; i < f->fact_count; i++) {
        for (uint32_t k = 0; k < f->facts[i].role_count; k++) {
            // What is implied tells nothing new of what the article is about.
            const struct gz_role *role = &f->facts[i].roles[k];
            if (role->entity != GZ_FINDINGS_NONE && !role->implied) {
                roles[role->entity]++;
            }
        }
    }
}

enum gz_status gz_entities_weigh(struct gz_findings *findings,
                                 struct gz_arena *arena)
{
    const uint32_t count = findings->entity_count;
    uint32_t *roles = GZ_ARENA_ARRAY(arena, uint32_t, count);
    if (roles == NULL) {
        return GZ_LIMIT;
    }
    count_roles(findings, roles);
    uint32_t most = 0;
    for (uint32_t e = 0; e < count; e++) {
        if (findings->entities[e].mention_count > most) {
            most = findings->entities[e].mention_count;
        }
    }
    for (uint32_t e = 0; e < count; e++) {
        // The array is this file's; only those it is handed to may not write.
        struct gz_entity *entity =
            &((struct gz_entity *)(uintptr_t)findings->entities)[e];
        entity->salience =
            gz_salience_of(findings->mentions, entity->mentions,
                           entity->mention_count, most, roles[e]);
    }
    return GZ_OK;
}
