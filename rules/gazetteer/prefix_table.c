// The building half of the prefix set; prefix_probe.c reads it.

#include "rules/gazetteer/prefix_table.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/name_key.h"
#include "rules/gazetteer/radix.h"

_Static_assert(sizeof(struct gz_prefix) == 16,
               "entries are sorted as 16 bytes");

enum {
    FILTER_BITS_PER_TOKEN = 8,
    FILTER_LOG2_MIN = 13,
    // Slots in use of ten; more makes spills cost more than memory saves.
    LOAD_TENTHS = 7,
};

void gz_prefix_table_init(struct gz_prefix_table *t)
{
    *t = (struct gz_prefix_table){NULL, 0, 0};
}

void gz_prefix_table_fini(struct gz_prefix_table *t)
{
    free(t->items);
    gz_prefix_table_init(t);
}

static enum gz_status make_room(struct gz_prefix_table *t, size_t extra)
{
    if (t->count + extra <= t->cap) {
        return GZ_OK;
    }
    const size_t cap = t->cap == 0 ? 1024 : t->cap * 2;
    struct gz_prefix *items = realloc(t->items, cap * sizeof(*items));
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    t->items = items;
    t->cap = cap;
    return GZ_OK;
}

static void add_class(struct gz_prefix_table *t, const struct gz_spelling *s,
                      uint64_t class, uint32_t number)
{
    uint64_t key = s->tokens[0];
    for (uint32_t i = 0; i < s->token_count; i++) {
        if (i > 0) {
            key = gz_name_key_chain(key, s->gaps[i], s->tokens[i]);
        }
        struct gz_prefix *p = &t->items[t->count++];
        *p = (struct gz_prefix){.key = key ^ class, .first = i == 0};
        if (i + 1 == s->token_count) {
            p->meta = GZ_SLOT_FINAL;
            p->value = number;
        } else {
            p->meta = GZ_SLOT_MORE;
            p->next = (uint8_t)(s->tokens[i + 1] >> 59);
            p->next6 = gz_slot_next6(s->tokens[i + 1]);
        }
    }
}

enum gz_status gz_prefix_table_add(struct gz_prefix_table *t,
                                   const struct gz_spelling *s,
                                   enum gz_name_case name_case, uint32_t number)
{
    const enum gz_status st = make_room(t, 2 * GZ_NAME_TOKENS_MAX);
    if (st != GZ_OK) {
        return st;
    }
    add_class(t, s, s->class, number);
    // "iShares" may be written ISHARES, and a free name either way.
    const bool capitals = name_case != GZ_NAME_EXACT && s->class != 0;
    const bool lower = name_case == GZ_NAME_FREE && s->class == 0;
    if (s->has_class && (capitals || lower)) {
        add_class(t, s, s->class ^ GZ_NAME_KEY_LOWER, number);
    }
    return GZ_OK;
}

enum gz_status gz_prefix_table_sort(struct gz_prefix_table *t)
{
    return gz_radix_sort16(t->items, t->count);
}

// The entry behind the run of equal keys that begins at i.
static size_t run_end(const struct gz_prefix_table *t, size_t i)
{
    const uint64_t key = t->items[i].key;
    while (i < t->count && t->items[i].key == key) {
        i++;
    }
    return i;
}

static size_t count_first(const struct gz_prefix_table *t)
{
    size_t count = 0;
    for (size_t i = 0; i < t->count; i = run_end(t, i)) {
        count += t->items[i].first;
    }
    return count;
}

void gz_prefix_table_filter(const struct gz_prefix_table *t,
                            struct gz_prefix_shape *shape,
                            struct gz_buffer *out)
{
    const size_t wanted = count_first(t) * FILTER_BITS_PER_TOKEN;
    shape->filter_log2 = FILTER_LOG2_MIN;
    while ((size_t)1 << shape->filter_log2 < wanted) {
        shape->filter_log2++;
    }
    const size_t bytes = (size_t)1 << (shape->filter_log2 - 3);
    uint8_t *filter = gz_buffer_reserve(out, bytes);
    if (filter == NULL) {
        return;
    }
    memset(filter, 0, bytes);
    for (size_t i = 0; i < t->count; i++) {
        if (t->items[i].first != 0) {
            const uint64_t bit = t->items[i].key >> (64 - shape->filter_log2);
            filter[bit >> 3] |= (uint8_t)(1U << (bit & 7));
        }
    }
    out->len += bytes;
}

// What the entries of one key become: one slot per group of records, or one
// without any.
struct run {
    uint64_t key;
    uint32_t next32;
    uint8_t meta;  // GZ_SLOT_MORE and the next tokens' bits
};

static struct run join_run(const struct gz_prefix_table *t, size_t begin,
                           size_t end)
{
    struct run run = {.key = t->items[begin].key};
    for (size_t i = begin; i < end; i++) {
        const struct gz_prefix *p = &t->items[i];
        if (p->meta == GZ_SLOT_MORE) {
            run.next32 |= 1U << p->next;
            run.meta |= (uint8_t)(GZ_SLOT_MORE | p->next6);
        }
    }
    return run;
}

// Fills buckets in ascending order of keys.  first_free only moves on, since
// a key never belongs before the keys that came earlier.
struct filler {
    struct gz_buffer *out;
    size_t base;  // where the buckets begin in out
    size_t count;
    uint64_t spread;  // bucket_count of the header
    uint64_t first_free;
    int used;  // slots in first_free
};

static struct gz_bucket *bucket(const struct filler *f, uint64_t at)
{
    return (void *)(f->out->data + f->base + at * sizeof(struct gz_bucket));
}

static bool grow_to(struct filler *f, uint64_t count)
{
    while (f->count < count) {
        const struct gz_bucket empty = {.spill = 0};
        gz_buffer_append(f->out, &empty, sizeof(empty));
        if (gz_buffer_status(f->out) != GZ_OK) {
            return false;
        }
        f->count++;
    }
    return true;
}

static void place(struct filler *f, uint64_t key, uint8_t meta, uint32_t value)
{
    const uint64_t home = gz_image_bucket(key, f->spread);
    if (home > f->first_free) {
        f->first_free = home;
        f->used = 0;
    } else if (f->used == GZ_BUCKET_SLOTS) {
        f->first_free++;
        f->used = 0;
    }
    if (!grow_to(f, f->first_free + 1)) {
        return;
    }
    const uint16_t fingerprint = (uint16_t)key;
    for (uint64_t at = home; at < f->first_free; at++) {
        bucket(f, at)->spill |= gz_bucket_spill(fingerprint);
    }
    struct gz_bucket *b = bucket(f, f->first_free);
    b->fingerprint[f->used] = fingerprint;
    b->meta[f->used] = meta;
    b->value[f->used] = value;
    f->used++;
}

static void place_run(struct filler *f, const struct gz_prefix_table *t,
                      const uint32_t *records, size_t begin, size_t end)
{
    const struct run run = join_run(t, begin, end);
    bool final = false;
    uint32_t newest = 0;
    for (size_t i = begin; i < end; i++) {
        const struct gz_prefix *p = &t->items[i];
        if (p->meta != GZ_SLOT_FINAL) {
            continue;
        }
        const uint32_t record = records[p->value];
        if (!final || record != newest) {
            place(f, run.key, GZ_SLOT_FINAL | run.meta, record);
        }
        final = true;
        newest = record;
    }
    if (!final) {
        place(f, run.key, GZ_SLOT_MORE, run.next32);
    }
}

static size_t count_keys(const struct gz_prefix_table *t)
{
    size_t count = 0;
    for (size_t i = 0; i < t->count; i = run_end(t, i)) {
        count++;
    }
    return count;
}

void gz_prefix_table_buckets(const struct gz_prefix_table *t,
                             const uint32_t *records,
                             struct gz_prefix_shape *shape,
                             struct gz_buffer *out)
{
    const uint64_t keys = count_keys(t);
    shape->bucket_count = keys * 10 / (GZ_BUCKET_SLOTS * LOAD_TENTHS) + 1;
    struct filler f = {
        .out = out, .base = out->len, .spread = shape->bucket_count};
    if (!grow_to(&f, shape->bucket_count)) {
        return;
    }
    for (size_t i = 0; i < t->count;) {
        const size_t end = run_end(t, i);
        place_run(&f, t, records, i, end);
        i = end;
    }
}
