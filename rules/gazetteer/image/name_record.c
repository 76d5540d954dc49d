// Reading and writing name records.  Every offset comes from a file, so each
// step stays inside the section; numbers are read byte by byte.

#include "rules/gazetteer/image/name_record.h"

#include <stddef.h>
#include <string.h>

_Static_assert(offsetof(struct gz_reading, layer) == GZ_NAME_READING_BYTES,
               "a reading is stored as it stands in memory");

static uint16_t read16(const uint8_t *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof(v));
    return v;
}

static struct gz_str view(const uint8_t *p, size_t len)
{
    return gz_str_of((const char *)p, len);
}

// Read an entity's part of left bytes; its bytes, or UINT64_MAX.
static uint64_t read_entity(const uint8_t *p, uint64_t left,
                            struct gz_name_entity *e)
{
    *e = (struct gz_name_entity){.type = 0};
    if (left < 4) {
        return UINT64_MAX;
    }
    e->type = p[0] & (GZ_NAME_DETAILS - 1);
    e->id_raw = p[1] == 0;
    const uint64_t id = e->id_raw ? 4 : 2;
    const uint64_t id_end = id + (e->id_raw ? read16(p + 2) : p[1]);
    if (left < id_end) {
        return UINT64_MAX;
    }
    e->id = view(p + id, id_end - id);
    if ((p[0] & GZ_NAME_DETAILS) == 0) {
        return id_end;
    }
    if (left < id_end + 4) {
        return UINT64_MAX;
    }
    const uint64_t xids = read16(p + id_end);
    const uint64_t attributes = read16(p + id_end + 2);
    if (left < id_end + 4 + xids + attributes) {
        return UINT64_MAX;
    }
    e->xids = view(p + id_end + 4, xids);
    e->attributes = view(p + id_end + 4 + xids, attributes);
    return id_end + 4 + xids + attributes;
}

static uint64_t entity_bytes(const uint8_t *p, uint64_t left)
{
    struct gz_name_entity e;
    return read_entity(p, left, &e);
}

struct gz_name_entity gz_name_record_entity(const struct gz_name_record *r)
{
    struct gz_name_entity e;
    const size_t skip = r->kind == GZ_NAME_KIND_MARKED ? 4 : 0;
    // Its size is known to be sound since the record was read.
    (void)read_entity(r->meaning + skip, UINT32_MAX, &e);
    return e;
}

// Bytes of what stands behind the text, or UINT64_MAX.
static uint64_t meaning_bytes(const struct gz_name_record *r, uint64_t left,
                              uint32_t *reading_count)
{
    *reading_count = 1;
    switch (r->kind) {
    case GZ_NAME_KIND_HOME:
        return entity_bytes(r->meaning, left);
    case GZ_NAME_KIND_MARKED: {
        const uint64_t rest =
            left < 4 ? UINT64_MAX : entity_bytes(r->meaning + 4, left - 4);
        return rest == UINT64_MAX ? rest : rest + 4;
    }
    case GZ_NAME_KIND_ALIAS:
        return 4;
    case GZ_NAME_KIND_READINGS:
        break;
    }
    *reading_count = left < 2 ? 0 : read16(r->meaning);
    return 2 + *reading_count * (uint64_t)GZ_NAME_READING_BYTES;
}

bool gz_name_record_read(const struct gz_image *image, uint64_t offset,
                         struct gz_name_record *out)
{
    if (offset + GZ_NAME_HEAD_BYTES > image->names_bytes) {
        return false;
    }
    const uint8_t *p = image->names + offset;
    const uint64_t begin = offset + GZ_NAME_HEAD_BYTES + p[0];
    if (begin > image->names_bytes) {
        return false;
    }
    out->text = p + GZ_NAME_HEAD_BYTES;
    out->text_bytes = p[0];
    out->bits = p[1];
    out->kind = (enum gz_name_kind)(p[1] >> GZ_NAME_BITS_KIND & 3);
    out->offset = (uint32_t)offset;
    out->meaning = image->names + begin;
    const uint64_t left = image->names_bytes - begin;
    const uint64_t len = meaning_bytes(out, left, &out->reading_count);
    out->next = begin + len;
    return len <= left && out->reading_count > 0;
}

bool gz_name_record_text(const struct gz_image *image,
                         const struct gz_name_record *r,
                         char buffer[GZ_NAME_TEXT_ROOM], struct gz_str *out)
{
    if ((r->bits & GZ_NAME_BITS_RAW) != 0) {
        *out = view(r->text, r->text_bytes);
        return r->text_bytes <= GZ_NAME_BYTES_MAX;
    }
    const size_t len = gz_symbol_decode(
        image->name_symbols, r->text, r->text_bytes, buffer, GZ_NAME_BYTES_MAX);
    if (len > GZ_NAME_BYTES_MAX) {
        return false;
    }
    *out = gz_str_of(buffer, len);
    return true;
}

bool gz_name_record_reading(const struct gz_name_record *r, uint32_t i,
                            struct gz_reading *out)
{
    *out = (struct gz_reading){.entity = r->offset, .how = GZ_HOW_NAME};
    const uint8_t *p = r->meaning;
    switch (r->kind) {
    case GZ_NAME_KIND_HOME:
        return true;
    case GZ_NAME_KIND_MARKED:
        memcpy(&out->priority, p, sizeof(out->priority));
        out->how = p[2];
        out->flags = p[3];
        break;
    case GZ_NAME_KIND_ALIAS:
        memcpy(&out->entity, p, sizeof(out->entity));
        out->how = GZ_HOW_ALIAS;
        break;
    case GZ_NAME_KIND_READINGS:
        memcpy(out, p + 2 + (size_t)i * GZ_NAME_READING_BYTES,
               GZ_NAME_READING_BYTES);
        break;
    }
    return out->how < GZ_HOW_COUNT;
}
