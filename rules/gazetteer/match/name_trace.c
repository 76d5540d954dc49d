// Three passes: list every name that stands anywhere; decide from left to
// right; ask the matcher what it found, for what only tokens tell.

#include "rules/gazetteer/match/name_trace.h"

#include <stdlib.h>

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/layers/layers_parts.h"
#include "rules/gazetteer/match/name_match.h"
#include "rules/gazetteer/match/name_walk.h"

// An item on its way.
struct sighting {
    struct gz_trace_item item;
    uint32_t word_begin;
    uint32_t word_end;
    uint32_t place_end;  // without a full stop that may be missing
    uint32_t order;      // in which it was found
};

struct tracer {
    const struct gz_layers *names;
    uint32_t layer;                // in hand
    const struct gz_image *image;  // of that
    struct gz_str text;
    const struct gz_tokens *tokens;
    struct gz_arena *arena;
    struct sighting *items;
    uint32_t count;
    uint32_t cap;
    // Deciding:
    uint32_t free_byte;  // where the last strong or stop name ends
    uint32_t holder;     // that name
};

static enum gz_status push(struct tracer *t, const struct sighting *s)
{
    if (t->count == t->cap) {
        const uint32_t cap = t->cap * 2 + 64;
        struct sighting *items = gz_arena_grow(
            t->arena, t->items, t->cap * sizeof(*items), cap * sizeof(*items));
        if (items == NULL) {
            return GZ_LIMIT;
        }
        t->items = items;
        t->cap = cap;
    }
    t->items[t->count] = *s;
    t->items[t->count].order = t->count;
    t->count++;
    return GZ_OK;
}

// A reading as the matcher takes it, or as its image has it.
static bool read_reading(const struct tracer *t, const struct gz_name_record *r,
                         uint32_t i, struct gz_trace_item *item)
{
    struct gz_reading *out = &item->reading;
    const struct gz_layer *layer = &t->names->items[t->layer];
    const enum gz_trace_fate fate = item->fate;
    if (!gz_name_record_reading(r, i, out)) {
        return false;
    }
    struct gz_reading changed = *out;
    out->layer = t->layer;
    if (!gz_layer_changes_apply(gz_layers_changes(layer), r->offset, t->layer,
                                &changed)) {
        item->fate = GZ_TRACE_REMOVED;
        return true;
    }
    item->fate = fate;
    *out = changed;
    return true;
}

// Every reading of a name is an item.
static enum gz_status push_readings(struct tracer *t, struct sighting *s,
                                    const struct gz_name_record *r,
                                    struct gz_str name)
{
    s->item.name = gz_arena_copy(t->arena, name);
    enum gz_status st = s->item.name.ptr == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < r->reading_count; i++) {
        struct sighting one = *s;
        if (read_reading(t, r, i, &one.item)) {
            st = push(t, &one);
        }
    }
    return st;
}

static enum gz_status look_at_record(struct tracer *t,
                                     const struct gz_name_record *r,
                                     uint32_t begin, uint32_t end)
{
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_name_text name = {
        .name_case = GZ_NAME_FREE,
        .final_dot = (r->bits & GZ_NAME_BITS_DOT) != 0,
        .marks = (r->bits & GZ_NAME_BITS_MARKS) != 0,
    };
    struct gz_name_place place = {begin, end};
    if (!gz_name_record_text(t->image, r, buffer, &name.text) ||
        !gz_name_match(&name, t->text, &place)) {
        return GZ_OK;
    }
    struct sighting s = {
        .item = {.begin_byte = place.begin_byte,
                 .end_byte = place.end_byte,
                 .name_case = (enum gz_name_case)(r->bits & GZ_NAME_BITS_CASE),
                 .fate = GZ_TRACE_FOUND,
                 .by = GZ_TRACE_NONE},
        .word_begin = begin,
        .word_end = end,
        .place_end = name.final_dot ? end : place.end_byte,
    };
    name.name_case = s.item.name_case;
    place = (struct gz_name_place){begin, end};
    if (!gz_name_match(&name, t->text, &place)) {
        s.item.fate = GZ_TRACE_CASE;
    }
    return push_readings(t, &s, r, name.text);
}

static enum gz_status look_at_group(struct tracer *t, uint32_t begin,
                                    struct gz_name_end end)
{
    enum gz_status st = GZ_OK;
    struct gz_name_record r = {.next = end.record};
    do {
        if (!gz_name_record_read(t->image, r.next, &r)) {
            break;
        }
        st = look_at_record(t, &r, begin, end.end_byte);
    } while (st == GZ_OK && (r.bits & GZ_NAME_BITS_LAST) == 0);
    return st;
}

// Names that may be written in any case stand in both classes.
static bool is_in(const struct gz_name_walk *w, struct gz_name_end end)
{
    for (uint32_t i = 0; i < w->count; i++) {
        if (w->ends[i].record == end.record &&
            w->ends[i].end_byte == end.end_byte) {
            return true;
        }
    }
    return false;
}

static enum gz_status look_in_layer(struct tracer *t, uint32_t begin)
{
    struct gz_name_walk tall;
    struct gz_name_walk small;
    const struct gz_word_blocks *blocks = &t->tokens->blocks;
    enum gz_status st = GZ_OK;
    gz_name_walk(t->image, t->text, blocks, begin, false, &tall);
    gz_name_walk(t->image, t->text, blocks, begin, true, &small);
    for (uint32_t i = 0; st == GZ_OK && i < tall.count; i++) {
        st = look_at_group(t, begin, tall.ends[i]);
    }
    for (uint32_t i = 0; st == GZ_OK && i < small.count; i++) {
        if (!is_in(&tall, small.ends[i])) {
            st = look_at_group(t, begin, small.ends[i]);
        }
    }
    return st;
}

static enum gz_status look_from(struct tracer *t, uint32_t begin)
{
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < t->names->count; i++) {
        t->layer = i;
        t->image = gz_gazetteer_image(t->names->items[i].gazetteer);
        st = look_in_layer(t, begin);
    }
    return st;
}

static enum gz_status look_everywhere(struct tracer *t)
{
    const struct gz_word_blocks *blocks = &t->tokens->blocks;
    enum gz_status st = GZ_OK;
    for (size_t b = 0; b < blocks->count; b++) {
        uint64_t begins = blocks->tall[b] | blocks->small[b];
        for (; st == GZ_OK && begins != 0; begins &= begins - 1) {
            st = look_from(t, (uint32_t)(b * 64) +
                                  (uint32_t)__builtin_ctzll(begins));
        }
    }
    return st;
}

static int compare(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

// As the matcher comes upon them: from each word the longest first; of the
// same words, those with marks first; last those that do not count.
static int by_turn(const void *left, const void *right)
{
    const struct sighting *a = left;
    const struct sighting *b = right;
    if (a->word_begin != b->word_begin) {
        return compare(a->word_begin, b->word_begin);
    }
    if (a->word_end != b->word_end) {
        return compare(b->word_end, a->word_end);
    }
    if (a->item.begin_byte != b->item.begin_byte) {
        return compare(a->item.begin_byte, b->item.begin_byte);
    }
    if (a->place_end != b->place_end) {
        return compare(b->place_end, a->place_end);
    }
    if (a->item.fate != b->item.fate) {  // spelt right or not, so far
        return compare(a->item.fate, b->item.fate);
    }
    const int by_name = gz_str_compare(a->item.name, b->item.name);
    if (by_name != 0) {
        return by_name;
    }
    if (a->item.name_case != b->item.name_case) {
        return compare(a->item.name_case, b->item.name_case);
    }
    return compare(a->order, b->order);
}

static bool same_place(const struct sighting *a, const struct sighting *b)
{
    return a->word_begin == b->word_begin && a->word_end == b->word_end &&
           a->item.begin_byte == b->item.begin_byte &&
           a->place_end == b->place_end;
}

// An item that the last strong name stops.
static void stop(const struct tracer *t, struct gz_trace_item *item)
{
    const struct gz_trace_item *holder = &t->items[t->holder].item;
    item->fate =
        item->end_byte <= holder->end_byte ? GZ_TRACE_INSIDE : GZ_TRACE_OVERLAP;
    item->by = t->holder;
}

static bool is_strong(const struct gz_reading *r)
{
    return (r->flags & ((unsigned)GZ_NAME_CONTEXT | (unsigned)GZ_NAME_TICKER |
                        (unsigned)GZ_NAME_WORD)) == 0;
}

// What stands at one place together.
struct run {
    uint32_t begin;
    uint32_t end;
    uint32_t stop;    // first stop name of it, or GZ_TRACE_NONE
    uint32_t strong;  // first name that needs no evidence
    uint32_t end_byte;
};

static bool same_entity(const struct gz_reading *a, const struct gz_reading *b)
{
    return a->entity == b->entity && a->layer == b->layer;
}

// The name of the same entity that stands before it in a run.
static uint32_t find_same(const struct tracer *t, uint32_t begin, uint32_t at)
{
    for (uint32_t i = begin; i < at; i++) {
        const struct gz_trace_item *item = &t->items[i].item;
        if (item->fate == GZ_TRACE_FOUND &&
            same_entity(&item->reading, &t->items[at].item.reading)) {
            return i;
        }
    }
    return GZ_TRACE_NONE;
}

static void join_run(struct run *run, const struct gz_trace_item *item)
{
    const bool stops = (item->reading.flags & GZ_NAME_STOP) != 0;
    if (stops && run->stop == GZ_TRACE_NONE) {
        run->stop = run->end;
    }
    if (is_strong(&item->reading) && run->strong == GZ_TRACE_NONE) {
        run->strong = run->end;
    }
    if (item->end_byte > run->end_byte) {
        run->end_byte = item->end_byte;
    }
}

static struct run read_run(struct tracer *t, uint32_t begin)
{
    struct run run = {begin, begin, GZ_TRACE_NONE, GZ_TRACE_NONE, 0};
    for (;
         run.end < t->count && same_place(&t->items[begin], &t->items[run.end]);
         run.end++) {
        struct gz_trace_item *item = &t->items[run.end].item;
        if (item->fate != GZ_TRACE_FOUND) {
            continue;
        }
        item->by = find_same(t, begin, run.end);
        if (item->begin_byte < t->free_byte) {
            stop(t, item);
        } else if (item->by != GZ_TRACE_NONE) {
            item->fate = GZ_TRACE_SAME;  // and nothing that it says counts
        } else {
            join_run(&run, item);
        }
    }
    return run;
}

static void decide_run(struct tracer *t, const struct run *run)
{
    for (uint32_t i = run->begin; i < run->end; i++) {
        struct gz_trace_item *item = &t->items[i].item;
        if (item->fate != GZ_TRACE_FOUND) {
            continue;
        }
        if ((item->reading.flags & GZ_NAME_STOP) != 0) {
            item->fate = GZ_TRACE_STOP;
        } else if (run->stop != GZ_TRACE_NONE) {
            item->fate = GZ_TRACE_STOPPED;
            item->by = run->stop;
        }
    }
}

static void stop_rest(struct tracer *t, uint32_t begin, uint32_t word_begin)
{
    for (uint32_t i = begin;
         i < t->count && t->items[i].word_begin == word_begin; i++) {
        if (t->items[i].item.fate == GZ_TRACE_FOUND) {
            stop(t, &t->items[i].item);
        }
    }
}

static uint32_t word_end_of(const struct tracer *t, uint32_t begin)
{
    uint32_t end = begin;
    while (end < t->count &&
           t->items[end].word_begin == t->items[begin].word_begin) {
        end++;
    }
    return end;
}

// Names of one word, from the longest on.
static void decide_word(struct tracer *t, uint32_t begin, uint32_t end)
{
    const uint32_t word = t->items[begin].word_begin;
    if (word < t->free_byte) {
        stop_rest(t, begin, word);
        return;
    }
    while (begin < end) {
        const struct run run = read_run(t, begin);
        decide_run(t, &run);
        begin = run.end;
        if (run.stop != GZ_TRACE_NONE || run.strong != GZ_TRACE_NONE) {
            t->holder = run.stop != GZ_TRACE_NONE ? run.stop : run.strong;
            t->free_byte = run.end_byte;
            stop_rest(t, begin, word);
            return;
        }
    }
}

static bool is_found(const struct gz_candidates *found,
                     const struct gz_trace_item *item)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const struct gz_candidate *c = &found->items[i];
        for (uint32_t k = 0;
             k < c->reading_count && c->begin_byte == item->begin_byte; k++) {
            if (same_entity(&c->readings[k], &item->reading) &&
                c->end_byte >= item->end_byte) {
                return true;
            }
        }
    }
    return false;
}

static enum gz_status compare_with_matcher(struct tracer *t)
{
    struct gz_candidates found;
    const enum gz_status st =
        gz_layers_find(t->names, t->text, t->tokens, t->arena, &found);
    for (uint32_t i = 0; st == GZ_OK && i < t->count; i++) {
        struct gz_trace_item *item = &t->items[i].item;
        if (item->fate == GZ_TRACE_FOUND && !is_found(&found, item)) {
            item->fate = GZ_TRACE_MARKS;
        }
    }
    return st;
}

static enum gz_status hand_out(const struct tracer *t, struct gz_trace *out)
{
    struct gz_trace_item *items =
        GZ_ARENA_ARRAY(t->arena, struct gz_trace_item, t->count);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < t->count; i++) {
        items[i] = t->items[i].item;
    }
    *out = (struct gz_trace){items, t->count};
    return GZ_OK;
}

enum gz_status gz_name_trace(const struct gz_layers *names, struct gz_str text,
                             const struct gz_tokens *tokens,
                             struct gz_arena *arena, struct gz_trace *out)
{
    struct tracer t = {
        .names = names,
        .text = text,
        .tokens = tokens,
        .arena = arena,
    };
    *out = (struct gz_trace){NULL, 0};
    enum gz_status st = look_everywhere(&t);
    if (st != GZ_OK || t.count == 0) {
        return st;
    }
    qsort(t.items, t.count, sizeof(*t.items), by_turn);
    for (uint32_t i = 0; i < t.count;) {
        const uint32_t end = word_end_of(&t, i);
        decide_word(&t, i, end);
        i = end;
    }
    st = compare_with_matcher(&t);
    return st == GZ_OK ? hand_out(&t, out) : st;
}
