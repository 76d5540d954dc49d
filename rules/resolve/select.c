#include "rules/resolve/select.h"

#include <string.h>

#include "rules/resolve/select_work.h"

enum { ALTERNATIVES_MAX = 8 };

// How sure a link is by the way it was made; the highest stays below 1 so
// that rules have room above it.
static const double link_scores[GZ_LINK_COUNT] = {
    [GZ_LINK_UNIQUE] = 0.95,
    [GZ_LINK_CONTEXT] = 0.9,
    [GZ_LINK_PRIORITY] = 0.75,
    [GZ_LINK_NAME_ONLY] = 0.5,
};

// Entities that were described already; most articles name theirs again.
enum { RECALLED = 32 };

struct recall {
    struct {
        const struct gz_layers *names;  // NULL: none
        uint32_t layer;
        uint32_t entity;
        struct gz_entry entry;
    } slots[RECALLED];
};

static enum gz_status entry_of(const struct gz_select_work *s,
                               const struct gz_select_span *span,
                               const struct gz_reading *r,
                               struct recall *recall, struct gz_entry *out)
{
    const uint32_t at = (r->entity * 0x9e3779b1U >> 16) % RECALLED;
    if (recall->slots[at].names == span->names &&
        recall->slots[at].entity == r->entity &&
        recall->slots[at].layer == r->layer) {
        *out = recall->slots[at].entry;
        return GZ_OK;
    }
    const enum gz_status st = gz_layers_entry(span->names, r, s->arena, out);
    if (st == GZ_OK) {
        recall->slots[at].names = span->names;
        recall->slots[at].entity = r->entity;
        recall->slots[at].layer = r->layer;
        recall->slots[at].entry = *out;
    }
    return st;
}

static enum gz_status list_alternatives(const struct gz_select_work *s,
                                        const struct gz_select_span *span,
                                        const struct gz_reading *best,
                                        struct gz_link *link)
{
    const struct gz_candidate *c = span->candidate;
    if (c->reading_count < 2) {
        return GZ_OK;
    }
    struct gz_str *ids =
        GZ_ARENA_ARRAY(s->arena, struct gz_str, ALTERNATIVES_MAX);
    if (ids == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0;
         i < c->reading_count && link->alternative_count < ALTERNATIVES_MAX;
         i++) {
        struct gz_entry entry;
        if (&c->readings[i] == best) {
            continue;
        }
        const enum gz_status st =
            gz_layers_entry(span->names, &c->readings[i], s->arena, &entry);
        if (st != GZ_OK) {
            return st;
        }
        ids[link->alternative_count++] = entry.id;
    }
    link->alternatives = ids;
    return GZ_OK;
}

static enum gz_status describe(const struct gz_select_work *s,
                               const struct gz_select_span *span,
                               const struct gz_select_choice *choice,
                               struct recall *recall, struct gz_selected *out)
{
    enum gz_link_method method = GZ_LINK_UNIQUE;
    if (choice->best_has_context) {
        method = GZ_LINK_CONTEXT;
    } else if (choice->allowed > 1) {
        method = GZ_LINK_PRIORITY;
    }
    *out = (struct gz_selected){
        .field = span->field,
        .begin_token = span->candidate->begin_token,
        .end_token = span->candidate->end_token,
        .how = choice->best->how,
        .link = {.method = method, .score = link_scores[method]},
    };
    const enum gz_status st =
        entry_of(s, span, choice->best, recall, &out->entry);
    return st == GZ_OK ? list_alternatives(s, span, choice->best, &out->link)
                       : st;
}

static enum gz_status take(const struct gz_select_work *s,
                           struct gz_selection *out)
{
    struct gz_selected *items =
        GZ_ARENA_ARRAY(s->arena, struct gz_selected, s->count);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    out->items = items;

    struct gz_select_end end = {.field = GZ_FIELD_TITLE};
    struct recall recall;
    memset(&recall, 0, sizeof(recall));
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; i < s->count && st == GZ_OK; i++) {
        const struct gz_select_span *span = &s->spans[i];
        if (gz_select_work_is_covered(&end, span)) {
            continue;
        }
        const struct gz_select_choice choice = gz_select_work_choose(s, span);
        if (choice.best != NULL) {
            st = describe(s, span, &choice, &recall, &items[out->count++]);
            end.token = span->candidate->end_token;
        }
    }
    return st;
}

enum gz_status gz_select(const struct gz_document *doc,
                         const struct gz_select_input *inputs,
                         uint32_t input_count, struct gz_arena *arena,
                         struct gz_selection *out)
{
    struct gz_select_work s;
    *out = (struct gz_selection){0};
    const enum gz_status st =
        gz_select_work_init(&s, doc, inputs, input_count, arena);
    return st == GZ_OK ? take(&s, out) : st;
}
