// Attributes and neighbours of an entity, for alerts and whoever else asks for
// "a company of the US" or "named in one sentence".

#include "daemon/flow/event_ext.h"

#include "daemon/flow/event_builder.h"

static bool share_sentence(const struct gz_mention *a,
                           const struct gz_mention *b)
{
    return a->field == b->field && a->sentence == b->sentence;
}

// Mentions stand in the order of the text, so those of a sentence are one run.
static void mark_near(const struct gz_findings *f, uint32_t mention,
                      bool *marked)
{
    const struct gz_mention *all = f->mentions;
    uint32_t at = mention;
    while (at > 0 && share_sentence(&all[at - 1], &all[mention])) {
        at--;
    }
    while (at < f->mention_count && share_sentence(&all[at], &all[mention])) {
        marked[all[at++].entity] = true;
    }
}

static enum gz_status list_near(const struct gz_findings *f, uint32_t self,
                                const uint32_t *ranked, struct gz_arena *arena,
                                struct gz_str *out)
{
    const struct gz_entity *entity = &f->entities[self];
    bool *marked = GZ_ARENA_ARRAY(arena, bool, f->entity_count);
    size_t size = 0;
    uint32_t count = 0;
    if (marked == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < entity->mention_count; i++) {
        mark_near(f, entity->mentions[i], marked);
    }
    marked[self] = false;
    for (uint32_t i = 0; i < f->entity_count; i++) {
        size += marked[i] ? f->entities[i].entry.id.len_bytes + 1 : 0;
    }
    char *text = gz_arena_alloc(arena, size);
    size_t len = 0;
    if (text == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0;
         i < f->entity_count && count < GZ_EVENT_CO_ENTITIES_MAX; i++) {
        const struct gz_str id = f->entities[ranked[i]].entry.id;
        if (marked[ranked[i]]) {
            if (count++ > 0) {
                text[len++] = '\n';
            }
            memcpy(text + len, id.ptr, id.len_bytes);
            len += id.len_bytes;
        }
    }
    *out = gz_str_of(text, len);
    return GZ_OK;
}

static size_t count_attributes(struct gz_str list)
{
    size_t count = list.len_bytes > 0;
    for (size_t i = 0; i < list.len_bytes; i++) {
        count += list.ptr[i] == ';';
    }
    return count;
}

enum gz_status gz_event_ext_build(const struct gz_findings *findings,
                                  uint32_t entity, const uint32_t *ranked,
                                  struct gz_arena *arena,
                                  struct gz_event *event)
{
    struct gz_str list = findings->entities[entity].entry.attributes;
    struct gz_str near = {NULL, 0};
    struct gz_event_pair *pairs =
        GZ_ARENA_ARRAY(arena, struct gz_event_pair, count_attributes(list) + 1);
    if (pairs == NULL ||
        list_near(findings, entity, ranked, arena, &near) != GZ_OK) {
        return GZ_LIMIT;
    }
    while (list.len_bytes > 0) {
        struct gz_str value = gz_str_cut(&list, ';');
        const struct gz_str key = gz_str_cut(&value, '=');
        if (key.len_bytes > 0 && value.ptr != NULL) {
            pairs[event->ext_count++] = (struct gz_event_pair){key, value};
        }
    }
    if (near.len_bytes > 0) {
        pairs[event->ext_count++] =
            (struct gz_event_pair){GZ_STR_LIT(GZ_EVENT_NEAR), near};
    }
    event->ext = pairs;
    return GZ_OK;
}
