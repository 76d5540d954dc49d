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
#include "rules/gazetteer/name_match.h"
#include "rules/gazetteer/name_record.h"
#include "rules/gazetteer/name_walk.h"

struct finder {
    const struct gz_image *image;
    struct gz_str text;
    const struct gz_word_blocks *blocks;
    struct gz_arena *arena;
    struct gz_candidate *items;
    uint32_t count;
    uint32_t cap;
    uint32_t free_byte;  // where the last strong match ends
};

// What stands at one place: a stretch of words with the marks around it that
// belong to a name.
struct found {
    struct gz_candidate candidate;
    struct gz_name_place place;  // without a full stop that may be missing
    struct gz_name_place last;   // names here and before have been reported
    bool any;
    bool others;  // there are names at later places
    bool strong;  // some reading needs no further evidence
    bool stop;    // some reading says that nothing stands here
};

static bool has_entity(const struct gz_candidate *c, uint32_t entity)
{
    for (uint32_t i = 0; i < c->reading_count; i++) {
        if (c->readings[i].entity == entity) {
            return true;
        }
    }
    return false;
}

// Join the readings of a name spelt like the text, in order of priority; one
// reading per entity.
static enum gz_status join_readings(struct finder *f, struct gz_candidate *c,
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
        if (!gz_name_record_reading(r, i, &reading) ||
            has_entity(c, reading.entity)) {
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

static void note_flags(struct found *found)
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

static enum gz_status take_name(struct finder *f, struct found *found,
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
        if (!gz_name_record_reading(r, 0, &c->own)) {
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

// Compare one name with the text.
static bool spells(const struct finder *f, const struct gz_name_record *r,
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
           place->begin_byte >= f->free_byte;
}

// Names of the same words may have marks around them: "Yahoo!" comes before
// "Yahoo", ".NET" before "NET".
static bool comes_before(struct gz_name_place a, struct gz_name_place b)
{
    return a.begin_byte < b.begin_byte ||
           (a.begin_byte == b.begin_byte && a.end_byte > b.end_byte);
}

// Join the names of a group that the text spells at the first place behind
// found->last.
static enum gz_status check_group(struct finder *f, uint32_t begin,
                                  struct gz_name_end end, struct found *found)
{
    enum gz_status st = GZ_OK;
    struct gz_name_record r = {.next = end.record};
    do {
        if (!gz_name_record_read(f->image, r.next, &r)) {
            break;
        }
        struct gz_name_place whole = {begin, end.end_byte};
        if (!spells(f, &r, &whole)) {
            continue;
        }
        const bool dot = (r.bits & GZ_NAME_BITS_DOT) != 0;
        const struct gz_name_place place = {
            whole.begin_byte, dot ? end.end_byte : whole.end_byte};
        if (!comes_before(found->last, place)) {
            continue;
        }
        if (found->any && comes_before(place, found->place)) {
            *found = (struct found){.last = found->last, .others = true};
        } else if (found->any && comes_before(found->place, place)) {
            found->others = true;
            continue;
        }
        found->place = place;
        st = take_name(f, found, &r, whole);
    } while (st == GZ_OK && (r.bits & GZ_NAME_BITS_LAST) == 0);
    return st;
}

static enum gz_status emit(struct finder *f, const struct gz_candidate *c)
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

// Report what was found; whether the search goes on behind it.
static enum gz_status report(struct finder *f, const struct found *found,
                             bool *done)
{
    *done = found->stop || found->strong;
    if (*done) {
        f->free_byte = found->candidate.end_byte;
    }
    return found->stop ? GZ_OK : emit(f, &found->candidate);
}

// The names of some groups of the same words, one place after the other.
static enum gz_status match_groups(struct finder *f, uint32_t begin,
                                   const struct gz_name_end *ends,
                                   uint32_t count, bool *any, bool *done)
{
    struct found found = {.place = {0, UINT32_MAX}, .others = true};
    enum gz_status st = GZ_OK;
    while (found.others && !*done) {
        found = (struct found){.last = found.place};
        for (uint32_t i = 0; st == GZ_OK && i < count; i++) {
            st = check_group(f, begin, ends[i], &found);
        }
        if (st != GZ_OK || !found.any) {
            break;
        }
        *any = true;
        st = report(f, &found, done);
    }
    return st;
}

// All names from one word on, longest first, but for those of at least below
// bytes, which are known already.
static enum gz_status match_slowly(struct finder *f, uint32_t begin,
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
static void take_plain(struct finder *f, const struct gz_name_hit *hit)
{
    struct gz_candidate *to = &f->items[f->count++];
    to->begin_byte = hit->begin_byte;
    to->end_byte = hit->end_byte;
    to->readings = NULL;
    to->reading_count = 1;
    to->own = (struct gz_reading){.entity = hit->record, .how = GZ_HOW_NAME};
    f->free_byte = hit->end_byte;
}

static enum gz_status match_hit(struct finder *f, const struct gz_name_hit *hit)
{
    if ((hit->ends & GZ_NAME_HIT_PLAIN) != 0 && f->count < f->cap) {
        take_plain(f, hit);
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

static enum gz_status match_all(struct finder *f,
                                const struct gz_name_hits *hits)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < hits->count; i++) {
        if (hits->items[i].begin_byte >= f->free_byte) {
            st = match_hit(f, &hits->items[i]);
        }
    }
    for (uint32_t i = 0; i < f->count; i++) {
        if (f->items[i].readings == NULL) {
            f->items[i].readings = &f->items[i].own;
        }
    }
    return st;
}

enum gz_status gz_gazetteer_scan(const struct gz_gazetteer *g,
                                 struct gz_str text,
                                 const struct gz_word_blocks *blocks,
                                 struct gz_arena *arena,
                                 struct gz_candidates *out)
{
    struct gz_name_hits hits;
    struct finder f = {
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
