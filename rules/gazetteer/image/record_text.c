// Names and ids as they are stored.

#include "rules/gazetteer/image/record_text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "rules/gazetteer/image/name_record.h"
#include "rules/gazetteer/lists/name_fields.h"

enum {
    SAMPLE_BYTES = 48 * 1024,
    ID_BYTES_MAX = 2 * GZ_NAME_ID_BYTES_MAX + 2,  // a namespace before it
};

// Evenly spread over count strings, as many as have about SAMPLE_BYTES.
struct sampler {
    struct gz_str *items;  // owned
    size_t count;
    size_t bytes;
};

static size_t stride(uint32_t count)
{
    const size_t wanted = SAMPLE_BYTES / 8;
    return count / wanted + 1;
}

static void take(struct sampler *s, struct gz_str text)
{
    if (s->bytes + text.len_bytes <= SAMPLE_BYTES) {
        s->items[s->count++] = text;
        s->bytes += text.len_bytes;
    }
}

static enum gz_status learn(struct sampler *s, struct gz_symbol_table *table,
                            struct gz_symbol_encoder **encoder)
{
    const enum gz_status st = gz_symbol_table_train(s->items, s->count, table);
    if (st != GZ_OK) {
        return st;
    }
    *encoder = gz_symbol_encoder_new(table);
    return *encoder == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static enum gz_status learn_names(const struct gz_catalog *c,
                                  struct gz_symbol_table *table,
                                  struct gz_symbol_encoder **encoder)
{
    const size_t step = stride(c->name_count);
    struct sampler s = {calloc(c->name_count / step + 1, sizeof(*s.items)), 0,
                        0};
    if (s.items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t i = 0; i < c->name_count; i += step) {
        take(&s, c->names[i].spelling);
    }
    const enum gz_status st = learn(&s, table, encoder);
    free(s.items);
    return st;
}

static enum gz_status learn_ids(const struct gz_catalog *c,
                                struct gz_symbol_table *table,
                                struct gz_symbol_encoder **encoder)
{
    const size_t step = stride(c->entity_count);
    struct sampler s = {calloc(c->entity_count / step + 1, sizeof(*s.items)), 0,
                        0};
    if (s.items == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t i = 0; i < c->entity_count; i += step) {
        take(&s, c->entities[i].id);
    }
    const enum gz_status st = learn(&s, table, encoder);
    free(s.items);
    return st;
}

enum gz_status gz_record_text_init(struct gz_record_text *t,
                                   const struct gz_catalog *c,
                                   struct gz_symbol_table *names,
                                   struct gz_symbol_table *ids)
{
    *t = (struct gz_record_text){NULL, NULL};
    const enum gz_status st = learn_names(c, names, &t->names);
    return st == GZ_OK ? learn_ids(c, ids, &t->ids) : st;
}

void gz_record_text_fini(struct gz_record_text *t)
{
    gz_symbol_encoder_free(t->names);
    gz_symbol_encoder_free(t->ids);
}

void gz_record_text_put_name(const struct gz_record_text *t, struct gz_str name,
                             unsigned bits, struct gz_buffer *out)
{
    assert(name.len_bytes <= GZ_NAME_BYTES_MAX);
    uint8_t *to =
        gz_buffer_reserve(out, GZ_NAME_HEAD_BYTES + 2 * name.len_bytes);
    if (to == NULL) {
        return;
    }
    size_t len = gz_symbol_encode(t->names, name, to + GZ_NAME_HEAD_BYTES);
    if (len > name.len_bytes) {
        len = name.len_bytes;
        memcpy(to + GZ_NAME_HEAD_BYTES, name.ptr, len);
        bits |= (unsigned)GZ_NAME_BITS_RAW;
    }
    to[0] = (uint8_t)len;
    to[1] = (uint8_t)bits;
    out->len += GZ_NAME_HEAD_BYTES + len;
}

void gz_record_text_put_id(const struct gz_record_text *t, struct gz_str id,
                           struct gz_buffer *out)
{
    assert(id.len_bytes <= ID_BYTES_MAX);
    uint8_t *to = gz_buffer_reserve(out, 1 + 2 * id.len_bytes);
    if (to == NULL) {
        return;
    }
    const size_t len = gz_symbol_encode(t->ids, id, to + 1);
    if (len > 0 && len <= GZ_NAME_ENCODED_MAX) {
        to[0] = (uint8_t)len;
        out->len += 1 + len;
        return;
    }
    const uint16_t plain = (uint16_t)id.len_bytes;
    gz_buffer_append_byte(out, 0);
    gz_buffer_append(out, &plain, sizeof(plain));
    gz_buffer_append_str(out, id);
}
