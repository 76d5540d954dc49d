#include "rules/resolve/draft.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "rules/resolve/country_index.h"

enum { ROOM = 16, SLOTS_MIN = 32 };

static int compare(const struct gz_draft_mention *a,
                   const struct gz_draft_mention *b)
{
    if (a->field != b->field) {
        return a->field < b->field ? -1 : 1;
    }
    if (a->begin_token != b->begin_token) {
        return a->begin_token < b->begin_token ? -1 : 1;
    }
    return (a->end_token < b->end_token) - (a->end_token > b->end_token);
}

static int compare_any(const void *a, const void *b)
{
    return compare(a, b);
}

// Nearly always they come in order.
static void sort(struct gz_draft_mention *fresh, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        if (compare(&fresh[i - 1], &fresh[i]) > 0) {
            qsort(fresh, count, sizeof(*fresh), compare_any);
            return;
        }
    }
}

struct gz_span gz_draft_span(const struct gz_document *doc, enum gz_field field,
                             uint32_t begin_token, uint32_t end_token)
{
    const struct gz_token *tokens = doc->fields[field].tokens.items;
    assert(begin_token < end_token);
    return (struct gz_span){field, tokens[begin_token].begin_byte,
                            tokens[end_token - 1].end_byte};
}

struct gz_str gz_draft_text(const struct gz_document *doc, enum gz_field field,
                            uint32_t begin_token, uint32_t end_token)
{
    const struct gz_span s = gz_draft_span(doc, field, begin_token, end_token);
    return gz_str_of(doc->fields[field].text.ptr + s.begin_byte,
                     s.end_byte - s.begin_byte);
}

void gz_draft_trace(const struct gz_draft *draft, enum gz_extract_stage stage,
                    enum gz_extract_outcome outcome,
                    const struct gz_draft_mention *m, const char *reason,
                    struct gz_str by)
{
    if (draft->in.trace == NULL) {
        return;
    }
    const struct gz_extract_step step = {
        .stage = stage,
        .outcome = outcome,
        .rule = m->rule,
        .span = gz_draft_span(draft->in.doc, m->field, m->begin_token,
                              m->end_token),
        .entity = draft->entities[m->entity].entry.id,
        .by = by,
        .reason = reason,
    };
    gz_extract_trace_add(draft->in.trace, draft->in.arena, &step);
}

static void *grow(struct gz_draft *draft, void *old, uint32_t count,
                  size_t size, uint32_t cap)
{
    void *items = gz_arena_alloc(draft->in.arena, cap * size);
    if (items != NULL && count > 0) {
        memcpy(items, old, count * size);
    }
    return items;
}

static enum gz_status reserve(struct gz_draft *draft, uint32_t count)
{
    if (draft->mention_cap - draft->mention_count >= count) {
        return GZ_OK;
    }
    const uint32_t cap = 2 * draft->mention_count + count + ROOM;
    struct gz_draft_mention *items =
        grow(draft, draft->mentions, draft->mention_count, sizeof(*items), cap);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    draft->mentions = items;
    draft->mention_cap = cap;
    return GZ_OK;
}

static uint32_t *slot_of(const struct gz_draft *draft, struct gz_str id)
{
    for (uint64_t at = gz_hash64(id.ptr, id.len_bytes, 0);; at++) {
        uint32_t *slot = &draft->table[at & draft->mask];
        if (*slot == 0 || gz_str_eq(draft->entities[*slot - 1].entry.id, id)) {
            return slot;
        }
    }
}

static enum gz_status grow_entities(struct gz_draft *draft, uint32_t cap)
{
    uint32_t slots = SLOTS_MIN;
    while (slots < cap * 2) {
        slots *= 2;
    }
    struct gz_draft_entity *entities = grow(
        draft, draft->entities, draft->entity_count, sizeof(*entities), cap);
    uint32_t *table = GZ_ARENA_ARRAY(draft->in.arena, uint32_t, slots);
    if (entities == NULL || table == NULL) {
        return GZ_LIMIT;
    }
    draft->entities = entities;
    draft->entity_cap = cap;
    draft->table = table;
    draft->mask = slots - 1;
    for (uint32_t e = 0; e < draft->entity_count; e++) {
        *slot_of(draft, entities[e].entry.id) = e + 1;
    }
    return GZ_OK;
}

enum gz_status gz_draft_entity(struct gz_draft *draft,
                               const struct gz_entry *entry,
                               const struct gz_link *link, uint32_t *out)
{
    if (draft->entity_count == draft->entity_cap) {
        const enum gz_status st =
            grow_entities(draft, 2 * draft->entity_cap + ROOM);
        if (st != GZ_OK) {
            return st;
        }
    }
    uint32_t *slot = slot_of(draft, entry->id);
    if (*slot == 0) {
        draft->entities[draft->entity_count] = (struct gz_draft_entity){
            .entry = *entry,
            .link = *link,
            .country = gz_country_index_code(
                (struct gz_details){entry->xids, entry->attributes}),
            .type = gz_type_numbers_of(draft->in.types, entry->type),
        };
        *slot = ++draft->entity_count;
    }
    *out = *slot - 1;
    struct gz_link *known = &draft->entities[*out].link;
    if (link->score > known->score) {
        *known = *link;
    }
    return GZ_OK;
}

static enum gz_status take(struct gz_draft *draft, const struct gz_selected *s)
{
    struct gz_draft_mention *m = &draft->mentions[draft->mention_count];
    *m = (struct gz_draft_mention){
        .field = s->field,
        .begin_token = s->begin_token,
        .end_token = s->end_token,
        .how = s->how,
        .rule = GZ_STR_LIT("gazetteer"),
        .confidence = 1,
    };
    const enum gz_status st =
        gz_draft_entity(draft, &s->entry, &s->link, &m->entity);
    if (st == GZ_OK) {
        draft->mention_count++;
        gz_draft_trace(draft, GZ_EXTRACT_NAMES, GZ_EXTRACT_TAKEN, m, NULL,
                       GZ_STR_LIT(""));
    }
    return st;
}

enum gz_status gz_draft_init(struct gz_draft *draft,
                             const struct gz_draft_sources *sources,
                             const struct gz_selection *selection)
{
    *draft = (struct gz_draft){.in = *sources, .changed = true};
    enum gz_status st = reserve(draft, selection->count);
    if (st == GZ_OK) {
        st = grow_entities(draft, selection->count + ROOM);
    }
    for (uint32_t i = 0; i < selection->count && st == GZ_OK; i++) {
        st = take(draft, &selection->items[i]);
    }
    return st;
}

// Both runs are in order, so the last of each is compared and moved to the
// end of what there will be.
enum gz_status gz_draft_insert(struct gz_draft *draft,
                               struct gz_draft_mention *fresh, uint32_t count)
{
    const enum gz_status st = reserve(draft, count);
    if (st != GZ_OK || count == 0) {
        return st;
    }
    assert(draft->mentions != NULL);
    sort(fresh, count);
    uint32_t old = draft->mention_count;
    draft->mention_count += count;
    draft->changed = true;
    for (uint32_t at = draft->mention_count; count > 0; at--) {
        struct gz_draft_mention *last =
            old == 0 ? NULL : &draft->mentions[old - 1];
        if (last != NULL && compare(last, &fresh[count - 1]) > 0) {
            draft->mentions[at - 1] = *last;
            old--;
        } else {
            draft->mentions[at - 1] = fresh[--count];
        }
    }
    return GZ_OK;
}

uint32_t gz_draft_at(const struct gz_draft *draft, enum gz_field field,
                     uint32_t token)
{
    uint32_t low = 0;
    uint32_t high = draft->mention_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const struct gz_draft_mention *m = &draft->mentions[middle];
        if (m->field < field || (m->field == field && m->begin_token < token)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

struct gz_draft_mention *gz_draft_exact(const struct gz_draft *draft,
                                        enum gz_field field, uint32_t begin,
                                        uint32_t end)
{
    for (uint32_t i = gz_draft_at(draft, field, begin);
         i < draft->mention_count; i++) {
        struct gz_draft_mention *m = &draft->mentions[i];
        if (m->field != field || m->begin_token != begin) {
            break;
        }
        if (m->end_token == end) {
            return m;
        }
    }
    return NULL;
}

bool gz_draft_covers(const struct gz_draft *draft, enum gz_field field,
                     uint32_t begin, uint32_t end)
{
    const uint32_t at = gz_draft_at(draft, field, begin);
    if (at < draft->mention_count && draft->mentions[at].field == field &&
        draft->mentions[at].begin_token < end) {
        return true;
    }
    // A nominal may have a name inside and so not be the last before.
    for (uint32_t back = 1; back <= 2 && back <= at; back++) {
        const struct gz_draft_mention *before = &draft->mentions[at - back];
        if (before->field == field && before->end_token > begin) {
            return true;
        }
    }
    return false;
}
