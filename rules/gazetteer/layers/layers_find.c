// Matching in several images as in one: their hits come in the order of the
// text, and where only one image has a hit, it is treated as if that were the
// only one, but for what other images found before it.  Only where several
// begin at one word are their names put in the order that one image would
// have them in.

#include <string.h>

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/layers/layers_parts.h"
#include "rules/gazetteer/match/gazetteer_finder.h"
#include "rules/gazetteer/match/gazetteer_tokens.h"
#include "rules/gazetteer/match/name_walk.h"

// The hits of one image that are still to come.
struct queue {
    struct gz_name_hits hits;
    uint32_t next;
    struct gz_name_walk *walk;  // in arena; where several begin at a word
};

// A name of some image that the words at one place spell.
struct spelt {
    struct gz_name_record record;
    struct gz_name_place place;
    uint32_t layer;
};

struct search {
    const struct gz_layers *layers;
    struct gz_finder finder;
    struct queue *queues;  // in arena; one for each layer
    struct spelt *spelt;   // in arena
    uint32_t spelt_count;
    uint32_t spelt_cap;
};

static void enter(struct search *s, uint32_t layer)
{
    const struct gz_layer *l = &s->layers->items[layer];
    s->finder.image = gz_gazetteer_image(l->gazetteer);
    s->finder.changes = gz_layers_changes(l);
    s->finder.layer = layer;
}

// Names of one image are in the order of texts, then of case policies; ours
// are, and then in the order of the images.
static bool comes_before(const struct search *s, const struct spelt *a,
                         const struct spelt *b)
{
    char buffers[2][GZ_NAME_TEXT_ROOM];
    struct gz_str texts[2];
    const struct gz_layer *layers = s->layers->items;
    if (!gz_name_record_text(gz_gazetteer_image(layers[a->layer].gazetteer),
                             &a->record, buffers[0], &texts[0]) ||
        !gz_name_record_text(gz_gazetteer_image(layers[b->layer].gazetteer),
                             &b->record, buffers[1], &texts[1])) {
        return false;
    }
    const int by_text = gz_str_compare(texts[0], texts[1]);
    const uint32_t case_a = a->record.bits & GZ_NAME_BITS_CASE;
    const uint32_t case_b = b->record.bits & GZ_NAME_BITS_CASE;
    if (by_text != 0 || case_a != case_b) {
        return by_text != 0 ? by_text < 0 : case_a < case_b;
    }
    return a->layer < b->layer;
}

static enum gz_status add_spelt(struct search *s, struct spelt one)
{
    if (s->spelt_count == s->spelt_cap) {
        const uint32_t cap = s->spelt_cap * 2 + 8;
        struct spelt *more =
            gz_arena_grow(s->finder.arena, s->spelt,
                          s->spelt_cap * sizeof(*more), cap * sizeof(*more));
        if (more == NULL) {
            return GZ_LIMIT;
        }
        s->spelt = more;
        s->spelt_cap = cap;
    }
    uint32_t at = s->spelt_count++;
    for (; at > 0 && comes_before(s, &one, &s->spelt[at - 1]); at--) {
        s->spelt[at] = s->spelt[at - 1];
    }
    s->spelt[at] = one;
    return GZ_OK;
}

// The names of a group that the text spells, in the layer that is entered.
static enum gz_status collect_group(struct search *s, uint32_t begin,
                                    struct gz_name_end end)
{
    struct gz_name_record r = {.next = end.record};
    enum gz_status st = GZ_OK;
    do {
        if (!gz_name_record_read(s->finder.image, r.next, &r)) {
            return GZ_OK;
        }
        struct gz_name_place place = {begin, end.end_byte};
        if (gz_gazetteer_find_spelt(&s->finder, &r, &place)) {
            const struct spelt one = {r, place, s->finder.layer};
            st = add_spelt(s, one);
        }
    } while (st == GZ_OK && (r.bits & GZ_NAME_BITS_LAST) == 0);
    return st;
}

// The next end, from the longest on; 0 when there is none left.
static uint32_t longest_end(const struct search *s)
{
    uint32_t end = 0;
    for (size_t i = 0; i < s->layers->count; i++) {
        const struct gz_name_walk *w = s->queues[i].walk;
        if (w->count > 0 && w->ends[w->count - 1].end_byte > end) {
            end = w->ends[w->count - 1].end_byte;
        }
    }
    return end;
}

static enum gz_status collect_end(struct search *s, uint32_t begin,
                                  uint32_t end)
{
    enum gz_status st = GZ_OK;
    s->spelt_count = 0;
    for (uint32_t i = 0; st == GZ_OK && i < s->layers->count; i++) {
        struct gz_name_walk *w = s->queues[i].walk;
        enter(s, i);
        while (st == GZ_OK && w->count > 0 &&
               w->ends[w->count - 1].end_byte == end) {
            st = collect_group(s, begin, w->ends[--w->count]);
        }
    }
    return st;
}

// The names of all images from begin to end, one place after the other; as
// match_groups() of gazetteer_find.c does.
static enum gz_status match_end(struct search *s, uint32_t begin, uint32_t end,
                                bool *done)
{
    struct gz_found found = {.place = {0, UINT32_MAX}, .others = true};
    enum gz_status st = collect_end(s, begin, end);
    while (st == GZ_OK && found.others && !*done) {
        found = (struct gz_found){.last = found.place};
        for (uint32_t i = 0; st == GZ_OK && i < s->spelt_count; i++) {
            const struct spelt *one = &s->spelt[i];
            enter(s, one->layer);
            st = one->place.begin_byte < s->finder.free_byte
                     ? GZ_OK
                     : gz_gazetteer_find_join(&s->finder, &one->record,
                                              one->place, end, &found);
        }
        if (st != GZ_OK || !found.any) {
            break;
        }
        st = gz_gazetteer_find_report(&s->finder, &found, done);
    }
    return st;
}

static enum gz_status match_together(struct search *s, uint32_t begin)
{
    for (uint32_t i = 0; i < s->layers->count; i++) {
        struct queue *q = &s->queues[i];
        if (q->walk == NULL) {
            q->walk = gz_arena_alloc(s->finder.arena, sizeof(*q->walk));
        }
        if (q->walk == NULL) {
            return GZ_LIMIT;
        }
        const struct gz_word_blocks *blocks = s->finder.blocks;
        gz_name_walk(gz_gazetteer_image(s->layers->items[i].gazetteer),
                     s->finder.text, blocks, begin,
                     gz_word_blocks_test(blocks->small, begin), q->walk);
    }
    bool done = false;
    enum gz_status st = GZ_OK;
    uint32_t end;
    while (st == GZ_OK && !done && (end = longest_end(s)) > 0) {
        st = match_end(s, begin, end, &done);
    }
    return st;
}

// The next hit of a layer that nothing covers, or NULL.
static const struct gz_name_hit *next_hit(struct search *s, size_t layer)
{
    struct queue *q = &s->queues[layer];
    while (q->next < q->hits.count &&
           q->hits.items[q->next].begin_byte < s->finder.free_byte) {
        q->next++;
    }
    return q->next < q->hits.count ? &q->hits.items[q->next] : NULL;
}

// The first word at which there are hits, and in how many layers.
struct turn {
    const struct gz_name_hit *hit;  // of the first of them; NULL: the end
    uint32_t layer;
    uint32_t layer_count;
};

static struct turn next_turn(struct search *s)
{
    struct turn t = {.hit = NULL};
    for (uint32_t i = 0; i < s->layers->count; i++) {
        const struct gz_name_hit *hit = next_hit(s, i);
        if (hit == NULL ||
            (t.hit != NULL && hit->begin_byte > t.hit->begin_byte)) {
            continue;
        }
        if (t.hit == NULL || hit->begin_byte < t.hit->begin_byte) {
            t = (struct turn){hit, i, 0};
        }
        t.layer_count++;
    }
    return t;
}

static enum gz_status take_turn(struct search *s, const struct turn *t)
{
    const uint32_t begin = t->hit->begin_byte;
    enum gz_status st;
    if (t->layer_count == 1) {
        enter(s, t->layer);
        st = gz_gazetteer_find_hit(&s->finder, t->hit);
    } else {
        st = match_together(s, begin);
    }
    for (size_t i = 0; i < s->layers->count; i++) {
        struct queue *q = &s->queues[i];
        q->next += q->next < q->hits.count &&
                   q->hits.items[q->next].begin_byte == begin;
    }
    return st;
}

static enum gz_status scan_all(struct search *s)
{
    struct gz_finder *f = &s->finder;
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < s->layers->count; i++) {
        const struct gz_gazetteer *g = s->layers->items[i].gazetteer;
        st = gz_gazetteer_scanner(g)(gz_gazetteer_image(g), f->text, f->blocks,
                                     f->arena, &s->queues[i].hits);
        f->cap += st == GZ_OK ? s->queues[i].hits.count : 0;
    }
    return st;
}

static enum gz_status match_all(struct search *s)
{
    struct gz_finder *f = &s->finder;
    f->items = gz_arena_alloc(f->arena, f->cap * sizeof(*f->items));
    if (f->items == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = GZ_OK;
    struct turn t;
    while (st == GZ_OK && (t = next_turn(s)).hit != NULL) {
        st = take_turn(s, &t);
    }
    gz_gazetteer_find_finish(f);
    return st;
}

enum gz_status gz_layers_find(const struct gz_layers *l, struct gz_str text,
                              const struct gz_tokens *tokens,
                              struct gz_arena *arena, struct gz_candidates *out)
{
    *out = (struct gz_candidates){NULL, 0};
    if (l->count == 1) {
        return gz_gazetteer_find(l->items[0].gazetteer, text, tokens, arena,
                                 out);
    }
    struct search s = {
        .layers = l,
        .finder = {.text = text, .blocks = &tokens->blocks, .arena = arena},
        .queues = GZ_ARENA_ARRAY(arena, struct queue, l->count),
    };
    if (s.queues == NULL) {
        return GZ_LIMIT;
    }
    enum gz_status st = scan_all(&s);
    st = st == GZ_OK ? match_all(&s) : st;
    const struct gz_candidates all = {s.finder.items, s.finder.count};
    return st == GZ_OK ? gz_gazetteer_tokens_keep(&all, tokens, arena, out)
                       : st;
}
