#include "rules/finding_items.h"

#include <stdlib.h>

struct work {
    const struct gz_findings *findings;
    const struct gz_rule_set *set;
    const struct gz_rule *reader;
    enum gz_field field;
    struct gz_item *items;
    uint32_t count;
};

static const char *const value_types[] = {
    [GZ_DIM_MONEY] = "Money", [GZ_DIM_PERCENT] = "Percent",
    [GZ_DIM_DATE] = "Date",   [GZ_DIM_DURATION] = "Duration",
    [GZ_DIM_COUNT] = "Count",
};

_Static_assert(sizeof(value_types) / sizeof(value_types[0]) == GZ_DIM_LIMIT,
               "every dimension has its type");

// Stages run in the order of the kinds up to coref; facts see everything.
static bool is_seen(const struct work *w, const struct gz_mention *m)
{
    const struct gz_rule *reader = w->reader;
    if (reader == NULL || reader->kind > GZ_RULE_COREF) {
        return true;
    }
    const struct gz_rule *maker = gz_rule_set_find(w->set, m->rule);
    return maker == NULL || maker->kind < reader->kind ||
           (maker->kind == GZ_RULE_MENTION && maker != reader);
}

static void add(struct work *w, const struct gz_item *item)
{
    if (item->type != GZ_TYPE_NONE && item->end_token > item->begin_token) {
        w->items[w->count++] = *item;
    }
}

static void add_mention(struct work *w, uint32_t number)
{
    const struct gz_mention *m = &w->findings->mentions[number];
    const struct gz_str type = w->findings->entities[m->entity].entry.type;
    const struct gz_item item = {
        .begin_token = m->begin_token,
        .end_token = m->end_token,
        .type = gz_type_tree_find(w->set->types, type),
        .ref = number,
    };
    if (m->field == w->field && is_seen(w, m)) {
        add(w, &item);
    }
}

static void add_value(struct work *w, uint32_t number)
{
    const struct gz_value *v = &w->findings->values[w->field].items[number];
    struct gz_item item = {
        .begin_token = v->begin_token,
        .end_token = v->end_token,
        .type = gz_type_tree_find(w->set->types, gz_str_z(value_types[v->dim])),
        .ref = number | GZ_FINDING_ITEMS_VALUE,
    };
    add(w, &item);
    if (v->dim == GZ_DIM_COUNT && v->core_end_token < v->end_token) {
        item.end_token = v->core_end_token;  // without its noun
        add(w, &item);
    }
}

// By begin, longer ones first, mentions before values.
static int compare(const void *one, const void *other)
{
    const struct gz_item *a = one;
    const struct gz_item *b = other;
    if (a->begin_token != b->begin_token) {
        return a->begin_token < b->begin_token ? -1 : 1;
    }
    if (a->end_token != b->end_token) {
        return a->end_token > b->end_token ? -1 : 1;
    }
    return a->ref < b->ref ? -1 : a->ref > b->ref;
}

enum gz_status gz_finding_items(const struct gz_findings *findings,
                                const struct gz_rule_set *set,
                                const struct gz_rule *reader,
                                struct gz_arena *arena,
                                struct gz_items out[GZ_FIELD_COUNT])
{
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        const uint32_t values = findings->values[f].count;
        struct work w = {
            .findings = findings,
            .set = set,
            .reader = reader,
            .field = (enum gz_field)f,
            .items = GZ_ARENA_ARRAY(arena, struct gz_item,
                                    findings->mention_count + 2 * values),
        };
        if (w.items == NULL) {
            return GZ_LIMIT;
        }
        for (uint32_t i = 0; i < findings->mention_count; i++) {
            add_mention(&w, i);
        }
        for (uint32_t i = 0; i < values; i++) {
            add_value(&w, i);
        }
        qsort(w.items, w.count, sizeof(*w.items), compare);
        out[f] = (struct gz_items){w.items, w.count};
    }
    return GZ_OK;
}
