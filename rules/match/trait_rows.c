#include "rules/match/trait_rows.h"

#include <string.h>

bool gz_trait_rows_init(struct gz_trait_rows *r, uint32_t traits)
{
    *r = (struct gz_trait_rows){.of = calloc(traits, sizeof(*r->of))};
    return r->of != NULL;
}

void gz_trait_rows_fini(struct gz_trait_rows *r)
{
    free(r->of);
    gz_scratch_fini(&r->bits);
    gz_scratch_fini(&r->touched);
    gz_scratch_fini(&r->runs);
}

bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait)
{
    const uint32_t row = r->touched.count;
    const size_t bytes = r->words * sizeof(uint64_t);
    if (!gz_scratch_reserve(&r->bits, (row + (size_t)1) * bytes) ||
        !gz_scratch_reserve(&r->touched, (row + (size_t)1) * sizeof(trait))) {
        return false;
    }
    memset((uint64_t *)r->bits.data + (size_t)row * r->words, 0, bytes);
    ((uint32_t *)r->touched.data)[r->touched.count++] = trait;
    r->of[trait] = (struct gz_trait_row){.bits = row + 1};
    return true;
}

bool gz_trait_rows_add_run(struct gz_trait_rows *r, uint32_t trait,
                           struct gz_trait_run run)
{
    struct gz_scratch *s = &r->runs;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(run))) {
        return false;
    }
    run.next = r->of[trait].run;
    ((struct gz_trait_run *)s->data)[s->count++] = run;
    r->of[trait].run = s->count;
    return true;
}

void gz_trait_rows_close(struct gz_trait_rows *r, uint32_t rows, uint32_t runs)
{
    const uint32_t *touched = r->touched.data;
    for (uint32_t i = rows; i < r->touched.count; i++) {
        r->of[touched[i]] = (struct gz_trait_row){0};
    }
    r->touched.count = rows;
    r->runs.count = runs;
}
