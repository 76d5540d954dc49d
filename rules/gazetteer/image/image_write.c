// Puts the sections of an image together.  The header comes last, when all
// offsets are known, into the room left for it.

#include "rules/gazetteer/image/image_write.h"

#include <string.h>

#include "rules/gazetteer/image/image.h"
#include "rules/gazetteer/image/image_links.h"
#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/image/record_write.h"

struct writer {
    struct gz_catalog *catalog;
    struct gz_buffer *out;
    struct gz_image_header header;
    struct gz_record_sections records;
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

// The table first, then the texts that it points to.
static void write_types(struct writer *w)
{
    const struct gz_catalog *c = w->catalog;
    size_t offset = c->type_count * sizeof(struct gz_image_text);
    begin_section(w, GZ_IMAGE_TYPES);
    for (size_t i = 0; i < c->type_count; i++) {
        const struct gz_image_text text = {(uint32_t)offset,
                                           (uint32_t)c->types[i].len_bytes};
        gz_buffer_append(w->out, &text, sizeof(text));
        offset += text.size_bytes;
    }
    for (size_t i = 0; i < c->type_count; i++) {
        gz_buffer_append_str(w->out, c->types[i]);
    }
    end_section(w, GZ_IMAGE_TYPES);
    w->header.type_count = (uint32_t)c->type_count;
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
    begin_section(w, GZ_IMAGE_LINKS);
    const enum gz_status linked =
        gz_image_links_write(w->catalog, r->homes, w->out);
    end_section(w, GZ_IMAGE_LINKS);
    w->header.bucket_count = shape.bucket_count;
    w->header.filter_log2 = shape.filter_log2;
    w->header.first = prefixes->first;
    w->header.entity_count = r->entity_count;
    w->header.name_count = r->name_count;
    return linked;
}

enum gz_status gz_image_write(struct gz_catalog *c, struct gz_buffer *out,
                              struct gz_image_counts *counts)
{
    struct writer w = {
        .catalog = c,
        .out = out,
        .header = {.magic = GZ_IMAGE_MAGIC,
                   .version = GZ_IMAGE_VERSION,
                   .byte_order = GZ_IMAGE_ORDER},
    };
    gz_record_sections_init(&w.records);
    gz_buffer_append(out, &w.header, sizeof(w.header));
    enum gz_status st = c->type_count > GZ_NAME_TYPES_MAX
                            ? GZ_LIMIT
                            : gz_record_write(c, &w.records);
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
    gz_record_sections_fini(&w.records);
    return st;
}
