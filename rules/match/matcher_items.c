// The items of a run as traits of the tokens at which they begin.

#include <assert.h>

#include "rules/compile/token_mask.h"
#include "rules/match/item_chain.h"
#include "rules/match/matcher_state.h"

// The items of a run on their way to traits.
struct marking {
    struct gz_matcher *m;
    const struct gz_field_view *v;
    const struct gz_trait_span *spans;  // of each type
    uint32_t *sources;                  // of each type: number + 1
};

// The source of a type's items, to which the traits of the type are linked.
static bool find_source(struct marking *k, uint16_t type, uint32_t *out)
{
    const uint32_t *traits = k->m->program->type_traits + k->spans[type].first;
    struct gz_trait_rows *rows = &k->m->items;
    if (k->sources[type] != 0) {
        *out = k->sources[type] - 1;
        return true;
    }
    if (!gz_trait_rows_source(rows, out)) {
        return false;
    }
    k->sources[type] = *out + 1;
    for (uint32_t i = 0; i < k->spans[type].count; i++) {
        if ((!gz_trait_rows_knows(rows, traits[i]) &&
             !gz_matcher_meet(k->m, k->v->field, traits[i])) ||
            !gz_trait_rows_link(rows, traits[i], *out)) {
            return false;
        }
    }
    return true;
}

// Long items, and those behind which a list may go on, are marked trait by
// trait.
static bool mark_runs(const struct marking *k, uint16_t type,
                      const struct gz_trait_place *place, uint32_t follow)
{
    const uint32_t *traits = k->m->program->type_traits + k->spans[type].first;
    for (uint32_t i = 0; i < k->spans[type].count; i++) {
        if (!gz_trait_rows_add_run(&k->m->items, traits[i], place, follow)) {
            return false;
        }
    }
    return true;
}

static bool mark_item(struct marking *k, const struct gz_item *item)
{
    const struct gz_trait_place place = {item->begin_token, item->end_token,
                                         k->v->sentence_of[item->begin_token]};
    uint32_t source;
    if (k->spans[item->type].count == 0) {
        return true;
    }
    if (!find_source(k, item->type, &source)) {
        return false;
    }
    const uint32_t tokens = item->end_token - item->begin_token;
    const uint32_t follow =
        gz_item_chain_behind(k->v, &k->m->program->known, item->end_token);
    if (tokens > GZ_TRAIT_ROW_TOKENS_MAX) {
        return mark_runs(k, item->type, &place, follow);
    }
    return gz_trait_rows_mark(&k->m->items, source, &place) &&
           (follow == GZ_TRAIT_RUN_NONE ||
            mark_runs(k, item->type, &place, follow));
}

enum gz_status gz_matcher_open_items(struct gz_matcher *m, uint32_t group,
                                     enum gz_field field,
                                     const struct gz_items *items,
                                     struct gz_arena *arena)
{
    const uint32_t types = m->program->type_count;
    struct gz_field_view *v = &m->views[field];
    struct marking k = {
        .m = m,
        .v = v,
        .spans = m->program->type_spans + (size_t)group * types,
        .sources = GZ_ARENA_ARRAY(arena, uint32_t, types),
    };
    m->ready_before = gz_matcher_ready(m, group, field)->count;
    if (k.sources == NULL) {
        return GZ_LIMIT;
    }
    if (!gz_trait_rows_begin(&m->items, v->count)) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < items->count; i++) {
        const struct gz_item *item = &items->items[i];
        assert(item->type < types);
        v->masks[item->begin_token].things |= gz_token_mask_type(item->type);
        if (!mark_item(&k, item)) {
            return GZ_NO_MEMORY;
        }
    }
    return gz_item_index_make(items, v->count, arena, &v->items);
}

void gz_matcher_close_items(struct gz_matcher *m, uint32_t group,
                            enum gz_field field, const struct gz_items *items)
{
    struct gz_scratch *ready = gz_matcher_ready(m, group, field);
    struct gz_field_view *v = &m->views[field];
    for (uint32_t i = 0; i < items->count; i++) {
        v->masks[items->items[i].begin_token].things &= ~GZ_TOKEN_MASK_TYPES;
    }
    while (ready->count > m->ready_before) {
        const uint32_t rule = ((const uint32_t *)ready->data)[--ready->count];
        gz_matcher_unready(m, rule, (uint8_t)(1U << (unsigned)field));
    }
}
