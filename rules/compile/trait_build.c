#include "rules/compile/trait_build.h"

#include <string.h>

#include "daemon/base/map.h"

enum { SCRATCH_BYTES = 1 << 30 };

struct build {
    struct gz_program *p;
    struct gz_arena *scratch;  // keys of numbers
    struct gz_map *numbers;    // of each trait by what it asks for
    struct gz_buffer key;      // of the state at hand
    struct gz_buffer traits;   // struct gz_trait
};

static void append(struct build *b, const void *bytes, size_t len)
{
    gz_buffer_append(&b->key, bytes, len);
}

// What a state asks for, as bytes that are equal when it is.
static void write_key(struct build *b, const struct gz_state *s, uint32_t group)
{
    const struct gz_program *p = b->p;
    const uint64_t *keys = (const uint64_t *)(const void *)p->keys.data;
    const struct gz_literal *literals =
        (const struct gz_literal *)(const void *)p->literals.data;
    const struct gz_type_range *ranges =
        (const struct gz_type_range *)(const void *)p->ranges.data;
    gz_buffer_clear(&b->key);
    append(b, &s->kind, sizeof(s->kind));
    switch (s->kind) {
    case GZ_STATE_KEY:
        append(b, &s->u.key, sizeof(s->u.key));
        break;
    case GZ_STATE_KEYS:
        append(b, keys + s->u.span.first, s->u.span.count * sizeof(*keys));
        break;
    case GZ_STATE_LITERAL:
        gz_buffer_append_str(&b->key, literals[s->u.span.first].text);
        break;
    case GZ_STATE_TYPE:
        append(b, &group, sizeof(group));
        for (uint32_t i = 0; i < s->u.span.count; i++) {
            const struct gz_type_range *r = &ranges[s->u.span.first + i];
            append(b, &r->first, sizeof(r->first));
            append(b, &r->end, sizeof(r->end));
        }
        break;
    default:
        append(b, &s->u.span.first, sizeof(s->u.span.first));
        break;
    }
}

static uint32_t count_of(const struct build *b)
{
    return (uint32_t)(b->traits.len / sizeof(struct gz_trait));
}

// The number of what a state asks for, a new one if no state before did.
static enum gz_status enter(struct build *b, uint32_t state, uint32_t group,
                            uint32_t *out)
{
    write_key(b, gz_program_state(b->p, state), group);
    if (gz_buffer_status(&b->key) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    const uint64_t *known = gz_map_get(b->numbers, gz_buffer_str(&b->key));
    if (known != NULL) {
        *out = (uint32_t)*known;
        return GZ_OK;
    }
    const struct gz_trait trait = {.state = state, .group = group};
    const struct gz_str key = gz_arena_copy(b->scratch, gz_buffer_str(&b->key));
    uint64_t *slot;
    *out = count_of(b);
    if (key.ptr == NULL ||
        gz_map_put(b->numbers, key, *out, &slot, NULL) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    gz_buffer_append(&b->traits, &trait, sizeof(trait));
    return gz_buffer_status(&b->traits);
}

static enum gz_status take_state(struct build *b, uint32_t state,
                                 uint32_t group)
{
    const struct gz_state *s = gz_program_state(b->p, state);
    uint32_t *trait = &b->p->state_traits[state];
    switch (s->kind) {
    case GZ_STATE_KEY:
    case GZ_STATE_KEYS:
    case GZ_STATE_LITERAL:
    case GZ_STATE_LIST:
    case GZ_STATE_TYPE:
        return enter(b, state, group, trait);
    case GZ_STATE_CLASS:
        *trait = s->role;
        break;
    case GZ_STATE_REGEX:
        *trait = GZ_CLASS_ANY;
        break;
    case GZ_STATE_INITIAL:
        *trait = GZ_TRAIT_INITIAL;
        break;
    case GZ_STATE_NUMBER:
        *trait = GZ_TRAIT_NUMBER;
        break;
    default:
        break;
    }
    return GZ_OK;
}

static enum gz_status take_rule(struct build *b,
                                const struct gz_program_rule *rule, bool types)
{
    enum gz_status st = GZ_OK;
    // Those that forbid follow those that match.
    for (uint32_t i = 0; i < rule->unit_count + rule->guard_count; i++) {
        const struct gz_unit *unit = gz_program_unit(b->p, rule->unit + i);
        for (uint32_t s = 0; s < unit->state_count && st == GZ_OK; s++) {
            const uint32_t state = unit->first_state + s;
            const bool type =
                gz_program_state(b->p, state)->kind == GZ_STATE_TYPE;
            st = type == types ? take_state(b, state, rule->group) : GZ_OK;
        }
    }
    return st;
}

static enum gz_status take_all(struct build *b)
{
    struct gz_program *p = b->p;
    const struct gz_trait none = {0};
    enum gz_status st = GZ_OK;
    p->state_traits = GZ_ARENA_ARRAY(p->arena, uint32_t,
                                     p->states.len / sizeof(struct gz_state));
    if (p->state_traits == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < GZ_TRAIT_KNOWN; i++) {
        gz_buffer_append(&b->traits, &none, sizeof(none));
    }
    for (uint32_t i = 0; i < p->set->rule_count && st == GZ_OK; i++) {
        st = take_rule(b, &p->rules[i], false);
    }
    p->first_type_trait = count_of(b);
    for (uint32_t i = 0; i < p->set->rule_count && st == GZ_OK; i++) {
        st = take_rule(b, &p->rules[i], true);
    }
    return st;
}

static enum gz_status hand_over(struct build *b)
{
    struct gz_program *p = b->p;
    p->trait_count = count_of(b);
    p->traits = GZ_ARENA_ARRAY(p->arena, struct gz_trait, p->trait_count);
    if (p->traits == NULL) {
        return GZ_NO_MEMORY;
    }
    memcpy(p->traits, b->traits.data, b->traits.len);
    return GZ_OK;
}

enum gz_status gz_trait_build(struct gz_program *p)
{
    struct build b = {
        .p = p,
        .scratch = gz_arena_new(SCRATCH_BYTES),
        .numbers = gz_map_new(0),
    };
    gz_buffer_init(&b.key, 0);
    gz_buffer_init(&b.traits, 0);
    enum gz_status st = GZ_NO_MEMORY;
    if (b.scratch != NULL && b.numbers != NULL) {
        st = take_all(&b);
    }
    if (st == GZ_OK) {
        st = hand_over(&b);
    }
    gz_buffer_fini(&b.key);
    gz_buffer_fini(&b.traits);
    gz_map_free(b.numbers);
    gz_arena_free(b.scratch);
    return st;
}
