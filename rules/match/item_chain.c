#include "rules/match/item_chain.h"

#include "rules/text/finite_verb.h"

#define NONE UINT32_MAX

enum { DESCRIBED_BY_MOST = 4 };  // words, those with a hyphen being one

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

static bool is_word(const struct gz_field_view *v, uint32_t token)
{
    return token < v->count && v->tokens[token].kind != GZ_TOKEN_MARK;
}

// Where a word ends, as it may be written with a hyphen: "state-owned".
static uint32_t word_end(const struct gz_field_view *v, uint32_t token)
{
    return is_word(v, token + 2) &&
                   gz_passage_is_mark(v->passage, token + 1, '-')
               ? token + 3
               : token + 1;
}

// Whether a word says what the name behind it is.
static bool describes(const struct gz_field_view *v, uint32_t begin,
                      uint32_t end)
{
    const struct gz_passage *p = v->passage;
    return gz_passage_is_capital(p, end) &&
           !gz_passage_is_capital(p, end - 1) &&
           (gz_passage_is(p, end - 1, GZ_GRAMMAR_DESCRIPTOR) ||
            gz_passage_is(p, end - 1, GZ_GRAMMAR_RELATION) ||
            (end > begin + 1 && gz_passage_is(p, end - 1, GZ_GRAMMAR_PAST)));
}

// Whether more may be said behind a word: not behind a verb or preposition.
static bool qualifies(const struct gz_field_view *v, uint32_t begin,
                      uint32_t end)
{
    return end > begin + 1 || v->passage->classes[begin] == 0 ||
           gz_passage_is(v->passage, begin, GZ_GRAMMAR_DESCRIPTOR);
}

uint32_t gz_item_chain_described(const struct gz_field_view *v, uint32_t place)
{
    const struct gz_passage *p = v->passage;
    uint32_t t = place;
    t += t < v->count && (gz_passage_is(p, t, GZ_GRAMMAR_ARTICLE) ||
                          gz_passage_is(p, t, GZ_GRAMMAR_PRONOUN));
    for (uint32_t n = 0; n < DESCRIBED_BY_MOST && is_word(v, t); n++) {
        const uint32_t end = word_end(v, t);
        if (describes(v, t, end)) {
            return end;
        }
        if (!qualifies(v, t, end)) {
            break;
        }
        t = end;
    }
    return place;
}

// The item at a place of a list, before which an article or what it is may
// stand.
static uint32_t listed_at(const struct gz_walk *w, const struct gz_state *s,
                          uint32_t place)
{
    uint32_t item = longest_at(w, s, place);
    if (item == NONE && place < w->limit &&
        gz_passage_is(w->view->passage, place, GZ_GRAMMAR_ARTICLE)) {
        item = longest_at(w, s, place + 1);
    }
    return item == NONE
               ? longest_at(w, s, gz_item_chain_described(w->view, place))
               : item;
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
    return listed_at(w, s, place);
}

// Whether a list leaves others out behind place: "and others", ", and more".
static bool leaves_out(const struct gz_walk *w, uint32_t place)
{
    place += place < w->limit && w->view->keys[place] == w->known->comma;
    return place + 1 < w->limit && joins(w->view, w->known, place) &&
           gz_passage_is(w->view->passage, place + 1, GZ_GRAMMAR_REMAINDER);
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
            out->closed[out->count - 1] |=
                by_commas &&
                leaves_out(w, w->view->items.items[last].end_token);
            return;
        }
        out->closed[out->count] = closed;
        out->items[out->count++] = next;
    }
}
