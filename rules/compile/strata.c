#include "rules/compile/strata.h"

#include "rules/compile/read_types.h"

// The nodes are types that rules make.  A rule that makes A and reads B puts
// an edge from A to each type that is B, above it or below it, since mentions
// of those may be what it reads.

enum { SCRATCH_BYTES = 256 << 20 };

#define NONE UINT32_MAX

enum mark {
    UNSEEN,
    OPEN,  // on the way that is followed
    DONE,
};

struct graph {
    struct gz_program *p;
    struct gz_error *err;
    uint32_t *types;    // that rules make, in order of their first rule
    uint32_t *node_of;  // of each type, or NONE
    uint32_t count;
    uint32_t *edges;  // count * count: number + 1 of the first rule
    uint32_t *depth;  // strata below what makes the type, once DONE
    uint8_t *marks;
    uint32_t *way;  // nodes that are OPEN, in order
    uint32_t way_count;
    bool cyclic;
};

static bool is_mention(const struct graph *g, uint32_t rule)
{
    return g->p->set->rules[rule].kind == GZ_RULE_MENTION;
}

static bool overlap(struct gz_type_range a, struct gz_type_range b)
{
    return a.first < b.end && b.first < a.end;
}

static struct gz_type_range range_of(const struct graph *g, uint32_t node)
{
    return gz_type_tree_range(g->p->set->types, (uint16_t)g->types[node]);
}

static void add_nodes(struct graph *g)
{
    for (uint32_t t = 0; t < g->p->type_count; t++) {
        g->node_of[t] = NONE;
    }
    for (uint32_t i = 0; i < g->p->set->rule_count; i++) {
        const uint16_t type = g->p->set->rules[i].type;
        if (is_mention(g, i) && g->node_of[type] == NONE) {
            g->node_of[type] = g->count;
            g->types[g->count++] = type;
        }
    }
}

// Calls back for each node that a rule depends on.
typedef void node_fn(struct graph *g, uint32_t rule, uint32_t node,
                     void *context);

static void each_read(struct graph *g, uint32_t rule, node_fn *call,
                      void *context)
{
    struct gz_read_types reads;
    gz_read_types_begin(&reads, g->p, rule);
    while (gz_read_types_next(&reads)) {
        for (uint32_t n = 0; n < g->count; n++) {
            if (overlap(reads.range, range_of(g, n))) {
                call(g, rule, n, context);
            }
        }
    }
}

static uint32_t *edge(const struct graph *g, uint32_t from, uint32_t to)
{
    return &g->edges[(size_t)from * g->count + to];
}

static void add_edge(struct graph *g, uint32_t rule, uint32_t node,
                     void *context)
{
    (void)context;
    uint32_t *e = edge(g, g->node_of[g->p->set->rules[rule].type], node);
    if (*e == 0) {
        *e = rule + 1;
    }
}

static void append_type(const struct graph *g, uint32_t node,
                        struct gz_buffer *out)
{
    gz_buffer_append_str(
        out, gz_type_tree_path(g->p->set->types, (uint16_t)g->types[node]));
}

// The rule that makes step i of a cycle that begins at step `first`: it reads
// the node behind it, which is in *to.
static uint32_t step_of(const struct graph *g, uint32_t first, uint32_t i,
                        uint32_t *to)
{
    *to = g->way[i + 1 < g->way_count ? i + 1 : first];
    return *edge(g, g->way[i], *to) - 1;
}

// The step whose rule had the last word: the others were fine before.
static uint32_t last_step(const struct graph *g, uint32_t first)
{
    const struct gz_rule *rules = g->p->set->rules;
    uint32_t last = first;
    uint32_t last_file = 0;
    for (uint32_t i = first; i < g->way_count; i++) {
        uint32_t to;
        const uint32_t file =
            gz_rule_set_last_file(&rules[step_of(g, first, i, &to)]);
        if (file > last_file) {
            last = i;
            last_file = file;
        }
    }
    return last;
}

// The way from the first time that node stands on it, and back to node.
static void report_cycle(struct graph *g, uint32_t node)
{
    struct gz_buffer text;
    uint32_t first = 0;
    gz_buffer_init(&text, 0);
    while (g->way[first] != node) {
        first++;
    }
    for (uint32_t i = first; i < g->way_count; i++) {
        append_type(g, g->way[i], &text);
        gz_buffer_append_z(&text, " -> ");
    }
    append_type(g, node, &text);
    uint32_t to;
    for (uint32_t i = first; i < g->way_count; i++) {
        const uint32_t rule = step_of(g, first, i, &to);
        gz_buffer_append_z(&text, i == first ? ": rule \"" : ", rule \"");
        gz_buffer_append_str(&text, g->p->set->rules[rule].id);
        gz_buffer_append_z(&text, "\" makes ");
        append_type(g, g->way[i], &text);
        gz_buffer_append_z(&text, " and reads ");
        append_type(g, to, &text);
    }
    const uint32_t rule = step_of(g, first, last_step(g, first), &to);
    gz_read_types_error(g->p, rule, range_of(g, to), g->err,
                        "mention rules wait for each other: " GZ_STR_FMT,
                        GZ_STR_ARG(gz_buffer_str(&text)));
    gz_buffer_fini(&text);
    g->cyclic = true;
}

// Depth first; the ways are as long as there are types.
static void follow(struct graph *g, uint32_t node)
{
    g->marks[node] = OPEN;
    g->way[g->way_count++] = node;
    for (uint32_t to = 0; to < g->count; to++) {
        if (*edge(g, node, to) == 0) {
            continue;
        }
        if (g->marks[to] == OPEN) {
            report_cycle(g, to);
            continue;
        }
        if (g->marks[to] == UNSEEN) {
            follow(g, to);
        }
        if (g->depth[to] + 1 > g->depth[node]) {
            g->depth[node] = g->depth[to] + 1;
        }
    }
    g->way_count--;
    g->marks[node] = DONE;
}

static void deepen(struct graph *g, uint32_t rule, uint32_t node, void *context)
{
    uint32_t *sum = context;
    (void)rule;
    if (g->depth[node] + 1 > *sum) {
        *sum = g->depth[node] + 1;
    }
}

static void give_groups(struct gz_program *p)
{
    static const enum gz_stage stages[GZ_RULE_KIND_COUNT] = {
        [GZ_RULE_MENTION] = GZ_STAGE_MENTION,
        [GZ_RULE_RECAST] = GZ_STAGE_RECAST,
        [GZ_RULE_COREF] = GZ_STAGE_COREF,
        [GZ_RULE_EMIT] = GZ_STAGE_FACT,
        [GZ_RULE_ATTRIBUTION] = GZ_STAGE_FACT,
        [GZ_RULE_ASSERTION] = GZ_STAGE_FACT,
    };
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        p->rules[i].group = gz_program_group(p, stages[p->set->rules[i].kind],
                                             p->rules[i].stratum);
    }
    p->group_count = p->strata + GZ_STAGE_COUNT - 1;
}

static enum gz_status find_strata(struct graph *g)
{
    struct gz_program *p = g->p;
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        if (is_mention(g, i)) {
            each_read(g, i, add_edge, NULL);
        }
    }
    for (uint32_t n = 0; n < g->count; n++) {
        if (g->marks[n] == UNSEEN) {
            follow(g, n);
        }
    }
    if (g->cyclic) {
        return GZ_INVALID;
    }
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        if (is_mention(g, i)) {
            each_read(g, i, deepen, &p->rules[i].stratum);
            if (p->rules[i].stratum >= p->strata) {
                p->strata = p->rules[i].stratum + 1;
            }
        }
    }
    return GZ_OK;
}

static enum gz_status find_in(struct graph *g, struct gz_arena *scratch)
{
    const struct gz_program *p = g->p;
    g->types = GZ_ARENA_ARRAY(scratch, uint32_t, p->type_count);
    g->node_of = GZ_ARENA_ARRAY(scratch, uint32_t, p->type_count);
    if (g->types == NULL || g->node_of == NULL) {
        return GZ_NO_MEMORY;
    }
    add_nodes(g);
    g->edges = GZ_ARENA_ARRAY(scratch, uint32_t, (size_t)g->count * g->count);
    g->depth = GZ_ARENA_ARRAY(scratch, uint32_t, g->count);
    g->marks = GZ_ARENA_ARRAY(scratch, uint8_t, g->count);
    g->way = GZ_ARENA_ARRAY(scratch, uint32_t, g->count);
    if (g->edges == NULL || g->depth == NULL || g->marks == NULL ||
        g->way == NULL) {
        return GZ_NO_MEMORY;
    }
    return find_strata(g);
}

enum gz_status gz_strata_find(struct gz_program *p, struct gz_error *err)
{
    struct gz_arena *scratch = gz_arena_new(SCRATCH_BYTES);
    if (scratch == NULL) {
        return GZ_NO_MEMORY;
    }
    struct graph g = {.p = p, .err = err};
    const enum gz_status st = find_in(&g, scratch);
    gz_arena_free(scratch);
    if (st == GZ_OK) {
        give_groups(p);
    }
    return st;
}
