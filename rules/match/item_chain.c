#include "rules/match/item_chain.h"

#include "rules/text/finite_verb.h"

#define NONE UINT32_MAX

bool gz_item_chain_fits(const struct gz_walk *w, const struct gz_state *s,
                        uint32_t item)
{
    const struct gz_item *i = &w->view->items.items[item];
    if (i->end_token > w->limit) {
        return false;
    }
    const struct gz_type_range *ranges = w->ranges + s->u.span.first;
    for (uint32_t r = 0; r < s->u.span.count; r++) {
        if (gz_type_range_has(ranges[r], i->type)) {
            return true;
        }
    }
    return false;
}

static uint32_t longest_at(const struct gz_walk *w, const struct gz_state *s,
                           uint32_t place)
{
    if (place >= w->limit) {
        return NONE;
    }
    const struct gz_item_span span = gz_item_index_at(&w->view->items, place);
    for (uint32_t i = span.first; i < span.end; i++) {
        if (gz_item_chain_fits(w, s, i)) {
            return i;
        }
    }
    return NONE;
}

static bool joins(const struct gz_field_view *v,
                  const struct gz_known_keys *known, uint32_t token)
{
    return gz_passage_is(v->passage, token, GZ_GRAMMAR_ADDITIVE) ||
           gz_passage_is(v->passage, token, GZ_GRAMMAR_DISJUNCTIVE) ||
           v->keys[token] == known->ampersand;
}

uint32_t gz_item_chain_behind(const struct gz_field_view *v,
                              const struct gz_known_keys *known, uint32_t end)
{
    uint32_t place = end;
    place += place < v->count && v->keys[place] == known->comma;
    place += place < v->count && joins(v, known, place);
    return place == end || place >= v->count ? GZ_TRAIT_RUN_NONE : place;
}

// The next item of a list behind place, which a comma, a word that joins or
// both lead to.  Both do so only where the list has a comma before: "Acme beat
// Globex, and Initech fell" begins another clause.
static uint32_t next_item(const struct gz_walk *w, const struct gz_state *s,
                          uint32_t place, bool by_commas, bool *closed)
{
    const uint64_t *keys = w->view->keys;
    const bool comma = place < w->limit && keys[place] == w->known->comma;
    place += comma;
    *closed = place < w->limit && joins(w->view, w->known, place);
    place += *closed;
    if ((!comma && !*closed) || (comma && *closed && !by_commas)) {
        return NONE;
    }
    const uint32_t item = longest_at(w, s, place);
    const bool article =
        item == NONE && place < w->limit &&
        gz_passage_is(w->view->passage, place, GZ_GRAMMAR_ARTICLE);
    return article ? longest_at(w, s, place + 1) : item;
}

// Whether two items that an "and" joins are of two clauses: "Acme beat Globex
// and Initech fell".
static bool is_parted(const struct gz_walk *w, const struct gz_item_chain *c,
                      uint32_t next)
{
    const struct gz_field_view *v = w->view;
    return c->count == 1 &&
           gz_finite_verb_parts(v->passage,
                                v->items.items[c->items[0]].begin_token,
                                v->items.items[next].end_token);
}

void gz_item_chain_follow(const struct gz_walk *w, const struct gz_state *s,
                          uint32_t item, struct gz_item_chain *out)
{
    out->items[0] = item;
    out->closed[0] = false;
    out->count = 1;
    while (out->count < GZ_ITEM_CHAIN_MAX) {
        const uint32_t last = out->items[out->count - 1];
        const bool by_commas = out->count > 1 && !out->closed[out->count - 1];
        bool closed;
        const uint32_t next = next_item(
            w, s, w->view->items.items[last].end_token, by_commas, &closed);
        if (next == NONE || (closed && is_parted(w, out, next))) {
            return;
        }
        out->closed[out->count] = closed;
        out->items[out->count++] = next;
    }
}
