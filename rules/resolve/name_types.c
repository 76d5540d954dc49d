#include "rules/resolve/name_types.h"

#include <string.h>

#include "rules/resolve/linking.h"

enum { NAMES_MOST = 128 };  // an article that has more is no news

// An entity whose name could have been taken for something else.
struct rival {
    uint32_t entity;
    uint32_t mentions;
    struct gz_str name;
};

static struct rival *find(struct rival *rivals, uint32_t count, uint32_t entity)
{
    for (uint32_t i = 0; i < count; i++) {
        if (rivals[i].entity == entity) {
            return &rivals[i];
        }
    }
    return NULL;
}

// In order of first mention.
static uint32_t collect(const struct gz_draft *draft, struct rival *rivals)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < draft->mention_count; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        const struct gz_draft_entity *e = &draft->entities[m->entity];
        if (m->rank == 0 || !gz_linking_is_name_only(e) ||
            memchr(e->entry.id.ptr, ' ', e->entry.id.len_bytes) == NULL) {
            continue;
        }
        struct rival *known = find(rivals, count, m->entity);
        if (known != NULL) {
            known->mentions++;
        } else if (count < NAMES_MOST) {
            rivals[count++] = (struct rival){m->entity, 1, e->entry.name};
        }
    }
    return count;
}

// The rival of the same name that wins, or itself.
static uint32_t winner_of(const struct rival *rivals, uint32_t count,
                          uint32_t self)
{
    uint32_t best = self;
    for (uint32_t i = 0; i < count; i++) {
        if (gz_str_eq_nocase(rivals[i].name, rivals[self].name) &&
            (rivals[i].mentions > rivals[best].mentions ||
             (rivals[i].mentions == rivals[best].mentions && i < best))) {
            best = i;
        }
    }
    return best;
}

static void move(struct gz_draft *draft, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < draft->mention_count; i++) {
        struct gz_draft_mention *m = &draft->mentions[i];
        if (m->entity == from) {
            m->entity = to;
            draft->changed = true;
            gz_draft_trace(draft, GZ_EXTRACT_MENTION, GZ_EXTRACT_CHANGED, m,
                           "the article takes the name for something else",
                           draft->entities[from].entry.id);
        }
    }
}

void gz_name_types_unite(struct gz_draft *draft)
{
    struct rival rivals[NAMES_MOST];
    const uint32_t count = collect(draft, rivals);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t winner = winner_of(rivals, count, i);
        if (winner != i) {
            move(draft, rivals[i].entity, rivals[winner].entity);
        }
    }
}
