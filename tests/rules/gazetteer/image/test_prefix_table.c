// The set of prefixes built and asked: it must know every prefix of every
// name, in every class, and next to nothing else.

#include "rules/gazetteer/image/prefix_table.h"

#include <stdlib.h>

#include "rules/gazetteer/image/prefix_probe.h"
#include "rules/gazetteer/match/name_key.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

enum { NAMES = 3000 };

struct set {
    struct gz_prefix_table table;
    struct gz_arena *arena;
    struct gz_spelling *spellings;
    uint32_t records[NAMES];
    struct gz_buffer filter;
    struct gz_buffer buckets;
    struct gz_image_header header;
    struct gz_image image;
};

static enum gz_name_case case_of(uint32_t i)
{
    return (enum gz_name_case)(i % 3);
}

// Names that share their begins, in several classes.
static int make_name(uint32_t i, char *out, size_t size)
{
    switch (i % 4) {
    case 0:
        return snprintf(out, size, "Acme %u", i);
    case 1:
        return snprintf(out, size, "%u Bank of %u", i, i % 7);
    case 2:
        return snprintf(out, size, "i%ux", i);
    default:
        return snprintf(out, size, "Acme Bank %u Inc", i);
    }
}

static void add_names(struct set *s)
{
    for (uint32_t i = 0; i < NAMES; i++) {
        char name[64];
        enum gz_spelling_fault fault;
        const int len = make_name(i, name, sizeof(name));
        CHECK_OK(gz_spelling_make(gz_str_of(name, (size_t)len), s->arena,
                                  &s->spellings[i], &fault));
        CHECK_OK(
            gz_prefix_table_add(&s->table, &s->spellings[i], case_of(i), i));
        s->records[i] = i + 1000;
    }
}

static void build(struct set *s)
{
    struct gz_prefix_shape shape;
    s->arena = gz_arena_new(SIZE_MAX);
    s->spellings = calloc(NAMES, sizeof(*s->spellings));
    CHECK(s->arena != NULL && s->spellings != NULL);
    gz_prefix_table_init(&s->table);
    gz_buffer_init(&s->filter, 0);
    gz_buffer_init(&s->buckets, 0);
    add_names(s);
    CHECK_OK(gz_prefix_table_sort(&s->table));
    gz_prefix_table_filter(&s->table, &shape, &s->filter);
    gz_prefix_table_buckets(&s->table, s->records, &shape, &s->buckets);
    CHECK_OK(gz_buffer_status(&s->filter));
    CHECK_OK(gz_buffer_status(&s->buckets));
    s->header = (struct gz_image_header){.bucket_count = shape.bucket_count};
    s->image = (struct gz_image){
        .header = &s->header,
        .filter = s->filter.data,
        .filter_shift = 64 - shape.filter_log2,
        .buckets = (void *)s->buckets.data,
        .bucket_total = s->buckets.len / sizeof(struct gz_bucket),
    };
}

// Whether a walk that ends with a key comes to a record: one of the names that
// have the key's fingerprint is told, nearly always the only one.
static bool is_final(const struct set *s, uint64_t key, uint32_t record)
{
    const struct gz_prefix_step step = gz_prefix_probe(&s->image, key);
    if (step.final == 0) {
        return false;
    }
    const uint16_t fingerprint = (uint16_t)key;
    uint64_t at = gz_image_bucket(key, s->header.bucket_count);
    bool known = false;
    for (; !known && at < s->image.bucket_total; at++) {
        const struct gz_bucket *b = &s->image.buckets[at];
        for (uint32_t m = gz_bucket_match(b, fingerprint); m != 0; m &= m - 1) {
            known |= b->value[__builtin_ctz(m)] == record;
        }
    }
    return known;
}

static uint32_t may_begin(const struct set *s, uint64_t key)
{
    return gz_prefix_may_begin(s->image.filter, s->image.filter_shift, key);
}

static void check_name(const struct set *s, uint32_t i, bool small)
{
    const struct gz_spelling *name = &s->spellings[i];
    uint64_t key = gz_spelling_first(name, small);
    CHECK_EQ(may_begin(s, key), 1);
    for (uint32_t k = 1; k < name->word_count; k++) {
        const struct gz_prefix_step step = gz_prefix_probe(&s->image, key);
        CHECK_EQ(gz_prefix_goes_on(step.next, name->words[k]), 1);
        key = gz_name_key_chain(key, name->gaps[k], name->words[k]);
    }
    CHECK(is_final(s, key, s->records[i]));
    CHECK(key == gz_spelling_key(name, small));
}

static void check_names(const struct set *s)
{
    for (uint32_t i = 0; i < NAMES; i++) {
        const struct gz_spelling *name = &s->spellings[i];
        check_name(s, i, name->small);
        if (name->cased && (case_of(i) == GZ_NAME_FREE ||
                            (case_of(i) == GZ_NAME_SMART && name->small))) {
            check_name(s, i, !name->small);
        }
    }
}

// The quick way of asking says what the thorough one does.
static void check_far(const struct set *s)
{
    for (size_t i = 0; i < s->table.count; i++) {
        const uint64_t key = s->table.items[i].key;
        const struct gz_prefix_step quick = gz_prefix_probe(&s->image, key);
        const struct gz_prefix_step far = gz_prefix_probe_far(&s->image, key);
        CHECK_EQ(quick.final, far.final);
        CHECK_EQ(quick.more, far.more);
        CHECK(quick.more == 0 || quick.next == far.next);
        CHECK(far.final == 0 || quick.record == far.record);
    }
}

// Keys that no name has: a fingerprint of 16 bits may err once in a while.
static void check_strangers(const struct set *s)
{
    uint32_t known = 0;
    uint32_t begins = 0;
    for (uint64_t i = 1; i <= 20000; i++) {
        const uint64_t key = gz_token_keys_mix(i, 0x9e3779b97f4a7c15U);
        const struct gz_prefix_step step = gz_prefix_probe(&s->image, key);
        known += step.final != 0 || step.more != 0;
        begins += may_begin(s, key);
    }
    CHECK(known < 20);
    CHECK(begins < 20000 / 4);
}

// Seven slots of nine are used at most, and few buckets spill.
static void check_load(const struct set *s)
{
    uint64_t used = 0;
    uint64_t spilt = 0;
    for (uint64_t i = 0; i < s->image.bucket_total; i++) {
        spilt += s->image.buckets[i].spill != 0;
        for (int k = 0; k < GZ_BUCKET_SLOTS; k++) {
            used += s->image.buckets[i].meta[k] != 0;
        }
    }
    CHECK(used * 10 > s->image.bucket_total * GZ_BUCKET_SLOTS * 6);
    CHECK(spilt < s->image.bucket_total / 4);
}

static void check_memory(void)
{
    struct gz_prefix_table t;
    struct gz_spelling name = {.word_count = 1};
    gz_prefix_table_init(&t);
    gz_alloc_fail_at(1);
    CHECK_EQ(gz_prefix_table_add(&t, &name, GZ_NAME_FREE, 0), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK_EQ(t.count, 0);
    gz_prefix_table_fini(&t);
}

int main(void)
{
    struct set *s = calloc(1, sizeof(*s));
    CHECK(s != NULL);
    build(s);
    check_names(s);
    check_far(s);
    check_strangers(s);
    check_load(s);
    check_memory();
    gz_buffer_fini(&s->filter);
    gz_buffer_fini(&s->buckets);
    gz_prefix_table_fini(&s->table);
    gz_arena_free(s->arena);
    free(s->spellings);
    free(s);
    return 0;
}
