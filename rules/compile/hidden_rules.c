#include "rules/compile/hidden_rules.h"

// Steps of comparison: more are not made for one pair of patterns, nor for all
// rules together, which matters with ten thousand rules of one product.
enum { PAIR_STEPS = 20000, ALL_STEPS = 50000000, DEPTH_MAX = 2000 };

struct check {
    const struct gz_program *p;
    const struct gz_rule *rule;     // that may be hidden
    const struct gz_rule *broader;  // that may hide it
    uint32_t left;                  // steps of this pair
    uint32_t all_left;
};

static bool includes_keys(const struct gz_program *p, const struct gz_state *a,
                          const struct gz_state *b)
{
    const uint64_t *keys = (const uint64_t *)(const void *)p->keys.data;
    const uint64_t *of_a =
        a->kind == GZ_STATE_KEY ? &a->u.key : keys + a->u.span.first;
    const uint64_t *of_b =
        b->kind == GZ_STATE_KEY ? &b->u.key : keys + b->u.span.first;
    const uint32_t a_count = a->kind == GZ_STATE_KEY ? 1 : a->u.span.count;
    const uint32_t b_count = b->kind == GZ_STATE_KEY ? 1 : b->u.span.count;
    uint32_t j = 0;
    for (uint32_t i = 0; i < a_count; i++) {
        while (j < b_count && of_b[j] < of_a[i]) {
            j++;
        }
        if (j == b_count || of_b[j] != of_a[i]) {
            return false;
        }
    }
    return true;
}

static bool is_key(const struct gz_state *s)
{
    return s->kind == GZ_STATE_KEY || s->kind == GZ_STATE_KEYS;
}

static bool same_role(const struct check *c, const struct gz_state *a,
                      const struct gz_state *b)
{
    if (a->role == GZ_STATE_NO_ROLE || b->role == GZ_STATE_NO_ROLE) {
        return a->role == b->role;
    }
    return gz_str_eq(c->rule->roles[a->role].name,
                     c->broader->roles[b->role].name);
}

static bool includes_types(const struct check *c, const struct gz_state *a,
                           const struct gz_state *b)
{
    const struct gz_type_range *ranges =
        (const struct gz_type_range *)(const void *)c->p->ranges.data;
    for (uint32_t i = 0; i < a->u.span.count; i++) {
        const struct gz_type_range x = ranges[a->u.span.first + i];
        bool found = false;
        for (uint32_t j = 0; j < b->u.span.count && !found; j++) {
            const struct gz_type_range y = ranges[b->u.span.first + j];
            found = y.first <= x.first && x.end <= y.end;
        }
        if (!found) {
            return false;
        }
    }
    return same_role(c, a, b);
}

static bool same_literal(const struct gz_program *p, const struct gz_state *a,
                         const struct gz_state *b)
{
    const struct gz_literal *literals =
        (const struct gz_literal *)(const void *)p->literals.data;
    return gz_str_eq(literals[a->u.span.first].text,
                     literals[b->u.span.first].text);
}

// Whether all that state a takes by itself is taken by state b, too.
static bool includes(const struct check *c, const struct gz_state *a,
                     const struct gz_state *b)
{
    if (is_key(a) && is_key(b)) {
        return includes_keys(c->p, a, b);
    }
    if (a->kind != b->kind) {
        return false;
    }
    switch (a->kind) {
    case GZ_STATE_OPEN:
    case GZ_STATE_CLOSE:
        return same_role(c, a, b);
    case GZ_STATE_LITERAL:
        return same_literal(c->p, a, b);
    case GZ_STATE_CLASS:
        return a->role == b->role;
    case GZ_STATE_LIST:
    case GZ_STATE_REGEX:
        return a->u.span.first == b->u.span.first;
    case GZ_STATE_TYPE:
        return includes_types(c, a, b);
    case GZ_STATE_GAP:
        return a->u.span.count <= b->u.span.count;
    default:
        return true;
    }
}

// Whether all ways from state a on are ways from state b on.
static bool covers(struct check *c, uint32_t number_a, uint32_t number_b,
                   uint32_t depth)
{
    const struct gz_state *a = gz_program_state(c->p, number_a);
    const struct gz_state *b = gz_program_state(c->p, number_b);
    if (c->left == 0 || c->all_left == 0 || depth > DEPTH_MAX) {
        return false;
    }
    c->left--;
    c->all_left--;
    if (a->kind == GZ_STATE_SPLIT) {
        return covers(c, a->next, number_b, depth + 1) &&
               covers(c, a->u.other, number_b, depth + 1);
    }
    if (b->kind == GZ_STATE_SPLIT) {
        return covers(c, number_a, b->next, depth + 1) ||
               covers(c, number_a, b->u.other, depth + 1);
    }
    if (!includes(c, a, b)) {
        return false;
    }
    return a->kind == GZ_STATE_ACCEPT || covers(c, a->next, b->next, depth + 1);
}

// Whether rules make the same of what they match.
static bool same_product(const struct gz_rule *a, const struct gz_rule *b)
{
    return a->kind == b->kind && gz_str_eq(a->makes, b->makes) &&
           a->polarity == b->polarity && a->modality == b->modality &&
           a->sets_polarity == b->sets_polarity &&
           a->sets_modality == b->sets_modality && a->inside == b->inside &&
           a->attribution == b->attribution;
}

// Whether b goes before a and can match wherever a can.
static bool goes_before(const struct gz_program *p, uint32_t a, uint32_t b)
{
    const struct gz_rule *x = &p->set->rules[a];
    const struct gz_rule *y = &p->set->rules[b];
    const bool first =
        y->priority > x->priority || (y->priority == x->priority && b < a);
    return a != b && first && y->unless_count == 0 && y->within >= x->within &&
           (x->zones & ~y->zones) == 0 && same_product(x, y);
}

static bool hides(struct check *c, uint32_t unit, uint32_t number)
{
    const struct gz_program_rule *broader = &c->p->rules[number];
    for (uint32_t u = 0; u < broader->unit_count; u++) {
        c->left = PAIR_STEPS;
        if (covers(c, gz_program_unit(c->p, unit)->start,
                   gz_program_unit(c->p, broader->unit + u)->start, 0)) {
            return true;
        }
    }
    return false;
}

// What a rule matches, or where it was last changed.
struct place {
    const struct gz_source *src;
    size_t begin_byte;
    size_t end_byte;
};

static struct place place_of(const struct check *c, const struct gz_rule *rule)
{
    const struct gz_rule_pattern *match = &rule->matches[0];
    struct place at = {.src = match->where.src};
    if (rule->change_count == 0) {
        gz_pattern_place(match->root, &match->where, &at.begin_byte,
                         &at.end_byte);
        return at;
    }
    const struct gz_rule_change *last = &rule->changes[rule->change_count - 1];
    return (struct place){&c->p->set->files[last->file].source,
                          last->begin_byte, last->end_byte};
}

// Told is who had the last word: the other rule was fine before.
static void report(const struct check *c, struct gz_error *err)
{
    const bool newer =
        gz_rule_set_last_file(c->broader) > gz_rule_set_last_file(c->rule);
    const struct place at = place_of(c, newer ? c->broader : c->rule);
    if (newer) {
        (void)gz_error_span(err, at.src, at.begin_byte, at.end_byte,
                            "all that rule \"" GZ_STR_FMT
                            "\" matches is matched by this, which goes before "
                            "it",
                            GZ_STR_ARG(c->rule->id));
    } else {
        (void)gz_error_span(err, at.src, at.begin_byte, at.end_byte,
                            "all that this matches is matched by rule "
                            "\"" GZ_STR_FMT "\", which goes before it",
                            GZ_STR_ARG(c->broader->id));
    }
}

// Report a rule all of whose patterns another one has.
static bool check_pair(struct check *c, uint32_t a, uint32_t b,
                       struct gz_error *err)
{
    const struct gz_program_rule *rule = &c->p->rules[a];
    c->rule = &c->p->set->rules[a];
    c->broader = &c->p->set->rules[b];
    for (uint32_t u = 0; u < rule->unit_count; u++) {
        if (!hides(c, rule->unit + u, b)) {
            return false;
        }
    }
    report(c, err);
    return true;
}

// Report a guard that has all of a pattern in it: then nothing is found.
static bool check_guards(struct check *c, uint32_t number, struct gz_error *err)
{
    const struct gz_program_rule *rule = &c->p->rules[number];
    bool forbids = false;
    c->rule = c->broader = &c->p->set->rules[number];
    for (uint32_t u = 0; u < rule->unit_count; u++) {
        for (uint32_t g = 0; g < rule->guard_count; g++) {
            const struct gz_rule_pattern *guard = &c->rule->unless[g];
            c->left = PAIR_STEPS;
            if (covers(c, gz_program_unit(c->p, rule->unit + u)->start,
                       gz_program_unit(c->p, rule->guard + g)->start, 0)) {
                (void)gz_rule_set_error(guard, guard->root, err,
                                        "this forbids all that match[%u] finds",
                                        u);
                forbids = true;
            }
        }
    }
    return forbids;
}

enum gz_status gz_hidden_rules_check(struct gz_program *p, struct gz_error *err)
{
    struct check c = {.p = p, .all_left = ALL_STEPS};
    enum gz_status st = GZ_OK;
    for (uint32_t a = 0; a < p->set->rule_count; a++) {
        bool hidden = p->rules[a].unit_count == 0;
        if (check_guards(&c, a, err)) {
            st = GZ_INVALID;
        }
        for (uint32_t b = 0; b < p->set->rule_count && !hidden; b++) {
            if (c.all_left == 0) {
                return st;
            }
            c.all_left--;
            if (goes_before(p, a, b)) {
                hidden = check_pair(&c, a, b, err);
                st = hidden ? GZ_INVALID : st;
            }
        }
    }
    return st;
}
