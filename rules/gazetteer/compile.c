// Rows to entities and names: which rows speak of one entity, what each name
// is to it, and which names contradict each other.

#include "rules/gazetteer/compile.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/source.h"
#include "rules/gazetteer/catalog.h"
#include "rules/gazetteer/image_write.h"
#include "rules/gazetteer/name_fields.h"
#include "rules/gazetteer/name_gap.h"
#include "rules/gazetteer/pack.h"

enum { SAME_AS_MAX = 16, KEYS_MAX = SAME_AS_MAX + 2 };

struct gz_compiler {
    struct gz_catalog catalog;
    struct gz_arena *row_arena;   // owned; reset for every row
    struct gz_arena *pack_arena;  // owned; reset for every pack
    uint64_t rows;
    uint64_t bad_rows;
    uint32_t packs;  // packs and lone lists so far
};

// A row on its way into the catalog; everything in row_arena or borrowed.
struct entry {
    struct gz_compiler *compiler;
    const struct gz_name_list *list;
    const struct gz_name_row *row;
    struct gz_error *err;
    struct gz_str keys[KEYS_MAX];
    size_t key_count;
    uint32_t known;  // the entity, or GZ_CATALOG_NONE
    struct gz_spelling **names;
    bool has_name;  // the first of names is the row's own
    size_t name_count;
};

struct gz_compiler *gz_compiler_new(void)
{
    struct gz_compiler *c = calloc(1, sizeof(*c));
    if (c == NULL) {
        return NULL;
    }
    c->row_arena = gz_arena_new(SIZE_MAX);
    c->pack_arena = gz_arena_new(SIZE_MAX);
    if (c->row_arena == NULL || c->pack_arena == NULL ||
        gz_catalog_init(&c->catalog) != GZ_OK) {
        gz_compiler_free(c);
        return NULL;
    }
    return c;
}

void gz_compiler_free(struct gz_compiler *c)
{
    if (c != NULL) {
        gz_catalog_fini(&c->catalog);
        gz_arena_free(c->row_arena);
        gz_arena_free(c->pack_arena);
        free(c);
    }
}

static struct gz_str join(struct gz_arena *arena, struct gz_str a,
                          struct gz_str b)
{
    char *both = gz_arena_alloc(arena, a.len_bytes + b.len_bytes + 1);
    if (both == NULL) {
        return (struct gz_str){NULL, 0};
    }
    memcpy(both, a.ptr, a.len_bytes);
    both[a.len_bytes] = ':';
    memcpy(both + a.len_bytes + 1, b.ptr, b.len_bytes);
    return gz_str_of(both, a.len_bytes + 1 + b.len_bytes);
}

static bool add_key(struct entry *e, struct gz_str namespace, struct gz_str id)
{
    const struct gz_str key = join(e->compiler->row_arena, namespace, id);
    e->keys[e->key_count++] = key;
    return key.ptr != NULL;
}

static enum gz_status add_same_as(struct entry *e)
{
    struct gz_str rest = e->row->fields[GZ_COLUMN_SAME_AS];
    while (rest.len_bytes > 0) {
        const struct gz_str id = gz_str_cut(&rest, '|');
        if (e->key_count == KEYS_MAX) {
            return gz_name_list_fault(e->list, id, e->err,
                                      "same_as has more than %d ids",
                                      SAME_AS_MAX);
        }
        if (memchr(id.ptr, ':', id.len_bytes) == NULL) {
            return gz_name_list_fault(e->list, id, e->err,
                                      "same_as \"" GZ_STR_FMT
                                      "\" is no entity id; one looks like "
                                      "wd:Q30 or pack:row-id",
                                      GZ_STR_ARG(id));
        }
        e->keys[e->key_count++] = id;
    }
    return GZ_OK;
}

// Keys by which the entity may be known; a Wikidata id makes the better id
// and comes first.
static enum gz_status make_keys(struct entry *e, struct gz_str namespace)
{
    const struct gz_str wikidata =
        gz_gazetteer_value(e->row->fields[GZ_COLUMN_XIDS], "wikidata");
    if ((wikidata.ptr != NULL && !add_key(e, GZ_STR_LIT("wd"), wikidata)) ||
        !add_key(e, namespace, e->row->fields[GZ_COLUMN_ID])) {
        return GZ_NO_MEMORY;
    }
    const enum gz_status st = add_same_as(e);
    e->known = GZ_CATALOG_NONE;
    for (size_t i = 0; i < e->key_count && e->known == GZ_CATALOG_NONE; i++) {
        e->known = gz_catalog_find(&e->compiler->catalog, e->keys[i]);
    }
    return st;
}

static enum gz_status check_complete(const struct entry *e)
{
    const struct gz_str *fields = e->row->fields;
    if (e->known == GZ_CATALOG_NONE && fields[GZ_COLUMN_TYPE].len_bytes == 0) {
        return gz_name_list_fault(e->list, fields[GZ_COLUMN_TYPE], e->err,
                                  "type is empty in the first row of id "
                                  "\"" GZ_STR_FMT "\"",
                                  GZ_STR_ARG(fields[GZ_COLUMN_ID]));
    }
    if (fields[GZ_COLUMN_NAME].len_bytes == 0 &&
        (e->known == GZ_CATALOG_NONE ||
         fields[GZ_COLUMN_ALIASES].len_bytes == 0)) {
        return gz_name_list_fault(e->list, fields[GZ_COLUMN_NAME], e->err,
                                  "name is empty");
    }
    return GZ_OK;
}

static enum gz_status report_spelling(const struct entry *e, struct gz_str name,
                                      enum gz_spelling_fault fault)
{
    switch (fault) {
    case GZ_SPELLING_NO_WORD:
        return gz_name_list_fault(e->list, name, e->err,
                                  "name \"" GZ_STR_FMT "\" holds no word",
                                  GZ_STR_ARG(name));
    case GZ_SPELLING_LONG:
        return gz_name_list_fault(
            e->list, name, e->err,
            "the name has %zu bytes, at most %d are allowed", name.len_bytes,
            GZ_NAME_BYTES_MAX);
    case GZ_SPELLING_WORDS:
        return gz_name_list_fault(e->list, name, e->err,
                                  "the name has more than %d words",
                                  GZ_NAME_WORDS_MAX);
    case GZ_SPELLING_GAP:
        return gz_name_list_fault(e->list, name, e->err,
                                  "the name has too many marks between two "
                                  "words, at most %d are allowed",
                                  GZ_NAME_GAP_BYTES_MAX);
    case GZ_SPELLING_SMALL_S:
        return gz_name_list_fault(e->list, name, e->err,
                                  "the name begins with a possessive");
    case GZ_SPELLING_FINE:
        break;
    }
    return GZ_INVALID;
}

// One spelling of an entity has one policy.  Between packs the first wins
// silently, so that a shipped list needs no mending to be combined.
static enum gz_status check_policy(const struct entry *e, struct gz_str name,
                                   const struct gz_spelling *spelling)
{
    if (e->known == GZ_CATALOG_NONE) {
        return GZ_OK;
    }
    const struct gz_catalog_name *old =
        gz_catalog_find_name(&e->compiler->catalog, e->known, spelling->text);
    const struct gz_name_policy *new = &e->row->policy;
    if (old == NULL || old->pack != e->compiler->packs ||
        (old->policy.name_case == new->name_case &&
         old->policy.flags == new->flags)) {
        return GZ_OK;
    }
    if (old->policy.name_case != new->name_case) {
        return gz_name_list_fault(
            e->list, name, e->err,
            "name \"" GZ_STR_FMT "\" has policy %s here and %s in an earlier "
            "row of this id",
            GZ_STR_ARG(name), gz_name_case_name(new->name_case),
            gz_name_case_name(old->policy.name_case));
    }
    return gz_name_list_fault(e->list, name, e->err,
                              "name \"" GZ_STR_FMT "\" has another context, "
                              "ticker, stop or word policy in an earlier row "
                              "of this id",
                              GZ_STR_ARG(name));
}

static enum gz_status add_spelling(struct entry *e, struct gz_str name)
{
    struct gz_arena *arena = e->compiler->row_arena;
    struct gz_spelling *spelling = GZ_ARENA_NEW(arena, struct gz_spelling);
    if (spelling == NULL) {
        return GZ_NO_MEMORY;
    }
    enum gz_spelling_fault fault;
    const enum gz_status st = gz_spelling_make(name, arena, spelling, &fault);
    if (st != GZ_OK) {
        return st == GZ_INVALID ? report_spelling(e, name, fault) : st;
    }
    e->names[e->name_count++] = spelling;
    return check_policy(e, name, spelling);
}

static size_t count_aliases(struct gz_str aliases)
{
    size_t count = aliases.len_bytes > 0;
    for (size_t i = 0; i < aliases.len_bytes; i++) {
        count += aliases.ptr[i] == '|';
    }
    return count;
}

static enum gz_status make_names(struct entry *e)
{
    const struct gz_str name = e->row->fields[GZ_COLUMN_NAME];
    struct gz_str aliases = e->row->fields[GZ_COLUMN_ALIASES];
    e->names = GZ_ARENA_ARRAY(e->compiler->row_arena, struct gz_spelling *,
                              count_aliases(aliases) + 1);
    if (e->names == NULL) {
        return GZ_NO_MEMORY;
    }
    e->has_name = name.len_bytes > 0;
    enum gz_status st = e->has_name ? add_spelling(e, name) : GZ_OK;
    if (aliases.len_bytes == 0) {
        return st;
    }
    while (st == GZ_OK && aliases.ptr != NULL) {
        const struct gz_str alias = gz_str_cut(&aliases, '|');
        st = alias.len_bytes == 0
                 ? gz_name_list_fault(e->list, alias, e->err, "alias is empty")
                 : add_spelling(e, alias);
    }
    return st;
}

// The row is good: nothing but memory can fail from here on.
static enum gz_status commit(const struct entry *e)
{
    const struct gz_str *fields = e->row->fields;
    struct gz_catalog *catalog = &e->compiler->catalog;
    const struct gz_catalog_entity from = {
        .id = e->keys[0],
        .type = fields[GZ_COLUMN_TYPE],
        .name = e->has_name ? e->names[0]->text : fields[GZ_COLUMN_NAME],
        .xids = fields[GZ_COLUMN_XIDS],
        .attributes = fields[GZ_COLUMN_ATTRIBUTES],
    };
    struct gz_catalog_name name = {
        .priority = e->row->priority,
        .policy = e->row->policy,
        .pack = e->compiler->packs,
    };
    enum gz_status st = gz_catalog_add_entity(catalog, e->keys, e->key_count,
                                              &from, &name.entity);
    for (size_t i = 0; st == GZ_OK && i < e->name_count; i++) {
        const bool own = i == 0 && e->has_name;
        const bool further = e->known != GZ_CATALOG_NONE && e->row->how_given;
        name.how = (uint8_t)(own && !further ? GZ_HOW_NAME : e->row->how);
        st = gz_catalog_add_name(catalog, e->names[i], &name);
    }
    return st;
}

static enum gz_status add_row(struct gz_compiler *c,
                              const struct gz_name_list *list,
                              const struct gz_name_row *row,
                              struct gz_str namespace, struct gz_error *err)
{
    struct entry e = {.compiler = c, .list = list, .row = row, .err = err};
    gz_arena_reset(c->row_arena);
    enum gz_status st = make_keys(&e, namespace);
    if (st == GZ_OK) {
        st = check_complete(&e);
    }
    if (st == GZ_OK) {
        st = make_names(&e);
    }
    return st == GZ_OK ? commit(&e) : st;
}

// Read all rows; bad ones are counted and left out.
static enum gz_status add_rows(struct gz_compiler *c, struct gz_name_list *list,
                               struct gz_str namespace, struct gz_error *err)
{
    enum gz_status result = GZ_OK;
    for (;;) {
        struct gz_name_row row;
        enum gz_status st = gz_name_list_next(list, &row, err);
        if (st == GZ_NOT_FOUND) {
            return result;
        }
        if (st == GZ_OK) {
            st = add_row(c, list, &row, namespace, err);
        }
        c->rows++;
        if (st == GZ_INVALID) {
            c->bad_rows++;
            result = st;
        } else if (st != GZ_OK) {
            return st;
        }
    }
}

static enum gz_status add_list(struct gz_compiler *c,
                               enum gz_list_format format,
                               const struct gz_source *src,
                               struct gz_str namespace, struct gz_error *err)
{
    struct gz_name_list list;
    enum gz_status st = gz_name_list_open(&list, format, src, err);
    if (st == GZ_OK) {
        st = add_rows(c, &list, namespace, err);
    }
    gz_name_list_close(&list);
    if (st != GZ_OK && st != GZ_INVALID) {
        gz_error_set(err, st, "cannot take in %s: %s", src->name,
                     gz_status_name(st));
    }
    return st;
}

static enum gz_status add_file(struct gz_compiler *c, const char *path,
                               struct gz_str namespace, struct gz_error *err)
{
    struct gz_source src;
    enum gz_status st = gz_source_load(&src, path, 0, err);
    if (st == GZ_OK) {
        st = add_list(c, gz_list_format_of(gz_str_z(path)), &src, namespace,
                      err);
        gz_source_fini(&src);
    }
    return st;
}

static enum gz_status add_pack(struct gz_compiler *c, const char *folder,
                               struct gz_error *err)
{
    struct gz_pack pack;
    gz_arena_reset(c->pack_arena);
    enum gz_status st = gz_pack_read(folder, c->pack_arena, &pack, err);
    if (st != GZ_OK) {
        return st;
    }
    for (size_t i = 0; i < pack.list_count; i++) {
        const enum gz_status one =
            add_file(c, pack.lists[i], pack.namespace, err);
        if (one != GZ_OK && one != GZ_INVALID) {
            return one;
        }
        st = one == GZ_OK ? st : one;
    }
    return st;
}

enum gz_status gz_compiler_add(struct gz_compiler *c, const char *path,
                               struct gz_error *err)
{
    struct stat info;
    c->packs++;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return add_pack(c, path, err);
    }
    return add_file(c, path, gz_pack_stem(path), err);
}

enum gz_status gz_compiler_add_source(struct gz_compiler *c,
                                      const struct gz_source *src,
                                      struct gz_str namespace,
                                      struct gz_error *err)
{
    c->packs++;
    return add_list(c, GZ_LIST_TSV, src, namespace, err);
}

enum gz_status gz_compiler_finish(struct gz_compiler *c, struct gz_buffer *out,
                                  struct gz_compile_report *report,
                                  struct gz_error *err)
{
    struct gz_image_counts counts = {0, 0};
    const enum gz_status st = gz_image_write(&c->catalog, out, &counts);
    if (st != GZ_OK) {
        return gz_error_set(err, st, "cannot write the name image: %s",
                            gz_status_name(st));
    }
    *report = (struct gz_compile_report){
        .rows = c->rows,
        .entities = counts.entities,
        .names = counts.names,
        .bad_rows = c->bad_rows,
    };
    return GZ_OK;
}
