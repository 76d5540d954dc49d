// Puts the sections of an image together.  The header comes last, when all
// offsets are known, into the room left for it.

#include "rules/gazetteer/image_write.h"

#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/image.h"
#include "rules/gazetteer/record_write.h"

struct writer {
    struct gz_catalog *catalog;
    struct gz_buffer *out;
    struct gz_image_header header;
    uint32_t *numbers;            // owned: image number of each catalog entity
    uint32_t *records;            // owned: record of each name
    struct gz_map *types;         // owned: type to its number
    struct gz_buffer type_table;  // owned: struct gz_image_text
    struct gz_buffer strings;     // owned
};

static void pad(struct gz_buffer *out)
{
    static const uint8_t zeros[GZ_IMAGE_ALIGN] = {0};
    const size_t over = out->len % GZ_IMAGE_ALIGN;
    if (over > 0) {
        gz_buffer_append(out, zeros, GZ_IMAGE_ALIGN - over);
    }
}

static void begin_section(struct writer *w, enum gz_image_section which)
{
    pad(w->out);
    w->header.sections[which].offset = w->out->len;
}

static void end_section(struct writer *w, enum gz_image_section which)
{
    struct gz_image_span *s = &w->header.sections[which];
    s->size_bytes = w->out->len - s->offset;
}

static enum gz_status writer_init(struct writer *w, struct gz_catalog *c,
                                  struct gz_buffer *out)
{
    *w = (struct writer){
        .catalog = c,
        .out = out,
        .header = {.magic = GZ_IMAGE_MAGIC,
                   .version = GZ_IMAGE_VERSION,
                   .byte_order = GZ_IMAGE_ORDER},
        .numbers = calloc((size_t)c->entity_count + 1, sizeof(uint32_t)),
        .records = calloc((size_t)c->name_count + 1, sizeof(uint32_t)),
        .types = gz_map_new(0),
    };
    gz_buffer_init(&w->type_table, 0);
    gz_buffer_init(&w->strings, UINT32_MAX);
    if (w->numbers == NULL || w->records == NULL || w->types == NULL) {
        return GZ_NO_MEMORY;
    }
    return GZ_OK;
}

static void writer_fini(struct writer *w)
{
    free(w->numbers);
    free(w->records);
    gz_map_free(w->types);
    gz_buffer_fini(&w->type_table);
    gz_buffer_fini(&w->strings);
}

// Entities that lead get numbers in order; the others have their leader's.
static void number_entities(struct writer *w)
{
    const struct gz_catalog *c = w->catalog;
    for (uint32_t i = 0; i < c->entity_count; i++) {
        const uint32_t lead = gz_catalog_lead(c, i);
        w->numbers[i] = lead == i ? w->header.entity_count++ : w->numbers[lead];
    }
}

static enum gz_status number_type(struct writer *w, struct gz_str type,
                                  uint16_t *number)
{
    uint64_t *slot;
    bool added;
    const enum gz_status st =
        gz_map_put(w->types, type, w->header.type_count, &slot, &added);
    if (st != GZ_OK) {
        return st;
    }
    *number = (uint16_t)*slot;
    if (added) {
        const struct gz_image_text text = {(uint32_t)w->strings.len,
                                           (uint32_t)type.len_bytes};
        gz_buffer_append(&w->type_table, &text, sizeof(text));
        gz_buffer_append_str(&w->strings, type);
        w->header.type_count++;
    }
    return gz_buffer_status(&w->type_table);
}

static enum gz_status append_entity(struct writer *w,
                                    const struct gz_catalog_entity *e)
{
    struct gz_image_entity to = {
        .id_bytes = (uint16_t)e->id.len_bytes,
        .name_bytes = (uint16_t)e->name.len_bytes,
        .xids_bytes = (uint16_t)e->xids.len_bytes,
        .attributes_bytes = (uint16_t)e->attributes.len_bytes,
    };
    const enum gz_status st = number_type(w, e->type, &to.type);
    if (st != GZ_OK) {
        return st;
    }
    to.text = (uint32_t)w->strings.len;
    gz_buffer_append_str(&w->strings, e->id);
    gz_buffer_append_str(&w->strings, e->name);
    gz_buffer_append_str(&w->strings, e->xids);
    gz_buffer_append_str(&w->strings, e->attributes);
    gz_buffer_append(w->out, &to, sizeof(to));
    return gz_buffer_status(&w->strings);
}

static enum gz_status write_entities(struct writer *w)
{
    const struct gz_catalog *c = w->catalog;
    enum gz_status st = GZ_OK;
    begin_section(w, GZ_IMAGE_ENTITIES);
    for (uint32_t i = 0; st == GZ_OK && i < c->entity_count; i++) {
        if (c->entities[i].parent == i) {
            st = append_entity(w, &c->entities[i]);
        }
    }
    end_section(w, GZ_IMAGE_ENTITIES);
    begin_section(w, GZ_IMAGE_TYPES);
    gz_buffer_append_str(w->out, gz_buffer_str(&w->type_table));
    end_section(w, GZ_IMAGE_TYPES);
    begin_section(w, GZ_IMAGE_STRINGS);
    gz_buffer_append_str(w->out, gz_buffer_str(&w->strings));
    end_section(w, GZ_IMAGE_STRINGS);
    return st;
}

// Buckets hold the offsets of records, so records are written apart first.
static enum gz_status write_names(struct writer *w)
{
    struct gz_buffer names;
    struct gz_prefix_shape shape = {0, 0};
    gz_buffer_init(&names, 0);
    enum gz_status st = gz_record_write(w->catalog, w->numbers, w->records,
                                        &w->header.name_count, &names);
    if (st == GZ_OK) {
        st = gz_prefix_table_sort(&w->catalog->prefixes);
    }
    if (st == GZ_OK) {
        begin_section(w, GZ_IMAGE_FILTER);
        gz_prefix_table_filter(&w->catalog->prefixes, &shape, w->out);
        end_section(w, GZ_IMAGE_FILTER);
        begin_section(w, GZ_IMAGE_BUCKETS);
        gz_prefix_table_buckets(&w->catalog->prefixes, w->records, &shape,
                                w->out);
        end_section(w, GZ_IMAGE_BUCKETS);
        begin_section(w, GZ_IMAGE_NAMES);
        gz_buffer_append_str(w->out, gz_buffer_str(&names));
        end_section(w, GZ_IMAGE_NAMES);
        w->header.bucket_count = shape.bucket_count;
        w->header.filter_log2 = shape.filter_log2;
    }
    gz_buffer_fini(&names);
    return st;
}

enum gz_status gz_image_write(struct gz_catalog *c, struct gz_buffer *out,
                              struct gz_image_counts *counts)
{
    struct writer w;
    enum gz_status st = writer_init(&w, c, out);
    if (st != GZ_OK) {
        goto done;
    }
    gz_buffer_append(out, &w.header, sizeof(w.header));
    number_entities(&w);
    st = write_names(&w);
    if (st == GZ_OK) {
        st = write_entities(&w);
    }
    if (st == GZ_OK) {
        st = gz_buffer_status(out);
    }
    if (st == GZ_OK) {
        w.header.size_bytes = out->len;
        memcpy(out->data, &w.header, sizeof(w.header));
        gz_image_seal(out->data, out->len);
        *counts = (struct gz_image_counts){w.header.entity_count,
                                           w.header.name_count};
    }
done:
    writer_fini(&w);
    return st;
}
