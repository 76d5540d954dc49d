// Which roles a rule captures, on which ways through its patterns, and
// whether those are the roles that what it makes has.

#include "rules/language/pattern_lexer.h"
#include "rules/language/rule_load.h"
#include "rules/types.h"

// Sets of roles, by their numbers in struct roles.
struct captured {
    uint32_t always;  // on every way through a pattern
    uint32_t maybe;   // on some way
};

struct roles {
    struct gz_rule_load *load;
    const struct gz_rule_draft *draft;
    struct gz_rule *rule;
    struct gz_rule_role items[GZ_RULE_ROLES_MAX];
    uint32_t count;
    const char *meant;  // role that an unknown one of the pattern may mean
    // Where reports are marked: in the pattern of the rule, at the macro that
    // brings in what is wrong.
    const struct gz_rule_pattern *pattern;
    const struct gz_pattern *mark;
    bool full;
};

#define REPORT(r, node, ...)                                                   \
    gz_rule_load_report_in((r)->load, (r)->pattern, (node)->begin_byte,        \
                           (node)->end_byte, __VA_ARGS__)

// The node that stands in the rule's own text.
static const struct gz_pattern *mark_of(const struct roles *r,
                                        const struct gz_pattern *node)
{
    return r->mark == NULL ? node : r->mark;
}

static uint32_t find(const struct roles *r, struct gz_str name)
{
    uint32_t i = 0;
    while (i < r->count && !gz_str_eq(r->items[i].name, name)) {
        i++;
    }
    return i;
}

const char *const *gz_rule_kind_roles(enum gz_rule_kind kind)
{
    static const char *const roles[GZ_RULE_KIND_COUNT][12] = {
        [GZ_RULE_MENTION] = {"name"},
        [GZ_RULE_RECAST] = {"name"},
        [GZ_RULE_COREF] = {"name", "country", "sector", "kind", "title",
                           "other", "owned", "meant", "nobody", "woman", "man"},
        [GZ_RULE_ATTRIBUTION] = {"source", "verb"},
    };
    return roles[kind];
}

static const struct gz_fact_type *fact_of(const struct roles *r)
{
    return r->rule->kind == GZ_RULE_EMIT
               ? gz_rule_set_fact(r->load->set, r->rule->makes)
               : NULL;
}

// Names of the roles there are, NUL-terminated, in arena.
static size_t allowed_roles(const struct roles *r,
                            const char *names[GZ_RULE_ROLES_MAX])
{
    const struct gz_fact_type *fact = fact_of(r);
    size_t count = 0;
    if (fact == NULL) {
        const char *const *own = gz_rule_kind_roles(r->rule->kind);
        while (own[count] != NULL) {
            names[count] = own[count];
            count++;
        }
        return count;
    }
    for (uint32_t i = 0; i < fact->role_count; i++) {
        const struct gz_str name =
            gz_arena_copy(r->load->arena, fact->roles[i].name);
        if (name.ptr == NULL) {
            gz_rule_load_no_memory(r->load);
            return count;
        }
        names[count++] = name.ptr;
    }
    return count;
}

static bool is_allowed(const char *const *names, size_t count,
                       struct gz_str role)
{
    for (size_t i = 0; i < count; i++) {
        if (gz_str_is(role, names[i])) {
            return true;
        }
    }
    return false;
}

static void report_role(struct roles *r, const struct gz_pattern *node,
                        const char *const *names, size_t count)
{
    const char *meant = gz_str_suggest(node->role, names, count);
    struct gz_buffer list;
    gz_buffer_init(&list, 0);
    for (size_t i = 0; i < count; i++) {
        gz_buffer_append_fmt(&list, "%s%s",
                             i == 0           ? ""
                             : i + 1 == count ? " and "
                                              : ", ",
                             names[i]);
    }
    const struct gz_str text = gz_buffer_str(&list);
    const struct gz_str role = gz_pattern_lexer_clip(node->role);
    if (meant != NULL) {
        r->meant = meant;
        REPORT(r, mark_of(r, node),
               "unknown role \"" GZ_STR_FMT "\" (did you mean \"%s\"?)",
               GZ_STR_ARG(role), meant);
    } else if (count == 0) {
        REPORT(r, mark_of(r, node),
               "role \"" GZ_STR_FMT "\": an assertion captures nothing",
               GZ_STR_ARG(role));
    } else {
        REPORT(r, mark_of(r, node),
               "unknown role \"" GZ_STR_FMT "\" (" GZ_STR_FMT " %s " GZ_STR_FMT
               ")",
               GZ_STR_ARG(role),
               GZ_STR_ARG(r->rule->kind == GZ_RULE_EMIT
                              ? r->rule->makes
                              : GZ_STR_LIT("such a rule")),
               "has", GZ_STR_ARG(text));
    }
    gz_buffer_fini(&list);
}

// The number of the role of a node; a new one is checked once.
static uint32_t role_of(struct roles *r, const struct gz_pattern *node)
{
    const uint32_t number = find(r, node->role);
    if (number < r->count) {
        return number;
    }
    if (r->count == GZ_RULE_ROLES_MAX) {
        if (!r->full) {
            REPORT(r, mark_of(r, node), "a rule captures at most %d roles",
                   GZ_RULE_ROLES_MAX);
        }
        r->full = true;
        return UINT32_MAX;
    }
    const char *names[GZ_RULE_ROLES_MAX];
    const size_t allowed = allowed_roles(r, names);
    if (!is_allowed(names, allowed, node->role)) {
        report_role(r, node, names, allowed);
    }
    uint16_t type = GZ_TYPE_NONE;
    if (node->kind == GZ_PATTERN_TYPE) {
        struct gz_str types = node->text;
        type = gz_type_tree_find(r->load->set->types, gz_str_cut(&types, '|'));
    }
    r->items[r->count++] = (struct gz_rule_role){node->role, type};
    return number;
}

static void report_twice(struct roles *r, const struct gz_pattern *node,
                         uint32_t twice, const char *how)
{
    uint32_t number = 0;
    while ((twice >> number & 1U) == 0) {
        number++;
    }
    REPORT(r, mark_of(r, node), "role \"" GZ_STR_FMT "\" is captured %s",
           GZ_STR_ARG(gz_pattern_lexer_clip(r->items[number].name)), how);
}

static struct captured walk(struct roles *r, const struct gz_pattern *node);

static struct captured walk_children(struct roles *r,
                                     const struct gz_pattern *node)
{
    const bool choice = node->kind == GZ_PATTERN_CHOICE;
    struct captured all = {.always = choice ? UINT32_MAX : 0, .maybe = 0};
    const struct gz_pattern *child = node->first;
    for (; child != NULL; child = child->next) {
        const struct captured one = walk(r, child);
        if (choice) {
            all.always &= one.always;
        } else {
            if ((all.maybe & one.maybe) != 0) {
                report_twice(r, child, all.maybe & one.maybe,
                             "twice on one way through the pattern");
            }
            all.always |= one.always;
        }
        all.maybe |= one.maybe;
    }
    return all;
}

static struct captured walk_macro(struct roles *r,
                                  const struct gz_pattern *node)
{
    const struct gz_rule_macro *macro = gz_rule_set_macro(r->load->set, node);
    const struct gz_pattern *mark = r->mark;
    r->mark = mark_of(r, node);
    const struct captured all = walk(r, macro->pattern.root);
    r->mark = mark;
    return all;
}

// A named source is somebody: its types must be such.
static void check_source(struct roles *r, const struct gz_pattern *node)
{
    const struct gz_type_tree *types = r->load->set->types;
    struct gz_str rest = node->text;
    if (r->rule->kind != GZ_RULE_ATTRIBUTION ||
        r->rule->attribution != GZ_ATTRIBUTION_NAMED ||
        !gz_str_is(node->role, "source") || node->kind != GZ_PATTERN_TYPE) {
        return;
    }
    while (rest.ptr != NULL) {
        const struct gz_str path = gz_type_tree_path(
            types, gz_type_tree_find(types, gz_str_cut(&rest, '|')));
        if (!gz_type_is_a(path, GZ_STR_LIT("Org")) &&
            !gz_type_is_a(path, GZ_STR_LIT("Person"))) {
            REPORT(r, mark_of(r, node),
                   "a named source is an Org or a Person, not " GZ_STR_FMT,
                   GZ_STR_ARG(path));
        }
    }
}

static void add_role(struct roles *r, const struct gz_pattern *node,
                     struct captured *all)
{
    const uint32_t number = role_of(r, node);
    if (number == UINT32_MAX) {
        return;
    }
    const uint32_t bit = 1U << number;
    if ((all->maybe & bit) != 0) {
        report_twice(r, node, bit, "within itself");
    }
    check_source(r, node);
    all->always |= bit;
    all->maybe |= bit;
}

static struct captured walk(struct roles *r, const struct gz_pattern *node)
{
    struct captured all = node->kind == GZ_PATTERN_MACRO
                              ? walk_macro(r, node)
                              : (struct captured){0, 0};
    if (node->first != NULL) {
        all = walk_children(r, node);
    }
    // The role of a type is of each repeat, that of text is around them all.
    const bool type = node->kind == GZ_PATTERN_TYPE;
    if (node->role.len_bytes > 0 && type) {
        add_role(r, node, &all);
    }
    if (node->repeat_max > 1 && all.maybe != 0) {
        report_twice(r, node, all.maybe, "again at each repeat");
    }
    if (node->role.len_bytes > 0 && !type) {
        add_role(r, node, &all);
    }
    if (node->repeat_min == 0) {
        all.always = 0;
    }
    return all;
}

// Roles that must be there whatever way a pattern matches.
static void require(struct roles *r, struct captured in, struct gz_str role,
                    const char *of, const char *remedy)
{
    const uint32_t number = find(r, role);
    const uint32_t bit = number < r->count ? 1U << number : 0;
    const char *how = (in.maybe & bit) == 0 ? "is not captured"
                                            : "is not captured on every way";
    const bool misspelt = r->meant != NULL && gz_str_is(role, r->meant);
    if ((in.always & bit) == 0 && !misspelt) {
        REPORT(r, r->pattern->root, "role \"" GZ_STR_FMT "\" of %s %s%s",
               GZ_STR_ARG(role), of, how, remedy);
    }
}

static bool is_implied(const struct roles *r, struct gz_str role)
{
    const struct gz_pattern *implied = r->rule->implied.root;
    return implied != NULL && gz_str_eq(implied->role, role);
}

static void require_all(struct roles *r, struct captured in)
{
    const struct gz_fact_type *fact = fact_of(r);
    char name[128];
    if (r->rule->kind == GZ_RULE_RECAST) {
        require(r, in, GZ_STR_LIT("name"), "a recast",
                " (write <name:Type>, or name:$list for names of places)");
    } else if (r->rule->kind == GZ_RULE_ATTRIBUTION &&
               r->rule->attribution == GZ_ATTRIBUTION_NAMED) {
        require(r, in, GZ_STR_LIT("source"), "a named source",
                " (write <source:Org|Person>, or source:$list for offices)");
    }
    for (uint32_t i = 0; fact != NULL && i < fact->role_count; i++) {
        if (fact->roles[i].required && !is_implied(r, fact->roles[i].name)) {
            snprintf(name, sizeof(name), GZ_STR_FMT,
                     GZ_STR_ARG(gz_pattern_lexer_clip(fact->name)));
            require(r, in, fact->roles[i].name, name,
                    " (a \"?\" behind it under facts makes it optional)");
        }
    }
}

// In a guard <role:Type> means the mention that match captured as role, and
// role:(...) the text.
static void walk_unless(struct roles *r, const struct gz_pattern *node)
{
    const struct gz_pattern *child = node->first;
    for (; child != NULL; child = child->next) {
        walk_unless(r, child);
    }
    if (node->kind == GZ_PATTERN_MACRO) {
        const struct gz_pattern *mark = r->mark;
        r->mark = mark_of(r, node);
        walk_unless(r, gz_rule_set_macro(r->load->set, node)->pattern.root);
        r->mark = mark;
    }
    if (node->role.len_bytes > 0 && find(r, node->role) == r->count &&
        !gz_rule_drafts_lost_role(r->load, r->draft, GZ_RULE_FIELD_UNLESS,
                                  r->pattern->where.src,
                                  r->pattern->where.begin_byte, node->role)) {
        REPORT(r, mark_of(r, node),
               "role \"" GZ_STR_FMT "\" is not captured by match, so unless "
               "cannot mean it",
               GZ_STR_ARG(gz_pattern_lexer_clip(node->role)));
    }
}

// In the order of the fact type, or as they came.
static void order(struct roles *r)
{
    const struct gz_fact_type *fact = fact_of(r);
    struct gz_rule_role *out =
        GZ_RULE_LOAD_ARRAY(r->load, struct gz_rule_role, r->count);
    uint32_t count = 0;
    if (out == NULL) {
        return;
    }
    for (uint32_t i = 0; fact != NULL && i < fact->role_count; i++) {
        const uint32_t number = find(r, fact->roles[i].name);
        if (number < r->count) {
            out[count++] = r->items[number];
        }
    }
    for (uint32_t i = 0; fact == NULL && i < r->count; i++) {
        out[count++] = r->items[i];
    }
    r->rule->roles = out;
    r->rule->role_count = count;
}

// The role that the words leave out is one that no pattern captures.
static void read_implied(struct roles *r)
{
    const struct gz_pattern *root = r->rule->implied.root;
    if (root == NULL || r->rule->kind != GZ_RULE_EMIT) {
        return;
    }
    r->pattern = &r->rule->implied;
    if (find(r, root->role) < r->count) {
        REPORT(r, root, "role \"" GZ_STR_FMT "\" is captured by match",
               GZ_STR_ARG(gz_pattern_lexer_clip(root->role)));
    } else {
        role_of(r, root);
    }
}

void gz_rule_roles_read(struct gz_rule_load *load,
                        const struct gz_rule_draft *draft, struct gz_rule *rule)
{
    struct roles r = {.load = load, .draft = draft, .rule = rule};
    for (uint32_t i = 0; i < rule->match_count; i++) {
        r.pattern = &rule->matches[i];
        r.meant = NULL;
        require_all(&r, walk(&r, r.pattern->root));
    }
    read_implied(&r);
    for (uint32_t i = 0; i < rule->unless_count; i++) {
        r.pattern = &rule->unless[i];
        walk_unless(&r, r.pattern->root);
    }
    order(&r);
}
