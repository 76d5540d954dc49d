// Collecting what rules make, and deciding at the end what of it stays.

#include "rules/gazetteer/alias/alias_intake.h"

#include <stdlib.h>

#include "rules/gazetteer/match/name_lookup.h"
#include "rules/gazetteer/match/spelling.h"

// A spelling that waits for the rows that are still to come.
struct gz_alias_pending {
    struct gz_catalog_name name;
    struct gz_str from;
    enum gz_alias_rule rule;
    bool exact;      // its rule says so
    bool wanted;     // by the watch
    uint32_t other;  // given name that stops it, or GZ_CATALOG_NONE
    bool known;      // that is its own entity's
    const struct gz_source *src;
    size_t name_byte;  // if wanted
    uint64_t place;    // for findings
};

// A name that a row removes from what came before it.
struct gz_alias_removed {
    struct gz_str spelling;
    uint64_t key;
    uint32_t entity;  // that led at the time
    uint32_t before;  // number of pending names by then
};

void gz_alias_intake_init(struct gz_alias_intake *a)
{
    *a = (struct gz_alias_intake){.rules = 0};
    gz_text_pool_init(&a->texts);
    gz_prefix_table_init(&a->prefixes);
}

void gz_alias_intake_fini(struct gz_alias_intake *a)
{
    free(a->items);
    free(a->removed);
    gz_arena_free(a->arena);
    gz_text_pool_fini(&a->texts);
    gz_prefix_table_fini(&a->prefixes);
    gz_alias_intake_init(a);
}

static enum gz_status push(struct gz_alias_intake *a,
                           const struct gz_alias_pending *p)
{
    if (a->count == a->cap) {
        const size_t cap = a->cap == 0 ? 256 : a->cap * 2;
        struct gz_alias_pending *items =
            cap > UINT32_MAX ? NULL : realloc(a->items, cap * sizeof(*items));
        if (items == NULL) {
            return GZ_NO_MEMORY;
        }
        a->items = items;
        a->cap = cap;
    }
    a->items[a->count++] = *p;
    return GZ_OK;
}

// What a row and a rule together say of a spelling.
static struct gz_catalog_name weigh(const struct gz_catalog_name *given,
                                    const struct gz_alias *alias,
                                    const struct gz_spelling *s)
{
    struct gz_catalog_name name = *given;
    name.spelling = s->text;
    name.key = gz_spelling_key(s, false);
    name.how = (uint8_t)alias->how;
    name.final_dot = s->final_dot;
    name.marks = s->marks;
    name.policy.flags |= alias->flags;
    if (alias->exact) {
        name.policy.name_case = GZ_NAME_EXACT;
    }
    return name;
}

static enum gz_status add_one(struct gz_alias_intake *a,
                              const struct gz_alias_given *given,
                              const struct gz_alias *alias, uint64_t place)
{
    struct gz_spelling s;
    enum gz_spelling_fault fault;
    enum gz_status st = gz_spelling_make(alias->text, a->arena, &s, &fault);
    if (st != GZ_OK) {
        return st == GZ_INVALID ? GZ_OK : st;  // no image can have it
    }
    struct gz_alias_pending p = {
        .name = weigh(given->name, alias, &s),
        .from = alias->from,
        .rule = alias->rule,
        .exact = alias->exact,
        .other = GZ_CATALOG_NONE,
        .src = given->src,
        .place = place,
    };
    p.wanted = a->watch != NULL && a->watch->wants(a->watch->context, &p.name);
    if (p.wanted) {
        p.name_byte = given->find_byte(given->context);
        st = gz_text_pool_copy(&a->texts, &p.from);
    }
    st = st == GZ_OK ? gz_text_pool_copy(&a->texts, &p.name.spelling) : st;
    return st == GZ_OK ? push(a, &p) : st;
}

enum gz_status gz_alias_intake_add(struct gz_alias_intake *a,
                                   const struct gz_alias_given *given,
                                   const struct gz_list_findings *f)
{
    const unsigned left_alone = (unsigned)GZ_NAME_TICKER | GZ_NAME_STOP;
    const struct gz_catalog_name *name = given->name;
    if ((name->policy.flags & left_alone) != 0 || name->how == GZ_HOW_ACRONYM ||
        name->how == GZ_HOW_DERIVED) {
        return GZ_OK;
    }
    if (a->arena == NULL && (a->arena = gz_arena_new(SIZE_MAX)) == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_arena_reset(a->arena);
    const struct gz_alias_subject subject = {name->spelling, given->type,
                                             given->xids};
    struct gz_aliases aliases;
    const unsigned own = (name->policy.flags & GZ_NAME_ACCENTS) != 0
                             ? 1U << GZ_ALIAS_ACCENTS
                             : 0;
    enum gz_status st =
        gz_alias_rules_apply(a->rules | own, &subject, a->arena, &aliases);
    const uint64_t place = gz_list_findings_place(f, given->row_byte);
    for (uint32_t i = 0; st == GZ_OK && i < aliases.count; i++) {
        st = add_one(a, given, &aliases.items[i], place);
    }
    return st;
}

static uint64_t hash_of(uint64_t key)
{
    return key * 0x9e3779b97f4a7c15U;
}

enum gz_status gz_alias_intake_remove(struct gz_alias_intake *a, uint32_t lead,
                                      const struct gz_catalog_name *name)
{
    if (a->count == 0) {
        return GZ_OK;
    }
    if (a->removed_count == a->removed_cap) {
        const size_t cap = a->removed_cap == 0 ? 64 : a->removed_cap * 2;
        struct gz_alias_removed *more =
            cap > UINT32_MAX ? NULL : realloc(a->removed, cap * sizeof(*more));
        if (more == NULL) {
            return GZ_NO_MEMORY;
        }
        a->removed = more;
        a->removed_cap = cap;
    }
    a->removed[a->removed_count++] =
        (struct gz_alias_removed){name->spelling, name->key, lead, a->count};
    return GZ_OK;
}

// Take away what rows remove: those with an entity that is gone by now too.
static enum gz_status drop_removed(struct gz_alias_intake *a,
                                   const struct gz_catalog *c)
{
    struct gz_hash_index index;
    uint32_t kept = 0;
    gz_hash_index_init(&index);
    const enum gz_status st = gz_hash_index_reserve(&index, a->removed_count);
    for (uint32_t i = 0; st == GZ_OK && i < a->removed_count; i++) {
        gz_hash_index_put(&index, hash_of(a->removed[i].key), i);
    }
    for (uint32_t i = 0; st == GZ_OK && i < a->count; i++) {
        const struct gz_alias_pending *p = &a->items[i];
        const uint32_t lead = gz_catalog_lead(c, p->name.entity);
        bool stays = !c->entities[lead].removed;
        size_t at = 0;
        uint32_t n;
        while (stays && (n = gz_hash_index_next(&index, hash_of(p->name.key),
                                                &at)) != GZ_HASH_INDEX_NONE) {
            const struct gz_alias_removed *r = &a->removed[n];
            stays = i >= r->before || gz_catalog_lead(c, r->entity) != lead ||
                    !gz_str_eq(r->spelling, p->name.spelling);
        }
        if (stays) {
            a->items[kept++] = a->items[i];
        }
    }
    a->count = st == GZ_OK ? kept : a->count;
    gz_hash_index_fini(&index);
    return st;
}

// Whether a name of the same entity makes this one needless: it is spelt just
// so, or its policy is for every spelling to come.
static bool covers(const struct gz_catalog_name *given,
                   const struct gz_alias_pending *p)
{
    return gz_str_eq(p->name.spelling, given->spelling) ||
           given->policy.name_case == GZ_NAME_FREE || given->policy.flags != 0;
}

// Whether a text could be taken for both: an exact name is one spelling.
static bool meet(const struct gz_alias_pending *p,
                 const struct gz_catalog_name *given)
{
    if (p->name.key != given->key) {
        return false;
    }
    return p->exact ? gz_str_eq(p->name.spelling, given->spelling)
                    : gz_name_lookup_same(p->name.spelling, given->spelling);
}

// A row gives a name that rules made.  Of several the own entity's counts,
// then the first.
static void note_given(struct gz_alias_pending *p, const struct gz_catalog *c,
                       uint32_t number)
{
    const struct gz_catalog_name *given = &c->names[number];
    if (given->removed || !meet(p, given) || p->known) {
        return;
    }
    const bool own =
        gz_catalog_lead(c, given->entity) == gz_catalog_lead(c, p->name.entity);
    p->known = own && covers(given, p);
    if (p->known || (!own && p->other == GZ_CATALOG_NONE)) {
        p->other = number;
    }
}

static enum gz_status find_given(struct gz_alias_intake *a,
                                 const struct gz_catalog *c)
{
    struct gz_hash_index index;
    gz_hash_index_init(&index);
    const enum gz_status st = gz_hash_index_reserve(&index, a->count);
    for (uint32_t i = 0; st == GZ_OK && i < a->count; i++) {
        gz_hash_index_put(&index, hash_of(a->items[i].name.key), i);
    }
    for (uint32_t n = 0; st == GZ_OK && n < c->name_count; n++) {
        size_t at = 0;
        uint32_t i;
        const uint64_t hash = hash_of(c->names[n].key);
        while ((i = gz_hash_index_next(&index, hash, &at)) !=
               GZ_HASH_INDEX_NONE) {
            note_given(&a->items[i], c, n);
        }
    }
    gz_hash_index_fini(&index);
    return st;
}

static enum gz_status add_prefixes(struct gz_alias_intake *a,
                                   const struct gz_catalog_name *name,
                                   uint32_t number)
{
    struct gz_spelling s;
    enum gz_spelling_fault fault;
    gz_arena_reset(a->arena);
    const enum gz_status st =
        gz_spelling_make(name->spelling, a->arena, &s, &fault);
    return st == GZ_OK ? gz_prefix_table_add(&a->prefixes, &s,
                                             name->policy.name_case, number)
                       : st;
}

static enum gz_status commit(struct gz_alias_intake *a, struct gz_catalog *c,
                             struct gz_list_findings *f,
                             const struct gz_alias_pending *p, uint32_t *number,
                             bool *added)
{
    enum gz_status st = gz_catalog_add_name(c, &p->name, number, added);
    if (st != GZ_OK || !*added) {
        return st;
    }
    a->made++;
    st = gz_list_findings_name_at(f, *number, p->place);
    return st == GZ_OK ? add_prefixes(a, &p->name, *number) : st;
}

static void tell(const struct gz_alias_intake *a,
                 const struct gz_alias_pending *p, uint32_t number,
                 enum gz_name_fate fate)
{
    if (p->wanted) {
        const struct gz_name_sighting sighting = {
            .src = p->src,
            .begin_byte = p->name_byte,
            .name = p->name,
            .number = number,
            .fate = fate,
            .rule = gz_alias_rule_name(p->rule),
            .from = p->from,
        };
        a->watch->on_name(a->watch->context, &sighting);
    }
}

static enum gz_status decide(struct gz_alias_intake *a, struct gz_catalog *c,
                             struct gz_list_findings *f,
                             const struct gz_alias_pending *p)
{
    uint32_t number = p->other;
    bool added = false;
    enum gz_status st = GZ_OK;
    enum gz_name_fate fate = GZ_NAME_DUPLICATE;
    if (number == GZ_CATALOG_NONE) {
        st = commit(a, c, f, p, &number, &added);
        fate = added ? GZ_NAME_COUNTS : fate;
    } else if (!p->known) {
        fate = GZ_NAME_CONFLICT;
        a->conflicts++;
        gz_list_findings_conflict(f, c, p->place, &p->name,
                                  gz_alias_rule_name(p->rule), number);
    }
    tell(a, p, number, fate);
    return st;
}

enum gz_status gz_alias_intake_finish(struct gz_alias_intake *a,
                                      struct gz_catalog *c,
                                      struct gz_list_findings *f)
{
    enum gz_status st = a->count == 0 ? GZ_OK : drop_removed(a, c);
    st = st != GZ_OK || a->count == 0 ? st : find_given(a, c);
    for (uint32_t i = 0; st == GZ_OK && i < a->count; i++) {
        st = decide(a, c, f, &a->items[i]);
    }
    free(a->items);
    a->items = NULL;
    a->count = 0;
    a->cap = 0;
    return st;
}
