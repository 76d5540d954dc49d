// Names out of other programs: what they lack is lost here, what comes twice
// is put together.

#include "rules/gazetteer/import/importer.h"

#include <stdio.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "rules/gazetteer/lists/name_fields.h"
#include "rules/gazetteer/match/spelling.h"
#include "rules/text/utf8.h"

// A row of the list; views in arena, or static.
struct gz_importer_item {
    struct gz_str id;
    struct gz_str type;
    struct gz_str name;
    struct gz_str attributes;
    enum gz_name_case name_case;
    int16_t priority;
    uint8_t flags;
};

enum gz_status gz_importer_init(struct gz_importer *im,
                                const struct gz_import_options *options,
                                struct gz_import_report *report,
                                struct gz_error *err)
{
    *im = (struct gz_importer){
        .options = options,
        .report = report,
        .err = err,
        .arena = gz_arena_new(SIZE_MAX),
        .scratch = gz_arena_new(SIZE_MAX),
        .types = gz_map_new(1000),
        .known = gz_map_new(1000),
    };
    return im->arena == NULL || im->scratch == NULL || im->types == NULL ||
                   im->known == NULL
               ? GZ_NO_MEMORY
               : GZ_OK;
}

void gz_importer_fini(struct gz_importer *im)
{
    gz_arena_free(im->arena);
    gz_arena_free(im->scratch);
    gz_map_free(im->types);
    gz_map_free(im->known);
}

void gz_importer_lose_label(struct gz_importer *im,
                            const struct gz_import_place *place, uint64_t count,
                            struct gz_str label)
{
    gz_import_report_add(im->report, place, count,
                         "label \"" GZ_STR_FMT
                         "\" has no type; give it one with --map " GZ_STR_FMT
                         "=TYPE",
                         GZ_STR_ARG(label), GZ_STR_ARG(label));
}

// Whether a compiler would take the name; what it would say is counted.
static enum gz_status check_name(struct gz_importer *im,
                                 const struct gz_import_place *place,
                                 struct gz_str name)
{
    struct gz_spelling spelling;
    enum gz_spelling_fault fault;
    const enum gz_status st =
        gz_spelling_make(name, im->scratch, &spelling, &fault);
    if (st != GZ_INVALID) {
        return st;
    }
    switch (fault) {
    case GZ_SPELLING_NO_WORD:
    case GZ_SPELLING_FINE:
        gz_import_report_add(im->report, place, 1, "a name without a word");
        break;
    case GZ_SPELLING_LONG:
        gz_import_report_add(im->report, place, 1,
                             "a name of more than %d bytes", GZ_NAME_BYTES_MAX);
        break;
    case GZ_SPELLING_WORDS:
        gz_import_report_add(im->report, place, 1,
                             "a name of more than %d words", GZ_NAME_WORDS_MAX);
        break;
    case GZ_SPELLING_GAP:
        gz_import_report_add(im->report, place, 1,
                             "a name with many marks between two words");
        break;
    case GZ_SPELLING_SMALL_S:
        gz_import_report_add(im->report, place, 1,
                             "a name that begins with a possessive");
        break;
    }
    return GZ_INVALID;
}

static struct gz_str concat(struct gz_arena *arena, struct gz_str a,
                            char between, struct gz_str b)
{
    char *both = gz_arena_alloc(arena, a.len_bytes + b.len_bytes + 1);
    if (both == NULL) {
        return (struct gz_str){NULL, 0};
    }
    memcpy(both, a.ptr, a.len_bytes);
    both[a.len_bytes] = between;
    memcpy(both + a.len_bytes + 1, b.ptr, b.len_bytes);
    return gz_str_of(both, a.len_bytes + 1 + b.len_bytes);
}

// An entity that has no id is called by its type and its name, so that it
// keeps its id when the list is imported again, in another order.  Of several
// with the same name but the first have a number behind that.
static struct gz_str make_id(struct gz_importer *im, struct gz_str type,
                             struct gz_str name, uint32_t number)
{
    char digest[33];
    char id[GZ_NAME_ID_BYTES_MAX + 16];
    if (type.len_bytes + 1 + name.len_bytes > GZ_NAME_ID_BYTES_MAX - 8) {
        gz_hash128_hex(name.ptr, name.len_bytes, digest);
        name = gz_str_z(digest);
    }
    int len = snprintf(id, sizeof(id), GZ_STR_FMT "/" GZ_STR_FMT,
                       GZ_STR_ARG(type), GZ_STR_ARG(name));
    if (number > 1) {
        len += snprintf(id + len, sizeof(id) - (size_t)len, "/%u", number);
    }
    return gz_arena_copy(im->arena, gz_str_of(id, (size_t)len));
}

static enum gz_name_case freer(enum gz_name_case a, enum gz_name_case b)
{
    if (a == GZ_NAME_FREE || b == GZ_NAME_FREE) {
        return GZ_NAME_FREE;
    }
    return a == GZ_NAME_SMART || b == GZ_NAME_SMART ? GZ_NAME_SMART
                                                    : GZ_NAME_EXACT;
}

// The value that an item has for the key of a pair, ptr NULL if none.
static enum gz_status find_value(struct gz_importer *im,
                                 const struct gz_importer_item *item,
                                 struct gz_str pair, struct gz_str *out)
{
    const struct gz_str key =
        gz_arena_copy(im->scratch, gz_str_cut(&pair, '='));
    if (key.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    *out = gz_gazetteer_value(item->attributes, key.ptr);
    return GZ_OK;
}

// Whether pairs give another value to a key, as that of a namesake would.  A
// language is that of the list.
static enum gz_status contradicts(struct gz_importer *im,
                                  const struct gz_importer_item *item,
                                  struct gz_str pairs, bool *out)
{
    *out = false;
    while (pairs.len_bytes > 0 && !*out) {
        const struct gz_str pair = gz_str_cut(&pairs, ';');
        struct gz_str old;
        struct gz_str value = pair;
        const struct gz_str key = gz_str_cut(&value, '=');
        const enum gz_status st = find_value(im, item, pair, &old);
        if (st != GZ_OK) {
            return st;
        }
        *out = old.ptr != NULL && !gz_str_eq(old, value) &&
               !gz_str_is(key, "language");
    }
    return GZ_OK;
}

static enum gz_status add_pair(struct gz_importer *im,
                               const struct gz_import_place *place,
                               struct gz_importer_item *item,
                               struct gz_str pair)
{
    const size_t len = item->attributes.len_bytes;
    if (len + 1 + pair.len_bytes > GZ_NAME_PAIRS_BYTES_MAX) {
        gz_import_report_add(im->report, place, 1,
                             "attributes beyond %d bytes; the name stays",
                             GZ_NAME_PAIRS_BYTES_MAX);
        return GZ_OK;
    }
    item->attributes = len == 0
                           ? gz_arena_copy(im->arena, pair)
                           : concat(im->arena, item->attributes, ';', pair);
    return item->attributes.ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
}

// Add the pairs whose keys are new; the first value of a key stands.
static enum gz_status merge_attributes(struct gz_importer *im,
                                       const struct gz_import_place *place,
                                       struct gz_importer_item *item,
                                       struct gz_str pairs)
{
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && pairs.len_bytes > 0) {
        const struct gz_str pair = gz_str_cut(&pairs, ';');
        struct gz_str old;
        st = find_value(im, item, pair, &old);
        if (st == GZ_OK && old.ptr == NULL) {
            st = add_pair(im, place, item, pair);
        }
    }
    return st;
}

static bool grow(struct gz_importer *im)
{
    if (im->count < im->cap) {
        return true;
    }
    const size_t cap = im->cap == 0 ? 256 : im->cap * 2;
    struct gz_importer_item *items = gz_arena_grow(
        im->arena, im->items, im->cap * sizeof(*items), cap * sizeof(*items));
    if (items == NULL) {
        return false;
    }
    im->items = items;
    im->cap = cap;
    return true;
}

// The row of an id's name, a new one where it is the first; else NULL.
static struct gz_importer_item *find_item(struct gz_importer *im,
                                          struct gz_str id, struct gz_str name,
                                          bool *added)
{
    uint64_t *slot = NULL;
    const struct gz_str key = concat(im->arena, id, '\t', name);
    if (key.ptr == NULL || !grow(im) ||
        gz_map_put(im->known, key, im->count, &slot, added) != GZ_OK) {
        return NULL;
    }
    if (*added) {
        im->items[im->count++] = (struct gz_importer_item){
            .id = gz_str_of(key.ptr, id.len_bytes),
            .name = gz_str_of(key.ptr + id.len_bytes + 1, name.len_bytes),
        };
    }
    return &im->items[*slot];
}

// An id keeps the type of its first name.
static enum gz_status check_type(struct gz_importer *im,
                                 const struct gz_import_place *place,
                                 struct gz_str id, struct gz_str type)
{
    uint64_t *slot = NULL;
    const uint64_t hash = gz_hash64(type.ptr, type.len_bytes, 0);
    if (gz_map_put(im->types, id, hash, &slot, NULL) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (*slot != hash) {
        gz_import_report_add(
            im->report, place, 1,
            "an id with labels of two types; the first stands");
        return GZ_INVALID;
    }
    return GZ_OK;
}

static void merge(struct gz_importer_item *item,
                  const struct gz_import_name *name, uint8_t flags)
{
    item->name_case = freer(item->name_case, name->name_case);
    item->flags &= flags;
    if (name->priority > item->priority) {
        item->priority = name->priority;
    }
}

static enum gz_status add_named(struct gz_importer *im,
                                const struct gz_import_place *place,
                                const struct gz_import_name *name,
                                const struct gz_import_type *type,
                                struct gz_str id)
{
    bool added = false;
    const enum gz_status st = check_type(im, place, id, type->type);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_importer_item *item = find_item(im, id, name->name, &added);
    if (item == NULL) {
        return GZ_NO_MEMORY;
    }
    if (added) {
        item->type = gz_arena_copy(im->arena, type->type);
        item->name_case = name->name_case;
        item->priority = name->priority;
        item->flags = type->flags;
    } else {
        merge(item, name, type->flags);
    }
    return item->type.ptr == NULL
               ? GZ_NO_MEMORY
               : merge_attributes(im, place, item, name->attributes);
}

// Whether the row of an id's name is about another entity than name.
static enum gz_status is_other(struct gz_importer *im, struct gz_str id,
                               const struct gz_import_name *name, bool *other)
{
    const struct gz_str key = concat(im->scratch, id, '\t', name->name);
    if (key.ptr == NULL) {
        return GZ_NO_MEMORY;
    }
    const uint64_t *slot = gz_map_get(im->known, key);
    *other = false;
    return slot == NULL
               ? GZ_OK
               : contradicts(im, &im->items[*slot], name->attributes, other);
}

static enum gz_status add(struct gz_importer *im,
                          const struct gz_import_place *place,
                          const struct gz_import_name *name,
                          const struct gz_import_type *type)
{
    enum { NAMESAKES_MAX = 1000 };
    if (name->id.len_bytes > GZ_NAME_ID_BYTES_MAX) {
        gz_import_report_add(im->report, place, 1,
                             "an id of more than %d bytes",
                             GZ_NAME_ID_BYTES_MAX);
        return GZ_INVALID;
    }
    bool other = name->id.len_bytes == 0;
    struct gz_str id = gz_arena_copy(im->arena, name->id);
    for (uint32_t n = 1; other && n <= NAMESAKES_MAX; n++) {
        id = make_id(im, type->type, name->name, n);
        if (id.ptr == NULL || is_other(im, id, name, &other) != GZ_OK) {
            return GZ_NO_MEMORY;
        }
    }
    return id.ptr == NULL ? GZ_NO_MEMORY : add_named(im, place, name, type, id);
}

enum gz_status gz_importer_add(struct gz_importer *im,
                               const struct gz_import_place *place,
                               const struct gz_import_name *name)
{
    struct gz_import_type type;
    if (!gz_import_labels_find(im->options->labels, im->options->label_count,
                               name->label, &type)) {
        gz_importer_lose_label(im, place, 1, name->label);
        return GZ_OK;
    }
    struct gz_import_name trimmed = *name;
    trimmed.id = gz_str_trim(name->id);
    trimmed.name = gz_str_trim(name->name);
    enum gz_status st = check_name(im, place, trimmed.name);
    if (st == GZ_OK) {
        st = add(im, place, &trimmed, &type);
    }
    return st == GZ_INVALID ? GZ_OK : st;
}

enum gz_status gz_importer_run(struct gz_importer *im,
                               const struct gz_source *src,
                               gz_importer_line *take, const void *context)
{
    enum gz_status result = GZ_OK;
    struct gz_import_lines lines;
    struct gz_str line;
    gz_import_lines_init(&lines, src);
    for (;;) {
        enum gz_status st = gz_import_lines_next(&lines, &line, im->err);
        if (st == GZ_NOT_FOUND) {
            return result;
        }
        gz_arena_reset(im->scratch);
        st = st == GZ_OK ? take(im, &lines, line, context) : st;
        if (st == GZ_NO_MEMORY) {
            return st;
        }
        result = st == GZ_OK ? result : st;
    }
}

// The type comes first: no line of the list may begin with #.
void gz_importer_write(const struct gz_importer *im, struct gz_buffer *out)
{
    gz_buffer_append_z(out, "type\tid\tname\tpolicy\tpriority\tattributes\n");
    for (size_t i = 0; i < im->count; i++) {
        const struct gz_importer_item *item = &im->items[i];
        gz_buffer_append_fmt(
            out, GZ_STR_FMT "\t" GZ_STR_FMT "\t" GZ_STR_FMT "\t%s%s\t",
            GZ_STR_ARG(item->type), GZ_STR_ARG(item->id),
            GZ_STR_ARG(item->name), gz_name_case_name(item->name_case),
            (item->flags & GZ_NAME_CONTEXT) != 0 ? ",context" : "");
        if (item->priority != 0) {
            gz_buffer_append_fmt(out, "%d", item->priority);
        }
        gz_buffer_append_fmt(out, "\t" GZ_STR_FMT "\n",
                             GZ_STR_ARG(item->attributes));
    }
}
