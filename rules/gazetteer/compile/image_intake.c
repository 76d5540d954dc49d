#include "rules/gazetteer/compile/image_intake.h"

#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/compile/list_removal.h"
#include "rules/gazetteer/image/image_links.h"
#include "rules/gazetteer/image/image_read.h"
#include "rules/gazetteer/lists/name_fields.h"
#include "rules/gazetteer/match/spelling.h"
#include "rules/text/utf8.h"
#include "rules/types.h"

enum {
    ID_BYTES_MAX = 2 * GZ_NAME_ID_BYTES_MAX + 2,  // with its namespace
    FLAGS = GZ_NAME_CONTEXT | GZ_NAME_TICKER | GZ_NAME_STOP | GZ_NAME_WORD,
};

// Where an entity of the image went.
struct home {
    uint32_t offset;
    uint32_t entity;  // of the catalog
};

struct intake {
    struct gz_list_intake *to;
    const struct gz_image *image;
    const struct gz_source *src;
    struct gz_list_chunk *chunk;
    struct gz_arena *arena;  // owned; reset for every name
    struct home *homes;      // owned; in the order of offsets
    size_t home_count;
    size_t home_cap;
    struct gz_buffer keys;  // owned; struct gz_catalog_key of the entity
    struct gz_error *err;
};

static enum gz_status damaged(const struct intake *t, const char *what)
{
    return gz_error_set(t->err, GZ_INVALID,
                        "%s: the name image is damaged: %s; make it again with "
                        "\"gazetted compile\"",
                        t->src->name, what);
}

static struct gz_catalog_key *keys_of(const struct intake *t, size_t *count)
{
    *count = t->keys.len / sizeof(struct gz_catalog_key);
    return (void *)t->keys.data;
}

static void add_key(struct intake *t, struct gz_str text)
{
    const struct gz_catalog_key key = {text, gz_catalog_hash(text)};
    gz_buffer_append(&t->keys, &key, sizeof(key));
}

// A name as the catalog knows it, all but what it means; in the image's or the
// chunk's memory.
static enum gz_status spell(struct intake *t, struct gz_str text,
                            struct gz_spelling *s, struct gz_catalog_name *name)
{
    enum gz_spelling_fault fault;
    gz_arena_reset(t->arena);
    enum gz_status st = gz_utf8_valid(text)
                            ? gz_spelling_make(text, t->arena, s, &fault)
                            : GZ_INVALID;
    if (st == GZ_OK && !gz_str_eq(s->text, text)) {
        st = GZ_INVALID;
    }
    *name = (struct gz_catalog_name){.spelling = text};
    if (st == GZ_OK) {
        name->key = gz_spelling_key(s, false);
        name->final_dot = s->final_dot;
        name->marks = s->marks;
        st = gz_text_pool_copy(t->chunk->texts, &name->spelling);
    }
    return st == GZ_INVALID ? damaged(t, "a name in it is none") : st;
}

static void warn(const struct intake *t, const struct gz_image_removal *removal,
                 struct gz_str id, enum gz_list_removal_outcome outcome)
{
    struct gz_error *warnings = t->to->warnings;
    if (outcome == GZ_LIST_REMOVAL_NO_ENTITY) {
        (void)gz_error_set(warnings, GZ_NOT_FOUND,
                           "%s: there is no entity " GZ_STR_FMT " to remove",
                           t->src->name, GZ_STR_ARG(id));
    } else if (outcome == GZ_LIST_REMOVAL_NO_NAME) {
        (void)gz_error_set(warnings, GZ_NOT_FOUND,
                           "%s: the entity " GZ_STR_FMT
                           " has no name \"" GZ_STR_FMT "\" to remove",
                           t->src->name, GZ_STR_ARG(id),
                           GZ_STR_ARG(removal->name));
    }
}

static enum gz_status take_removal(struct intake *t,
                                   const struct gz_image_removal *removal)
{
    struct gz_spelling spelling;
    struct gz_catalog_name name;
    const bool whole = removal->name.len_bytes == 0;
    const uint8_t *at = removal->keys;
    t->keys.len = 0;
    for (uint32_t i = 0; i < removal->key_count; i++) {
        add_key(t, gz_image_removal_key(&at));
    }
    enum gz_status st = gz_buffer_status(&t->keys);
    if (st == GZ_OK && !whole) {
        st = spell(t, removal->name, &spelling, &name);
    }
    if (st != GZ_OK) {
        return st;
    }
    size_t count;
    const struct gz_catalog_key *keys = keys_of(t, &count);
    enum gz_list_removal_outcome outcome = GZ_LIST_REMOVAL_DONE;
    st = gz_list_removal_apply(t->to, keys, count, whole ? NULL : &name,
                               &outcome);
    if (st != GZ_OK) {
        return st;
    }
    // The last key is what people wrote, where there are several.
    warn(t, removal, keys[count - 1].text, outcome);
    return st;
}

static enum gz_status take_removals(struct intake *t)
{
    struct gz_image_links links = gz_image_links_open(t->image);
    struct gz_image_key key;
    struct gz_image_removal removal;
    enum gz_status st = GZ_OK;
    while (gz_image_links_next_key(&links, &key)) {
    }
    while (st == GZ_OK && gz_image_links_next_removal(&links, &removal)) {
        st = take_removal(t, &removal);
    }
    return st;
}

static enum gz_status add_home(struct intake *t, uint32_t offset,
                               uint32_t entity)
{
    if (t->home_count == t->home_cap) {
        const size_t cap = t->home_cap == 0 ? 1024 : t->home_cap * 2;
        struct home *homes = realloc(t->homes, cap * sizeof(*homes));
        if (homes == NULL) {
            return GZ_NO_MEMORY;
        }
        t->homes = homes;
        t->home_cap = cap;
    }
    t->homes[t->home_count++] = (struct home){offset, entity};
    return GZ_OK;
}

// What the record of an entity says of it, checked like fields of a list.
static enum gz_status read_entity(struct intake *t,
                                  const struct gz_name_record *r,
                                  struct gz_catalog_row *row)
{
    char id[GZ_IMAGE_ID_ROOM];
    char text[GZ_NAME_TEXT_ROOM];
    const struct gz_name_entity e = gz_name_record_entity(r);
    *row = (struct gz_catalog_row){
        .id = gz_image_read_id(t->image, &e, id),
        .type = gz_image_read_type(t->image, e.type),
        .details = {e.xids, e.attributes},
    };
    if (!gz_name_record_text(t->image, r, text, &row->name) ||
        !gz_utf8_valid(row->name) || !gz_utf8_valid(row->id) ||
        row->id.len_bytes == 0 || row->id.len_bytes > ID_BYTES_MAX ||
        !gz_type_known(row->type)) {
        return damaged(t, "an entity in it is none");
    }
    const enum gz_status st = gz_text_pool_copy(t->chunk->texts, &row->id);
    return st == GZ_OK ? gz_text_pool_copy(t->chunk->texts, &row->name) : st;
}

// Keys of entities come in the order of entities; *key is the next one, if
// *more.
static enum gz_status take_entity(struct intake *t,
                                  const struct gz_name_record *r,
                                  struct gz_image_links *links,
                                  struct gz_image_key *key, bool *more)
{
    struct gz_catalog *c = &t->to->catalog;
    struct gz_catalog_row row;
    const uint32_t before = c->entity_count;
    uint32_t entity = GZ_CATALOG_NONE;
    enum gz_status st = read_entity(t, r, &row);
    if (st != GZ_OK) {
        return st;
    }
    t->keys.len = 0;
    add_key(t, row.id);
    for (; *more && key->entity <= r->offset;
         *more = gz_image_links_next_key(links, key)) {
        if (key->entity == r->offset) {
            add_key(t, key->text);
        }
    }
    size_t count;
    const struct gz_catalog_key *keys = keys_of(t, &count);
    st = gz_buffer_status(&t->keys);
    if (st == GZ_OK) {
        st = gz_catalog_add_entity(c, keys, count, &row, &entity);
    }
    if (st == GZ_OK && c->entity_count > before) {
        st = gz_list_findings_entity(&t->to->findings, entity, 0);
    }
    return st == GZ_OK ? add_home(t, r->offset, entity) : st;
}

static enum gz_status take_entities(struct intake *t)
{
    struct gz_image_read walk = {.image = t->image};
    struct gz_image_links links = gz_image_links_open(t->image);
    struct gz_image_key key = {.entity = 0};
    struct gz_name_record r;
    bool more = gz_image_links_next_key(&links, &key);
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_image_read_next(&walk, &r)) {
        if (gz_image_read_is_home(&r)) {
            st = take_entity(t, &r, &links, &key, &more);
        }
    }
    return st == GZ_OK && !gz_image_read_all(&walk)
               ? damaged(t, "its names end too early")
               : st;
}

static int compare_home(const void *left, const void *right)
{
    const uint32_t offset = *(const uint32_t *)left;
    const struct home *home = right;
    return offset < home->offset ? -1 : offset > home->offset;
}

// Leave the prefixes of a name with the chunk.
static enum gz_status keep(struct gz_list_chunk *chunk,
                           const struct gz_spelling *s,
                           enum gz_name_case name_case, uint32_t number)
{
    if (chunk->name_count == chunk->kept_cap) {
        const size_t cap = chunk->kept_cap == 0 ? 1024 : chunk->kept_cap * 2;
        struct gz_list_chunk_name *kept =
            realloc(chunk->kept, cap * sizeof(*kept));
        if (kept == NULL) {
            return GZ_NO_MEMORY;
        }
        chunk->kept = kept;
        chunk->kept_cap = cap;
    }
    const enum gz_status st =
        gz_prefix_table_add(&chunk->prefixes, s, name_case, number);
    if (st == GZ_OK) {
        chunk->kept[chunk->name_count++] = (struct gz_list_chunk_name){
            number, (uint32_t)chunk->prefixes.count};
    }
    return st;
}

// Add a name, unless its entity has it.
static enum gz_status add_name(struct intake *t, const struct gz_spelling *s,
                               const struct gz_catalog_name *name)
{
    struct gz_list_intake *in = t->to;
    uint32_t number;
    bool added;
    enum gz_status st =
        gz_catalog_add_name(&in->catalog, name, &number, &added);
    if (st == GZ_OK && !added) {
        gz_list_findings_duplicate(&in->findings, &in->catalog, number, name,
                                   0);
        return GZ_OK;
    }
    if (st == GZ_OK) {
        st = keep(t->chunk, s, name->policy.name_case, number);
    }
    return st == GZ_OK ? gz_list_findings_name(&in->findings, number, 0) : st;
}

static enum gz_status take_reading(struct intake *t,
                                   const struct gz_spelling *s,
                                   struct gz_catalog_name *name,
                                   const struct gz_reading *reading)
{
    const struct home *home = bsearch(&reading->entity, t->homes, t->home_count,
                                      sizeof(*t->homes), compare_home);
    if (home == NULL) {
        return damaged(t, "a name in it has no entity");
    }
    name->entity = home->entity;
    name->pack = t->to->pack;
    name->priority = reading->priority;
    name->how = reading->how;
    name->policy.flags = reading->flags & (unsigned)FLAGS;
    return add_name(t, s, name);
}

static enum gz_status take_name(struct intake *t,
                                const struct gz_name_record *r)
{
    struct gz_spelling spelling;
    struct gz_catalog_name name;
    char buffer[GZ_NAME_TEXT_ROOM];
    struct gz_str text;
    if (!gz_name_record_text(t->image, r, buffer, &text)) {
        return damaged(t, "a name in it is none");
    }
    enum gz_status st = spell(t, text, &spelling, &name);
    name.policy.name_case = (enum gz_name_case)(r->bits & GZ_NAME_BITS_CASE);
    for (uint32_t i = 0; st == GZ_OK && i < r->reading_count; i++) {
        struct gz_reading reading;
        st = gz_name_record_reading(r, i, &reading)
                 ? take_reading(t, &spelling, &name, &reading)
                 : damaged(t, "a name in it means nothing");
    }
    return st;
}

static enum gz_status take_names(struct intake *t)
{
    struct gz_image_read walk = {.image = t->image};
    struct gz_name_record r;
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && gz_image_read_next(&walk, &r)) {
        if (gz_image_read_is_name(&r)) {
            st = take_name(t, &r);
        }
    }
    return st;
}

enum gz_status gz_image_intake_take(struct gz_list_intake *in,
                                    const struct gz_image *image,
                                    const struct gz_source *src,
                                    struct gz_list_chunk *chunk,
                                    struct gz_error *err)
{
    struct intake t = {.to = in,
                       .image = image,
                       .src = src,
                       .chunk = chunk,
                       .arena = gz_arena_new(SIZE_MAX),
                       .err = err};
    gz_buffer_init(&t.keys, 0);
    enum gz_status st = t.arena == NULL ? GZ_NO_MEMORY : GZ_OK;
    st = st == GZ_OK ? gz_list_findings_open(&in->findings, src) : st;
    st = st == GZ_OK ? take_removals(&t) : st;
    st = st == GZ_OK ? take_entities(&t) : st;
    st = st == GZ_OK ? take_names(&t) : st;
    gz_buffer_fini(&t.keys);
    gz_arena_free(t.arena);
    free(t.homes);
    return st;
}
