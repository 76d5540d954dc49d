#ifndef GZ_TEST_RULE_REFERENCE_H
#define GZ_TEST_RULE_REFERENCE_H

#include "rules/language/inflect.h"
#include "rules/text/finite_verb.h"
#include "tests/support/rule_reference_tokens.h"

/*
 * What a rule matches by its definition in matcher.h, straight from the tree
 * of its patterns: all ways are enumerated in order, without states, tables or
 * short cuts, and words are compared as text.  ASCII alone, and patterns and
 * texts so small that the number of ways stays bearable.
 */
static void ref_go(struct reference *r, const struct ref_todo *todo, int place,
                   const struct ref_way *way);

static inline bool ref_fits(const struct reference *r, struct gz_str types,
                            int item)
{
    const struct gz_item *i = &r->items->items[item];
    while (types.ptr != NULL) {
        const struct gz_str name = gz_str_trim(gz_str_cut(&types, '|'));
        const uint16_t type = gz_type_tree_find(r->set->types, name);
        if (gz_type_range_has(gz_type_tree_range(r->set->types, type),
                              i->type)) {
            return (int)i->end_token <= r->limit;
        }
    }
    return false;
}

static inline int ref_longest(const struct reference *r, struct gz_str types,
                              int place)
{
    for (uint32_t i = 0; i < r->items->count; i++) {
        if ((int)r->items->items[i].begin_token == place &&
            ref_fits(r, types, (int)i)) {
            return (int)i;
        }
    }
    return REF_NONE;
}

static inline int ref_role(const struct reference *r, struct gz_str name)
{
    for (uint32_t i = 0; i < r->rule->role_count; i++) {
        if (gz_str_eq(r->rule->roles[i].name, name)) {
            return (int)i;
        }
    }
    return REF_NONE;
}

// In a guard: whether one of the items is one that the match has in the role,
// or it has none.
static inline bool ref_bound(const struct reference *r, int role,
                             const int *items, int count)
{
    bool known = false;
    if (!r->guard || role == REF_NONE) {
        return true;
    }
    for (int c = 0; c < r->bound->count; c++) {
        const struct ref_capture *capture = &r->bound->captures[c];
        if (capture->role != role || capture->item_count == 0) {
            continue;
        }
        known = true;
        for (int i = 0; i < capture->item_count; i++) {
            for (int j = 0; j < count; j++) {
                if (capture->items[i] == items[j]) {
                    return true;
                }
            }
        }
    }
    return !known;
}

static inline void ref_take(struct reference *r, const struct ref_todo *then,
                            const struct gz_pattern *node, int place,
                            const struct ref_way *way, const int *items,
                            int count)
{
    const int role =
        node->role.len_bytes == 0 ? REF_NONE : ref_role(r, node->role);
    const int end = (int)r->items->items[items[count - 1]].end_token;
    struct ref_way longer = *way;
    if (!ref_bound(r, role, items, count)) {
        return;
    }
    if (role != REF_NONE && !r->guard) {
        CHECK(longer.count < REF_CAPTURES);
        struct ref_capture *c = &longer.captures[longer.count++];
        *c = (struct ref_capture){
            .role = role, .begin = place, .end = end, .item_count = count};
        memcpy(c->items, items, (size_t)count * sizeof(*items));
    }
    ref_go(r, then, end, &longer);
}

// Whether verbs say that items are of two clauses.
static inline bool ref_parts(const struct reference *r, int first, int last)
{
    return gz_finite_verb_parts(r->passage, r->items->items[first].begin_token,
                                r->items->items[last].end_token);
}

// Lists of items from the longest to the shortest, then single items.
static inline void ref_type(struct reference *r, const struct ref_todo *then,
                            const struct gz_pattern *node, int place,
                            const struct ref_way *way)
{
    int chain[REF_ITEMS];
    int ends[REF_ITEMS];
    int end_count = 0;
    int count = 0;
    bool by_commas = false;
    int item = ref_longest(r, node->text, place);
    while (item != REF_NONE && count < REF_ITEMS) {
        chain[count++] = item;
        int at = (int)r->items->items[item].end_token;
        const bool comma = ref_is(r, at, ",");
        at += comma;
        const bool closed = ref_folds(r, at, "and") || ref_folds(r, at, "or") ||
                            ref_is(r, at, "&");
        at += closed;
        item = REF_NONE;
        if (comma != closed || (comma && by_commas)) {
            item = ref_longest(r, node->text, at);
            if (item == REF_NONE && ref_folds(r, at, "the")) {
                item = ref_longest(r, node->text, at + 1);
            }
        }
        if (closed && item != REF_NONE && count == 1 &&
            ref_parts(r, chain[0], item)) {
            item = REF_NONE;
        }
        if (closed && item != REF_NONE && count < REF_ITEMS) {
            ends[end_count++] = count + 1;
        }
        by_commas = !closed;
    }
    while (end_count-- > 0) {
        ref_take(r, then, node, place, way, chain, ends[end_count]);
    }
    for (uint32_t i = 0; i < r->items->count; i++) {
        const int single = (int)i;
        if ((int)r->items->items[i].begin_token == place &&
            ref_fits(r, node->text, single)) {
            ref_take(r, then, node, place, way, &single, 1);
        }
    }
}

static inline void ref_forms(struct reference *r, const struct ref_todo *then,
                             const struct gz_pattern *node, int place,
                             const struct ref_way *way)
{
    const struct gz_str *forms;
    uint32_t count;
    CHECK_OK(gz_inflections_forms(r->set->inflections, node->text, r->arena,
                                  &forms, &count));
    for (uint32_t i = 0; i < count; i++) {
        const int end = ref_text(r, forms[i], false, true, place);
        if (end != REF_NONE) {
            ref_go(r, then, end, way);
        }
    }
}

static inline void ref_gap(struct reference *r, const struct ref_todo *then,
                           const struct gz_pattern *node, int place,
                           const struct ref_way *way)
{
    struct ref_way longer = *way;
    for (int n = 0; n <= node->gap_max; n++) {
        ref_go(r, then, place + n, &longer);
        if (place + n >= r->limit || ref_stops(r, place + n)) {
            return;
        }
        longer.gap++;
    }
}

// The end of what takes a number of tokens that the text decides, or none.
static inline int ref_end(struct reference *r, const struct gz_pattern *node,
                          int place)
{
    switch (node->kind) {
    case GZ_PATTERN_WORD:
        return ref_text(r, node->text, false, true, place);
    case GZ_PATTERN_LITERAL:
        return ref_text(r, node->text, true, false, place);
    case GZ_PATTERN_NUMBER:
        return ref_number(r, place);
    case GZ_PATTERN_LIST:
        if (place >= r->limit) {
            return REF_NONE;
        }
        return isupper((unsigned char)node->text.ptr[0])
                   ? ref_class(r, node->text, place)
                   : ref_list(r, node, place);
    case GZ_PATTERN_FIRST:
        return ref_at_first(r, place) ? place : REF_NONE;
    case GZ_PATTERN_LAST:
        return ref_at_last(r, place) ? place : REF_NONE;
    default:
        CHECK(false);
        return REF_NONE;
    }
}

static inline void ref_atom(struct reference *r, const struct ref_todo *then,
                            const struct gz_pattern *node, int place,
                            const struct ref_way *way)
{
    struct ref_todo todo = {.task = REF_SIBLINGS, .then = then};
    switch (node->kind) {
    case GZ_PATTERN_SEQUENCE:
        todo.node = node->first;
        ref_go(r, &todo, place, way);
        return;
    case GZ_PATTERN_CHOICE:
        todo.task = REF_NODE;
        for (todo.node = node->first; todo.node != NULL;
             todo.node = todo.node->next) {
            ref_go(r, &todo, place, way);
        }
        return;
    case GZ_PATTERN_FORMS:
        ref_forms(r, then, node, place, way);
        return;
    case GZ_PATTERN_TYPE:
        ref_type(r, then, node, place, way);
        return;
    case GZ_PATTERN_MACRO:
        todo.task = REF_NODE;
        todo.node = gz_rule_set_macro(r->set, node)->pattern.root;
        ref_go(r, &todo, place, way);
        return;
    case GZ_PATTERN_GAP:
        ref_gap(r, then, node, place, way);
        return;
    default: {
        const int end = ref_end(r, node, place);
        if (end != REF_NONE && end <= r->limit) {
            ref_go(r, then, end, way);
        }
        return;
    }
    }
}

static inline void ref_node(struct reference *r, const struct ref_todo *todo,
                            int place, const struct ref_way *way)
{
    const struct gz_pattern *node = todo->node;
    const int role = node->role.len_bytes == 0 || node->kind == GZ_PATTERN_TYPE
                         ? REF_NONE
                         : ref_role(r, node->role);
    const struct ref_todo close = {
        .task = REF_CLOSE, .role = role, .begin = place, .then = todo->then};
    const struct ref_todo repeat = {.task = REF_REPEAT,
                                    .node = node,
                                    .then =
                                        role == REF_NONE ? todo->then : &close};
    ref_go(r, &repeat, place, way);
}

static inline void ref_repeat(struct reference *r, const struct ref_todo *todo,
                              int place, const struct ref_way *way)
{
    const struct gz_pattern *node = todo->node;
    const struct ref_todo again = {.task = REF_REPEAT,
                                   .node = node,
                                   .done = todo->done + 1,
                                   .then = todo->then};
    if (todo->done < node->repeat_max) {
        ref_atom(r, &again, node, place, way);
    }
    if (todo->done >= node->repeat_min) {
        ref_go(r, todo->then, place, way);
    }
}

// In a guard: whether a text is the one that the match has in the role, or it
// has none.
static inline bool ref_bound_text(const struct reference *r, int role,
                                  int begin, int end)
{
    for (int c = 0; c < r->bound->count; c++) {
        const struct ref_capture *capture = &r->bound->captures[c];
        if (capture->role == role && capture->item_count == 0) {
            return capture->begin == begin && capture->end == end;
        }
    }
    return true;
}

static inline void ref_close(struct reference *r, const struct ref_todo *todo,
                             int place, const struct ref_way *way)
{
    struct ref_way longer = *way;
    if (r->guard) {
        if (ref_bound_text(r, todo->role, todo->begin, place)) {
            ref_go(r, todo->then, place, way);
        }
        return;
    }
    if (place > todo->begin) {
        CHECK(longer.count < REF_CAPTURES);
        longer.captures[longer.count++] = (struct ref_capture){
            .role = todo->role, .begin = todo->begin, .end = place};
    }
    ref_go(r, todo->then, place, &longer);
}

static inline void ref_arrive(struct reference *r, int place,
                              const struct ref_way *way)
{
    const int offset = place - r->base;
    if (r->guard) {
        r->found = true;
    } else if (offset > 0 && !r->ends[offset].reached) {
        r->ends[offset] = (struct ref_end){true, *way};
    }
}

static inline void ref_go(struct reference *r, const struct ref_todo *todo,
                          int place, const struct ref_way *way)
{
    if (++r->steps > REF_WAYS) {
        r->given_up = true;
    }
    if (r->given_up || r->found) {
        return;
    }
    if (todo == NULL) {
        ref_arrive(r, place, way);
    } else if (todo->task == REF_NODE) {
        ref_node(r, todo, place, way);
    } else if (todo->task == REF_REPEAT) {
        ref_repeat(r, todo, place, way);
    } else if (todo->task == REF_CLOSE) {
        ref_close(r, todo, place, way);
    } else if (todo->node == NULL) {
        ref_go(r, todo->then, place, way);
    } else {
        const struct ref_todo rest = {
            .task = REF_SIBLINGS, .node = todo->node->next, .then = todo->then};
        const struct ref_todo first = {
            .task = REF_NODE, .node = todo->node, .then = &rest};
        ref_go(r, &first, place, way);
    }
}

static inline void ref_pattern(struct reference *r,
                               const struct gz_rule_pattern *pattern, int place)
{
    static const struct ref_way nothing;
    const struct ref_todo todo = {.task = REF_NODE, .node = pattern->root};
    ref_go(r, &todo, place, &nothing);
}

static inline bool ref_forbidden(struct reference *r, int first, int end,
                                 const struct ref_way *way)
{
    const int base = r->base;
    const int limit = r->limit;
    r->guard = true;
    r->found = false;
    r->bound = way;
    r->base = first;
    r->limit = end;
    for (uint32_t g = 0; g < r->rule->unless_count; g++) {
        for (int place = first; place < end && !r->found; place++) {
            ref_pattern(r, &r->rule->unless[g], place);
        }
    }
    const bool found = r->found;
    r->found = false;
    r->guard = false;
    r->base = base;
    r->limit = limit;
    return found;
}

// The match that begins at a place, if there is one.
static inline bool ref_at(struct reference *r, int begin, struct ref_match *out)
{
    const int sentence = ref_sentence(r, begin);
    int last = sentence + (int)r->rule->within - 1;
    if (last >= (int)r->passage->sentences.count) {
        last = (int)r->passage->sentences.count - 1;
    }
    const int end = (int)r->passage->sentences.items[last].end_token;
    memset(r->ends, 0, sizeof(r->ends));
    r->base = begin;
    r->limit = end;
    for (uint32_t i = 0; i < r->rule->match_count; i++) {
        ref_pattern(r, &r->rule->matches[i], begin);
    }
    for (int place = end; place > begin; place--) {
        const struct ref_end *e = &r->ends[place - begin];
        if (e->reached &&
            !ref_forbidden(
                r, (int)r->passage->sentences.items[sentence].first_token, end,
                &e->way)) {
            *out = (struct ref_match){begin, place, e->way};
            return true;
        }
    }
    return false;
}

/** All matches of a rule in a passage; false when there are too many ways. */
static inline bool ref_run(struct reference *r)
{
    int begin = 0;
    r->match_count = 0;
    r->given_up = false;
    while (begin < (int)r->passage->tokens.count) {
        r->steps = 0;
        CHECK(r->match_count < REF_MATCHES);
        struct ref_match *m = &r->matches[r->match_count];
        if (ref_at(r, begin, m)) {
            r->match_count++;
            begin = m->end;
        } else {
            begin++;
        }
        if (r->given_up) {
            return false;
        }
    }
    return true;
}

#endif
