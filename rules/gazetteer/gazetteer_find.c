// Matching: a walk through the prefix set from each token with which a name
// may begin, then the walk's ends, longest first, are compared with the names
// they lead to.
//
// Names that may wait for context or a ticker form are transparent: they are
// reported and hide nothing.  So from one token come the weak names that are
// longer than the first strong one, then that one, and the search goes on
// behind it; without a strong one it goes on at the next token.

#include "rules/gazetteer/gazetteer.h"

#include <string.h>

#include "rules/gazetteer/gazetteer_image.h"
#include "rules/gazetteer/name_key.h"
#include "rules/gazetteer/name_record.h"
#include "rules/gazetteer/prefix_probe.h"

// Beginnings are looked up this many tokens ahead, so that the buckets are in
// the cache when the walks need them, and not so many that they leave again.
enum { BLOCK_TOKENS = 256 };

// An end of a walk: a key that is a whole name, perhaps.
struct walk_end {
    uint32_t token_count;
    uint32_t record;  // offset in names / 4
};

enum { WALK_ENDS = GZ_NAME_TOKENS_MAX * GZ_PREFIX_FINALS };

struct walk {
    struct walk_end ends[WALK_ENDS];  // shortest first
    uint32_t count;
};

struct finder {
    const struct gz_image *image;
    struct gz_str text;
    const struct gz_tokens *tokens;
    struct gz_arena *arena;
    struct gz_candidate *items;
    uint32_t count;
    uint32_t cap;
};

// What stands at one stretch of tokens.
struct found {
    struct gz_candidate candidate;
    bool any;
    bool strong;  // some reading needs no further evidence
    bool stop;    // some reading says that nothing stands here
};

static uint64_t first_key(const struct finder *f, uint32_t token)
{
    return f->tokens->keys[token] ^ gz_name_key_class(&f->tokens->items[token]);
}

static void walk_from(const struct finder *f, uint32_t begin, struct walk *w)
{
    const struct gz_token *items = f->tokens->items;
    const uint64_t class = gz_name_key_class(&items[begin]);
    uint64_t key = f->tokens->keys[begin];
    uint32_t end = begin + 1;
    w->count = 0;
    for (uint32_t n = 1; n <= GZ_NAME_TOKENS_MAX; n++) {
        struct gz_prefix_step step;
        gz_prefix_probe(f->image, key ^ class, &step);
        for (uint32_t i = 0; i < step.final_count; i++) {
            w->ends[w->count++] = (struct walk_end){n, step.finals[i]};
        }
        if (end == f->tokens->count ||
            (items[end].flags & GZ_TOKEN_PARAGRAPH_BEFORE) != 0 ||
            !gz_prefix_goes_on(&step, f->tokens->keys[end])) {
            return;
        }
        key = gz_name_key_chain(key, gz_name_key_gap(f->text, &items[end]),
                                f->tokens->keys[end]);
        end++;
    }
}

static bool has_entity(const struct gz_candidate *c, uint32_t entity)
{
    for (uint32_t i = 0; i < c->reading_count; i++) {
        if (c->readings[i].entity == entity) {
            return true;
        }
    }
    return false;
}

// Join the readings of another name spelt like the text, in order of
// priority; one reading per entity.
static enum gz_status join_readings(struct finder *f, struct found *found,
                                    const struct gz_name_record *r)
{
    struct gz_candidate *c = &found->candidate;
    struct gz_reading *all = GZ_ARENA_ARRAY(
        f->arena, struct gz_reading, c->reading_count + r->reading_count);
    if (all == NULL) {
        return GZ_LIMIT;
    }
    memcpy(all, c->readings, c->reading_count * sizeof(*all));
    uint32_t count = c->reading_count;
    for (uint32_t i = 0; i < r->reading_count; i++) {
        if (has_entity(c, r->readings[i].entity)) {
            continue;
        }
        uint32_t at = count++;
        for (; at > 0 && all[at - 1].priority < r->readings[i].priority; at--) {
            all[at] = all[at - 1];
        }
        all[at] = r->readings[i];
    }
    c->readings = all;
    c->reading_count = count;
    return GZ_OK;
}

static void note_flags(struct found *found, const struct gz_name_record *r)
{
    const unsigned weak = (unsigned)GZ_NAME_CONTEXT | (unsigned)GZ_NAME_TICKER |
                          (unsigned)GZ_NAME_WORD;
    for (uint32_t i = 0; i < r->reading_count; i++) {
        const unsigned flags = r->readings[i].flags;
        found->strong |= (flags & weak) == 0;
        found->stop |= (flags & GZ_NAME_STOP) != 0;
    }
}

// A full stop right behind a name that is written with one.
static bool stop_follows(const struct finder *f, uint32_t end)
{
    if (end == f->tokens->count) {
        return false;
    }
    const struct gz_token *t = &f->tokens->items[end];
    return t->kind == GZ_TOKEN_MARK && f->text.ptr[t->begin_byte] == '.' &&
           t->end_byte - t->begin_byte == 1 &&
           f->tokens->items[end - 1].end_byte == t->begin_byte;
}

static enum gz_status take_name(struct finder *f, struct found *found,
                                const struct gz_name_record *r, uint32_t begin)
{
    struct gz_candidate *c = &found->candidate;
    const uint32_t end = begin + r->token_count;
    if (!found->any) {
        *c = (struct gz_candidate){begin, end, r->readings, r->reading_count};
        found->any = true;
    } else {
        const enum gz_status st = join_readings(f, found, r);
        if (st != GZ_OK) {
            return st;
        }
    }
    if (r->final_dot && stop_follows(f, end)) {
        c->end_token = end + 1;
    }
    note_flags(found, r);
    return GZ_OK;
}

// Compare the names behind one end of a walk with the text.
static enum gz_status check_end(struct finder *f, uint32_t begin,
                                struct walk_end end, struct found *found)
{
    struct gz_name_record r = {.next = (uint64_t)end.record * 4};
    while (!r.last) {
        if (!gz_name_record_read(f->image, r.next, &r)) {
            return GZ_OK;
        }
        if (r.token_count != end.token_count ||
            !gz_name_record_matches(&r, f->text, &f->tokens->items[begin])) {
            continue;
        }
        const enum gz_status st = take_name(f, found, &r, begin);
        if (st != GZ_OK) {
            return st;
        }
    }
    return GZ_OK;
}

static enum gz_status emit(struct finder *f, const struct gz_candidate *c)
{
    if (f->count == f->cap) {
        const uint32_t cap = f->cap == 0 ? 64 : f->cap * 2;
        struct gz_candidate *items = gz_arena_grow(
            f->arena, f->items, f->cap * sizeof(*items), cap * sizeof(*items));
        if (items == NULL) {
            return GZ_LIMIT;
        }
        f->items = items;
        f->cap = cap;
    }
    f->items[f->count++] = *c;
    return GZ_OK;
}

// Report what begins at a token; *next is where the search goes on.
static enum gz_status match_at(struct finder *f, uint32_t begin, uint32_t *next)
{
    struct walk w;
    walk_from(f, begin, &w);
    *next = begin + 1;
    for (uint32_t i = w.count; i > 0;) {
        struct found found = {.any = false};
        const uint32_t length = w.ends[i - 1].token_count;
        for (; i > 0 && w.ends[i - 1].token_count == length; i--) {
            const enum gz_status st =
                check_end(f, begin, w.ends[i - 1], &found);
            if (st != GZ_OK) {
                return st;
            }
        }
        if (!found.any) {
            continue;
        }
        if (!found.stop) {
            const enum gz_status st = emit(f, &found.candidate);
            if (st != GZ_OK) {
                return st;
            }
        }
        if (found.stop || found.strong) {
            *next = found.candidate.end_token;
            return GZ_OK;
        }
    }
    return GZ_OK;
}

// The tokens of a block with which names may begin.
static uint32_t find_begins(const struct finder *f, uint32_t from, uint32_t to,
                            uint32_t begins[BLOCK_TOKENS])
{
    const uint8_t *filter = f->image->filter;
    const uint32_t shift = f->image->filter_shift;
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) {
        const uint64_t key = first_key(f, i);
        begins[count] = i;
        count += gz_prefix_may_begin(filter, shift, key);
    }
    for (uint32_t i = 0; i < count; i++) {
        gz_prefix_prefetch(f->image, first_key(f, begins[i]));
    }
    return count;
}

static enum gz_status match_all(struct finder *f)
{
    uint32_t begins[BLOCK_TOKENS] = {0};
    uint32_t next = 0;
    for (uint32_t from = 0; from < f->tokens->count; from += BLOCK_TOKENS) {
        const uint32_t left = f->tokens->count - from;
        const uint32_t to = from + (left < BLOCK_TOKENS ? left : BLOCK_TOKENS);
        const uint32_t count = find_begins(f, from, to, begins);
        for (uint32_t i = 0; i < count; i++) {
            if (begins[i] < next) {
                continue;
            }
            const enum gz_status st = match_at(f, begins[i], &next);
            if (st != GZ_OK) {
                return st;
            }
        }
    }
    return GZ_OK;
}

enum gz_status gz_gazetteer_find(const struct gz_gazetteer *g,
                                 struct gz_str text,
                                 const struct gz_tokens *tokens,
                                 struct gz_arena *arena,
                                 struct gz_candidates *out)
{
    *out = (struct gz_candidates){NULL, 0};
    struct finder f = {
        .image = gz_gazetteer_image(g),
        .text = text,
        .tokens = tokens,
        .arena = arena,
    };
    const enum gz_status st = match_all(&f);
    if (st == GZ_OK) {
        *out = (struct gz_candidates){f.items, f.count};
    }
    return st;
}
