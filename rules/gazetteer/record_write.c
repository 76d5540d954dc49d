// Names with one key become a group of records; names that are written alike
// under one case policy become one record with several readings.
//
// Entities are written where their name is, so what a record says of an entity
// that comes later is filled in at the end.

#include "rules/gazetteer/record_write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/name_record.h"
#include "rules/gazetteer/radix.h"
#include "rules/gazetteer/record_text.h"

struct keyed {
    uint64_t key;
    uint64_t name;
};

// A name of a group, ready to be sorted.
struct member {
    const struct gz_catalog_name *name;
    uint32_t lead;  // its entity in the catalog
    uint32_t order;
};

struct group {
    struct member *items;  // owned
    size_t count;
    size_t cap;
};

// A reference to an entity, to be filled in.
struct patch {
    uint32_t at;  // in names
    uint32_t lead;
};

struct writer {
    const struct gz_catalog *catalog;
    const uint8_t *types;
    struct gz_record_sections *out;
    struct gz_record_text text;
    struct gz_buffer patches;  // owned: struct patch
    uint32_t *homes;           // owned: record of each entity, NO_HOME before
    struct group group;
    struct keyed *sorted;  // owned
};

#define NO_HOME UINT32_MAX

// Zeros behind the last record, so that a short one can be read like others.
enum { NAMES_SPARE = 8 };

void gz_record_sections_init(struct gz_record_sections *s)
{
    memset(s, 0, sizeof(*s));
    gz_buffer_init(&s->names, UINT32_MAX);
}

void gz_record_sections_fini(struct gz_record_sections *s)
{
    gz_buffer_fini(&s->names);
    free(s->records);
    s->records = NULL;
}

static int compare_texts(const struct member *a, const struct member *b)
{
    return gz_str_compare(a->name->spelling, b->name->spelling);
}

static int compare_order(const struct member *a, const struct member *b)
{
    return a->order < b->order ? -1 : a->order > b->order;
}

static int compare_entity(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    const int by_text = compare_texts(a, b);
    if (by_text != 0) {
        return by_text;
    }
    if (a->lead != b->lead) {
        return a->lead < b->lead ? -1 : 1;
    }
    return compare_order(a, b);
}

static int compare_reading(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    const int by_text = compare_texts(a, b);
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
    return compare_order(a, b);
}

// Entities may have merged after each got the same name; the first stays.
static void drop_doubles(struct group *g)
{
    qsort(g->items, g->count, sizeof(*g->items), compare_entity);
    size_t kept = 0;
    for (size_t i = 0; i < g->count; i++) {
        if (kept == 0 || g->items[kept - 1].lead != g->items[i].lead ||
            compare_texts(&g->items[kept - 1], &g->items[i]) != 0) {
            g->items[kept++] = g->items[i];
        }
    }
    g->count = kept;
}

static size_t record_end(const struct group *g, size_t begin)
{
    const struct member *first = &g->items[begin];
    size_t end = begin + 1;
    while (end < g->count &&
           g->items[end].name->policy.name_case ==
               first->name->policy.name_case &&
           compare_texts(&g->items[end], first) == 0) {
        end++;
    }
    return end;
}

static struct gz_reading reading_of(const struct member *m)
{
    return (struct gz_reading){
        .entity = 0,  // to be filled in
        .priority = m->name->priority,
        .how = m->name->how,
        .flags = m->name->policy.flags,
    };
}

// Append a reference to an entity whose place may not be known yet.
static void put_reference(struct writer *w, uint32_t lead)
{
    struct gz_buffer *names = &w->out->names;
    const struct patch patch = {(uint32_t)names->len, lead};
    gz_buffer_append(&w->patches, &patch, sizeof(patch));
    gz_buffer_append(names, &patch.lead, sizeof(patch.lead));
}

static void put_details(struct gz_buffer *names, struct gz_str xids,
                        struct gz_str attributes)
{
    const uint16_t sizes[2] = {(uint16_t)xids.len_bytes,
                               (uint16_t)attributes.len_bytes};
    gz_buffer_append(names, sizes, sizeof(sizes));
    gz_buffer_append_str(names, xids);
    gz_buffer_append_str(names, attributes);
}

static void put_entity(struct writer *w, uint32_t lead)
{
    struct gz_buffer *names = &w->out->names;
    const struct gz_catalog_entity *e = &w->catalog->entities[lead];
    const struct gz_catalog_details *d = gz_catalog_details(w->catalog, e);
    const bool details = d->xids.len_bytes > 0 || d->attributes.len_bytes > 0;
    gz_buffer_append_byte(
        names,
        (uint8_t)(w->types[lead] | (details ? (unsigned)GZ_NAME_DETAILS : 0)));
    gz_record_text_put_id(&w->text, e->id, names);
    if (details) {
        put_details(names, d->xids, d->attributes);
    }
    w->out->entity_count++;
}

// Whether a record of this one name can hold its entity: the name is what the
// entity is called.
static bool makes_home(const struct writer *w, const struct member *m)
{
    return w->homes[m->lead] == NO_HOME &&
           gz_str_eq(m->name->spelling, w->catalog->entities[m->lead].name);
}

static enum gz_name_kind kind_of(const struct writer *w, const struct group *g,
                                 size_t begin, size_t end)
{
    const struct member *m = &g->items[begin];
    const struct gz_reading r = reading_of(m);
    const bool plain = r.priority == 0 && r.flags == 0;
    if (end - begin > 1) {
        return GZ_NAME_KIND_READINGS;
    }
    if (makes_home(w, m)) {
        return plain && r.how == GZ_HOW_NAME ? GZ_NAME_KIND_HOME
                                             : GZ_NAME_KIND_MARKED;
    }
    return plain && r.how == GZ_HOW_ALIAS ? GZ_NAME_KIND_ALIAS
                                          : GZ_NAME_KIND_READINGS;
}

static void put_readings(struct writer *w, const struct group *g, size_t begin,
                         size_t end)
{
    // Readings beyond the limit are those of lowest priority.
    const size_t most = begin + GZ_NAME_READINGS_MAX;
    const size_t stop = end < most ? end : most;
    const uint16_t count = (uint16_t)(stop - begin);
    gz_buffer_append(&w->out->names, &count, sizeof(count));
    for (size_t i = begin; i < stop; i++) {
        const struct gz_reading r = reading_of(&g->items[i]);
        put_reference(w, g->items[i].lead);
        gz_buffer_append(&w->out->names, &r.priority, sizeof(r.priority));
        gz_buffer_append_byte(&w->out->names, r.how);
        gz_buffer_append_byte(&w->out->names, r.flags);
    }
}

static void put_meaning(struct writer *w, const struct group *g, size_t begin,
                        size_t end, enum gz_name_kind kind)
{
    struct gz_buffer *names = &w->out->names;
    const struct member *m = &g->items[begin];
    const struct gz_reading r = reading_of(m);
    switch (kind) {
    case GZ_NAME_KIND_MARKED:
        gz_buffer_append(names, &r.priority, sizeof(r.priority));
        gz_buffer_append_byte(names, r.how);
        gz_buffer_append_byte(names, r.flags);
        put_entity(w, m->lead);
        break;
    case GZ_NAME_KIND_HOME:
        put_entity(w, m->lead);
        break;
    case GZ_NAME_KIND_ALIAS:
        put_reference(w, m->lead);
        break;
    case GZ_NAME_KIND_READINGS:
        put_readings(w, g, begin, end);
        break;
    }
}

static void put_record(struct writer *w, const struct group *g, size_t begin,
                       size_t end)
{
    const struct member *m = &g->items[begin];
    const enum gz_name_kind kind = kind_of(w, g, begin, end);
    if (kind == GZ_NAME_KIND_HOME || kind == GZ_NAME_KIND_MARKED) {
        w->homes[m->lead] = (uint32_t)w->out->names.len;
    }
    const unsigned bits =
        (unsigned)m->name->policy.name_case |
        (m->name->final_dot ? (unsigned)GZ_NAME_BITS_DOT : 0) |
        (m->name->marks ? (unsigned)GZ_NAME_BITS_MARKS : 0) |
        (end == g->count ? (unsigned)GZ_NAME_BITS_LAST : 0) |
        (unsigned)kind << GZ_NAME_BITS_KIND;
    gz_record_text_put_name(&w->text, m->name->spelling, bits, &w->out->names);
    put_meaning(w, g, begin, end, kind);
    w->out->name_count++;
}

static void put_group(struct writer *w)
{
    struct group *g = &w->group;
    if (g->count > 1) {
        drop_doubles(g);
        qsort(g->items, g->count, sizeof(*g->items), compare_reading);
    }
    for (size_t i = 0; i < g->count;) {
        const size_t end = record_end(g, i);
        put_record(w, g, i, end);
        i = end;
    }
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

static enum gz_status sort_names(struct writer *w)
{
    const struct gz_catalog *c = w->catalog;
    for (uint32_t i = 0; i < c->name_count; i++) {
        w->sorted[i] = (struct keyed){c->names[i].key, i};
    }
    return gz_radix_sort16(w->sorted, c->name_count);
}

// Collect the names with the key that begins at i; *end is behind them.
static enum gz_status collect_group(struct writer *w, uint32_t i, uint32_t *end)
{
    const struct gz_catalog *c = w->catalog;
    const uint64_t key = w->sorted[i].key;
    w->group.count = 0;
    for (; i < c->name_count && w->sorted[i].key == key; i++) {
        const uint32_t name = (uint32_t)w->sorted[i].name;
        const struct gz_catalog_name *n = &c->names[name];
        const enum gz_status st = group_add(
            &w->group, (struct member){n, gz_catalog_lead(c, n->entity), name});
        if (st != GZ_OK) {
            return st;
        }
    }
    *end = i;
    return GZ_OK;
}

static enum gz_status put_groups(struct writer *w)
{
    enum gz_status st = sort_names(w);
    for (uint32_t i = 0; st == GZ_OK && i < w->catalog->name_count;) {
        uint32_t end = i;
        const uint32_t record = (uint32_t)w->out->names.len;
        st = collect_group(w, i, &end);
        if (st == GZ_OK) {
            put_group(w);
            st = gz_buffer_status(&w->out->names);
        }
        for (; i < end; i++) {
            w->out->records[w->sorted[i].name] = record;
        }
    }
    return st;
}

// Entities whose name is that of others too, or of nobody by now.
static void put_homeless(struct writer *w)
{
    const struct gz_catalog *c = w->catalog;
    const unsigned bits = (unsigned)GZ_NAME_BITS_LAST |
                          (unsigned)GZ_NAME_KIND_HOME << GZ_NAME_BITS_KIND;
    for (uint32_t i = 0; i < c->entity_count; i++) {
        if (c->entities[i].parent == i && w->homes[i] == NO_HOME) {
            w->homes[i] = (uint32_t)w->out->names.len;
            gz_record_text_put_name(&w->text, c->entities[i].name, bits,
                                    &w->out->names);
            put_entity(w, i);
        }
    }
}

static enum gz_status fill_in(struct writer *w)
{
    const enum gz_status st = gz_buffer_status(&w->patches);
    const size_t count = w->patches.len / sizeof(struct patch);
    for (size_t i = 0; st == GZ_OK && i < count; i++) {
        struct patch p;
        memcpy(&p, w->patches.data + i * sizeof(p), sizeof(p));
        memcpy(w->out->names.data + p.at, &w->homes[p.lead],
               sizeof(w->homes[p.lead]));
    }
    return st;
}

static enum gz_status write_all(struct writer *w)
{
    static const uint8_t zeros[NAMES_SPARE] = {0};
    enum gz_status st = put_groups(w);
    if (st == GZ_OK) {
        put_homeless(w);
        gz_buffer_append(&w->out->names, zeros, sizeof(zeros));
        st = gz_buffer_status(&w->out->names);
    }
    return st == GZ_OK ? fill_in(w) : st;
}

enum gz_status gz_record_write(const struct gz_catalog *c, const uint8_t *types,
                               struct gz_record_sections *out)
{
    const size_t names = (size_t)c->name_count + 1;
    const size_t entities = (size_t)c->entity_count + 1;
    struct writer w = {
        .catalog = c,
        .types = types,
        .out = out,
        .homes = malloc(entities * sizeof(*w.homes)),
        .sorted = malloc(names * sizeof(*w.sorted)),
    };
    gz_buffer_init(&w.patches, 0);
    out->records = malloc(names * sizeof(*out->records));
    enum gz_status st =
        gz_record_text_init(&w.text, c, &out->name_symbols, &out->id_symbols);
    if (w.homes == NULL || w.sorted == NULL || out->records == NULL) {
        st = GZ_NO_MEMORY;
    }
    if (st == GZ_OK) {
        memset(w.homes, 0xff, entities * sizeof(*w.homes));
        st = write_all(&w);
    }
    gz_record_text_fini(&w.text);
    gz_buffer_fini(&w.patches);
    free(w.homes);
    free(w.sorted);
    free(w.group.items);
    return st;
}
