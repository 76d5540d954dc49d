// Traces of all gazetteers, then the verdicts on what they found, then sorted.

#include "rules/explain.h"

#include <stdlib.h>

#include "rules/gazetteer/name_trace.h"
#include "rules/resolve/select.h"

struct explainer {
    const struct gz_ruleset *rules;
    const struct gz_document *doc;
    enum gz_field field;
    struct gz_arena *arena;
    struct gz_trace *traces;         // of each gazetteer
    struct gz_select_input *inputs;  // of each gazetteer
    uint32_t *first;                 // of each gazetteer, its first item
    uint32_t gazetteer_count;
    struct gz_explained *items;
    uint32_t count;
};

static const char *const fate_names[GZ_EXPLAINED_COUNT] = {
    [GZ_EXPLAINED_MENTION] = "mention",    [GZ_EXPLAINED_CASE] = "case",
    [GZ_EXPLAINED_STOP] = "stop",          [GZ_EXPLAINED_STOPPED] = "stopped",
    [GZ_EXPLAINED_INSIDE] = "inside",      [GZ_EXPLAINED_OVERLAP] = "overlap",
    [GZ_EXPLAINED_SAME] = "same",          [GZ_EXPLAINED_MARKS] = "marks",
    [GZ_EXPLAINED_NO_CONTEXT] = "context", [GZ_EXPLAINED_SHOUTED] = "capitals",
    [GZ_EXPLAINED_NO_TICKER] = "ticker",   [GZ_EXPLAINED_LOST] = "priority",
};

const char *gz_explained_fate_name(enum gz_explained_fate fate)
{
    return fate_names[fate];
}

static enum gz_status trace(struct explainer *e)
{
    const struct gz_passage *passage = &e->doc->fields[e->field];
    enum gz_status st = GZ_OK;
    for (uint32_t g = 0; st == GZ_OK && g < e->gazetteer_count; g++) {
        struct gz_select_input *in = &e->inputs[g];
        in->gazetteer = gz_ruleset_gazetteer(e->rules, g);
        in->field = e->field;
        e->first[g] = e->count;
        st = gz_name_trace(in->gazetteer, passage->text, &passage->tokens,
                           e->arena, &e->traces[g]);
        if (st == GZ_OK) {
            st = gz_gazetteer_find(in->gazetteer, passage->text,
                                   &passage->tokens, e->arena, &in->candidates);
        }
        e->count += e->traces[g].count;
    }
    return st;
}

static enum gz_explained_fate fate_of(enum gz_trace_fate fate)
{
    static const enum gz_explained_fate fates[] = {
        [GZ_TRACE_FOUND] = GZ_EXPLAINED_MENTION,
        [GZ_TRACE_CASE] = GZ_EXPLAINED_CASE,
        [GZ_TRACE_STOP] = GZ_EXPLAINED_STOP,
        [GZ_TRACE_STOPPED] = GZ_EXPLAINED_STOPPED,
        [GZ_TRACE_INSIDE] = GZ_EXPLAINED_INSIDE,
        [GZ_TRACE_OVERLAP] = GZ_EXPLAINED_OVERLAP,
        [GZ_TRACE_SAME] = GZ_EXPLAINED_SAME,
        [GZ_TRACE_MARKS] = GZ_EXPLAINED_MARKS,
    };
    return fates[fate];
}

static enum gz_status take_traces(struct explainer *e)
{
    e->items = GZ_ARENA_ARRAY(e->arena, struct gz_explained, e->count);
    enum gz_status st = e->items == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t g = 0; st == GZ_OK && g < e->gazetteer_count; g++) {
        for (uint32_t i = 0; st == GZ_OK && i < e->traces[g].count; i++) {
            const struct gz_trace_item *from = &e->traces[g].items[i];
            struct gz_explained *to = &e->items[e->first[g] + i];
            *to = (struct gz_explained){
                .begin_byte = from->begin_byte,
                .end_byte = from->end_byte,
                .name = from->name,
                .name_case = from->name_case,
                .reading = from->reading,
                .fate = fate_of(from->fate),
                .by = from->by == GZ_TRACE_NONE ? GZ_EXPLAINED_NONE
                                                : e->first[g] + from->by,
            };
            st = gz_gazetteer_entry(e->inputs[g].gazetteer,
                                    from->reading.entity, e->arena, &to->entry);
        }
    }
    return st;
}

// The item that a verdict is about.
static uint32_t find_item(const struct explainer *e,
                          const struct gz_judged *judged)
{
    const uint32_t g = judged->input;
    const struct gz_candidate *c =
        &e->inputs[g].candidates.items[judged->candidate];
    const uint32_t entity = c->readings[judged->reading].entity;
    for (uint32_t i = 0; i < e->traces[g].count; i++) {
        const struct gz_trace_item *item = &e->traces[g].items[i];
        if (item->fate == GZ_TRACE_FOUND && item->begin_byte == c->begin_byte &&
            item->end_byte <= c->end_byte && item->reading.entity == entity) {
            return e->first[g] + i;
        }
    }
    return GZ_EXPLAINED_NONE;
}

static enum gz_explained_fate fate_by(const struct gz_explained *item,
                                      enum gz_verdict verdict,
                                      const struct gz_explained *by)
{
    switch (verdict) {
    case GZ_VERDICT_COVERED:
        return by == NULL || item->end_byte <= by->end_byte
                   ? GZ_EXPLAINED_INSIDE
                   : GZ_EXPLAINED_OVERLAP;
    case GZ_VERDICT_NO_CONTEXT:
        return GZ_EXPLAINED_NO_CONTEXT;
    case GZ_VERDICT_SHOUTED:
        return GZ_EXPLAINED_SHOUTED;
    case GZ_VERDICT_NO_TICKER:
        return GZ_EXPLAINED_NO_TICKER;
    case GZ_VERDICT_LOST:
        return GZ_EXPLAINED_LOST;
    case GZ_VERDICT_TAKEN:
        break;
    }
    return GZ_EXPLAINED_MENTION;
}

static enum gz_status take_verdicts(struct explainer *e)
{
    struct gz_judgement judgement;
    const enum gz_status st = gz_select_explain(
        e->doc, e->inputs, e->gazetteer_count, e->arena, &judgement);
    for (uint32_t i = 0; st == GZ_OK && i < judgement.count; i++) {
        const struct gz_judged *judged = &judgement.items[i];
        const uint32_t at = find_item(e, judged);
        if (at == GZ_EXPLAINED_NONE) {
            continue;
        }
        struct gz_explained *item = &e->items[at];
        item->supported = judged->supported;
        if (judged->by != GZ_JUDGED_NONE) {
            item->by = find_item(e, &judgement.items[judged->by]);
        }
        item->fate =
            fate_by(item, judged->verdict,
                    item->by == GZ_EXPLAINED_NONE ? NULL : &e->items[item->by]);
    }
    return st;
}

struct place {
    const struct gz_explained *item;
    uint32_t number;
};

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;
    if (a->item->begin_byte != b->item->begin_byte) {
        return a->item->begin_byte < b->item->begin_byte ? -1 : 1;
    }
    if (a->item->end_byte != b->item->end_byte) {
        return a->item->end_byte > b->item->end_byte ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

// Gazetteers were traced one by one; people read a text from its begin.
static enum gz_status sort(const struct explainer *e,
                           struct gz_explanation *out)
{
    struct place *places = GZ_ARENA_ARRAY(e->arena, struct place, e->count);
    uint32_t *new = GZ_ARENA_ARRAY(e->arena, uint32_t, e->count);
    struct gz_explained *items =
        GZ_ARENA_ARRAY(e->arena, struct gz_explained, e->count);
    if (places == NULL || new == NULL || items == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < e->count; i++) {
        places[i] = (struct place){&e->items[i], i};
    }
    qsort(places, e->count, sizeof(*places), compare_places);
    for (uint32_t i = 0; i < e->count; i++) {
        new[places[i].number] = i;
        items[i] = *places[i].item;
    }
    for (uint32_t i = 0; i < e->count; i++) {
        if (items[i].by != GZ_EXPLAINED_NONE) {
            items[i].by = new[items[i].by];
        }
    }
    *out = (struct gz_explanation){items, e->count};
    return GZ_OK;
}

static uint32_t count_gazetteers(const struct gz_ruleset *rules)
{
    uint32_t count = 0;
    while (gz_ruleset_gazetteer(rules, count) != NULL) {
        count++;
    }
    return count;
}

enum gz_status gz_explain(const struct gz_ruleset *rules,
                          const struct gz_document *doc, enum gz_field field,
                          struct gz_arena *arena, struct gz_explanation *out)
{
    const uint32_t count = count_gazetteers(rules);
    struct explainer e = {
        .rules = rules,
        .doc = doc,
        .field = field,
        .arena = arena,
        .traces = GZ_ARENA_ARRAY(arena, struct gz_trace, count),
        .inputs = GZ_ARENA_ARRAY(arena, struct gz_select_input, count),
        .first = GZ_ARENA_ARRAY(arena, uint32_t, count),
        .gazetteer_count = count,
    };
    *out = (struct gz_explanation){NULL, 0};
    if (e.traces == NULL || e.inputs == NULL || e.first == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = trace(&e);
    if (st == GZ_OK) {
        st = take_traces(&e);
    }
    if (st == GZ_OK) {
        st = take_verdicts(&e);
    }
    return st == GZ_OK ? sort(&e, out) : st;
}
