#include "rules/match/trait_rows.h"

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

bool gz_trait_rows_begin(struct gz_trait_rows *r, uint32_t tokens)
{
    const uint32_t *touched = r->touched.data;
    for (uint32_t i = 0; i < r->touched.count; i++) {
        r->of[touched[i] - r->first] = (struct gz_trait_row){0};
    }
    r->words = (tokens / 64 + 2 + GZ_ROW_BLOCK - 1) / GZ_ROW_BLOCK;
    r->words *= GZ_ROW_BLOCK;
    r->promised = 0;
    r->bits.count = 0;
    r->touched.count = 0;
    r->sources.count = 0;
    r->links.count = 0;
    r->runs.count = 0;
    return gz_trait_rows_reserve(r, r->words) && gz_trait_rows_new(r) == 0;
}

bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t tokens)
{
    if (!gz_trait_rows_reserve(r, r->words)) {
        return false;
    }
    r->of[trait - r->first].bits[tokens - 1] = gz_trait_rows_new(r);
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
    return gz_trait_rows_set(r, &row->bits[tokens - 1], place);
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

// Two words, which every processor has registers for.
typedef uint64_t pair __attribute__((vector_size(16), aligned(8), may_alias));

_Static_assert(GZ_ROW_BLOCK % 2 == 0, "rows are whole pairs");

static void add(struct gz_trait_rows *r, uint32_t row, uint32_t source)
{
    uint64_t *to = (uint64_t *)r->bits.data + row;
    const uint64_t *from = (uint64_t *)r->bits.data + source;
    for (const uint64_t *end = from + r->words; from < end; from += 2) {
        *(pair *)(void *)to |= *(const pair *)(const void *)from;
        to += 2;
    }
}

// A row of its own with the bits of one that is not.
static uint32_t copy(struct gz_trait_rows *r, uint32_t from)
{
    const uint32_t row = gz_trait_rows_new(r);
    r->promised -= r->words;
    add(r, row, from);
    return row;
}

// The row of the first source, which nobody changes any more, is that of the
// trait; only two of them need a new one.
void gz_trait_rows_gather(struct gz_trait_rows *r, struct gz_trait_row *row)
{
    const struct gz_trait_link *links = r->links.data;
    const struct gz_trait_source *sources = r->sources.data;
    bool own[GZ_TRAIT_ROW_TOKENS_MAX] = {false};
    for (; row->link != 0; row->link = links[row->link - 1].next) {
        const struct gz_trait_source *s = &sources[links[row->link - 1].source];
        row->sentences |= s->sentences;
        for (uint32_t k = 0; k < GZ_TRAIT_ROW_TOKENS_MAX; k++) {
            if (s->bits[k] == 0) {
                continue;
            }
            if (row->bits[k] == 0) {
                row->bits[k] = s->bits[k];
                continue;
            }
            if (!own[k]) {
                row->bits[k] = copy(r, row->bits[k]);
                own[k] = true;
            }
            add(r, row->bits[k], s->bits[k]);
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
