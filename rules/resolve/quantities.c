#include "rules/resolve/quantities.h"

#include "rules/resolve/linking.h"
#include "rules/types.h"

static bool counts(const struct gz_value *v)
{
    return v->dim == GZ_DIM_MONEY || v->dim == GZ_DIM_DATE;
}

// A name that is all of the quantity, "May", is one only if a list has it.
static bool is_part(const struct gz_draft *draft,
                    const struct gz_draft_mention *m, const struct gz_value *v)
{
    const struct gz_draft_entity *e = &draft->entities[m->entity];
    const uint32_t length = m->end_token - m->begin_token;
    const uint32_t whole = v->core_end_token - v->core_begin_token;
    return counts(v) && m->begin_token >= v->core_begin_token &&
           m->end_token <= v->core_end_token &&
           (length < whole || gz_linking_is_name_only(e)) &&
           !gz_type_is_a(e->entry.type, GZ_STR_LIT("Asset"));
}

void gz_quantities_clear(struct gz_draft *draft,
                         const struct gz_values values[GZ_FIELD_COUNT])
{
    uint32_t next[GZ_FIELD_COUNT] = {0};
    uint32_t kept = 0;
    for (uint32_t i = 0; i < draft->mention_count; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        const struct gz_values *all = &values[m->field];
        uint32_t *v = &next[m->field];
        while (*v < all->count && all->items[*v].end_token <= m->begin_token) {
            (*v)++;
        }
        if (*v < all->count && is_part(draft, m, &all->items[*v])) {
            gz_draft_trace(draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_DROPPED, m,
                           "part of a quantity", GZ_STR_LIT(""));
            continue;
        }
        if (kept != i) {
            draft->mentions[kept] = *m;
        }
        kept++;
    }
    draft->changed |= kept < draft->mention_count;
    draft->mention_count = kept;
}
