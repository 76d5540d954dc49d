#include "rules/match/trait_rows.h"

#include <assert.h>
#include <string.h>

struct link {
    uint32_t source;
    uint32_t next;  // number + 1
};

bool gz_trait_rows_init(struct gz_trait_rows *r, uint32_t first, uint32_t count)
{
    *r = (struct gz_trait_rows){.of = calloc(count + (size_t)1, sizeof(*r->of)),
                                .first = first};
    return r->of != NULL;
}

void gz_trait_rows_fini(struct gz_trait_rows *r)
{
    free(r->of);
    gz_scratch_fini(&r->bits);
    gz_scratch_fini(&r->touched);
    gz_scratch_fini(&r->sources);
    gz_scratch_fini(&r->links);
    gz_scratch_fini(&r->runs);
}

// Room for one thing more of a size.
static bool make_room(struct gz_scratch *s, size_t size)
{
    return gz_scratch_reserve(s, (s->count + (size_t)1) * size);
}

static bool reserve_words(struct gz_trait_rows *r, size_t words)
{
    const size_t all = r->bits.count + r->promised + words + GZ_ROW_SPARE;
    return gz_scratch_reserve(&r->bits, all * sizeof(uint64_t));
}

// A row, for which there is room.
static uint32_t new_row(struct gz_trait_rows *r)
{
    const uint32_t row = r->bits.count;
    memset((uint64_t *)r->bits.data + row, 0, r->words * sizeof(uint64_t));
    r->bits.count += r->words;
    return row;
}

bool gz_trait_rows_begin(struct gz_trait_rows *r, uint32_t tokens)
{
    const uint32_t *touched = r->touched.data;
    for (uint32_t i = 0; i < r->touched.count; i++) {
        r->of[touched[i] - r->first] = (struct gz_trait_row){0};
    }
    r->words = tokens / 64 + 2;
    r->promised = 0;
    r->bits.count = 0;
    r->touched.count = 0;
    r->sources.count = 0;
    r->links.count = 0;
    r->runs.count = 0;
    return reserve_words(r, r->words) && new_row(r) == 0;
}

bool gz_trait_rows_meet(struct gz_trait_rows *r, uint32_t trait)
{
    const size_t room = (size_t)GZ_TRAIT_ROW_TOKENS_MAX * r->words;
    if (!make_room(&r->touched, sizeof(trait)) || !reserve_words(r, room)) {
        return false;
    }
    r->promised += room;
    ((uint32_t *)r->touched.data)[r->touched.count++] = trait;
    r->of[trait - r->first].known = true;
    return true;
}

bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t tokens)
{
    if (!reserve_words(r, r->words)) {
        return false;
    }
    r->of[trait - r->first].bits[tokens - 1] = new_row(r);
    return true;
}

static bool set(struct gz_trait_rows *r, uint32_t *row,
                const struct gz_trait_place *place)
{
    if (*row == 0) {
        if (!reserve_words(r, r->words)) {
            return false;
        }
        *row = new_row(r);
    }
    ((uint64_t *)r->bits.data)[*row + (place->begin_token >> 6)] |=
        UINT64_C(1) << (place->begin_token & 63);
    return true;
}

bool gz_trait_rows_add(struct gz_trait_rows *r, uint32_t trait,
                       const struct gz_trait_place *place)
{
    const uint32_t tokens = place->end_token - place->begin_token;
    struct gz_trait_row *row = &r->of[trait - r->first];
    if (tokens > GZ_TRAIT_ROW_TOKENS_MAX) {
        return gz_trait_rows_add_run(r, trait, place, GZ_TRAIT_RUN_NONE);
    }
    row->sentences |= UINT64_C(1) << (place->sentence & 63);
    return set(r, &row->bits[tokens - 1], place);
}

bool gz_trait_rows_add_run(struct gz_trait_rows *r, uint32_t trait,
                           const struct gz_trait_place *place, uint32_t follow)
{
    struct gz_trait_row *row = &r->of[trait - r->first];
    const struct gz_trait_run run = {row->run, place->begin_token,
                                     place->end_token, follow};
    if (!make_room(&r->runs, sizeof(run))) {
        return false;
    }
    ((struct gz_trait_run *)r->runs.data)[r->runs.count++] = run;
    row->run = r->runs.count;
    row->sentences |= UINT64_C(1) << (place->sentence & 63);
    return true;
}

bool gz_trait_rows_source(struct gz_trait_rows *r, uint32_t *out)
{
    const struct gz_trait_source none = {0};
    if (!make_room(&r->sources, sizeof(none))) {
        return false;
    }
    *out = r->sources.count;
    ((struct gz_trait_source *)r->sources.data)[r->sources.count++] = none;
    return true;
}

bool gz_trait_rows_mark(struct gz_trait_rows *r, uint32_t source,
                        const struct gz_trait_place *place)
{
    const uint32_t tokens = place->end_token - place->begin_token;
    struct gz_trait_source *s =
        (struct gz_trait_source *)r->sources.data + source;
    assert(tokens <= GZ_TRAIT_ROW_TOKENS_MAX);
    s->sentences |= UINT64_C(1) << (place->sentence & 63);
    return set(r, &s->bits[tokens - 1], place);
}

bool gz_trait_rows_link(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t source)
{
    struct gz_trait_row *row = &r->of[trait - r->first];
    const struct link link = {source, row->link};
    if (!make_room(&r->links, sizeof(link))) {
        return false;
    }
    ((struct link *)r->links.data)[r->links.count++] = link;
    row->link = r->links.count;
    return true;
}

// Add the bits of a source's row to one of a trait.
static void gather_row(struct gz_trait_rows *r, uint32_t *row, uint32_t source)
{
    if (*row == 0) {
        *row = new_row(r);
        r->promised -= r->words;
    }
    uint64_t *restrict to = (uint64_t *)r->bits.data + *row;
    const uint64_t *restrict from = (uint64_t *)r->bits.data + source;
    const uint32_t words = r->words;
    for (uint32_t w = 0; w < words; w++) {
        to[w] |= from[w];
    }
}

void gz_trait_rows_gather(struct gz_trait_rows *r, struct gz_trait_row *row)
{
    const struct link *links = r->links.data;
    const struct gz_trait_source *sources = r->sources.data;
    for (; row->link != 0; row->link = links[row->link - 1].next) {
        const struct gz_trait_source *s = &sources[links[row->link - 1].source];
        row->sentences |= s->sentences;
        for (uint32_t k = 0; k < GZ_TRAIT_ROW_TOKENS_MAX; k++) {
            if (s->bits[k] != 0) {
                gather_row(r, &row->bits[k], s->bits[k]);
            }
        }
    }
}

bool gz_trait_rows_has(struct gz_trait_rows *r, uint32_t trait, uint32_t token)
{
    struct gz_trait_row *row = &r->of[trait - r->first];
    gz_trait_rows_gather(r, row);
    const uint64_t *bits = gz_trait_rows_bits(r, row, 1);
    return (bits[token >> 6] >> (token & 63) & 1) != 0;
}
