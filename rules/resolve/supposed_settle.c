// Findings without the names that were only supposed to be some.

#include "rules/resolve/supposed.h"

// Arrays of findings are const for those that they are handed to.
#define WRITABLE(type, array) ((type *)(uintptr_t)(array))

struct settler {
    struct gz_findings *f;
    struct gz_extract_trace *trace;
    struct gz_arena *arena;
    uint32_t *entities;  // their new numbers, or GZ_FINDINGS_NONE
    uint32_t *mentions;
};

static bool any_supposed(const struct gz_findings *f)
{
    bool any = false;
    for (uint32_t e = 0; e < f->entity_count; e++) {
        any |= f->entities[e].supposed;
    }
    return any;
}

static void accept_used(struct settler *s)
{
    struct gz_entity *entities = WRITABLE(struct gz_entity, s->f->entities);
    for (uint32_t i = 0; i < s->f->fact_count; i++) {
        const struct gz_fact *fact = &s->f->facts[i];
        for (uint32_t k = 0; k < fact->role_count; k++) {
            if (fact->roles[k].entity != GZ_FINDINGS_NONE) {
                entities[fact->roles[k].entity].supposed = false;
            }
        }
    }
}

static void trace_dropped(struct settler *s, const struct gz_mention *m)
{
    const struct gz_extract_step step = {
        .stage = GZ_EXTRACT_MENTION,
        .outcome = GZ_EXTRACT_DROPPED,
        .rule = m->rule,
        .span = {m->field, m->begin_byte, m->end_byte},
        .entity = s->f->entities[m->entity].entry.id,
        .by = GZ_STR_LIT(""),
        .reason = "no fact has the name, which nobody knows",
    };
    gz_extract_trace_add(s->trace, s->arena, &step);
}

static void number_all(struct settler *s)
{
    const struct gz_findings *f = s->f;
    uint32_t count = 0;
    for (uint32_t e = 0; e < f->entity_count; e++) {
        s->entities[e] = f->entities[e].supposed ? GZ_FINDINGS_NONE : count++;
    }
    count = 0;
    for (uint32_t m = 0; m < f->mention_count; m++) {
        const bool kept =
            s->entities[f->mentions[m].entity] != GZ_FINDINGS_NONE;
        s->mentions[m] = kept ? count++ : GZ_FINDINGS_NONE;
        if (!kept) {
            trace_dropped(s, &f->mentions[m]);
        }
    }
}

static void move_mentions(struct settler *s)
{
    struct gz_mention *all = WRITABLE(struct gz_mention, s->f->mentions);
    uint32_t count = 0;
    for (uint32_t m = 0; m < s->f->mention_count; m++) {
        if (s->mentions[m] != GZ_FINDINGS_NONE) {
            all[count] = all[m];
            all[count].entity = s->entities[all[count].entity];
            count++;
        }
    }
    s->f->mention_count = count;
}

static void move_entities(struct settler *s)
{
    struct gz_entity *all = WRITABLE(struct gz_entity, s->f->entities);
    uint32_t count = 0;
    for (uint32_t e = 0; e < s->f->entity_count; e++) {
        if (s->entities[e] == GZ_FINDINGS_NONE) {
            continue;
        }
        uint32_t *mentions = WRITABLE(uint32_t, all[e].mentions);
        for (uint32_t k = 0; k < all[e].mention_count; k++) {
            mentions[k] = s->mentions[mentions[k]];
        }
        all[count++] = all[e];
    }
    s->f->entity_count = count;
}

static uint32_t moved(const uint32_t *numbers, uint32_t number)
{
    return number == GZ_FINDINGS_NONE ? number : numbers[number];
}

static void change_fact(const struct settler *s, const struct gz_fact *fact)
{
    struct gz_role *roles = WRITABLE(struct gz_role, fact->roles);
    struct gz_attribution *attributions =
        WRITABLE(struct gz_attribution, fact->attributions);
    for (uint32_t k = 0; k < fact->role_count; k++) {
        roles[k].entity = moved(s->entities, roles[k].entity);
        roles[k].mention = moved(s->mentions, roles[k].mention);
    }
    for (uint32_t k = 0; k < fact->attribution_count; k++) {
        attributions[k].entity = moved(s->entities, attributions[k].entity);
    }
}

enum gz_status gz_supposed_settle(struct gz_findings *findings,
                                  struct gz_arena *arena,
                                  struct gz_extract_trace *trace)
{
    struct settler s = {.f = findings, .trace = trace, .arena = arena};
    if (!any_supposed(findings)) {
        return GZ_OK;
    }
    s.entities = GZ_ARENA_ARRAY(arena, uint32_t, findings->entity_count);
    s.mentions = GZ_ARENA_ARRAY(arena, uint32_t, findings->mention_count);
    if (s.entities == NULL || s.mentions == NULL) {
        return GZ_LIMIT;
    }
    accept_used(&s);
    number_all(&s);
    move_mentions(&s);
    move_entities(&s);
    for (uint32_t i = 0; i < findings->fact_count; i++) {
        change_fact(&s, &findings->facts[i]);
    }
    return GZ_OK;
}
