// Names with one key become a group of records; names that are written alike
// under one case policy become one record with several readings.

#include "rules/gazetteer/image/record_part.h"

#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/image/name_record.h"

// A name of a group, ready to be sorted.
struct gz_record_member {
    const struct gz_catalog_name *name;
    uint32_t lead;  // its entity in the catalog
    uint32_t order;
};

// A reference to an entity, to be filled in.
struct patch {
    uint32_t at;  // in the part
    uint32_t lead;
};

void gz_record_part_init(struct gz_record_part *p,
                         const struct gz_record_shared *shared,
                         struct gz_buffer *names)
{
    *p = (struct gz_record_part){.shared = shared, .names = names};
    gz_buffer_init(&p->patches, 0);
    gz_buffer_init(&p->leads, 0);
}

void gz_record_part_fini(struct gz_record_part *p)
{
    gz_buffer_fini(&p->patches);
    gz_buffer_fini(&p->leads);
    free(p->members);
    p->members = NULL;
}

static int compare_texts(const struct gz_record_member *a,
                         const struct gz_record_member *b)
{
    return gz_str_compare(a->name->spelling, b->name->spelling);
}

static int compare_order(const struct gz_record_member *a,
                         const struct gz_record_member *b)
{
    return a->order < b->order ? -1 : a->order > b->order;
}

static int compare_entity(const void *left, const void *right)
{
    const struct gz_record_member *a = left;
    const struct gz_record_member *b = right;
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
    const struct gz_record_member *a = left;
    const struct gz_record_member *b = right;
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
static void drop_doubles(struct gz_record_part *g)
{
    qsort(g->members, g->member_count, sizeof(*g->members), compare_entity);
    size_t kept = 0;
    for (size_t i = 0; i < g->member_count; i++) {
        if (kept == 0 || g->members[kept - 1].lead != g->members[i].lead ||
            compare_texts(&g->members[kept - 1], &g->members[i]) != 0) {
            g->members[kept++] = g->members[i];
        }
    }
    g->member_count = kept;
}

static size_t record_end(const struct gz_record_part *g, size_t begin)
{
    const struct gz_record_member *first = &g->members[begin];
    size_t end = begin + 1;
    while (end < g->member_count &&
           g->members[end].name->policy.name_case ==
               first->name->policy.name_case &&
           compare_texts(&g->members[end], first) == 0) {
        end++;
    }
    return end;
}

static struct gz_reading reading_of(const struct gz_record_member *m)
{
    return (struct gz_reading){
        .entity = 0,  // to be filled in
        .priority = m->name->priority,
        .how = m->name->how,
        .flags = m->name->policy.flags & (GZ_NAME_ACCENTS - 1),
    };
}

// Append a reference to an entity whose place may not be known yet.
static void put_reference(struct gz_record_part *p, uint32_t lead)
{
    const struct patch patch = {(uint32_t)p->names->len, lead};
    gz_buffer_append(&p->patches, &patch, sizeof(patch));
    gz_buffer_append(p->names, &patch.lead, sizeof(patch.lead));
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

static void put_entity(struct gz_record_part *p, uint32_t lead)
{
    const struct gz_record_shared *w = p->shared;
    struct gz_buffer *names = p->names;
    const struct gz_catalog_entity *e = &w->catalog->entities[lead];
    const struct gz_catalog_details *d = gz_catalog_details(w->catalog, e);
    const bool details = d->xids.len_bytes > 0 || d->attributes.len_bytes > 0;
    gz_buffer_append_byte(
        names, (uint8_t)(e->type | (details ? (unsigned)GZ_NAME_DETAILS : 0)));
    gz_record_text_put_id(w->text, e->id, names);
    if (details) {
        put_details(names, d->xids, d->attributes);
    }
    p->entity_count++;
}

// Whether a record of this one name can hold its entity: the name is what the
// entity is called.  Only one name of an entity is spelt like that.
static bool makes_home(const struct gz_record_shared *w,
                       const struct gz_record_member *m)
{
    return gz_str_eq(m->name->spelling, w->catalog->entities[m->lead].name);
}

static enum gz_name_kind kind_of(const struct gz_record_shared *w,
                                 const struct gz_record_part *g, size_t begin,
                                 size_t end)
{
    const struct gz_record_member *m = &g->members[begin];
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

static void put_readings(struct gz_record_part *p, size_t begin, size_t end)
{
    const struct gz_record_part *g = p;
    // Readings beyond the limit are those of lowest priority.
    const size_t most = begin + GZ_NAME_READINGS_MAX;
    const size_t stop = end < most ? end : most;
    const uint16_t count = (uint16_t)(stop - begin);
    gz_buffer_append(p->names, &count, sizeof(count));
    for (size_t i = begin; i < stop; i++) {
        const struct gz_reading r = reading_of(&g->members[i]);
        put_reference(p, g->members[i].lead);
        gz_buffer_append(p->names, &r.priority, sizeof(r.priority));
        gz_buffer_append_byte(p->names, r.how);
        gz_buffer_append_byte(p->names, r.flags);
    }
}

static void put_meaning(struct gz_record_part *p, size_t begin, size_t end,
                        enum gz_name_kind kind)
{
    struct gz_buffer *names = p->names;
    const struct gz_record_member *m = &p->members[begin];
    const struct gz_reading r = reading_of(m);
    switch (kind) {
    case GZ_NAME_KIND_MARKED:
        gz_buffer_append(names, &r.priority, sizeof(r.priority));
        gz_buffer_append_byte(names, r.how);
        gz_buffer_append_byte(names, r.flags);
        put_entity(p, m->lead);
        break;
    case GZ_NAME_KIND_HOME:
        put_entity(p, m->lead);
        break;
    case GZ_NAME_KIND_ALIAS:
        put_reference(p, m->lead);
        break;
    case GZ_NAME_KIND_READINGS:
        put_readings(p, begin, end);
        break;
    }
}

static void put_record(struct gz_record_part *p, size_t begin, size_t end)
{
    const struct gz_record_shared *w = p->shared;
    const struct gz_record_part *g = p;
    const struct gz_record_member *m = &g->members[begin];
    const enum gz_name_kind kind = kind_of(w, g, begin, end);
    if (kind == GZ_NAME_KIND_HOME || kind == GZ_NAME_KIND_MARKED) {
        w->homes[m->lead] = (uint32_t)p->names->len;
        gz_buffer_append(&p->leads, &m->lead, sizeof(m->lead));
    }
    const unsigned bits =
        (unsigned)m->name->policy.name_case |
        (m->name->final_dot ? (unsigned)GZ_NAME_BITS_DOT : 0) |
        (m->name->marks ? (unsigned)GZ_NAME_BITS_MARKS : 0) |
        (end == g->member_count ? (unsigned)GZ_NAME_BITS_LAST : 0) |
        (unsigned)kind << GZ_NAME_BITS_KIND;
    gz_record_text_put_name(w->text, m->name->spelling, bits, p->names);
    put_meaning(p, begin, end, kind);
    p->name_count++;
}

static void put_group(struct gz_record_part *p)
{
    struct gz_record_part *g = p;
    if (g->member_count > 1) {
        drop_doubles(g);
        qsort(g->members, g->member_count, sizeof(*g->members),
              compare_reading);
    }
    for (size_t i = 0; i < g->member_count;) {
        const size_t end = record_end(g, i);
        put_record(p, i, end);
        i = end;
    }
}

static enum gz_status group_add(struct gz_record_part *g,
                                struct gz_record_member m)
{
    if (g->member_count == g->member_cap) {
        const size_t cap = g->member_cap == 0 ? 64 : g->member_cap * 2;
        struct gz_record_member *items =
            realloc(g->members, cap * sizeof(*items));
        if (items == NULL) {
            return GZ_NO_MEMORY;
        }
        g->members = items;
        g->member_cap = cap;
    }
    g->members[g->member_count++] = m;
    return GZ_OK;
}

// Memory is waited for where names come in the order of keys, so what the
// names and entities of later groups need is fetched in time: first the name,
// then what it points to, then what its entity points to.
enum { FETCH_NAME = 24, FETCH_ENTITY = 16, FETCH_ID = 8 };

// Collect the names with the key that begins at i; *end is behind them.
static enum gz_status collect_group(struct gz_record_part *p, uint32_t i,
                                    uint32_t *end)
{
    const struct gz_catalog *c = p->shared->catalog;
    const struct gz_record_key *sorted = p->shared->sorted;
    const uint64_t key = sorted[i].key;
    enum gz_status st = GZ_OK;
    p->member_count = 0;
    for (; st == GZ_OK && i < p->end && sorted[i].key == key; i++) {
        if (p->end - i > FETCH_NAME) {
            const struct gz_catalog_name *far =
                &c->names[sorted[i + FETCH_NAME].name];
            const struct gz_catalog_name *near =
                &c->names[sorted[i + FETCH_ENTITY].name];
            const struct gz_catalog_name *next =
                &c->names[sorted[i + FETCH_ID].name];
            __builtin_prefetch(far);
            __builtin_prefetch(far + 1);  // its end, maybe in another line
            __builtin_prefetch(near->spelling.ptr);
            __builtin_prefetch(&c->entities[near->entity]);
            __builtin_prefetch(&c->entities[near->entity] + 1);
            __builtin_prefetch(c->entities[next->entity].id.ptr);
        }
        const uint32_t name = (uint32_t)sorted[i].name;
        const struct gz_catalog_name *n = &c->names[name];
        st = group_add(p, (struct gz_record_member){
                              n, gz_catalog_lead(c, n->entity), name});
    }
    *end = i;
    return st;
}

void gz_record_part_write(struct gz_record_part *p)
{
    const struct gz_record_shared *w = p->shared;
    enum gz_status st = GZ_OK;
    for (uint32_t i = p->begin; st == GZ_OK && i < p->end;) {
        uint32_t end = i;
        const uint32_t record = (uint32_t)p->names->len;
        st = collect_group(p, i, &end);
        if (st == GZ_OK) {
            put_group(p);
            st = gz_buffer_status(p->names);
        }
        for (; i < end; i++) {
            w->records[w->sorted[i].name] = record;
        }
    }
    st = st == GZ_OK ? gz_buffer_status(&p->patches) : st;
    p->status = st == GZ_OK ? gz_buffer_status(&p->leads) : st;
}

void gz_record_part_write_homeless(struct gz_record_part *p)
{
    const struct gz_record_shared *w = p->shared;
    const struct gz_catalog *c = w->catalog;
    const unsigned bits = (unsigned)GZ_NAME_BITS_LAST |
                          (unsigned)GZ_NAME_CASE_NONE |
                          (unsigned)GZ_NAME_KIND_HOME << GZ_NAME_BITS_KIND;
    for (uint32_t i = 0; i < c->entity_count; i++) {
        const struct gz_catalog_entity *e = &c->entities[i];
        if (e->parent == i && !e->removed && w->homes[i] == GZ_RECORD_NO_HOME) {
            w->homes[i] = (uint32_t)p->names->len;
            gz_buffer_append(&p->leads, &i, sizeof(i));
            gz_record_text_put_name(w->text, e->name, bits, p->names);
            put_entity(p, i);
        }
    }
    const enum gz_status st = gz_buffer_status(p->names);
    p->status = st == GZ_OK ? gz_buffer_status(&p->leads) : st;
}

void gz_record_part_move(const struct gz_record_part *p)
{
    const struct gz_record_shared *w = p->shared;
    const uint32_t *leads = (const void *)p->leads.data;
    for (uint32_t i = p->begin; i < p->end; i++) {
        w->records[w->sorted[i].name] += p->base;
    }
    for (size_t i = 0; i < p->leads.len / sizeof(*leads); i++) {
        w->homes[leads[i]] += p->base;
    }
}

void gz_record_part_fill(const struct gz_record_part *p)
{
    const struct patch *patches = (const void *)p->patches.data;
    for (size_t i = 0; i < p->patches.len / sizeof(*patches); i++) {
        memcpy(p->names->data + patches[i].at,
               &p->shared->homes[patches[i].lead], sizeof(uint32_t));
    }
}
