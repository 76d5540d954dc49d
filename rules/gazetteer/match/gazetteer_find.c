// The exact half of matching: what name_scan.h found is compared with the
// names, from left to right, and overlaps are decided.
//
// Names that may wait for context or a ticker form are transparent: they are
// reported and hide nothing.  So from one word come the weak names that are
// longer than the first strong one, then that one, and the search goes on
// behind it; without a strong one it goes on at the next word.
//
// A hit is the longest name at its word, perhaps.  Where it turns out to be
// none, or a weak one with shorter ones inside, the walk is made once more,
// slowly, with all its ends.

#include <string.h>

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/match/gazetteer_finder.h"
#include "rules/gazetteer/match/name_match.h"
#include "rules/gazetteer/match/name_walk.h"

static bool has_entity(const struct gz_candidate *c, const struct gz_reading *r)
{
    for (uint32_t i = 0; i < c->reading_count; i++) {
        if (c->readings[i].entity == r->entity &&
            c->readings[i].layer == r->layer) {
            return true;
        }
    }
    return false;
}

// The reading number i of a name, unless it does not count any more.
static bool read_reading(const struct gz_finder *f,
                         const struct gz_name_record *r, uint32_t i,
                         struct gz_reading *out)
{
    return gz_name_record_reading(r, i, out) &&
           gz_layer_changes_apply(f->changes, r->offset, f->layer, out);
}

// Join the readings of a name spelt like the text, in order of priority; one
// reading per entity.
static enum gz_status join_readings(struct gz_finder *f, struct gz_candidate *c,
                                    const struct gz_name_record *r)
{
    struct gz_reading *all = GZ_ARENA_ARRAY(
        f->arena, struct gz_reading, c->reading_count + r->reading_count);
    if (all == NULL) {
        return GZ_LIMIT;
    }
    if (c->reading_count > 0) {
        memcpy(all, c->readings, c->reading_count * sizeof(*all));
    }
    c->readings = all;
    for (uint32_t i = 0; i < r->reading_count; i++) {
        struct gz_reading reading;
        if (!read_reading(f, r, i, &reading) || has_entity(c, &reading)) {
            continue;
        }
        uint32_t at = c->reading_count++;
        for (; at > 0 && all[at - 1].priority < reading.priority; at--) {
            all[at] = all[at - 1];
        }
        all[at] = reading;
    }
    return GZ_OK;
}

static void note_flags(struct gz_found *found)
{
    const struct gz_candidate *c = &found->candidate;
    const unsigned weak = (unsigned)GZ_NAME_CONTEXT | (unsigned)GZ_NAME_TICKER |
                          (unsigned)GZ_NAME_WORD;
    for (uint32_t i = 0; i < c->reading_count; i++) {
        const unsigned flags = c->readings[i].flags;
        found->strong |= (flags & weak) == 0;
        found->stop |= (flags & GZ_NAME_STOP) != 0;
    }
}

static enum gz_status take_name(struct gz_finder *f, struct gz_found *found,
                                const struct gz_name_record *r,
                                struct gz_name_place place)
{
    struct gz_candidate *c = &found->candidate;
    if (!found->any || place.end_byte > c->end_byte) {
        c->begin_byte = place.begin_byte;
        c->end_byte = place.end_byte;
    }
    if (!found->any && r->reading_count == 1) {
        // Kept inside the candidate: nearly all names are of this kind.
        if (!read_reading(f, r, 0, &c->own)) {
            return GZ_OK;
        }
        c->readings = &c->own;
        c->reading_count = 1;
    } else {
        const enum gz_status st = join_readings(f, c, r);
        if (st != GZ_OK) {
            return st;
        }
    }
    found->any = c->reading_count > 0;
    note_flags(found);
    return GZ_OK;
}

// Whether a name means anything still.
static bool counts(const struct gz_finder *f, const struct gz_name_record *r)
{
    struct gz_reading reading;
    uint32_t i = 0;
    while (f->changes != NULL && i < r->reading_count &&
           !read_reading(f, r, i, &reading)) {
        i++;
    }
    return i < r->reading_count;
}

bool gz_gazetteer_find_spelt(const struct gz_finder *f,
                             const struct gz_name_record *r,
                             struct gz_name_place *place)
{
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_name_text name = {
        .name_case = (enum gz_name_case)(r->bits & GZ_NAME_BITS_CASE),
        .final_dot = (r->bits & GZ_NAME_BITS_DOT) != 0,
        .marks = (r->bits & GZ_NAME_BITS_MARKS) != 0,
    };
    return gz_name_record_text(f->image, r, buffer, &name.text) &&
           gz_name_match(&name, f->text, place) &&
           place->begin_byte >= f->free_byte && counts(f, r);
}

// Names of the same words may have marks around them: "Yahoo!" comes before
// "Yahoo", ".NET" before "NET".
static bool comes_before(struct gz_name_place a, struct gz_name_place b)
{
    return a.begin_byte < b.begin_byte ||
           (a.begin_byte == b.begin_byte && a.end_byte > b.end_byte);
}

enum gz_status gz_gazetteer_find_join(struct gz_finder *f,
                                      const struct gz_name_record *r,
                                      struct gz_name_place whole,
                                      uint32_t end_byte, struct gz_found *found)
{
    const bool dot = (r->bits & GZ_NAME_BITS_DOT) != 0;
    const struct gz_name_place place = {whole.begin_byte,
                                        dot ? end_byte : whole.end_byte};
    if (!comes_before(found->last, place)) {
        return GZ_OK;
    }
    if (found->any && comes_before(place, found->place)) {
        *found = (struct gz_found){.last = found->last, .others = true};
    } else if (found->any && comes_before(found->place, place)) {
        found->others = true;
        return GZ_OK;
    }
    found->place = place;
    return take_name(f, found, r, whole);
}

// Join the names of a group that the text spells at the first place behind
// found->last.
static enum gz_status check_group(struct gz_finder *f, uint32_t begin,
                                  struct gz_name_end end,
                                  struct gz_found *found)
{
    enum gz_status st = GZ_OK;
    struct gz_name_record r = {.next = end.record};
    do {
        if (!gz_name_record_read(f->image, r.next, &r)) {
            break;
        }
        struct gz_name_place whole = {begin, end.end_byte};
        if (gz_gazetteer_find_spelt(f, &r, &whole)) {
            st = gz_gazetteer_find_join(f, &r, whole, end.end_byte, found);
        }
    } while (st == GZ_OK && (r.bits & GZ_NAME_BITS_LAST) == 0);
    return st;
}

static enum gz_status emit(struct gz_finder *f, const struct gz_candidate *c)
{
    if (f->count == f->cap) {
        const uint32_t cap = f->cap * 2 + 16;
        struct gz_candidate *items = gz_arena_grow(
            f->arena, f->items, f->cap * sizeof(*items), cap * sizeof(*items));
        if (items == NULL) {
            return GZ_LIMIT;
        }
        f->items = items;
        f->cap = cap;
    }
    struct gz_candidate *to = &f->items[f->count++];
    *to = *c;
    to->readings = c->readings == &c->own ? NULL : c->readings;
    return GZ_OK;
}

enum gz_status gz_gazetteer_find_report(struct gz_finder *f,
                                        const struct gz_found *found,
                                        bool *done)
{
    *done = found->stop || found->strong;
    if (*done) {
        f->free_byte = found->candidate.end_byte;
    }
    return found->stop ? GZ_OK : emit(f, &found->candidate);
}

// The names of some groups of the same words, one place after the other.
static enum gz_status match_groups(struct gz_finder *f, uint32_t begin,
                                   const struct gz_name_end *ends,
                                   uint32_t count, bool *any, bool *done)
{
    struct gz_found found = {.place = {0, UINT32_MAX}, .others = true};
    enum gz_status st = GZ_OK;
    while (found.others && !*done) {
        found = (struct gz_found){.last = found.place};
        for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
            st = check_group(f, begin, ends[i], &found);
        }
        if (st != GZ_OK || !found.any) {
            break;
        }
        *any = true;
        st = gz_gazetteer_find_report(f, &found, done);
    }
    return st;
}

// All names from one word on, longest first, but for those of at least below
// bytes, which are known already.
static enum gz_status match_slowly(struct gz_finder *f, uint32_t begin,
                                   uint32_t below)
{
    struct gz_name_walk w;
    enum gz_status st = GZ_OK;
    bool any = false;
    bool done = false;
    gz_name_walk(f->image, f->text, f->blocks, begin,
                 gz_word_blocks_test(f->blocks->small, begin), &w);
    while (st == GZ_OK && w.count > 0 && !done) {
        uint32_t from = w.count - 1;
        const uint32_t end = w.ends[from].end_byte;
        while (from > 0 && w.ends[from - 1].end_byte == end) {
            from--;
        }
        if (end < below) {
            st = match_groups(f, begin, w.ends + from, w.count - from, &any,
                              &done);
        }
        w.count = from;
    }
    return st;
}

// The name of one entity, written just so; nothing is left to ask.
static void take_plain(struct gz_finder *f, const struct gz_name_hit *hit)
{
    struct gz_candidate *to = &f->items[f->count++];
    to->begin_byte = hit->begin_byte;
    to->end_byte = hit->end_byte;
    to->readings = NULL;
    to->reading_count = 1;
    to->own = (struct gz_reading){
        .entity = hit->record, .how = GZ_HOW_NAME, .layer = f->layer};
    f->free_byte = hit->end_byte;
}

static bool touched(const struct gz_finder *f, uint32_t record)
{
    return f->changes != NULL && gz_layer_changes_touch(f->changes, record);
}

static enum gz_status match_hit(struct gz_finder *f,
                                const struct gz_name_hit *hit)
{
    if ((hit->ends & GZ_NAME_HIT_PLAIN) != 0 && f->count < f->cap &&
        !touched(f, hit->record)) {
        take_plain(f, hit);
        return GZ_OK;
    }
    if (hit->ends == 0) {
        return GZ_OK;
    }
    const struct gz_name_end longest = {hit->end_byte, hit->record};
    bool any = false;
    bool done = false;
    const enum gz_status st =
        match_groups(f, hit->begin_byte, &longest, 1, &any, &done);
    if (st != GZ_OK || done || (hit->ends & ~GZ_NAME_HIT_PLAIN) == 1) {
        return st;
    }
    return match_slowly(f, hit->begin_byte, any ? hit->end_byte : UINT32_MAX);
}

enum gz_status gz_gazetteer_find_hit(struct gz_finder *f,
                                     const struct gz_name_hit *hit)
{
    return match_hit(f, hit);
}

void gz_gazetteer_find_finish(struct gz_finder *f)
{
    for (uint32_t i = 0; i < f->count; i++) {
        if (f->items[i].readings == NULL) {
            f->items[i].readings = &f->items[i].own;
        }
    }
}

static enum gz_status match_all(struct gz_finder *f,
                                const struct gz_name_hits *hits)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < hits->count; i++) {
        if (hits->items[i].begin_byte >= f->free_byte) {
            st = match_hit(f, &hits->items[i]);
        }
    }
    gz_gazetteer_find_finish(f);
    return st;
}

enum gz_status gz_gazetteer_scan(const struct gz_gazetteer *g,
                                 struct gz_str text,
                                 const struct gz_word_blocks *blocks,
                                 struct gz_arena *arena,
                                 struct gz_candidates *out)
{
    struct gz_name_hits hits;
    struct gz_finder f = {
        .image = gz_gazetteer_image(g),
        .text = text,
        .blocks = blocks,
        .arena = arena,
    };
    *out = (struct gz_candidates){NULL, 0};
    enum gz_status st =
        gz_gazetteer_scanner(g)(f.image, text, blocks, arena, &hits);
    if (st != GZ_OK || hits.count == 0) {
        return st;
    }
    f.cap = hits.count;
    f.items = gz_arena_alloc(arena, f.cap * sizeof(*f.items));
    st = f.items == NULL ? GZ_LIMIT : match_all(&f, &hits);
    if (st == GZ_OK) {
        *out = (struct gz_candidates){f.items, f.count};
    }
    return st;
}
