// Keys are counted, then written to where their part of the trie begins: twice
// walked, but never moved, and each thread has places of its own.

#include "daemon/alert/subscription/subscription_fill.h"

#include <stdlib.h>

#include "daemon/alert/subscription/key_build.h"
#include "daemon/alert/subscription/subscription_keys.h"
#include "daemon/base/parallel.h"

enum { CHUNK = 8192 };  // subscriptions

// How many items of each slot a chunk has; then where they go.
struct places {
    size_t at[GZ_KEY_SLOTS];
};

struct fill {
    struct gz_subscription *const *items;
    size_t count;
    struct places *places;  // of each chunk
    struct gz_key_item *out;
};

struct chunk {
    struct places *places;
    struct gz_key_item *out;
    struct gz_subscription *s;
    uint64_t id;
};

static enum gz_status count_key(void *ctx, uint64_t key)
{
    struct chunk *c = ctx;
    c->places->at[gz_key_build_slot(key)]++;
    return GZ_OK;
}

static enum gz_status write_key(void *ctx, uint64_t key)
{
    struct chunk *c = ctx;
    c->out[c->places->at[gz_key_build_slot(key)]++] =
        (struct gz_key_item){key, c->id, c->s};
    return GZ_OK;
}

static void each_of(const struct fill *f, size_t number,
                    gz_subscription_key_fn *fn)
{
    struct chunk c = {.places = &f->places[number], .out = f->out};
    const size_t begin = number * CHUNK;
    const size_t end = f->count - begin < CHUNK ? f->count : begin + CHUNK;
    for (size_t i = begin; i < end; i++) {
        c.s = f->items[i];
        c.id = gz_key_trie_id(gz_subscription_id(c.s));
        (void)!gz_subscription_keys_each(c.s, fn, &c);
    }
}

static void on_count(void *context, size_t number, unsigned thread)
{
    (void)thread;
    each_of(context, number, count_key);
}

static void on_write(void *context, size_t number, unsigned thread)
{
    (void)thread;
    each_of(context, number, write_key);
}

// Counts become places: parts behind each other, in each the chunks.
static void place(struct fill *f, size_t chunks,
                  size_t begins[GZ_KEY_SLOTS + 1])
{
    size_t next = 0;
    for (unsigned slot = 0; slot < GZ_KEY_SLOTS; slot++) {
        begins[slot] = next;
        for (size_t i = 0; i < chunks; i++) {
            const size_t count = f->places[i].at[slot];
            f->places[i].at[slot] = next;
            next += count;
        }
    }
    begins[GZ_KEY_SLOTS] = next;
}

enum gz_status gz_subscription_fill(struct gz_subscription *const *items,
                                    size_t count, unsigned threads,
                                    struct gz_key_trie *out)
{
    const size_t chunks = (count + CHUNK - 1) / CHUNK;
    struct fill f = {.items = items, .count = count};
    size_t begins[GZ_KEY_SLOTS + 1];
    enum gz_status st = GZ_NO_MEMORY;
    out->root = NULL;
    f.places = calloc(chunks + 1, sizeof(*f.places));
    if (f.places != NULL) {
        gz_parallel_run(chunks, threads, on_count, &f);
        place(&f, chunks, begins);
        f.out = malloc((begins[GZ_KEY_SLOTS] + 1) * sizeof(*f.out));
    }
    if (f.out != NULL) {
        gz_parallel_run(chunks, threads, on_write, &f);
        st = gz_key_build(out, f.out, begins, threads);
    }
    free(f.out);
    free(f.places);
    return st;
}
