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

// What was described already; most articles name their entities again.
enum { RECALLED = 32 };

struct described {
    const struct gz_select_span *span;
    uint32_t reading;                // number of the one that was chosen
    const struct gz_selected *item;  // NULL: none
};

struct recall {
    struct described slots[RECALLED];
};

static struct described *slot_of(struct recall *recall,
                                 const struct gz_reading *r)
{
    return &recall->slots[(r->entity * 0x9e3779b1U >> 16) % RECALLED];
}

static enum gz_status entry_of(const struct gz_select_work *s,
                               const struct gz_select_span *span,
                               const struct gz_reading *r,
                               const struct described *old,
                               struct gz_entry *out)
{
    if (old->item != NULL) {
        const struct gz_reading *known =
            &old->span->candidate->readings[old->reading];
        if (known->entity == r->entity && known->layer == r->layer) {
            *out = old->item->entry;
            return GZ_OK;
        }
    }
    return gz_layers_entry(span->names, r, s->arena, out);
}

// Whether a span leaves the alternatives that an earlier one left.
static bool leaves_same(const struct described *old,
                        const struct gz_candidate *c, uint32_t reading)
{
    return old->item != NULL && old->reading == reading &&
           old->span->candidate->reading_count == c->reading_count &&
           memcmp(old->span->candidate->readings, c->readings,
                  c->reading_count * sizeof(*c->readings)) == 0;
}

static enum gz_status list_alternatives(const struct gz_select_work *s,
                                        const struct gz_select_span *span,
                                        uint32_t reading,
                                        const struct described *old,
                                        struct gz_link *link)
{
    const struct gz_candidate *c = span->candidate;
    const uint32_t others = c->reading_count - 1;
    if (others == 0) {
        return GZ_OK;
    }
    if (leaves_same(old, c, reading)) {
        link->alternatives = old->item->link.alternatives;
        link->alternative_count = old->item->link.alternative_count;
        return GZ_OK;
    }
    const uint32_t count =
        others < ALTERNATIVES_MAX ? others : ALTERNATIVES_MAX;
    struct gz_str *ids = gz_arena_alloc(s->arena, count * sizeof(*ids));
    enum gz_status st = ids == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; i < count && st == GZ_OK; i++) {
        const uint32_t other = i + (i >= reading);
        st = gz_layers_id(span->names, &c->readings[other], s->arena, &ids[i]);
    }
    link->alternatives = ids;
    link->alternative_count = count;
    return st;
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
    struct described *slot = slot_of(recall, choice->best);
    const struct described old = *slot;
    *slot = (struct described){
        .span = span,
        .reading = (uint32_t)(choice->best - span->candidate->readings),
        .item = out,
    };
    const enum gz_status st =
        entry_of(s, span, choice->best, &old, &out->entry);
    return st == GZ_OK
               ? list_alternatives(s, span, slot->reading, &old, &out->link)
               : st;
}

static enum gz_status take(const struct gz_select_work *s,
                           struct gz_selection *out)
{
    struct gz_selected *items =
        gz_arena_alloc(s->arena, s->count * sizeof(*items));
    if (items == NULL) {
        return GZ_LIMIT;
    }
    out->items = items;

    struct gz_select_end end = {.field = GZ_FIELD_TITLE};
    struct recall recall = {0};
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
