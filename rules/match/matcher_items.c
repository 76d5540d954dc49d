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
    const uint32_t *traits = p->type_traits + span->first;
    const uint32_t begin = item->begin_token;
    const uint32_t end = item->end_token;
    if (span->count == 0) {
        return true;
    }
    const enum gz_field field = v->field;
    const struct gz_trait_place place =
        gz_trait_place(begin, end, v->sentence_of[begin]);
    const struct gz_trait_run list = {
        0, begin, end, gz_item_chain_behind(v, &p->known, end)};
    for (uint32_t i = 0; i < span->count; i++) {
        if (!gz_matcher_mark(m, field, traits[i], &place) ||
            (list.follow != GZ_TRAIT_RUN_NONE &&
             !gz_trait_rows_add_run(&m->traits[field], traits[i], list))) {
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
        .traits = gz_trait_rows_mark(&m->traits[field]),
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
    gz_trait_rows_forget(&m->traits[field], before->traits);
}
