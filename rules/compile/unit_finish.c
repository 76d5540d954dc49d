#include "rules/compile/unit_finish.h"

#include "rules/compile/token_mask.h"

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

static uint64_t mask_of_types(const struct gz_program *p,
                              const struct gz_state *s)
{
    const struct gz_type_range *ranges =
        (const struct gz_type_range *)(const void *)p->ranges.data;
    uint64_t mask = 0;
    for (uint32_t i = 0; i < s->u.span.count; i++) {
        const struct gz_type_range *r = &ranges[s->u.span.first + i];
        for (uint32_t t = r->first; t < r->end; t++) {
            mask |= gz_token_mask_type(t);
        }
    }
    return mask;
}

static uint64_t mask_of_keys(const uint64_t *keys, uint32_t count)
{
    uint64_t mask = 0;
    for (uint32_t i = 0; i < count; i++) {
        mask |= gz_token_mask_key(keys[i]);
    }
    return mask;
}

static uint64_t mask_of_numbers(const struct gz_known_keys *known)
{
    return gz_token_mask_class(GZ_CLASS_NUMBER) |
           mask_of_keys(known->numbers, known->number_count) |
           mask_of_keys(known->scales, known->scale_count);
}

static struct gz_token_mask words_mask(uint64_t words)
{
    return (struct gz_token_mask){.words = words};
}

// The tokens with which a state that consumes some can begin.
static struct gz_token_mask mask_of(const struct gz_program *p,
                                    const struct gz_state *s)
{
    const uint64_t *keys = (const uint64_t *)(const void *)p->keys.data;
    const struct gz_literal *literals =
        (const struct gz_literal *)(const void *)p->literals.data;
    switch (s->kind) {
    case GZ_STATE_KEY:
        return words_mask(gz_token_mask_key(s->u.key));
    case GZ_STATE_KEYS:
        return words_mask(
            mask_of_keys(keys + s->u.span.first, s->u.span.count));
    case GZ_STATE_LITERAL:
        return words_mask(gz_token_mask_key(literals[s->u.span.first].key));
    case GZ_STATE_CLASS:
        return words_mask(gz_token_mask_class((enum gz_token_class)s->role));
    case GZ_STATE_INITIAL:
        return words_mask(gz_token_mask_class(GZ_CLASS_CAPITALIZED));
    case GZ_STATE_NUMBER:
        return words_mask(mask_of_numbers(&p->known));
    case GZ_STATE_LIST:
        return (struct gz_token_mask){0, gz_token_mask_list(s->u.span.first)};
    case GZ_STATE_TYPE:
        return (struct gz_token_mask){0, mask_of_types(p, s)};
    case GZ_STATE_REGEX:
        return words_mask(gz_token_mask_class(GZ_CLASS_ANY));
    default:
        // A gap, or the end: whatever comes, or nothing.
        return (struct gz_token_mask){UINT64_MAX, UINT64_MAX};
    }
}

static struct gz_token_mask either(struct gz_token_mask a,
                                   struct gz_token_mask b)
{
    return (struct gz_token_mask){a.words | b.words, a.things | b.things};
}

// What follows has lower numbers, so one pass from the lowest up knows it.
static void set_masks(struct gz_program *p, const struct gz_unit *u)
{
    for (uint32_t i = 0; i < u->state_count; i++) {
        struct gz_state *s = state_at(p, u->first_state + i);
        switch (s->kind) {
        case GZ_STATE_SPLIT:
            s->first = either(state_at(p, s->next)->first,
                              state_at(p, s->u.other)->first);
            break;
        case GZ_STATE_OPEN:
        case GZ_STATE_CLOSE:
        case GZ_STATE_FIRST:
        case GZ_STATE_LAST:
            s->first = state_at(p, s->next)->first;
            break;
        default:
            s->first = mask_of(p, s);
            break;
        }
    }
}

// A buffer that could not grow holds less than states speak of.
static bool is_whole(const struct gz_program *p)
{
    return gz_buffer_status(&p->states) == GZ_OK &&
           gz_buffer_status(&p->keys) == GZ_OK &&
           gz_buffer_status(&p->literals) == GZ_OK &&
           gz_buffer_status(&p->ranges) == GZ_OK;
}

enum gz_status gz_unit_finish(struct gz_program *p, struct gz_unit *unit,
                              struct gz_arena *scratch)
{
    if (!is_whole(p)) {
        return GZ_NO_MEMORY;
    }
    gz_arena_reset(scratch);
    uint8_t *ways = GZ_ARENA_ARRAY(scratch, uint8_t, unit->state_count);
    if (ways == NULL) {
        return GZ_NO_MEMORY;
    }
    mark_joins(p, unit, ways);
    set_masks(p, unit);
    if (unit->state_count > p->states_max) {
        p->states_max = unit->state_count;
    }
    return GZ_OK;
}
