#include "rules/compile/pattern_compile.h"

#include <assert.h>

#include "rules/compile/macro_cache.h"
#include "rules/compile/pattern_atoms.h"
#include "rules/compile/pattern_cover.h"
#include "rules/compile/pattern_words.h"

enum {
    STATES_MAX = 8192,
    DEPTH_MAX = 4 * GZ_PATTERN_DEPTH_MAX,
    CHILDREN_ROOM = 64,
};

static struct gz_part compile_node(struct gz_pattern_compiler *c,
                                   const struct gz_pattern *node,
                                   uint32_t next);

void gz_pattern_compile_fail(struct gz_pattern_compiler *c,
                             enum gz_status status)
{
    if (c->status == GZ_OK) {
        c->status = status;
    }
}

bool gz_pattern_compile_broken(const struct gz_pattern_compiler *c)
{
    return c->full || c->status == GZ_NO_MEMORY;
}

static uint16_t far(uint32_t tokens)
{
    return (uint16_t)(tokens < GZ_MATCH_SPAN_MAX ? tokens : GZ_MATCH_SPAN_MAX);
}

static struct gz_part nothing(uint32_t next)
{
    return (struct gz_part){.start = next};
}

static uint32_t count_states(const struct gz_pattern_compiler *c)
{
    return (uint32_t)(c->program->states.len / sizeof(struct gz_state));
}

bool gz_pattern_compile_has_room(const struct gz_pattern_compiler *c,
                                 uint32_t count)
{
    return count_states(c) - c->first_state + count <= STATES_MAX;
}

uint32_t gz_pattern_compile_state(struct gz_pattern_compiler *c,
                                  const struct gz_pattern *node,
                                  struct gz_state state)
{
    struct gz_program *p = c->program;
    const uint32_t number = count_states(c);
    if (!gz_pattern_compile_has_room(c, 1)) {
        if (!c->full) {
            gz_pattern_compile_fail(
                c, gz_rule_set_error(c->pattern, node, c->err,
                                     "the pattern needs more than %d states; "
                                     "repeat less inside of repeats",
                                     (int)STATES_MAX));
        }
        c->full = true;
        return 0;
    }
    gz_buffer_append(&p->states, &state, sizeof(state));
    const struct gz_pattern *item = c->item == NULL ? node : c->item;
    gz_buffer_append(&p->parts, (const void *)&node, sizeof(void *));
    gz_buffer_append(&p->items, (const void *)&item, sizeof(void *));
    if (gz_buffer_status(&p->states) != GZ_OK) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return 0;
    }
    return number;
}

void gz_pattern_compile_report(struct gz_pattern_compiler *c,
                               const struct gz_pattern *node, const char *text)
{
    gz_pattern_compile_fail(
        c, gz_rule_set_error(c->pattern, node, c->err, "%s", text));
}

uint16_t gz_pattern_compile_role(const struct gz_pattern_compiler *c,
                                 struct gz_str name)
{
    for (uint32_t i = 0; i < c->rule->role_count; i++) {
        if (gz_str_eq(c->rule->roles[i].name, name)) {
            return (uint16_t)i;
        }
    }
    return GZ_STATE_NO_ROLE;
}

static struct gz_part macro_part(struct gz_pattern_compiler *c,
                                 const struct gz_pattern *node, uint32_t next)
{
    const struct gz_rule_macro *macro =
        gz_rule_set_macro(c->program->set, node);
    if (macro == NULL || c->depth >= DEPTH_MAX) {
        gz_pattern_compile_report(c, node,
                                  macro == NULL
                                      ? "a macro that is not known"
                                      : "macros inside of macros go too deep");
        return nothing(next);
    }
    const uint32_t number = (uint32_t)(macro - c->program->set->macros);
    const uint32_t first = count_states(c);
    struct gz_part part;
    if (!gz_macro_cache_copy(c, number, next, &part)) {
        const struct gz_rule_pattern *outer = c->pattern;
        c->pattern = &macro->pattern;
        part = compile_node(c, macro->pattern.root, next);
        c->pattern = outer;
        gz_macro_cache_keep(c, number, first, next, &part);
    }
    return part;
}

static void say_twice(struct gz_pattern_compiler *c,
                      const struct gz_pattern *node, uint32_t twice)
{
    const struct gz_str name =
        c->rule->roles[(unsigned)__builtin_ctz(twice)].name;
    gz_pattern_compile_fail(
        c, gz_rule_set_error(c->pattern, node, c->err,
                             "role \"" GZ_STR_FMT
                             "\" would be captured twice in one match",
                             GZ_STR_ARG(name)));
}

// A mark that may stand behind the last word of a sentence.
static bool may_close(const struct gz_pattern *node)
{
    return node->kind != GZ_PATTERN_WORD && node->kind != GZ_PATTERN_FORMS &&
           node->kind != GZ_PATTERN_TYPE && node->kind != GZ_PATTERN_NUMBER;
}

// In one sentence nothing comes before its begin, nor a word behind its end.
static void check_ends(struct gz_pattern_compiler *c,
                       const struct gz_pattern *node, uint32_t before,
                       const struct gz_pattern *last,
                       const struct gz_part *part)
{
    if (c->rule->within > 1) {
        return;
    }
    if (node->kind == GZ_PATTERN_FIRST && before > 0) {
        gz_pattern_compile_report(
            c, node,
            "this never matches: a sentence does not begin behind a word");
    }
    if (last != NULL && part->min_tokens > 0 && !may_close(node)) {
        gz_pattern_compile_report(
            c, node,
            "this never matches: no word stands behind a sentence's end");
    }
}

// What a sequence's begin adds, in the order of its parts.
static void join_sequence(struct gz_pattern_compiler *c, struct gz_part *whole,
                          const struct gz_part *part,
                          const struct gz_pattern *node)
{
    gz_pattern_cover_sequence(c, whole, part);
    if ((whole->roles & part->roles) != 0) {
        say_twice(c, node, whole->roles & part->roles);
    }
    whole->roles |= part->roles;
    whole->min_tokens = far((uint32_t)whole->min_tokens + part->min_tokens);
    whole->max_tokens = far((uint32_t)whole->max_tokens + part->max_tokens);
    whole->width = far((uint32_t)whole->width + part->width);
}

// The children of a node with what they have become, in work.
struct children {
    const struct gz_pattern **nodes;
    struct gz_part *parts;
    uint32_t count;
};

static bool list_children(struct gz_pattern_compiler *c,
                          const struct gz_pattern *node, struct children *out)
{
    uint32_t count = 0;
    for (const struct gz_pattern *n = node->first; n != NULL; n = n->next) {
        count++;
    }
    *out = (struct children){
        .nodes = GZ_ARENA_ARRAY(c->work, const struct gz_pattern *, count),
        .parts = GZ_ARENA_ARRAY(c->work, struct gz_part, count),
    };
    if (out->nodes == NULL || out->parts == NULL) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return false;
    }
    for (const struct gz_pattern *n = node->first; n != NULL; n = n->next) {
        out->nodes[out->count++] = n;
    }
    return true;
}

static struct gz_part sequence_part(struct gz_pattern_compiler *c,
                                    const struct gz_pattern *node,
                                    uint32_t next)
{
    struct children children;
    struct gz_part whole = nothing(next);
    if (!list_children(c, node, &children)) {
        return whole;
    }
    for (uint32_t i = children.count; i-- > 0;) {
        children.parts[i] = compile_node(c, children.nodes[i], whole.start);
        whole.start = children.parts[i].start;
    }
    const struct gz_pattern *last = NULL;
    for (uint32_t i = 0; i < children.count; i++) {
        const struct gz_pattern *child = children.nodes[i];
        check_ends(c, child, whole.min_tokens, last, &children.parts[i]);
        last = child->kind == GZ_PATTERN_LAST ? child : last;
        join_sequence(c, &whole, &children.parts[i], child);
    }
    return whole;
}

static uint32_t split_state(struct gz_pattern_compiler *c,
                            const struct gz_pattern *node, uint32_t first,
                            uint32_t then)
{
    return gz_pattern_compile_state(c, node,
                                    (struct gz_state){.kind = GZ_STATE_SPLIT,
                                                      .next = first,
                                                      .u.other = then});
}

static struct gz_part choice_part(struct gz_pattern_compiler *c,
                                  const struct gz_pattern *node, uint32_t next)
{
    struct children children;
    struct gz_part whole = nothing(next);
    if (gz_pattern_words_choice(c, node, next, &whole) ||
        gz_pattern_compile_broken(c) || !list_children(c, node, &children)) {
        return whole;
    }
    whole.min_tokens = GZ_MATCH_SPAN_MAX;
    for (uint32_t i = children.count; i-- > 0;) {
        const struct gz_part one = compile_node(c, children.nodes[i], next);
        children.parts[i] = one;
        whole.start = i + 1 == children.count
                          ? one.start
                          : split_state(c, node, one.start, whole.start);
        whole.roles |= one.roles;
        if (one.min_tokens < whole.min_tokens) {
            whole.min_tokens = one.min_tokens;
        }
        if (one.max_tokens > whole.max_tokens) {
            whole.max_tokens = one.max_tokens;
        }
        if (one.width > whole.width) {
            whole.width = one.width;
        }
    }
    gz_pattern_cover_choice(c, &whole, children.parts, children.count);
    return whole;
}

static struct gz_part compile_atom(struct gz_pattern_compiler *c,
                                   const struct gz_pattern *node, uint32_t next)
{
    switch (node->kind) {
    case GZ_PATTERN_SEQUENCE:
        return sequence_part(c, node, next);
    case GZ_PATTERN_CHOICE:
        return choice_part(c, node, next);
    case GZ_PATTERN_WORD:
    case GZ_PATTERN_FORMS:
    case GZ_PATTERN_LITERAL:
        return gz_pattern_words(c, node, next);
    case GZ_PATTERN_MACRO:
        return macro_part(c, node, next);
    default:
        return gz_pattern_atom(c, node, next);
    }
}

// Repeats are written out, the first ones that must be there, then those that
// may, each of which leads on to next.
static struct gz_part compile_repeats(struct gz_pattern_compiler *c,
                                      const struct gz_pattern *node,
                                      uint32_t next)
{
    struct gz_part one = nothing(next);
    uint32_t behind = next;
    for (uint32_t i = node->repeat_max;
         i-- > 0 && !gz_pattern_compile_broken(c);) {
        one = compile_atom(c, node, behind);
        behind = i >= node->repeat_min ? split_state(c, node, one.start, next)
                                       : one.start;
    }
    if (node->repeat_max > 1 && one.roles != 0) {
        say_twice(c, node, one.roles);
    }
    one.start = behind;
    one.min_tokens = far((uint32_t)one.min_tokens * node->repeat_min);
    one.max_tokens = far((uint32_t)one.max_tokens * node->repeat_max);
    one.width = far((uint32_t)one.width * node->repeat_max);
    if (node->repeat_min == 0) {
        gz_pattern_cover_drop(&one);
    }
    return one;
}

// A capture of text around a part; types capture by themselves.
static struct gz_part compile_capture(struct gz_pattern_compiler *c,
                                      const struct gz_pattern *node,
                                      uint32_t next)
{
    const uint16_t role = gz_pattern_compile_role(c, node->role);
    assert(role != GZ_STATE_NO_ROLE);  // the checker has seen it in match
    const uint32_t close = gz_pattern_compile_state(
        c, node,
        (struct gz_state){.kind = GZ_STATE_CLOSE, .role = role, .next = next});
    struct gz_part part = compile_repeats(c, node, close);
    part.start = gz_pattern_compile_state(
        c, node,
        (struct gz_state){
            .kind = GZ_STATE_OPEN, .role = role, .next = part.start});
    if ((part.roles >> role & 1) != 0) {
        say_twice(c, node, 1U << role);
    }
    part.roles |= 1U << role;
    return part;
}

// A group that only holds its parts together.
static bool is_plain_group(const struct gz_pattern *node)
{
    return (node->kind == GZ_PATTERN_SEQUENCE ||
            node->kind == GZ_PATTERN_CHOICE) &&
           node->repeat_min == 1 && node->repeat_max == 1 &&
           node->role.len_bytes == 0;
}

static struct gz_part compile_node(struct gz_pattern_compiler *c,
                                   const struct gz_pattern *node, uint32_t next)
{
    const struct gz_pattern *outer = c->item;
    const bool text =
        node->role.len_bytes > 0 && node->kind != GZ_PATTERN_TYPE &&
        gz_pattern_compile_role(c, node->role) != GZ_STATE_NO_ROLE;
    if (outer == NULL && !is_plain_group(node)) {
        c->item = node;
    }
    c->depth++;
    struct gz_part part = nothing(next);
    if (!gz_pattern_compile_broken(c)) {
        part = text ? compile_capture(c, node, next)
                    : compile_repeats(c, node, next);
    }
    c->depth--;
    c->item = outer;
    return part;
}

struct gz_part gz_pattern_compile(struct gz_pattern_compiler *c,
                                  const struct gz_rule_pattern *pattern,
                                  uint32_t *unit)
{
    struct gz_program *p = c->program;
    c->pattern = pattern;
    c->depth = 0;
    c->item = NULL;
    c->full = false;
    c->first_state = count_states(c);
    gz_arena_reset(c->work);
    gz_buffer_clear(&c->covers);
    const uint32_t accept = gz_pattern_compile_state(
        c, pattern->root, (struct gz_state){.kind = GZ_STATE_ACCEPT});
    const struct gz_part part = compile_node(c, pattern->root, accept);
    const struct gz_unit made = {
        .start = part.start,
        .first_state = c->first_state,
        .state_count = count_states(c) - c->first_state,
        .min_tokens = part.min_tokens,
        .max_tokens = part.max_tokens,
        .width = part.width,
    };
    *unit = (uint32_t)(p->units.len / sizeof(made));
    gz_buffer_append(&p->units, &made, sizeof(made));
    return part;
}
