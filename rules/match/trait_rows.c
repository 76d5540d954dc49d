#include "rules/match/trait_rows.h"

#include <string.h>

bool gz_trait_rows_init(struct gz_trait_rows *r, uint32_t traits)
{
    *r = (struct gz_trait_rows){.of = calloc(traits, sizeof(*r->of))};
    return r->of != NULL &&
           gz_scratch_reserve(&r->touched, traits * sizeof(uint32_t));
}

void gz_trait_rows_fini(struct gz_trait_rows *r)
{
    free(r->of);
    gz_scratch_fini(&r->bits);
    gz_scratch_fini(&r->touched);
    gz_scratch_fini(&r->runs);
}

static bool add_row(struct gz_trait_rows *r)
{
    struct gz_scratch *s = &r->bits;
    const size_t bytes = r->words * sizeof(uint64_t);
    if (!gz_scratch_reserve(s, s->count * sizeof(uint64_t) + bytes)) {
        return false;
    }
    memset((uint64_t *)s->data + s->count, 0, bytes);
    s->count += r->words;
    return true;
}

bool gz_trait_rows_begin(struct gz_trait_rows *r, uint32_t tokens)
{
    gz_trait_rows_forget(r, (struct gz_trait_rows_mark){0});
    r->words = tokens / 64 + 2;
    return add_row(r);
}

void gz_trait_rows_forget(struct gz_trait_rows *r,
                          struct gz_trait_rows_mark mark)
{
    const uint32_t *touched = r->touched.data;
    for (uint32_t i = mark.touched; i < r->touched.count; i++) {
        r->of[touched[i]] = (struct gz_trait_row){0};
    }
    r->bits.count = mark.bits;
    r->touched.count = mark.touched;
    r->runs.count = mark.runs;
}

bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t tokens)
{
    r->of[trait].bits[tokens - 1] = r->bits.count;
    return add_row(r);
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
