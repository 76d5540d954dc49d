// Rows to keys, names and prefixes, one at a time.

#include "rules/gazetteer/compile/list_chunk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/lists/name_fields.h"
#include "rules/gazetteer/match/name_gap.h"
#include "rules/gazetteer/match/spelling.h"

enum { SAME_AS_MAX = 16 };

// A chunk while it is read; everything of the row in hand is in arena.
struct reader {
    struct gz_list_chunk *chunk;
    struct gz_name_list list;
    struct gz_name_row row;
    struct gz_arena *arena;  // owned; reset for every row
    struct gz_error *err;    // NULL: nobody asks why
};

void gz_list_chunk_init(struct gz_list_chunk *chunk)
{
    *chunk = (struct gz_list_chunk){.status = GZ_OK};
    gz_prefix_table_init(&chunk->prefixes);
}

void gz_list_chunk_fini(struct gz_list_chunk *chunk)
{
    gz_list_chunk_shrink(chunk);
    gz_prefix_table_fini(&chunk->prefixes);
    free(chunk->kept);
    gz_list_chunk_init(chunk);
}

void gz_list_chunk_shrink(struct gz_list_chunk *chunk)
{
    free(chunk->rows);
    free(chunk->keys);
    free(chunk->names);
    chunk->rows = NULL;
    chunk->keys = NULL;
    chunk->names = NULL;
    chunk->row_count = chunk->row_cap = 0;
    chunk->key_count = chunk->key_cap = 0;
    chunk->name_cap = 0;
}

// An array with room for one more, or NULL when memory is short; then the old
// one stands.
static void *make_room(void *items, size_t count, size_t *cap, size_t size)
{
    if (count < *cap) {
        return items;
    }
    const size_t wanted = *cap == 0 ? 64 : *cap * 2;
    void *more = realloc(items, wanted * size);
    *cap = more != NULL ? wanted : *cap;
    return more;
}

static bool is_in_source(const struct gz_source *src, struct gz_str s)
{
    const uintptr_t begin = (uintptr_t)src->text;
    const uintptr_t at = (uintptr_t)s.ptr;
    return at >= begin && at <= begin + src->len_bytes;
}

// Let a view outlive its row: the source stays, what a reader unquoted not.
static enum gz_status hold(struct reader *r, struct gz_str *s)
{
    return is_in_source(r->list.src, *s)
               ? GZ_OK
               : gz_text_pool_copy(r->chunk->texts, s);
}

static enum gz_status add_key(struct reader *r, struct gz_str text)
{
    struct gz_list_chunk *chunk = r->chunk;
    struct gz_catalog_key *keys = make_room(chunk->keys, chunk->key_count,
                                            &chunk->key_cap, sizeof(*keys));
    if (keys == NULL) {
        return GZ_NO_MEMORY;
    }
    chunk->keys = keys;
    keys[chunk->key_count++] =
        (struct gz_catalog_key){text, gz_catalog_hash(text)};
    return GZ_OK;
}

static enum gz_status add_joined(struct reader *r, struct gz_str namespace,
                                 struct gz_str id)
{
    const size_t len = namespace.len_bytes + 1 + id.len_bytes;
    char *both = gz_text_pool_take(r->chunk->texts, len);
    if (both == NULL) {
        return GZ_NO_MEMORY;
    }
    memcpy(both, namespace.ptr, namespace.len_bytes);
    both[namespace.len_bytes] = ':';
    memcpy(both + namespace.len_bytes + 1, id.ptr, id.len_bytes);
    return add_key(r, gz_str_of(both, len));
}

static enum gz_status add_held(struct reader *r, struct gz_str id)
{
    const enum gz_status st = hold(r, &id);
    return st == GZ_OK ? add_key(r, id) : st;
}

static enum gz_status add_same_as(struct reader *r)
{
    const size_t first = r->chunk->key_count;
    enum gz_status st = GZ_OK;
    struct gz_str rest = r->row.fields[GZ_COLUMN_SAME_AS];
    while (st == GZ_OK && rest.len_bytes > 0) {
        struct gz_str id = gz_str_cut(&rest, '|');
        if (r->chunk->key_count - first == SAME_AS_MAX) {
            return gz_name_list_fault(&r->list, id, r->err,
                                      "same_as has more than %d ids",
                                      SAME_AS_MAX);
        }
        if (id.len_bytes > 2 * GZ_NAME_ID_BYTES_MAX) {
            return gz_name_list_fault(&r->list, id, r->err,
                                      "same_as has an id of %zu bytes, at most "
                                      "%d are allowed",
                                      id.len_bytes, 2 * GZ_NAME_ID_BYTES_MAX);
        }
        if (id.len_bytes == 0 || memchr(id.ptr, ':', id.len_bytes) == NULL) {
            return gz_name_list_fault(&r->list, id, r->err,
                                      "same_as \"" GZ_STR_FMT
                                      "\" is no entity id; one looks like "
                                      "wd:Q30 or pack:row-id",
                                      GZ_STR_ARG(id));
        }
        st = add_held(r, id);
    }
    return st;
}

// Keys by which the entity may be known; a Wikidata id makes the better id
// and comes first.  The id of a removal may be an entity's whole one.
static enum gz_status add_keys(struct reader *r)
{
    const struct gz_str *fields = r->row.fields;
    const struct gz_str id = fields[GZ_COLUMN_ID];
    const struct gz_str wikidata =
        gz_gazetteer_value(fields[GZ_COLUMN_XIDS], "wikidata");
    enum gz_status st = GZ_OK;
    if (wikidata.ptr != NULL) {
        st = add_joined(r, GZ_STR_LIT("wd"), wikidata);
    }
    if (st == GZ_OK) {
        st = add_joined(r, r->chunk->namespace, id);
    }
    if (st == GZ_OK && r->row.remove && memchr(id.ptr, ':', id.len_bytes)) {
        st = add_held(r, id);
    }
    return st == GZ_OK ? add_same_as(r) : st;
}

static enum gz_status report_spelling(const struct reader *r,
                                      struct gz_str name,
                                      enum gz_spelling_fault fault)
{
    switch (fault) {
    case GZ_SPELLING_NO_WORD:
        return gz_name_list_fault(&r->list, name, r->err,
                                  "name \"" GZ_STR_FMT "\" holds no word",
                                  GZ_STR_ARG(name));
    case GZ_SPELLING_LONG:
        return gz_name_list_fault(
            &r->list, name, r->err,
            "the name has %zu bytes, at most %d are allowed", name.len_bytes,
            GZ_NAME_BYTES_MAX);
    case GZ_SPELLING_WORDS:
        return gz_name_list_fault(&r->list, name, r->err,
                                  "the name has more than %d words",
                                  GZ_NAME_WORDS_MAX);
    case GZ_SPELLING_GAP:
        return gz_name_list_fault(&r->list, name, r->err,
                                  "the name has too many marks between two "
                                  "words, at most %d are allowed",
                                  GZ_NAME_GAP_BYTES_MAX);
    case GZ_SPELLING_SMALL_S:
        return gz_name_list_fault(&r->list, name, r->err,
                                  "the name begins with a possessive");
    case GZ_SPELLING_FINE:
        break;
    }
    return GZ_INVALID;
}

// Most names are spelt as they are written, and the source keeps those.
static enum gz_status hold_spelling(struct reader *r, struct gz_str written,
                                    struct gz_str *spelling)
{
    if (gz_str_eq(*spelling, written)) {
        *spelling = written;
    }
    return hold(r, spelling);
}

static enum gz_status make_room_for_name(struct gz_list_chunk *chunk)
{
    struct gz_catalog_name *names = make_room(chunk->names, chunk->name_count,
                                              &chunk->name_cap, sizeof(*names));
    chunk->names = names != NULL ? names : chunk->names;
    struct gz_list_chunk_name *kept = make_room(
        chunk->kept, chunk->name_count, &chunk->kept_cap, sizeof(*kept));
    chunk->kept = kept != NULL ? kept : chunk->kept;
    return names == NULL || kept == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static enum gz_status put_name(struct reader *r, struct gz_str written,
                               const struct gz_spelling *s)
{
    struct gz_list_chunk *chunk = r->chunk;
    struct gz_catalog_name name = {
        .spelling = s->text,
        .key = gz_spelling_key(s, false),
        .priority = r->row.priority,
        .how = (uint8_t)r->row.how,
        .policy = r->row.policy,
        .final_dot = s->final_dot,
        .marks = s->marks,
    };
    enum gz_status st = hold_spelling(r, written, &name.spelling);
    st = st == GZ_OK ? make_room_for_name(chunk) : st;
    if (st == GZ_OK && !r->row.remove) {
        st = gz_prefix_table_add(&chunk->prefixes, s, name.policy.name_case, 0);
    }
    if (st == GZ_OK) {
        chunk->kept[chunk->name_count] = (struct gz_list_chunk_name){
            GZ_CATALOG_NONE, (uint32_t)chunk->prefixes.count};
        chunk->names[chunk->name_count++] = name;
    }
    return st;
}

static enum gz_status add_name(struct reader *r, struct gz_str written)
{
    struct gz_spelling spelling;
    enum gz_spelling_fault fault;
    const enum gz_status st =
        gz_spelling_make(written, r->arena, &spelling, &fault);
    if (st == GZ_INVALID) {
        return report_spelling(r, written, fault);
    }
    return st == GZ_OK ? put_name(r, written, &spelling) : st;
}

static enum gz_status add_names(struct reader *r)
{
    const struct gz_str name = r->row.fields[GZ_COLUMN_NAME];
    struct gz_str aliases = r->row.fields[GZ_COLUMN_ALIASES];
    enum gz_status st = name.len_bytes > 0 ? add_name(r, name) : GZ_OK;
    if (aliases.len_bytes == 0) {
        return st;
    }
    while (st == GZ_OK && aliases.ptr != NULL) {
        const struct gz_str alias = gz_str_cut(&aliases, '|');
        st = alias.len_bytes == 0
                 ? gz_name_list_fault(&r->list, alias, r->err, "alias is empty")
                 : add_name(r, alias);
    }
    return st;
}

// The row itself stands behind comments and empty lines, if it has any.  An
// id that its reader had to unquote does not say where.
static size_t find_place(const struct reader *r, size_t begin)
{
    const struct gz_source *src = r->list.src;
    const struct gz_str id = r->row.fields[GZ_COLUMN_ID];
    if (is_in_source(src, id)) {
        return (size_t)(id.ptr - src->text);
    }
    while (src->text[begin] == '\n' || src->text[begin] == '\r') {
        begin++;
    }
    return begin;
}

static enum gz_status add_texts(struct reader *r, struct gz_list_row *row)
{
    const struct gz_str *fields = r->row.fields;
    row->type = fields[GZ_COLUMN_TYPE];
    row->name = fields[GZ_COLUMN_NAME];
    row->details.xids = fields[GZ_COLUMN_XIDS];
    row->details.attributes = fields[GZ_COLUMN_ATTRIBUTES];
    row->has_name = row->name.len_bytes > 0;
    if (row->has_name) {
        row->name = r->chunk->names[row->first_name].spelling;
    }
    row->remove = r->row.remove;
    row->how_given = r->row.how_given;
    row->place_byte = find_place(r, row->begin_byte);
    enum gz_status st = hold(r, &row->type);
    st = st == GZ_OK ? hold(r, &row->name) : st;
    st = st == GZ_OK ? hold(r, &row->details.xids) : st;
    return st == GZ_OK ? hold(r, &row->details.attributes) : st;
}

// Leave out what was added for the row; the texts of bad rows are few.
static void undo(struct gz_list_chunk *chunk, const struct gz_list_row *row)
{
    chunk->key_count = row->first_key;
    chunk->name_count = row->first_name;
    chunk->prefixes.count = chunk->name_count == 0
                                ? 0
                                : chunk->kept[chunk->name_count - 1].end_prefix;
}

static enum gz_status add_row(struct reader *r, struct gz_list_row *row)
{
    struct gz_list_chunk *chunk = r->chunk;
    row->first_key = (uint32_t)chunk->key_count;
    row->first_name = (uint32_t)chunk->name_count;
    enum gz_status st = add_keys(r);
    st = st == GZ_OK ? add_names(r) : st;
    st = st == GZ_OK ? add_texts(r, row) : st;
    if (st == GZ_INVALID) {
        undo(chunk, row);
    }
    row->key_count = (uint32_t)chunk->key_count - row->first_key;
    row->name_count = (uint32_t)chunk->name_count - row->first_name;
    return st;
}

// Read one row; GZ_NOT_FOUND at the end, GZ_INVALID after a bad one.
static enum gz_status read_row(struct reader *r)
{
    struct gz_list_chunk *chunk = r->chunk;
    if (r->list.rest.ptr == NULL) {
        return GZ_NOT_FOUND;
    }
    struct gz_list_row row = {
        .begin_byte = (size_t)(r->list.rest.ptr - r->list.src->text)};
    enum gz_status st = gz_name_list_next(&r->list, &r->row, r->err);
    if (st == GZ_OK) {
        gz_arena_reset(r->arena);
        st = add_row(r, &row);
    }
    if (st != GZ_OK && st != GZ_INVALID) {
        return st;
    }
    struct gz_list_row *rows = make_room(chunk->rows, chunk->row_count,
                                         &chunk->row_cap, sizeof(*rows));
    if (rows == NULL) {
        return GZ_NO_MEMORY;
    }
    chunk->rows = rows;
    rows[chunk->row_count++] = row;
    return st;
}

static enum gz_status reader_init(struct reader *r, struct gz_list_chunk *chunk,
                                  size_t begin, struct gz_error *err)
{
    *r = (struct reader){
        .chunk = chunk,
        .list = gz_name_list_part(chunk->list, begin, chunk->end_byte),
        .arena = gz_arena_new(SIZE_MAX),
        .err = err};
    return r->arena == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static void reader_fini(struct reader *r)
{
    gz_name_list_close(&r->list);
    gz_arena_free(r->arena);
}

// Prefixes stay until the end, so give back what was room for more.
static enum gz_status trim(struct gz_prefix_table *t)
{
    if (t->count > 0 && t->count < t->cap) {
        void *less = realloc(t->items, t->count * sizeof(*t->items));
        if (less == NULL) {
            return GZ_NO_MEMORY;
        }
        t->items = less;
        t->cap = t->count;
    }
    return GZ_OK;
}

void gz_list_chunk_read(struct gz_list_chunk *chunk)
{
    struct reader r;
    enum gz_status st = reader_init(&r, chunk, chunk->begin_byte, NULL);
    while (st == GZ_OK || st == GZ_INVALID) {
        st = read_row(&r);
    }
    if (st == GZ_NOT_FOUND) {
        st = trim(&chunk->prefixes);
    }
    reader_fini(&r);
    chunk->status = st;
}

enum gz_status gz_list_chunk_reread(const struct gz_list_chunk *chunk,
                                    const struct gz_list_row *row,
                                    struct gz_name_list *list,
                                    struct gz_name_row *out)
{
    *list = gz_name_list_part(chunk->list, row->begin_byte, chunk->end_byte);
    return gz_name_list_next(list, out, NULL);
}

enum gz_status gz_list_chunk_explain(const struct gz_list_chunk *chunk,
                                     const struct gz_list_row *row,
                                     struct gz_error *err)
{
    struct gz_list_chunk again;
    struct reader r;
    struct gz_text_pool texts;
    gz_text_pool_init(&texts);
    gz_list_chunk_init(&again);
    again.texts = &texts;
    again.list = chunk->list;
    again.namespace = chunk->namespace;
    again.end_byte = chunk->end_byte;
    enum gz_status st = reader_init(&r, &again, row->begin_byte, err);
    st = st == GZ_OK ? read_row(&r) : st;
    reader_fini(&r);
    gz_list_chunk_fini(&again);
    gz_text_pool_fini(&texts);
    return st;
}

void gz_list_chunk_number(struct gz_list_chunk *chunk)
{
    struct gz_prefix *items = chunk->prefixes.items;
    size_t from = 0;
    size_t to = 0;
    for (size_t n = 0; n < chunk->name_count; n++) {
        const struct gz_list_chunk_name *kept = &chunk->kept[n];
        for (; from < kept->end_prefix; from++) {
            if (kept->number != GZ_CATALOG_NONE) {
                items[to] = items[from];
                items[to++].value = kept->number;
            }
        }
    }
    chunk->prefixes.count = to;
}
