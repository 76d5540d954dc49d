#include "rules/compile/pattern_atoms.h"

#include "rules/compile/pattern_cover.h"

static const char *const class_names[] = {
    [GZ_CLASS_CAPITALIZED] = "Capitalized",
    [GZ_CLASS_ALL_CAPS] = "AllCaps",
    [GZ_CLASS_LOWER] = "Lower",
    [GZ_CLASS_WORD] = "Word",
    [GZ_CLASS_NUMBER] = "Number",
    [GZ_CLASS_ANY] = "Any",
};

static uint16_t far(uint32_t tokens)
{
    return (uint16_t)(tokens < GZ_MATCH_SPAN_MAX ? tokens : GZ_MATCH_SPAN_MAX);
}

static struct gz_part nothing(uint32_t next)
{
    return (struct gz_part){.start = next};
}

// One state that consumes tokens, and whose part a trigger may be.
static struct gz_part one_state(struct gz_pattern_compiler *c,
                                const struct gz_pattern *node,
                                struct gz_state state, uint32_t max_tokens)
{
    struct gz_part part = {.min_tokens = 1,
                           .max_tokens = far(max_tokens),
                           .width = far(max_tokens)};
    part.start = gz_pattern_compile_state(c, node, state);
    gz_pattern_cover_drop(&part);
    if (!gz_pattern_compile_broken(c)) {
        gz_pattern_cover_state(c, &part, node, 0);
    }
    return part;
}

static struct gz_part class_part(struct gz_pattern_compiler *c,
                                 const struct gz_pattern *node, uint32_t next)
{
    struct gz_state state = {.kind = GZ_STATE_INITIAL, .next = next};
    if (gz_str_is(node->text, "Initial")) {
        return one_state(c, node, state, 2);
    }
    state.kind = GZ_STATE_CLASS;
    for (uint32_t i = 0; i < sizeof(class_names) / sizeof(*class_names); i++) {
        if (gz_str_is(node->text, class_names[i])) {
            state.role = (uint16_t)i;
            return one_state(c, node, state, 1);
        }
    }
    gz_pattern_compile_report(c, node, "a class that is not known");
    return nothing(next);
}

static struct gz_part list_part(struct gz_pattern_compiler *c,
                                const struct gz_pattern *node, uint32_t next)
{
    if (node->text.len_bytes > 0 && node->text.ptr[0] >= 'A' &&
        node->text.ptr[0] <= 'Z') {
        return class_part(c, node, next);
    }
    const struct gz_rule_set *set = c->program->set;
    const struct gz_rule_list *list = gz_rule_set_list(set, node);
    if (list == NULL) {
        gz_pattern_compile_report(c, node, "a list that is not known");
        return nothing(next);
    }
    const uint32_t number = (uint32_t)(list - set->lists);
    struct gz_str phrase;
    const enum gz_status st =
        gz_phrase_builder_add(c->phrases, number, &phrase);
    if (st == GZ_LIMIT) {
        gz_pattern_compile_fail(
            c, gz_rule_set_error(c->pattern, node, c->err,
                                 "the list has a phrase of more than %d words: "
                                 "\"" GZ_STR_FMT "\"",
                                 GZ_PHRASE_TOKENS_MAX, GZ_STR_ARG(phrase)));
    } else if (st != GZ_OK) {
        gz_pattern_compile_fail(c, st);
    }
    const struct gz_phrase_list *lengths = &c->program->phrases.lists[number];
    if (st == GZ_OK && lengths->max_tokens == 0) {
        gz_pattern_compile_report(c, node,
                                  "the list is empty, so this never matches");
    }
    struct gz_part part = one_state(c, node,
                                    (struct gz_state){.kind = GZ_STATE_LIST,
                                                      .next = next,
                                                      .u.span = {number, 1}},
                                    lengths->max_tokens);
    part.min_tokens = lengths->min_tokens;
    return part;
}

static struct gz_part type_part(struct gz_pattern_compiler *c,
                                const struct gz_pattern *node, uint32_t next)
{
    const struct gz_type_tree *types = c->program->set->types;
    struct gz_buffer *ranges = &c->program->ranges;
    struct gz_state state = {.kind = GZ_STATE_TYPE, .next = next};
    state.u.span.first = (uint32_t)(ranges->len / sizeof(struct gz_type_range));
    struct gz_str rest = node->text;
    while (rest.ptr != NULL) {
        const struct gz_str name = gz_str_trim(gz_str_cut(&rest, '|'));
        const uint16_t type = gz_type_tree_find(types, name);
        if (type == GZ_TYPE_NONE) {
            gz_pattern_compile_report(c, node, "a type that is not known");
            return nothing(next);
        }
        const struct gz_type_range range = gz_type_tree_range(types, type);
        gz_buffer_append(ranges, &range, sizeof(range));
        state.u.span.count++;
    }
    state.role = gz_pattern_compile_role(c, node->role);
    struct gz_part part = one_state(c, node, state, GZ_MATCH_SPAN_MAX);
    part.width = GZ_MENTION_TOKENS;
    if (!c->guard && state.role != GZ_STATE_NO_ROLE) {
        part.roles = 1U << state.role;
    }
    return part;
}

static struct gz_part regex_part(struct gz_pattern_compiler *c,
                                 const struct gz_pattern *node, uint32_t next)
{
    struct gz_buffer *regexes = &c->program->regexes;
    const struct gz_program_regex regex = {c->pattern, node};
    const uint32_t count = (uint32_t)(regexes->len / sizeof(regex));
    uint64_t *number;
    bool added;
    if (gz_map_put(c->regexes, node->text, count, &number, &added) != GZ_OK) {
        gz_pattern_compile_fail(c, GZ_NO_MEMORY);
        return nothing(next);
    }
    if (added) {
        gz_buffer_append(regexes, &regex, sizeof(regex));
    }
    return one_state(c, node,
                     (struct gz_state){.kind = GZ_STATE_REGEX,
                                       .next = next,
                                       .u.span = {(uint32_t)*number, 1}},
                     1);
}

static struct gz_part gap_part(struct gz_pattern_compiler *c,
                               const struct gz_pattern *node, uint32_t next)
{
    struct gz_part part = nothing(next);
    part.max_tokens = far(node->gap_max);
    part.width = part.max_tokens;
    part.start = gz_pattern_compile_state(
        c, node,
        (struct gz_state){
            .kind = GZ_STATE_GAP, .next = next, .u.span = {0, node->gap_max}});
    return part;
}

static struct gz_part place_part(struct gz_pattern_compiler *c,
                                 const struct gz_pattern *node, uint32_t next)
{
    struct gz_part part = nothing(next);
    part.start = gz_pattern_compile_state(
        c, node,
        (struct gz_state){.kind = node->kind == GZ_PATTERN_FIRST
                                      ? GZ_STATE_FIRST
                                      : GZ_STATE_LAST,
                          .next = next});
    return part;
}

struct gz_part gz_pattern_atom(struct gz_pattern_compiler *c,
                               const struct gz_pattern *node, uint32_t next)
{
    switch (node->kind) {
    case GZ_PATTERN_TYPE:
        return type_part(c, node, next);
    case GZ_PATTERN_LIST:
        return list_part(c, node, next);
    case GZ_PATTERN_REGEX:
        return regex_part(c, node, next);
    case GZ_PATTERN_GAP:
        return gap_part(c, node, next);
    case GZ_PATTERN_NUMBER:
        return one_state(
            c, node, (struct gz_state){.kind = GZ_STATE_NUMBER, .next = next},
            GZ_NUMBER_TOKENS_MAX);
    default:
        return place_part(c, node, next);
    }
}
