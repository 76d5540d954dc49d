// A trace of all names, then the verdicts on what was found, then sorted.

#include "rules/explain.h"

#include <stdlib.h>

#include "rules/gazetteer/match/name_trace.h"
#include "rules/resolve/select.h"

struct explainer {
    const struct gz_layers *names;
    const struct gz_document *doc;
    struct gz_arena *arena;
    struct gz_trace trace;
    struct gz_select_input input;
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
    [GZ_EXPLAINED_REMOVED] = "removed",
};

const char *gz_explained_fate_name(enum gz_explained_fate fate)
{
    return fate_names[fate];
}

static enum gz_status trace(struct explainer *e)
{
    const struct gz_passage *passage = &e->doc->fields[e->input.field];
    enum gz_status st = gz_name_trace(e->names, passage->text, &passage->tokens,
                                      e->arena, &e->trace);
    if (st == GZ_OK) {
        st = gz_layers_find(e->names, passage->text, &passage->tokens, e->arena,
                            &e->input.candidates);
    }
    e->count = e->trace.count;
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
        [GZ_TRACE_REMOVED] = GZ_EXPLAINED_REMOVED,
    };
    return fates[fate];
}

static enum gz_status take_trace(struct explainer *e)
{
    e->items = GZ_ARENA_ARRAY(e->arena, struct gz_explained, e->count);
    enum gz_status st = e->items == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < e->count; i++) {
        const struct gz_trace_item *from = &e->trace.items[i];
        struct gz_explained *to = &e->items[i];
        *to = (struct gz_explained){
            .begin_byte = from->begin_byte,
            .end_byte = from->end_byte,
            .name = from->name,
            .name_case = from->name_case,
            .reading = from->reading,
            .fate = fate_of(from->fate),
            .by = from->by == GZ_TRACE_NONE ? GZ_EXPLAINED_NONE : from->by,
        };
        st = gz_layers_entry(e->names, &from->reading, e->arena, &to->entry);
    }
    return st;
}

// The item that a verdict is about.
static uint32_t find_item(const struct explainer *e,
                          const struct gz_judged *judged)
{
    const struct gz_candidate *c =
        &e->input.candidates.items[judged->candidate];
    const struct gz_reading *r = &c->readings[judged->reading];
    for (uint32_t i = 0; i < e->trace.count; i++) {
        const struct gz_trace_item *item = &e->trace.items[i];
        if (item->fate == GZ_TRACE_FOUND && item->begin_byte == c->begin_byte &&
            item->end_byte <= c->end_byte &&
            item->reading.entity == r->entity &&
            item->reading.layer == r->layer) {
            return i;
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
    const enum gz_status st =
        gz_select_explain(e->doc, &e->input, 1, e->arena, &judgement);
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

// Names were traced from word to word; marks may stand before these.
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

enum gz_status gz_explain(const struct gz_ruleset *rules,
                          const struct gz_document *doc, enum gz_field field,
                          struct gz_arena *arena, struct gz_explanation *out)
{
    const struct gz_layers *names = gz_ruleset_names(rules);
    struct explainer e = {
        .names = names,
        .doc = doc,
        .arena = arena,
        .input = {.names = names, .field = field},
    };
    *out = (struct gz_explanation){NULL, 0};
    enum gz_status st = trace(&e);
    if (st == GZ_OK) {
        st = take_trace(&e);
    }
    if (st == GZ_OK) {
        st = take_verdicts(&e);
    }
    return st == GZ_OK ? sort(&e, out) : st;
}
