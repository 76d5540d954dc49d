// The items of a run as traits of the tokens at which they begin.

#include <assert.h>

#include "rules/compile/token_mask.h"
#include "rules/match/item_chain.h"
#include "rules/match/matcher_state.h"

static bool mark_item(struct gz_matcher *m, uint32_t group,
                      const struct gz_field_view *v, const struct gz_item *item)
{
    const struct gz_program *p = m->program;
    const struct gz_trait_span *span =
        &p->type_spans[(size_t)group * p->type_count + item->type];
    const struct gz_trait_run run = {
        .begin_token = item->begin_token,
        .end_token = item->end_token,
        .follow = span->count == 0
                      ? GZ_TRAIT_RUN_ALONE
                      : gz_item_chain_behind(v, &p->known, item->end_token),
    };
    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        if (!gz_matcher_mark(m, v->field, p->type_traits[i], run,
                             v->sentence_of[item->begin_token])) {
            return false;
        }
    }
    return true;
}

enum gz_status gz_matcher_open_items(struct gz_matcher *m, uint32_t group,
                                     enum gz_field field,
                                     const struct gz_items *items,
                                     struct gz_arena *arena,
                                     struct gz_matcher_before *before)
{
    struct gz_field_view *v = &m->views[field];
    *before = (struct gz_matcher_before){
        .rows = m->traits[field].touched.count,
        .runs = m->traits[field].runs.count,
        .ready = gz_matcher_ready(m, group, field)->count,
    };
    for (uint32_t i = 0; i < items->count; i++) {
        const struct gz_item *item = &items->items[i];
        assert(item->type < m->program->type_count);
        v->masks[item->begin_token].things |= gz_token_mask_type(item->type);
        if (!mark_item(m, group, v, item)) {
            return GZ_NO_MEMORY;
        }
    }
    return gz_item_index_make(items, v->count, arena, &v->items);
}

void gz_matcher_close_items(struct gz_matcher *m, uint32_t group,
                            enum gz_field field, const struct gz_items *items,
                            const struct gz_matcher_before *before)
{
    struct gz_scratch *ready = gz_matcher_ready(m, group, field);
    struct gz_field_view *v = &m->views[field];
    for (uint32_t i = 0; i < items->count; i++) {
        v->masks[items->items[i].begin_token].things &= ~GZ_TOKEN_MASK_TYPES;
    }
    while (ready->count > before->ready) {
        const uint32_t rule = ((const uint32_t *)ready->data)[--ready->count];
        m->noted[rule] &= (uint8_t) ~(1U << (unsigned)field);
    }
    gz_trait_rows_close(&m->traits[field], before->rows, before->runs);
}
