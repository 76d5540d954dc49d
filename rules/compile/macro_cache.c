#include "rules/compile/macro_cache.h"

#include <string.h>

enum { ARENA_BYTES = 256 << 20 };

enum kind {
    KIND_UNKNOWN,
    KIND_PLAIN,
    KIND_CAPTURES,
};

// States lead to others of the fragment or to what comes behind it; numbers
// are those of the first time.
struct gz_macro_fragment {
    struct gz_state *states;
    const struct gz_pattern **parts;
    uint32_t count;
    uint32_t first;
    uint32_t next;
    struct gz_part part;
    struct gz_cover_item *covers;  // of the part, one after the other
};

enum gz_status gz_macro_cache_init(struct gz_macro_cache *cache,
                                   const struct gz_rule_set *set)
{
    *cache = (struct gz_macro_cache){.arena = gz_arena_new(ARENA_BYTES)};
    if (cache->arena == NULL) {
        return GZ_NO_MEMORY;
    }
    cache->fragments = GZ_ARENA_ARRAY(cache->arena, struct gz_macro_fragment *,
                                      2 * (size_t)set->macro_count);
    cache->kinds = GZ_ARENA_ARRAY(cache->arena, uint8_t, set->macro_count);
    return cache->fragments == NULL || cache->kinds == NULL ? GZ_NO_MEMORY
                                                            : GZ_OK;
}

void gz_macro_cache_fini(struct gz_macro_cache *cache)
{
    gz_arena_free(cache->arena);
}

static bool captures(struct gz_pattern_compiler *c,
                     const struct gz_pattern *node);

static bool macro_captures(struct gz_pattern_compiler *c, uint32_t number)
{
    const struct gz_rule_macro *macro = &c->program->set->macros[number];
    uint8_t *kind = &c->macros.kinds[number];
    if (*kind == KIND_UNKNOWN) {
        *kind = captures(c, macro->pattern.root) ? KIND_CAPTURES : KIND_PLAIN;
    }
    return *kind == KIND_CAPTURES;
}

// Macros are free of themselves, so this ends.
static bool captures(struct gz_pattern_compiler *c,
                     const struct gz_pattern *node)
{
    const struct gz_rule_set *set = c->program->set;
    bool found = node->role.len_bytes > 0;
    if (node->kind == GZ_PATTERN_MACRO) {
        const struct gz_rule_macro *macro = gz_rule_set_macro(set, node);
        found |=
            macro == NULL || macro_captures(c, (uint32_t)(macro - set->macros));
    }
    for (const struct gz_pattern *n = node->first; n != NULL && !found;
         n = n->next) {
        found = captures(c, n);
    }
    return found;
}

// What never matches in one sentence may in several, so the two differ in the
// mistakes that are found.
static struct gz_macro_fragment **slot_of(struct gz_pattern_compiler *c,
                                          uint32_t macro)
{
    return &c->macros.fragments[2 * (size_t)macro + (c->rule->within > 1)];
}

static uint32_t count_covers(const struct gz_part *part)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < part->cover_count; k++) {
        count += part->covers[k].count;
    }
    return count;
}

static bool fill(struct gz_pattern_compiler *c, struct gz_macro_fragment *f)
{
    const struct gz_program *p = c->program;
    struct gz_arena *arena = c->macros.arena;
    const size_t covers = count_covers(&f->part);
    f->states = gz_arena_alloc(arena, f->count * sizeof(*f->states));
    f->parts = gz_arena_alloc(arena, f->count * sizeof(void *));
    f->covers = gz_arena_alloc(arena, covers * sizeof(*f->covers));
    if (f->states == NULL || f->parts == NULL || f->covers == NULL) {
        return false;
    }
    memcpy(f->states, p->states.data + f->first * sizeof(*f->states),
           f->count * sizeof(*f->states));
    memcpy((void *)f->parts, p->parts.data + f->first * sizeof(void *),
           f->count * sizeof(void *));
    uint32_t at = 0;
    for (uint32_t k = 0; k < f->part.cover_count; k++) {
        const struct gz_cover *cover = &f->part.covers[k];
        memcpy(f->covers + at,
               c->covers.data + cover->first * sizeof(*f->covers),
               cover->count * sizeof(*f->covers));
        at += cover->count;
    }
    return true;
}

void gz_macro_cache_keep(struct gz_pattern_compiler *c, uint32_t macro,
                         uint32_t first, uint32_t next,
                         const struct gz_part *part)
{
    const struct gz_program *p = c->program;
    const uint32_t end = (uint32_t)(p->states.len / sizeof(struct gz_state));
    if (c->status != GZ_OK || gz_buffer_status(&p->states) != GZ_OK ||
        gz_buffer_status(&c->covers) != GZ_OK || macro_captures(c, macro)) {
        return;
    }
    struct gz_macro_fragment *f =
        GZ_ARENA_NEW(c->macros.arena, struct gz_macro_fragment);
    if (f == NULL) {
        return;
    }
    *f = (struct gz_macro_fragment){
        .count = end - first, .first = first, .next = next, .part = *part};
    if (fill(c, f)) {
        *slot_of(c, macro) = f;
    }
}

static uint32_t moved(const struct gz_macro_fragment *f, uint32_t state,
                      uint32_t first, uint32_t next)
{
    return state == f->next ? next : state - f->first + first;
}

// The parts of patterns that states are of, and those of the rule.
static void copy_origins(struct gz_pattern_compiler *c,
                         const struct gz_macro_fragment *f)
{
    struct gz_program *p = c->program;
    gz_buffer_append(&p->parts, (const void *)f->parts,
                     f->count * sizeof(void *));
    const struct gz_pattern **items =
        (const struct gz_pattern **)(void *)gz_buffer_reserve(
            &p->items, f->count * sizeof(void *));
    for (uint32_t i = 0; items != NULL && i < f->count; i++) {
        items[i] = c->item;
    }
    p->items.len += items == NULL ? 0 : f->count * sizeof(void *);
}

static bool copy_states(struct gz_pattern_compiler *c,
                        const struct gz_macro_fragment *f, uint32_t first,
                        uint32_t next)
{
    struct gz_program *p = c->program;
    struct gz_state *to = (struct gz_state *)(void *)gz_buffer_reserve(
        &p->states, f->count * sizeof(*to));
    if (to == NULL) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return false;
    }
    for (uint32_t i = 0; i < f->count; i++) {
        to[i] = f->states[i];
        to[i].next = moved(f, to[i].next, first, next);
        if (to[i].kind == GZ_STATE_SPLIT) {
            to[i].u.other = moved(f, to[i].u.other, first, next);
        }
    }
    p->states.len += f->count * sizeof(*to);
    copy_origins(c, f);
    return true;
}

static void copy_covers(struct gz_pattern_compiler *c,
                        const struct gz_macro_fragment *f, uint32_t first,
                        struct gz_part *part)
{
    const struct gz_cover_item *from = f->covers;
    for (uint32_t k = 0; k < part->cover_count; k++) {
        struct gz_cover *cover = &part->covers[k];
        cover->first = (uint32_t)(c->covers.len / sizeof(struct gz_cover_item));
        for (uint32_t i = 0; i < cover->count; i++) {
            struct gz_cover_item item = *from++;
            item.state = item.state - f->first + first;
            gz_buffer_append(&c->covers, &item, sizeof(item));
        }
    }
}

bool gz_macro_cache_copy(struct gz_pattern_compiler *c, uint32_t macro,
                         uint32_t next, struct gz_part *out)
{
    const struct gz_macro_fragment *f = *slot_of(c, macro);
    const uint32_t first =
        (uint32_t)(c->program->states.len / sizeof(struct gz_state));
    if (f == NULL || !gz_pattern_compile_has_room(c, f->count)) {
        return false;
    }
    *out = f->part;
    out->start = moved(f, f->part.start, first, next);
    if (copy_states(c, f, first, next)) {
        copy_covers(c, f, first, out);
    }
    return true;
}
