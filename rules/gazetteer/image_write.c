// Puts the sections of an image together.  The header comes last, when all
// offsets are known, into the room left for it.

#include "rules/gazetteer/image_write.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/map.h"
#include "rules/gazetteer/image.h"
#include "rules/gazetteer/name_record.h"
#include "rules/gazetteer/record_write.h"

struct writer {
    struct gz_catalog *catalog;
    struct gz_buffer *out;
    struct gz_image_header header;
    struct gz_record_sections records;
    uint8_t *types;               // owned: type of each catalog entity
    struct gz_map *type_numbers;  // owned
    struct gz_buffer type_table;  // owned: struct gz_image_text
    struct gz_buffer type_texts;  // owned
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
        .types = calloc((size_t)c->entity_count + 1, sizeof(*w->types)),
        .type_numbers = gz_map_new(0),
    };
    gz_record_sections_init(&w->records);
    gz_buffer_init(&w->type_table, 0);
    gz_buffer_init(&w->type_texts, 0);
    return w->types == NULL || w->type_numbers == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static void writer_fini(struct writer *w)
{
    gz_record_sections_fini(&w->records);
    free(w->types);
    gz_map_free(w->type_numbers);
    gz_buffer_fini(&w->type_table);
    gz_buffer_fini(&w->type_texts);
}

static enum gz_status number_type(struct writer *w, struct gz_str type,
                                  uint8_t *number)
{
    uint64_t *slot;
    bool added;
    const enum gz_status st =
        gz_map_put(w->type_numbers, type, w->header.type_count, &slot, &added);
    if (st != GZ_OK) {
        return st;
    }
    if (added) {
        const struct gz_image_text text = {(uint32_t)w->type_texts.len,
                                           (uint32_t)type.len_bytes};
        gz_buffer_append(&w->type_table, &text, sizeof(text));
        gz_buffer_append_str(&w->type_texts, type);
        w->header.type_count++;
    }
    *number = (uint8_t)*slot;
    return w->header.type_count > GZ_NAME_TYPES_MAX ? GZ_LIMIT : GZ_OK;
}

static enum gz_status number_types(struct writer *w)
{
    const struct gz_catalog *c = w->catalog;
    enum gz_status st = GZ_OK;
    for (uint32_t i = 0; st == GZ_OK && i < c->entity_count; i++) {
        st = number_type(w, c->types[c->entities[i].type], &w->types[i]);
    }
    if (st == GZ_OK) {
        st = gz_buffer_status(&w->type_table);
    }
    return st == GZ_OK ? gz_buffer_status(&w->type_texts) : st;
}

// Offsets count from the section's begin, so those of texts move.
static void write_types(struct writer *w)
{
    const uint32_t move = (uint32_t)w->type_table.len;
    for (uint32_t i = 0; i < w->header.type_count; i++) {
        struct gz_image_text *t = (void *)w->type_table.data;
        t[i].offset += move;
    }
    begin_section(w, GZ_IMAGE_TYPES);
    gz_buffer_append_str(w->out, gz_buffer_str(&w->type_table));
    gz_buffer_append_str(w->out, gz_buffer_str(&w->type_texts));
    end_section(w, GZ_IMAGE_TYPES);
}

// Buckets hold the offsets of records, so those are made first.
static enum gz_status write_sections(struct writer *w)
{
    struct gz_prefix_table *prefixes = &w->catalog->prefixes;
    struct gz_record_sections *r = &w->records;
    struct gz_prefix_shape shape = {0, 0};
    const enum gz_status st = gz_prefix_table_sort(prefixes);
    if (st != GZ_OK) {
        return st;
    }
    begin_section(w, GZ_IMAGE_FILTER);
    gz_prefix_table_filter(prefixes, &shape, w->out);
    end_section(w, GZ_IMAGE_FILTER);
    begin_section(w, GZ_IMAGE_BUCKETS);
    gz_prefix_table_buckets(prefixes, r->records, &shape, w->out);
    end_section(w, GZ_IMAGE_BUCKETS);
    begin_section(w, GZ_IMAGE_SYMBOLS);
    gz_buffer_append(w->out, &r->name_symbols, sizeof(r->name_symbols));
    gz_buffer_append(w->out, &r->id_symbols, sizeof(r->id_symbols));
    end_section(w, GZ_IMAGE_SYMBOLS);
    begin_section(w, GZ_IMAGE_NAMES);
    for (size_t i = 0; i < r->part_count; i++) {
        gz_buffer_append_str(w->out, gz_buffer_str(&r->parts[i]));
        gz_buffer_fini(&r->parts[i]);
    }
    end_section(w, GZ_IMAGE_NAMES);
    write_types(w);
    w->header.bucket_count = shape.bucket_count;
    w->header.filter_log2 = shape.filter_log2;
    w->header.small = prefixes->small;
    w->header.entity_count = r->entity_count;
    w->header.name_count = r->name_count;
    return gz_buffer_status(w->out);
}

enum gz_status gz_image_write(struct gz_catalog *c, struct gz_buffer *out,
                              struct gz_image_counts *counts)
{
    struct writer w;
    enum gz_status st = writer_init(&w, c, out);
    if (st == GZ_OK) {
        gz_buffer_append(out, &w.header, sizeof(w.header));
        st = number_types(&w);
    }
    if (st == GZ_OK) {
        st = gz_record_write(c, w.types, &w.records);
    }
    if (st == GZ_OK) {
        st = write_sections(&w);
    }
    if (st == GZ_OK) {
        w.header.size_bytes = out->len;
        memcpy(out->data, &w.header, sizeof(w.header));
        gz_image_seal(out->data, out->len);
        *counts = (struct gz_image_counts){w.header.entity_count,
                                           w.header.name_count};
    }
    writer_fini(&w);
    return st;
}
