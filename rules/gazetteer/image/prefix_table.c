// The building half of the prefix set; prefix_probe.c reads it.

#include "rules/gazetteer/image/prefix_table.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/image/radix.h"
#include "rules/gazetteer/match/name_key.h"
#include "rules/text/fold.h"
#include "rules/text/utf8.h"

_Static_assert(sizeof(struct gz_prefix) == 16,
               "entries are sorted as 16 bytes");

enum {
    FILTER_BITS_PER_WORD = 8,
    FILTER_LOG2_MIN = 13,
    // Slots in use of ten; more makes spills cost more than memory saves.
    LOAD_TENTHS = 7,
    AHEAD = 32,  // entries for which memory is fetched before their turn
};

void gz_prefix_table_init(struct gz_prefix_table *t)
{
    *t = (struct gz_prefix_table){.items = NULL};
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
                      bool small, uint32_t number)
{
    uint64_t key = gz_spelling_first(s, small);
    for (uint32_t i = 0; i < s->word_count; i++) {
        if (i > 0) {
            key = gz_name_key_chain(key, s->gaps[i], s->words[i]);
        }
        struct gz_prefix *p = &t->items[t->count++];
        *p = (struct gz_prefix){.key = key, .first = i == 0};
        if (i + 1 == s->word_count) {
            p->meta = GZ_SLOT_FINAL;
            p->value = number;
        } else {
            p->meta = GZ_SLOT_MORE;
            p->next = (uint8_t)(s->words[i + 1] >> 59);
            p->next6 = gz_slot_next6(s->words[i + 1]);
        }
    }
}

// The first four characters of a word, folded; SMALL_HIGH for what is beyond
// ASCII.
enum { SMALL_BYTES = 4, SMALL_HIGH = 0xff, SMALL_CLASSES = 7 };

// Returns their number.
static int begin_of(struct gz_str word, uint8_t out[SMALL_BYTES])
{
    int count = 0;
    for (size_t pos = 0; count < SMALL_BYTES && pos < word.len_bytes;) {
        const uint32_t cp = gz_utf8_next(word, &pos);
        const uint32_t folded =
            gz_fold_cp(cp, (unsigned)GZ_FOLD_WIDTH | (unsigned)GZ_FOLD_CASE);
        if (!gz_fold_drops(cp)) {
            out[count++] = folded < 0x80 ? (uint8_t)folded : SMALL_HIGH;
        }
    }
    return count;
}

// Add bytes to the sets of a class; behind the word all bytes, and for
// SMALL_HIGH too, a letter whose accent is written behind it.
static void add_sets(struct gz_first_words *small,
                     const uint8_t begin[SMALL_BYTES], int count,
                     unsigned class)
{
    for (int i = 0; i < SMALL_BYTES; i++) {
        const bool any = i >= count || begin[i] == SMALL_HIGH;
        for (uint8_t k = 0; k < 16; k++) {
            const bool in = any || k == (begin[i] & 15);
            small->sets[i][k] |= (uint8_t)(in ? class : 0);
        }
    }
}

// What a row of matrices makes of a word's first bytes.
static uint8_t small_sum(const uint64_t matrices[4], uint32_t bytes)
{
    unsigned sum = 0;
    for (int i = 0; i < SMALL_BYTES; i++, bytes >>= 8) {
        for (unsigned bit = 0; bit < 8; bit++) {
            const uint64_t row = matrices[i] >> 8 * (7 - bit);
            sum ^= (unsigned)__builtin_parity((unsigned)row & bytes & 0xff)
                   << bit;
        }
    }
    return (uint8_t)sum;
}

static void add_bloom(struct gz_first_words *small, uint32_t bytes, bool alone)
{
    const uint8_t a = small_sum(gz_small_matrices[0], bytes);
    const uint8_t b = small_sum(gz_small_matrices[1], bytes);
    for (int kind = 0; kind <= (int)alone; kind++) {
        small->blooms[kind][0][a & 0x7f] |= (uint8_t)(1U << (b >> 3 & 7));
        small->blooms[kind][1][b & 0x7f] |= (uint8_t)(1U << (a >> 3 & 7));
    }
}

// Add the four bytes with which a word of ASCII begins, in all ways in which
// a letter with an accent behind it may be the fourth.  alone: the name may end
// or go on with a lower case letter there.
static void add_begins(struct gz_first_words *small,
                       const uint8_t begin[SMALL_BYTES], bool alone)
{
    const uint64_t kinds = alone ? UINT64_C(1) << 32 | 1 : 1;
    const bool accent = begin[3] == SMALL_HIGH;
    const uint32_t from = accent ? 'a' : begin[3];
    const uint32_t to = accent ? 'z' : begin[3];
    const uint32_t three =
        begin[0] | (uint32_t)begin[1] << 8 | (uint32_t)begin[2] << 16;
    for (uint32_t last = from; last <= to; last++) {
        const uint32_t bit = gz_small_begin(three | last << 24);
        small->begins[bit / 32] |= kinds << bit % 32;
        add_bloom(small, three | last << 24, alone);
    }
}

// Take a name's first word into the sets of small words, as texts may write
// it.  A text with a byte beyond ASCII among its first four is looked up
// anyway, so that only words count here whose first three are ASCII: "l'" is
// one, whatever apostrophe the list has.
static void add_small(struct gz_first_words *small, const struct gz_spelling *s,
                      enum gz_name_case name_case)
{
    uint8_t begin[SMALL_BYTES] = {0};
    const int count = begin_of(s->first, begin);
    small->any = 1;
    small->high |= begin[0] == SMALL_HIGH;
    if (begin[0] == SMALL_HIGH || begin[1] == SMALL_HIGH ||
        begin[2] == SMALL_HIGH) {
        return;
    }
    const unsigned class = count <= 2 ? (unsigned)GZ_SMALL_SHORT
                                      : 1U << (begin[2] % SMALL_CLASSES);
    add_sets(small, begin, count, class);
    add_begins(small, begin, !s->tall_next || name_case == GZ_NAME_FREE);
}

static void add_lead(struct gz_first_words *first, struct gz_str word)
{
    const uint32_t bit = gz_first_lead(gz_token_lead(word.ptr, word.len_bytes));
    first->leads[bit / 32] |= 1U << bit % 32;
}

enum gz_status gz_prefix_table_add(struct gz_prefix_table *t,
                                   const struct gz_spelling *s,
                                   enum gz_name_case name_case, uint32_t number)
{
    const enum gz_status st = make_room(t, 2 * GZ_NAME_WORDS_MAX);
    if (st != GZ_OK) {
        return st;
    }
    add_lead(&t->first, s->first);
    // "iShares" may be written ISHARES, and a free name either way.
    const bool both = s->cased && (name_case == GZ_NAME_FREE ||
                                   (name_case == GZ_NAME_SMART && s->small));
    if (s->small || both) {
        add_class(t, s, true, number);
        add_small(&t->first, s, name_case);
    }
    if (!s->small || both) {
        add_class(t, s, false, number);
    }
    return GZ_OK;
}

void gz_prefix_table_add_first(struct gz_prefix_table *t,
                               const struct gz_first_words *more)
{
    // All of it is sets.
    uint8_t *to = (void *)&t->first;
    const uint8_t *from = (const void *)more;
    for (size_t i = 0; i < sizeof(*more); i++) {
        to[i] |= from[i];
    }
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

uint64_t gz_prefix_table_first_words(const struct gz_prefix_table *t)
{
    uint64_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        const bool known = i > 0 && t->items[i].key == t->items[i - 1].key;
        count += t->items[i].first != 0 && !known;
    }
    return count;
}

void gz_prefix_table_filter(const struct gz_prefix_table *t,
                            struct gz_prefix_shape *shape,
                            struct gz_buffer *out)
{
    const size_t wanted = count_first(t) * FILTER_BITS_PER_WORD;
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
    if (f->count >= count) {
        return true;
    }
    const size_t bytes = (count - f->count) * sizeof(struct gz_bucket);
    uint8_t *fresh = gz_buffer_reserve(f->out, bytes);
    if (fresh == NULL) {
        return false;
    }
    memset(fresh, 0, bytes);
    f->out->len += bytes;
    f->count = count;
    return true;
}

// Leave word in a full bucket that a key had to go on.
static void pass_by(struct gz_bucket *b, uint16_t fingerprint)
{
    b->spill |= gz_bucket_spill(fingerprint);
    for (int i = 0; i < GZ_BUCKET_SLOTS; i++) {
        b->spill |= b->fingerprint[i] == fingerprint ? GZ_SPILL_TWIN : 0;
    }
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
        pass_by(bucket(f, at), fingerprint);
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
        // Records are in the order of lists, entries in that of keys.
        if (t->count - i > AHEAD) {
            __builtin_prefetch(&records[t->items[i + AHEAD].value]);
        }
        place_run(&f, t, records, i, end);
        i = end;
    }
}
