#include "rules/compile/unit_finish.h"

// States lead on to such with lower numbers, so one pass from the highest
// down sees every state after all that lead to it.

static struct gz_state *state_at(struct gz_program *p, uint32_t number)
{
    return (struct gz_state *)(void *)p->states.data + number;
}

// States that end at places which do not tell where they began.
static bool varies(const struct gz_state *s)
{
    return s->kind == GZ_STATE_GAP || s->kind == GZ_STATE_TYPE ||
           s->kind == GZ_STATE_LIST || s->kind == GZ_STATE_NUMBER ||
           s->kind == GZ_STATE_INITIAL;
}

// One more way to a state; ways counts them up to two.
static void lead_to(uint8_t *ways, uint32_t index, bool two)
{
    const unsigned sum = ways[index] + (two ? 2U : 1U);
    ways[index] = (uint8_t)(sum < 2 ? sum : 2);
}

static void mark_joins(struct gz_program *p, const struct gz_unit *u,
                       uint8_t *ways)
{
    ways[u->start - u->first_state] = 1;
    for (uint32_t i = u->state_count; i-- > 0;) {
        struct gz_state *s = state_at(p, u->first_state + i);
        if (ways[i] == 0 || s->kind == GZ_STATE_ACCEPT) {
            continue;
        }
        s->flags = ways[i] > 1 ? GZ_STATE_JOIN : 0;
        lead_to(ways, s->next - u->first_state, varies(s));
        if (s->kind == GZ_STATE_SPLIT) {
            lead_to(ways, s->u.other - u->first_state, false);
        }
    }
}

// Whether the first token that a way from a state on consumes is always one
// of an item.
static bool begins_with_type(struct gz_program *p, const struct gz_unit *u,
                             uint8_t *seen)
{
    seen[u->start - u->first_state] = 1;
    for (uint32_t i = u->state_count; i-- > 0;) {
        const struct gz_state *s = state_at(p, u->first_state + i);
        if (seen[i] == 0 || s->kind == GZ_STATE_TYPE) {
            continue;
        }
        if (s->kind > GZ_STATE_LAST || s->kind == GZ_STATE_ACCEPT) {
            return false;
        }
        seen[s->next - u->first_state] = 1;
        if (s->kind == GZ_STATE_SPLIT) {
            seen[s->u.other - u->first_state] = 1;
        }
    }
    return true;
}

enum gz_status gz_unit_finish(struct gz_program *p, struct gz_unit *unit,
                              struct gz_arena *scratch)
{
    gz_arena_reset(scratch);
    uint8_t *ways = GZ_ARENA_ARRAY(scratch, uint8_t, unit->state_count);
    uint8_t *seen = GZ_ARENA_ARRAY(scratch, uint8_t, unit->state_count);
    if (ways == NULL || seen == NULL) {
        return GZ_NO_MEMORY;
    }
    mark_joins(p, unit, ways);
    unit->type_first = begins_with_type(p, unit, seen);
    if (unit->state_count > p->states_max) {
        p->states_max = unit->state_count;
    }
    return GZ_OK;
}
