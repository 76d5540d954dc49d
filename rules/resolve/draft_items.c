// Mentions and values side by side, as the matcher reads them.

#include "rules/resolve/draft.h"

struct merge {
    const struct gz_draft *draft;
    enum gz_field field;
    uint32_t mention;  // next
    uint32_t value;    // next
    struct gz_item *items;
    uint32_t count;
};

static bool has_mention(const struct merge *m)
{
    return m->mention < m->draft->mention_count &&
           m->draft->mentions[m->mention].field == m->field;
}

static void take_mention(struct merge *m)
{
    const struct gz_draft_mention *mention = &m->draft->mentions[m->mention];
    m->items[m->count++] = (struct gz_item){
        .begin_token = mention->begin_token,
        .end_token = mention->end_token,
        .type = m->draft->entities[mention->entity].type,
        .ref = m->mention++,
    };
}

// A count stands there without its noun too, so that a rule can say which:
// <count:Count> jobs.
static void take_value(struct merge *m, const struct gz_value *v)
{
    struct gz_item item = {
        .begin_token = v->begin_token,
        .end_token = v->end_token,
        .type = m->draft->in.types->values[v->dim],
        .ref = GZ_DRAFT_VALUE | m->value++,
    };
    m->items[m->count++] = item;
    if (v->dim == GZ_DIM_COUNT && v->core_end_token < v->end_token) {
        item.end_token = v->core_end_token;
        m->items[m->count++] = item;
    }
}

static bool value_first(const struct merge *m, const struct gz_value *v)
{
    const struct gz_draft_mention *mention = &m->draft->mentions[m->mention];
    return v->begin_token < mention->begin_token ||
           (v->begin_token == mention->begin_token &&
            v->end_token > mention->end_token);
}

static void merge(struct merge *m, const struct gz_values *values)
{
    while (has_mention(m) || m->value < values->count) {
        const struct gz_value *v =
            m->value < values->count ? &values->items[m->value] : NULL;
        if (v != NULL && (!has_mention(m) || value_first(m, v))) {
            take_value(m, v);
        } else {
            take_mention(m);
        }
    }
}

enum gz_status gz_draft_items(struct gz_draft *draft,
                              const struct gz_values values[GZ_FIELD_COUNT],
                              struct gz_items out[GZ_FIELD_COUNT])
{
    if (!draft->changed) {
        return GZ_OK;
    }
    uint32_t room = draft->mention_count;
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        room += 2 * values[f].count;
    }
    struct merge m = {.draft = draft};
    m.items = gz_arena_alloc(draft->in.arena, room * sizeof(*m.items));
    if (m.items == NULL) {
        return GZ_LIMIT;
    }
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        const uint32_t begin = m.count;
        m.field = (enum gz_field)f;
        m.value = 0;
        merge(&m, &values[f]);
        out[f] = (struct gz_items){m.items + begin, m.count - begin};
    }
    draft->changed = false;
    return GZ_OK;
}
