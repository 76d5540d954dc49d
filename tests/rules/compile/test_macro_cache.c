// A macro that was compiled once, beside its pattern written out each time.

#include "rules/compile/macro_cache.h"

#include <string.h>

#include "rules/compile/program.h"
#include "rules/compile/program_parts.h"
#include "tests/support/check.h"

static const char head[] = "gazetted: 1\n"
                           "facts: {Rent: [tenant, landlord]}\n"
                           "lists: {big: [big, very big, vast]}\n";

#define MACROS                                                                 \
    "macros:\n"                                                                \
    "  when: '(on ..2 (Monday | /T.*/) | in #)?'\n"                            \
    "  rents: '(has | had)? (rent~ | hires) %when'\n"                          \
    "  whom: '<landlord:Org> $big?'\n"                                         \
    "  last: 'it $'\n"

#define WHEN "((on ..2 (Monday | /T.*/) | in #)?)"
#define RENTS "((has | had)? (rent~ | hires) " WHEN ")"
#define WHOM "(<landlord:Org> $big?)"

// The same rules, with macros and without.
static const char with[] = MACROS
    "rules:\n"
    "- {id: t.a, emit: Rent, match: '<tenant:Org> %rents from %whom'}\n"
    "- {id: t.b, emit: Rent, match: ['%when <tenant:Org> %rents %rents %whom', "
    "'%whom %when{0,2} <tenant:Org>'], unless: ['%rents %last', '%rents']}\n"
    "- {id: t.c, emit: Rent, within: 2, match: '<tenant:Org> %last \".\" "
    "%rents from %whom'}\n";
static const char without[] =
    "rules:\n"
    "- {id: t.a, emit: Rent, match: '<tenant:Org> " RENTS " from " WHOM "'}\n"
    "- {id: t.b, emit: Rent, match: ['" WHEN " <tenant:Org> " RENTS " " RENTS
    " " WHOM "', '" WHOM " (" WHEN "){0,2} <tenant:Org>'], unless: ['" RENTS
    " (it $)', '" RENTS "']}\n"
    "- {id: t.c, emit: Rent, within: 2, match: '<tenant:Org> (it $) "
    "\".\" " RENTS " from " WHOM "'}\n";

static struct gz_program *build(const char *rules, struct gz_rule_set **set)
{
    char text[4096];
    struct gz_program *program = NULL;
    struct gz_error err;
    snprintf(text, sizeof(text), "%s%s", head, rules);
    const struct gz_rule_text file = {"rules.yaml", gz_str_z(text)};
    gz_error_init(&err);
    enum gz_status st = gz_rule_set_parse(&file, 1, set, &err);
    st = st == GZ_OK ? gz_program_build(*set, &program, &err) : st;
    CHECK_Z(gz_error_text(&err), "");
    CHECK_OK(st);
    gz_error_fini(&err);
    return program;
}

// What a span of a state holds: a copy may share that of the first.
static const void *span_of(const struct gz_program *p, const struct gz_state *s,
                           size_t *bytes)
{
    const struct gz_buffer *all =
        s->kind == GZ_STATE_KEYS ? &p->keys : &p->ranges;
    const size_t size = s->kind == GZ_STATE_KEYS ? sizeof(uint64_t)
                                                 : sizeof(struct gz_type_range);
    *bytes = s->u.span.count * size;
    return all->data + s->u.span.first * size;
}

static void check_state(const struct gz_program *a, const struct gz_state *s,
                        const struct gz_program *b, const struct gz_state *t)
{
    CHECK_EQ(s->kind, t->kind);
    CHECK_EQ(s->flags, t->flags);
    CHECK_EQ(s->role, t->role);
    CHECK_EQ(s->next, t->next);
    CHECK_EQ(s->first.words, t->first.words);
    CHECK_EQ(s->first.things, t->first.things);
    if (s->kind == GZ_STATE_KEYS || s->kind == GZ_STATE_TYPE) {
        size_t one;
        size_t other;
        const void *from = span_of(a, s, &one);
        const void *to = span_of(b, t, &other);
        CHECK_EQ(one, other);
        CHECK(memcmp(from, to, one) == 0);
    } else if (s->kind == GZ_STATE_SPLIT) {
        CHECK_EQ(s->u.other, t->u.other);
    } else {
        CHECK_EQ(s->u.key, t->u.key);
    }
}

static void check_same(const struct gz_program *a, const struct gz_program *b)
{
    const size_t count = a->states.len / sizeof(struct gz_state);
    CHECK_EQ(a->states.len, b->states.len);
    for (uint32_t i = 0; i < count; i++) {
        check_state(a, gz_program_state(a, i), b, gz_program_state(b, i));
    }
    CHECK_EQ(a->covers.len, b->covers.len);
    CHECK(memcmp(a->covers.data, b->covers.data, a->covers.len) == 0);
}

static bool holds(const struct gz_pattern *root, const struct gz_pattern *node)
{
    bool found = root == node;
    for (const struct gz_pattern *n = root->first; n != NULL && !found;
         n = n->next) {
        found = holds(n, node);
    }
    return found;
}

static bool has(const struct gz_rule_pattern *patterns, uint32_t count,
                const struct gz_pattern *node)
{
    bool found = false;
    for (uint32_t i = 0; i < count; i++) {
        found |= holds(patterns[i].root, node);
    }
    return found;
}

// Every state is of an item of the rule that uses the macro.
static void check_items(const struct gz_program *p)
{
    const struct gz_unit *units =
        (const struct gz_unit *)(const void *)p->units.data;
    const struct gz_pattern *const *items =
        (const struct gz_pattern *const *)(const void *)p->items.data;
    const size_t states = p->states.len / sizeof(struct gz_state);
    CHECK_EQ(p->items.len / sizeof(void *), states);
    CHECK_EQ(p->parts.len, p->items.len);
    for (size_t u = 0; u < p->units.len / sizeof(*units); u++) {
        const struct gz_rule *rule = &p->set->rules[units[u].rule];
        for (uint32_t i = 0; i < units[u].state_count; i++) {
            const struct gz_pattern *item = items[units[u].first_state + i];
            CHECK(has(rule->matches, rule->match_count, item) ||
                  has(rule->unless, rule->unless_count, item));
        }
    }
}

int main(void)
{
    struct gz_rule_set *sets[2] = {NULL, NULL};
    struct gz_program *a = build(with, &sets[0]);
    struct gz_program *b = build(without, &sets[1]);
    check_same(a, b);
    check_items(a);
    gz_program_free(a);
    gz_program_free(b);
    gz_rule_set_free(sets[0]);
    gz_rule_set_free(sets[1]);
    return 0;
}
