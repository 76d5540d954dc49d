#include "rules/compile/sweep_build.h"

#include <string.h>

#include "daemon/base/hash.h"
#include "daemon/base/hash_index.h"
#include "rules/compile/sweep_op.h"

enum { SCRATCH_BYTES = 64 << 20 };

struct build {
    struct gz_program *p;
    struct gz_arena *scratch;
    // Of the unit at hand, by state, counted from its first.
    uint8_t *used;
    uint8_t *ways;  // that lead there, up to 2
    uint8_t *part;  // of the op of the split that leads there
    uint16_t *ops;
    struct gz_hash_index known;  // ops
};

static bool is_silent(const struct gz_state *s)
{
    return s->kind == GZ_STATE_OPEN || s->kind == GZ_STATE_CLOSE;
}

// The state itself, or the one that it leads to without asking for anything;
// both counted from the unit's first.
static uint32_t speaking(const struct build *b, const struct gz_unit *unit,
                         uint32_t state)
{
    const struct gz_state *s = gz_program_state(b->p, state);
    while (is_silent(s)) {
        state = s->next;
        s = gz_program_state(b->p, state);
    }
    return state - unit->first_state;
}

static void lead_to(struct build *b, uint32_t index)
{
    b->used[index] = 1;
    b->ways[index] = b->ways[index] == 0 ? 1 : 2;
}

// What the start leads to; states lead on to such with lower numbers.
static void find_used(struct build *b, const struct gz_unit *unit)
{
    lead_to(b, speaking(b, unit, unit->start));
    for (uint32_t i = unit->state_count; i-- > 0;) {
        const struct gz_state *s =
            gz_program_state(b->p, unit->first_state + i);
        if (b->used[i] == 0 || s->kind == GZ_STATE_ACCEPT) {
            continue;
        }
        lead_to(b, speaking(b, unit, s->next));
        if (s->kind == GZ_STATE_SPLIT) {
            lead_to(b, speaking(b, unit, s->u.other));
        }
    }
}

static enum gz_sweep_kind kind_of(const struct gz_state *s)
{
    static const uint8_t kinds[GZ_STATE_KIND_COUNT] = {
        [GZ_STATE_ACCEPT] = GZ_SWEEP_ACCEPT,
        [GZ_STATE_SPLIT] = GZ_SWEEP_SPLIT,
        [GZ_STATE_FIRST] = GZ_SWEEP_FIRST,
        [GZ_STATE_LAST] = GZ_SWEEP_LAST,
        [GZ_STATE_KEY] = GZ_SWEEP_TOKEN,
        [GZ_STATE_KEYS] = GZ_SWEEP_TOKEN,
        [GZ_STATE_LITERAL] = GZ_SWEEP_TOKEN,
        [GZ_STATE_CLASS] = GZ_SWEEP_TOKEN,
        [GZ_STATE_INITIAL] = GZ_SWEEP_INITIAL,
        [GZ_STATE_NUMBER] = GZ_SWEEP_NUMBER,
        [GZ_STATE_LIST] = GZ_SWEEP_PHRASE,
        // Any token: to ask a regex costs more than the walk that asks it.
        [GZ_STATE_REGEX] = GZ_SWEEP_TOKEN,
        [GZ_STATE_TYPE] = GZ_SWEEP_ITEM,
        [GZ_STATE_GAP] = GZ_SWEEP_GAP,
    };
    return (enum gz_sweep_kind)kinds[s->kind];
}

static uint32_t count_ops(const struct gz_program *p)
{
    return (uint32_t)(p->sweeps.len / sizeof(struct gz_sweep_op));
}

static uint16_t op_at(const struct build *b, const struct gz_unit *unit,
                      uint32_t state)
{
    return b->ops[speaking(b, unit, state)];
}

static struct gz_sweep_op op_of(const struct build *b,
                                const struct gz_unit *unit, uint32_t state)
{
    const struct gz_state *s = gz_program_state(b->p, state);
    struct gz_sweep_op op = {.kind = (uint8_t)kind_of(s)};
    if (s->kind != GZ_STATE_ACCEPT) {
        op.next = op_at(b, unit, s->next);
    }
    if (s->kind == GZ_STATE_SPLIT) {
        op.other = op_at(b, unit, s->u.other);
    } else if (s->kind == GZ_STATE_GAP) {
        op.u.tokens = s->u.span.count;
    } else {
        op.u.trait = b->p->state_traits[state];
    }
    return op;
}

// Whether a state asks for a trait and only one way leads there.
static bool is_twig(const struct build *b, const struct gz_unit *unit,
                    uint32_t index)
{
    const enum gz_sweep_kind kind =
        kind_of(gz_program_state(b->p, unit->first_state + index));
    return b->ways[index] == 1 &&
           (kind == GZ_SWEEP_TOKEN || kind == GZ_SWEEP_PHRASE ||
            kind == GZ_SWEEP_ITEM);
}

// Of each split, one way that can be a part of its op.
static void find_parts(struct build *b, const struct gz_unit *unit)
{
    for (uint32_t i = 0; i < unit->state_count; i++) {
        const struct gz_state *s =
            gz_program_state(b->p, unit->first_state + i);
        if (b->used[i] == 0 || s->kind != GZ_STATE_SPLIT) {
            continue;
        }
        const uint32_t next = speaking(b, unit, s->next);
        const uint32_t other = speaking(b, unit, s->u.other);
        if (is_twig(b, unit, next)) {
            b->part[next] = 1;
        } else if (is_twig(b, unit, other)) {
            b->part[other] = 1;
        }
    }
}

// The op of a split, with that of the way that is a part of it.
static struct gz_sweep_op split_of(const struct build *b,
                                   const struct gz_unit *unit, uint32_t state)
{
    const struct gz_state *s = gz_program_state(b->p, state);
    const uint32_t next = speaking(b, unit, s->next);
    const uint32_t other = speaking(b, unit, s->u.other);
    struct gz_sweep_op op;
    if (b->part[next] == 0 && b->part[other] == 0) {
        return op_of(b, unit, state);
    }
    const uint32_t part = b->part[next] != 0 ? next : other;
    op = op_of(b, unit, unit->first_state + part);
    op.flags = GZ_SWEEP_OR;
    op.other = b->ops[part == next ? other : next];
    return op;
}

// The number of an op in the unit: of one before that does the same, or a new
// one.  What follows alternatives, and captures apart, is often the same.
static uint16_t enter_op(struct build *b, const struct gz_unit *unit,
                         const struct gz_sweep_op *op)
{
    const struct gz_sweep_op *ops = (const void *)b->p->sweeps.data;
    const uint32_t end = count_ops(b->p);
    if (op->kind == GZ_SWEEP_SPLIT && op->other == op->next) {
        return op->next;
    }
    const uint64_t hash = gz_hash64(op, sizeof(*op), 0);
    size_t at = 0;
    uint32_t i;
    while ((i = gz_hash_index_next(&b->known, hash, &at)) !=
           GZ_HASH_INDEX_NONE) {
        if (memcmp(&ops[i], op, sizeof(*op)) == 0) {
            return (uint16_t)(i - unit->sweep);
        }
    }
    gz_buffer_append(&b->p->sweeps, op, sizeof(*op));
    if (gz_buffer_status(&b->p->sweeps) == GZ_OK) {
        gz_hash_index_put(&b->known, hash, end);
    }
    return (uint16_t)(end - unit->sweep);
}

static bool has_other(const struct gz_sweep_op *op)
{
    return op->kind == GZ_SWEEP_SPLIT || (op->flags & GZ_SWEEP_OR) != 0;
}

// An op is needed when no way leads past it: from one with a higher number to
// one with a lower.
static void mark_needed(struct gz_sweep_op *ops, uint32_t count)
{
    uint32_t lowest = count;  // to which one so far leads
    for (uint32_t i = count; i-- > 0;) {
        ops[i].flags |= lowest >= i ? GZ_SWEEP_NEEDED : 0;
        lowest = ops[i].next < lowest ? ops[i].next : lowest;
        if (has_other(&ops[i]) && ops[i].other < lowest) {
            lowest = ops[i].other;
        }
    }
}

// What leads on without a token may be nothing where what is next may.
static void mark_ends(struct gz_sweep_op *ops, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        unsigned ends = has_other(&ops[i]) ? ops[ops[i].other].flags : 0;
        switch ((enum gz_sweep_kind)ops[i].kind) {
        case GZ_SWEEP_ACCEPT:
            ends = GZ_SWEEP_ENDS;
            break;
        case GZ_SWEEP_SPLIT:
        case GZ_SWEEP_FIRST:
        case GZ_SWEEP_LAST:
        case GZ_SWEEP_GAP:
            ends |= ops[ops[i].next].flags;
            break;
        default:
            break;
        }
        ops[i].flags |= (uint8_t)(ends & GZ_SWEEP_ENDS);
    }
}

// The ops of the states that are used and not part of another one's.
static void enter_states(struct build *b, const struct gz_unit *unit)
{
    for (uint32_t i = 0; i < unit->state_count; i++) {
        const uint32_t state = unit->first_state + i;
        if (b->used[i] != 0 && b->part[i] == 0) {
            const struct gz_sweep_op op =
                gz_program_state(b->p, state)->kind == GZ_STATE_SPLIT
                    ? split_of(b, unit, state)
                    : op_of(b, unit, state);
            b->ops[i] = enter_op(b, unit, &op);
        }
    }
}

static enum gz_status build_unit(struct build *b, struct gz_unit *unit)
{
    gz_arena_reset(b->scratch);
    gz_hash_index_fini(&b->known);
    b->used = GZ_ARENA_ARRAY(b->scratch, uint8_t, unit->state_count);
    b->ways = GZ_ARENA_ARRAY(b->scratch, uint8_t, unit->state_count);
    b->part = GZ_ARENA_ARRAY(b->scratch, uint8_t, unit->state_count);
    b->ops = GZ_ARENA_ARRAY(b->scratch, uint16_t, unit->state_count);
    if (b->used == NULL || b->ways == NULL || b->part == NULL ||
        b->ops == NULL ||
        gz_hash_index_reserve(&b->known, unit->state_count) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    find_used(b, unit);
    find_parts(b, unit);
    unit->sweep = count_ops(b->p);
    enter_states(b, unit);
    unit->sweep_count = op_at(b, unit, unit->start) + 1U;
    if (gz_buffer_status(&b->p->sweeps) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    struct gz_sweep_op *ops =
        (struct gz_sweep_op *)(void *)b->p->sweeps.data + unit->sweep;
    mark_needed(ops, unit->sweep_count);
    mark_ends(ops, unit->sweep_count);
    return GZ_OK;
}

enum gz_status gz_sweep_build(struct gz_program *p)
{
    struct build b = {.p = p, .scratch = gz_arena_new(SCRATCH_BYTES)};
    const size_t count = p->units.len / sizeof(struct gz_unit);
    struct gz_unit *units = (struct gz_unit *)(void *)p->units.data;
    enum gz_status st = b.scratch == NULL ? GZ_NO_MEMORY : GZ_OK;
    gz_hash_index_init(&b.known);
    for (size_t i = 0; i < count && st == GZ_OK; i++) {
        st = build_unit(&b, &units[i]);
    }
    gz_hash_index_fini(&b.known);
    gz_arena_free(b.scratch);
    return st;
}
