// Names with one key become a group of records; names that are spelt alike
// under one case policy become one record with several readings.

#include "rules/gazetteer/record_write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/name_record.h"
#include "rules/gazetteer/radix.h"

struct keyed {
    uint64_t key;
    uint64_t name;
};

// A name of a group, ready to be sorted.
struct member {
    const struct gz_catalog_name *name;
    uint32_t entity;  // in the image
    uint32_t order;
};

struct group {
    struct member *items;  // owned
    size_t count;
    size_t cap;
};

static int compare_entity(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    const int by_text = gz_str_compare(a->name->spelling, b->name->spelling);
    if (by_text != 0) {
        return by_text;
    }
    if (a->entity != b->entity) {
        return a->entity < b->entity ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

static int compare_reading(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    const int by_text = gz_str_compare(a->name->spelling, b->name->spelling);
    if (by_text != 0) {
        return by_text;
    }
    const enum gz_name_case case_a = a->name->policy.name_case;
    const enum gz_name_case case_b = b->name->policy.name_case;
    if (case_a != case_b) {
        return case_a < case_b ? -1 : 1;
    }
    if (a->name->priority != b->name->priority) {
        return a->name->priority > b->name->priority ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

// Entities may have merged after each got the same name; the first stays.
static void drop_doubles(struct group *g)
{
    qsort(g->items, g->count, sizeof(*g->items), compare_entity);
    size_t kept = 0;
    for (size_t i = 0; i < g->count; i++) {
        const struct member *m = &g->items[i];
        if (kept > 0 && g->items[kept - 1].entity == m->entity &&
            gz_str_eq(g->items[kept - 1].name->spelling, m->name->spelling)) {
            continue;
        }
        g->items[kept++] = *m;
    }
    g->count = kept;
}

static size_t record_end(const struct group *g, size_t begin)
{
    const struct gz_catalog_name *first = g->items[begin].name;
    size_t end = begin + 1;
    while (end < g->count &&
           g->items[end].name->policy.name_case == first->policy.name_case &&
           gz_str_eq(g->items[end].name->spelling, first->spelling)) {
        end++;
    }
    return end;
}

static void append_readings(const struct group *g, size_t begin, size_t end,
                            struct gz_buffer *out)
{
    for (size_t i = begin; i < end; i++) {
        const struct gz_reading reading = {
            .entity = g->items[i].entity,
            .priority = g->items[i].name->priority,
            .how = g->items[i].name->how,
            .flags = g->items[i].name->policy.flags,
        };
        gz_buffer_append(out, &reading, sizeof(reading));
    }
}

static void append_record(const struct group *g, size_t begin, size_t end,
                          struct gz_buffer *out)
{
    const struct gz_catalog_name *name = g->items[begin].name;
    // Readings beyond the limit are those of lowest priority.
    const size_t most = begin + GZ_NAME_READINGS_MAX;
    const size_t stop = end < most ? end : most;
    struct gz_name_record r = {
        .spelling = name->spelling,
        .reading_count = (uint32_t)(stop - begin),
        .token_count = name->token_count,
        .name_case = name->policy.name_case,
        .last = end == g->count,
    };
    for (size_t i = begin; i < end; i++) {
        r.final_dot |= g->items[i].name->final_dot;
    }
    const uint32_t head = gz_name_record_head(&r);
    gz_buffer_append(out, &head, sizeof(head));
    append_readings(g, begin, stop, out);
    gz_buffer_append_str(out, name->spelling);
    while (out->len % 4 != 0 && gz_buffer_status(out) == GZ_OK) {
        gz_buffer_append_byte(out, 0);
    }
}

static uint32_t append_group(struct group *g, struct gz_buffer *out)
{
    uint32_t count = 0;
    drop_doubles(g);
    qsort(g->items, g->count, sizeof(*g->items), compare_reading);
    for (size_t i = 0; i < g->count; count++) {
        const size_t end = record_end(g, i);
        append_record(g, i, end, out);
        i = end;
    }
    return count;
}

static enum gz_status group_add(struct group *g, struct member m)
{
    if (g->count == g->cap) {
        const size_t cap = g->cap == 0 ? 64 : g->cap * 2;
        struct member *items = realloc(g->items, cap * sizeof(*items));
        if (items == NULL) {
            return GZ_NO_MEMORY;
        }
        g->items = items;
        g->cap = cap;
    }
    g->items[g->count++] = m;
    return GZ_OK;
}

static enum gz_status sort_names(const struct gz_catalog *c,
                                 struct keyed **sorted)
{
    struct keyed *items = calloc((size_t)c->name_count + 1, sizeof(*items));
    *sorted = items;
    if (items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < c->name_count; i++) {
        items[i] = (struct keyed){c->names[i].key, i};
    }
    return gz_radix_sort16(items, c->name_count);
}

// Collect the names with the key that begins at *i; moves *i on.
static enum gz_status collect_group(const struct gz_catalog *c,
                                    const struct keyed *sorted,
                                    const uint32_t *numbers, uint32_t *i,
                                    struct group *g)
{
    const uint64_t key = sorted[*i].key;
    g->count = 0;
    for (; *i < c->name_count && sorted[*i].key == key; ++*i) {
        const uint32_t name = (uint32_t)sorted[*i].name;
        const struct gz_catalog_name *n = &c->names[name];
        const enum gz_status st =
            group_add(g, (struct member){n, numbers[n->entity], name});
        if (st != GZ_OK) {
            return st;
        }
    }
    return GZ_OK;
}

enum gz_status gz_record_write(const struct gz_catalog *c,
                               const uint32_t *numbers, uint32_t *records,
                               uint32_t *count, struct gz_buffer *out)
{
    struct keyed *sorted = NULL;
    struct group group = {NULL, 0, 0};
    const size_t base = out->len;
    *count = 0;
    assert(base % 4 == 0);

    enum gz_status st = sort_names(c, &sorted);
    for (uint32_t i = 0; st == GZ_OK && i < c->name_count;) {
        const uint32_t from = i;
        const size_t offset = (out->len - base) / 4;
        st = collect_group(c, sorted, numbers, &i, &group);
        if (st == GZ_OK && offset > UINT32_MAX) {
            st = GZ_LIMIT;
        }
        if (st == GZ_OK) {
            *count += append_group(&group, out);
            st = gz_buffer_status(out);
        }
        for (uint32_t k = from; k < i; k++) {
            records[sorted[k].name] = (uint32_t)offset;
        }
    }
    free(group.items);
    free(sorted);
    return st;
}
