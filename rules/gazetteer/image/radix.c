// One pass over the top bits of all keys makes buckets that fit a cache; two
// passes over the bits below sort a bucket of hashes but for a few neighbours,
// which an insertion sort puts right.  Keys for which that is too much work
// get a pass for each of their bytes instead.

#include "rules/gazetteer/image/radix.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/base/huge_pages.h"
#include "daemon/base/parallel.h"

enum {
    DIGITS = 8,
    VALUES = 256,
    BUCKET_ITEMS = 16384,  // as many as are sorted in a cache
    BUCKET_BITS_MAX = 11,
    TASKS_MAX = 64,
    MOVES_PER_ITEM = 8,  // of an insertion sort that is still worth it
};

struct item {
    uint64_t key;
    uint64_t rest;
};

// Memory of one thread.
struct scratch {
    struct item *items;  // owned
    size_t cap;
    bool failed;
};

struct sorter {
    const struct gz_radix_part *parts;
    size_t part_count;
    struct item *out;
    unsigned bits;   // of the key that choose the bucket
    size_t tasks;    // parts are counted and distributed in so many groups
    size_t *places;  // owned: of each task, for each bucket
    size_t *ends;    // owned: of each bucket in out
    struct scratch scratch[GZ_PARALLEL_MAX];
};

static size_t bucket_of(const struct sorter *s, uint64_t key)
{
    return s->bits == 0 ? 0 : key >> (64 - s->bits);
}

static size_t first_part(const struct sorter *s, size_t task)
{
    return task * s->part_count / s->tasks;
}

static void on_count(void *context, size_t task, unsigned thread)
{
    (void)thread;
    struct sorter *s = context;
    size_t *counts = s->places + (task << s->bits);
    for (size_t p = first_part(s, task); p < first_part(s, task + 1); p++) {
        const struct item *items = s->parts[p].items;
        for (size_t i = 0; i < s->parts[p].count; i++) {
            counts[bucket_of(s, items[i].key)]++;
        }
    }
}

// From how many items each task has for a bucket to where it puts them.
static void find_places(struct sorter *s)
{
    size_t at = 0;
    for (size_t b = 0; b < (size_t)1 << s->bits; b++) {
        for (size_t task = 0; task < s->tasks; task++) {
            size_t *place = &s->places[(task << s->bits) + b];
            const size_t count = *place;
            *place = at;
            at += count;
        }
        s->ends[b] = at;
    }
}

static void on_distribute(void *context, size_t task, unsigned thread)
{
    (void)thread;
    struct sorter *s = context;
    size_t *places = s->places + (task << s->bits);
    for (size_t p = first_part(s, task); p < first_part(s, task + 1); p++) {
        const struct item *items = s->parts[p].items;
        for (size_t i = 0; i < s->parts[p].count; i++) {
            s->out[places[bucket_of(s, items[i].key)]++] = items[i];
        }
    }
}

// False when it would take too many moves; what is done then is no harm.
static bool insert_all(struct item *items, size_t count)
{
    size_t moves = count * MOVES_PER_ITEM;
    for (size_t i = 1; i < count; i++) {
        const struct item item = items[i];
        size_t to = i;
        while (to > 0 && items[to - 1].key > item.key) {
            items[to] = items[to - 1];
            to--;
        }
        items[to] = item;
        if (i - to > moves) {
            return false;
        }
        moves -= i - to;
    }
    return true;
}

static void pass(const struct item *from, struct item *to, size_t count,
                 unsigned shift)
{
    size_t places[VALUES] = {0};
    for (size_t i = 0; i < count; i++) {
        places[from[i].key >> shift & (VALUES - 1)]++;
    }
    size_t at = 0;
    for (int v = 0; v < VALUES; v++) {
        const size_t here = places[v];
        places[v] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[places[from[i].key >> shift & (VALUES - 1)]++] = from[i];
    }
}

static struct item *get_scratch(struct scratch *s, size_t count)
{
    if (count > s->cap) {
        const size_t cap = count + count / 4;
        free(s->items);
        s->items = gz_huge_pages_alloc(cap, sizeof(*s->items));
        s->cap = s->items == NULL ? 0 : cap;
    }
    s->failed = s->failed || s->items == NULL;
    return s->items;
}

static void sort_bucket(struct scratch *scratch, struct item *items,
                        size_t count, unsigned bits)
{
    enum { FEW = 24 };
    if (count <= FEW) {
        insert_all(items, count);  // never too many moves
        return;
    }
    struct item *spare = get_scratch(scratch, count);
    if (spare == NULL) {
        return;
    }
    pass(items, spare, count, 64 - bits - 16);
    pass(spare, items, count, 64 - bits - 8);
    if (insert_all(items, count)) {
        return;
    }
    for (unsigned d = 0; d < DIGITS; d += 2) {
        pass(items, spare, count, 8 * d);
        pass(spare, items, count, 8 * d + 8);
    }
}

_Static_assert(MOVES_PER_ITEM * 24 >= 24 * 23 / 4 && BUCKET_BITS_MAX <= 48,
               "the lowest of the two digits lies in the key");

static void on_bucket(void *context, size_t bucket, unsigned thread)
{
    struct sorter *s = context;
    const size_t begin = bucket == 0 ? 0 : s->ends[bucket - 1];
    sort_bucket(&s->scratch[thread], s->out + begin, s->ends[bucket] - begin,
                s->bits);
}

static enum gz_status sorter_init(struct sorter *s)
{
    size_t total = 0;
    for (size_t i = 0; i < s->part_count; i++) {
        total += s->parts[i].count;
    }
    while (s->bits < BUCKET_BITS_MAX && total >> s->bits > BUCKET_ITEMS) {
        s->bits++;
    }
    s->tasks = s->part_count < TASKS_MAX ? s->part_count : TASKS_MAX;
    const size_t buckets = (size_t)1 << s->bits;
    s->places = calloc(s->tasks * buckets + 1, sizeof(*s->places));
    s->ends = calloc(buckets, sizeof(*s->ends));
    return s->places == NULL || s->ends == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static enum gz_status sorter_fini(struct sorter *s, enum gz_status st)
{
    for (size_t i = 0; i < GZ_PARALLEL_MAX; i++) {
        st = s->scratch[i].failed ? GZ_NO_MEMORY : st;
        free(s->scratch[i].items);
    }
    free(s->places);
    free(s->ends);
    return st;
}

enum gz_status gz_radix_gather16(const struct gz_radix_part *parts,
                                 size_t part_count, void *out, unsigned threads)
{
    struct sorter s = {.parts = parts, .part_count = part_count, .out = out};
    const enum gz_status st = sorter_init(&s);
    if (st == GZ_OK) {
        gz_parallel_run(s.tasks, threads, on_count, &s);
        find_places(&s);
        gz_parallel_run(s.tasks, threads, on_distribute, &s);
        gz_parallel_run((size_t)1 << s.bits, threads, on_bucket, &s);
    }
    return sorter_fini(&s, st);
}

static bool is_sorted(const struct item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (items[i - 1].key > items[i].key) {
            return false;
        }
    }
    return true;
}

enum gz_status gz_radix_sort16(void *items, size_t count)
{
    if (is_sorted(items, count)) {
        return GZ_OK;
    }
    struct item *sorted = gz_huge_pages_alloc(count, sizeof(*sorted));
    if (sorted == NULL) {
        return GZ_NO_MEMORY;
    }
    const struct gz_radix_part all = {items, count};
    const enum gz_status st = gz_radix_gather16(&all, 1, sorted, 1);
    if (st == GZ_OK) {
        memcpy(items, sorted, count * sizeof(*sorted));
    }
    free(sorted);
    return st;
}
