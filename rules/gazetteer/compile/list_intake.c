// Which rows speak of one entity, what each name is to it, and which names
// contradict each other.

#include "rules/gazetteer/compile/list_intake.h"

#include <assert.h>

#include "rules/gazetteer/compile/list_removal.h"

enum { AHEAD = 8 };  // rows for which memory is fetched before their turn

void gz_list_intake_init(struct gz_list_intake *in, FILE *findings)
{
    *in = (struct gz_list_intake){.rows = 0};
    gz_catalog_init(&in->catalog);
    gz_list_findings_init(&in->findings, findings);
    gz_alias_intake_init(&in->aliases);
}

void gz_list_intake_fini(struct gz_list_intake *in)
{
    gz_alias_intake_fini(&in->aliases);
    gz_list_findings_fini(&in->findings);
    gz_catalog_fini(&in->catalog);
}

// A row on its way into the catalog.
struct entry {
    struct gz_list_intake *intake;
    struct gz_list_chunk *chunk;
    const struct gz_list_row *row;
    const struct gz_catalog_key *keys;
    uint32_t known;  // the entity, or GZ_CATALOG_NONE
    struct gz_error *err;
};

// Read the row again, to report at one of its fields; it was good before.
static enum gz_status reread(const struct entry *e, struct gz_name_list *list,
                             struct gz_name_row *row)
{
    const enum gz_status st = gz_list_chunk_reread(e->chunk, e->row, list, row);
    assert(st == GZ_OK || st == GZ_NO_MEMORY);
    return st;
}

static enum gz_status report_no_type(const struct entry *e)
{
    struct gz_name_list list;
    struct gz_name_row row;
    enum gz_status st = reread(e, &list, &row);
    if (st == GZ_OK) {
        st = gz_name_list_fault(&list, row.fields[GZ_COLUMN_TYPE], e->err,
                                "type is empty in the first row of id "
                                "\"" GZ_STR_FMT "\"",
                                GZ_STR_ARG(row.fields[GZ_COLUMN_ID]));
    }
    gz_name_list_close(&list);
    return st;
}

static enum gz_status report_no_name(const struct entry *e)
{
    struct gz_name_list list;
    struct gz_name_row row;
    enum gz_status st = reread(e, &list, &row);
    if (st == GZ_OK) {
        st = gz_name_list_fault(&list, row.fields[GZ_COLUMN_NAME], e->err,
                                "name is empty");
    }
    gz_name_list_close(&list);
    return st;
}

static enum gz_status check_complete(const struct entry *e)
{
    const bool is_new = e->known == GZ_CATALOG_NONE;
    if (is_new && e->row->type.len_bytes == 0) {
        return report_no_type(e);
    }
    if (!e->row->has_name && (is_new || e->row->name_count == 0)) {
        return report_no_name(e);
    }
    return GZ_OK;
}

// The name of the row that was the index-th to be spelt.
static struct gz_str written_name(const struct gz_name_row *row, size_t index)
{
    struct gz_str aliases = row->fields[GZ_COLUMN_ALIASES];
    if (row->fields[GZ_COLUMN_NAME].len_bytes > 0) {
        if (index == 0) {
            return row->fields[GZ_COLUMN_NAME];
        }
        index--;
    }
    struct gz_str alias = gz_str_cut(&aliases, '|');
    while (index > 0) {
        alias = gz_str_cut(&aliases, '|');
        index--;
    }
    return alias;
}

static enum gz_status report_policies(const struct gz_name_list *list,
                                      struct gz_str name,
                                      const struct gz_name_policy *new,
                                      const struct gz_name_policy *old,
                                      struct gz_error *err)
{
    if (old->name_case != new->name_case) {
        return gz_name_list_fault(
            list, name, err,
            "name \"" GZ_STR_FMT "\" has policy %s here and %s in an earlier "
            "row of this id",
            GZ_STR_ARG(name), gz_name_case_name(new->name_case),
            gz_name_case_name(old->name_case));
    }
    return gz_name_list_fault(list, name, err,
                              "name \"" GZ_STR_FMT "\" has another context, "
                              "ticker, stop or word policy in an earlier row "
                              "of this id",
                              GZ_STR_ARG(name));
}

static enum gz_status report_policy(const struct entry *e, size_t index,
                                    const struct gz_name_policy *old)
{
    struct gz_name_list list;
    struct gz_name_row row;
    enum gz_status st = reread(e, &list, &row);
    if (st == GZ_OK) {
        st = report_policies(&list, written_name(&row, index), &row.policy, old,
                             e->err);
    }
    gz_name_list_close(&list);
    return st;
}

static bool same_policy(const struct gz_catalog_name *a,
                        const struct gz_catalog_name *b)
{
    return a->policy.name_case == b->policy.name_case &&
           a->policy.flags == b->policy.flags;
}

// One spelling of an entity has one policy.  Between packs the first wins,
// which is only a finding, so that a shipped list needs no mending to be
// combined.
static enum gz_status check_policies(const struct entry *e)
{
    const struct gz_catalog *catalog = &e->intake->catalog;
    for (size_t i = 0; i < e->row->name_count; i++) {
        const struct gz_catalog_name *new =
            &e->chunk->names[e->row->first_name + i];
        const uint32_t number = gz_catalog_find_name(catalog, e->known, new);
        if (number == GZ_CATALOG_NONE) {
            continue;
        }
        const struct gz_catalog_name *old = &catalog->names[number];
        if (old->pack == e->intake->pack && !same_policy(old, new)) {
            return report_policy(e, i, &old->policy);
        }
    }
    return GZ_OK;
}

// A name of the row by its number.
struct row_name {
    const struct entry *entry;
    size_t index;
};

static size_t find_byte(const void *context)
{
    const struct row_name *n = context;
    struct gz_name_list list;
    struct gz_name_row row;
    size_t byte = n->entry->row->place_byte;
    if (reread(n->entry, &list, &row) == GZ_OK) {
        byte = gz_name_list_place(&list, written_name(&row, n->index));
    }
    gz_name_list_close(&list);
    return byte;
}

static void tell(const struct entry *e, size_t index,
                 const struct gz_catalog_name *name, uint32_t number,
                 bool added)
{
    const struct gz_name_watch *watch = e->intake->aliases.watch;
    if (watch == NULL || !watch->wants(watch->context, name)) {
        return;
    }
    const struct row_name row_name = {e, index};
    struct gz_name_sighting sighting = {
        .src = e->chunk->list->src,
        .begin_byte = find_byte(&row_name),
        .name = *name,
        .number = number,
        .fate = GZ_NAME_COUNTS,
    };
    if (!added) {
        sighting.fate = same_policy(name, &e->intake->catalog.names[number])
                            ? GZ_NAME_DUPLICATE
                            : GZ_NAME_OVERRULED;
    }
    watch->on_name(watch->context, &sighting);
}

static enum gz_status commit_name(const struct entry *e, uint32_t entity,
                                  size_t index)
{
    struct gz_list_intake *in = e->intake;
    const size_t at = e->row->first_name + index;
    struct gz_catalog_name *name = &e->chunk->names[at];
    const bool own = index == 0 && e->row->has_name;
    const bool further = e->known != GZ_CATALOG_NONE && e->row->how_given;
    name->entity = entity;
    name->pack = in->pack;
    name->how = own && !further ? (uint8_t)GZ_HOW_NAME : name->how;
    uint32_t number;
    bool added;
    const enum gz_status st =
        gz_catalog_add_name(&in->catalog, name, &number, &added);
    if (st != GZ_OK) {
        return st;
    }
    tell(e, index, name, number, added);
    if (!added) {
        gz_list_findings_duplicate(&in->findings, &in->catalog, number, name,
                                   e->row->place_byte);
        return GZ_OK;
    }
    e->chunk->kept[at].number = number;
    return gz_list_findings_name(&in->findings, number, e->row->place_byte);
}

static void find_merges(const struct entry *e)
{
    struct gz_list_intake *in = e->intake;
    uint32_t lead = e->known;
    for (size_t i = 0; i < e->row->key_count && e->row->key_count > 1; i++) {
        const uint32_t other = gz_catalog_find(&in->catalog, &e->keys[i]);
        if (lead != GZ_CATALOG_NONE && other != GZ_CATALOG_NONE &&
            other != lead) {
            gz_list_findings_merge(&in->findings, &in->catalog, lead, other,
                                   e->row->place_byte);
            lead = other < lead ? other : lead;
        }
    }
}

// Whether rules make something of the names of a row.
static bool expands(const struct entry *e)
{
    if (e->row->name_count == 0) {
        return false;
    }
    const struct gz_catalog_name *first = &e->chunk->names[e->row->first_name];
    return e->intake->aliases.rules != 0 ||
           (first->policy.flags & GZ_NAME_ACCENTS) != 0;
}

// What rules make of the names that are new.
static enum gz_status expand(const struct entry *e, uint32_t entity)
{
    struct gz_list_intake *in = e->intake;
    const struct gz_catalog *c = &in->catalog;
    const struct gz_catalog_entity *lead =
        &c->entities[gz_catalog_lead(c, entity)];
    enum gz_status st = GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < e->row->name_count; i++) {
        const size_t at = e->row->first_name + i;
        const struct row_name row_name = {e, i};
        const struct gz_alias_given given = {
            .name = &e->chunk->names[at],
            .type = c->types[lead->type],
            .xids = e->row->details.xids,
            .src = e->chunk->list->src,
            .row_byte = e->row->place_byte,
            .find_byte = find_byte,
            .context = &row_name,
        };
        if (e->chunk->kept[at].number != GZ_CATALOG_NONE) {
            st = gz_alias_intake_add(&in->aliases, &given, &in->findings);
        }
    }
    return st;
}

// The row is good: nothing but memory can fail from here on.
static enum gz_status commit(const struct entry *e)
{
    struct gz_list_intake *in = e->intake;
    const uint32_t before = in->catalog.entity_count;
    const struct gz_catalog_row from = {
        .id = e->keys[0].text,
        .type = e->row->type,
        .name = e->row->name,
        .details = e->row->details,
    };
    uint32_t entity;
    find_merges(e);
    enum gz_status st = gz_catalog_add_entity(
        &in->catalog, e->keys, e->row->key_count, &from, &entity);
    if (st == GZ_OK && in->catalog.entity_count > before) {
        st = gz_list_findings_entity(&in->findings, entity, e->row->place_byte);
    }
    for (size_t i = 0; st == GZ_OK && i < e->row->name_count; i++) {
        st = commit_name(e, entity, i);
    }
    return st == GZ_OK && expands(e) ? expand(e, entity) : st;
}

static enum gz_status take_row(struct gz_list_intake *in,
                               struct gz_list_chunk *chunk,
                               const struct gz_list_row *row,
                               struct gz_error *err)
{
    struct entry e = {
        .intake = in,
        .chunk = chunk,
        .row = row,
        .keys = chunk->keys == NULL ? NULL : chunk->keys + row->first_key,
        .known = GZ_CATALOG_NONE,
        .err = err,
    };
    if (row->key_count == 0) {
        return err == NULL ? GZ_INVALID
                           : gz_list_chunk_explain(chunk, row, err);
    }
    if (row->remove) {
        return gz_list_removal_take(in, chunk, row);
    }
    for (size_t i = 0; i < row->key_count && e.known == GZ_CATALOG_NONE; i++) {
        e.known = gz_catalog_find(&in->catalog, &e.keys[i]);
    }
    enum gz_status st = check_complete(&e);
    if (st == GZ_OK && e.known != GZ_CATALOG_NONE) {
        st = check_policies(&e);
    }
    return st == GZ_OK ? commit(&e) : st;
}

// Where the search for a later row's entity will begin.
static const void *place_of(const struct gz_list_intake *in,
                            const struct gz_list_chunk *chunk, size_t row)
{
    if (row >= chunk->row_count || chunk->rows[row].key_count == 0) {
        return NULL;
    }
    return gz_hash_index_slot(&in->catalog.key_index,
                              chunk->keys[chunk->rows[row].first_key].hash);
}

enum gz_status gz_list_intake_take(struct gz_list_intake *in,
                                   struct gz_list_chunk *chunk,
                                   struct gz_error *err)
{
    enum gz_status result = chunk->status;
    if (result == GZ_OK) {
        result = gz_catalog_reserve(&in->catalog, chunk->key_count,
                                    chunk->row_count, chunk->name_count);
    }
    for (size_t i = 0; i < chunk->row_count; i++) {
        if (result != GZ_OK && result != GZ_INVALID) {
            break;
        }
        __builtin_prefetch(place_of(in, chunk, i + AHEAD));
        const enum gz_status st = take_row(in, chunk, &chunk->rows[i], err);
        in->rows++;
        in->bad_rows += st == GZ_INVALID;
        result = st == GZ_OK ? result : st;
    }
    gz_list_chunk_shrink(chunk);
    return result;
}

enum gz_status gz_list_intake_finish(struct gz_list_intake *in)
{
    return gz_alias_intake_finish(&in->aliases, &in->catalog, &in->findings);
}
