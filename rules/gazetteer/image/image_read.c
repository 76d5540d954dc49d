#include "rules/gazetteer/image/image_read.h"

struct gz_str gz_image_read_type(const struct gz_image *image, uint32_t type)
{
    if (type >= image->header->type_count) {
        return GZ_STR_LIT("");
    }
    const struct gz_image_text *t = &image->types[type];
    const uint64_t end = (uint64_t)t->offset + t->size_bytes;
    return end > image->types_bytes
               ? GZ_STR_LIT("")
               : gz_str_of((const char *)image->types + t->offset,
                           t->size_bytes);
}

struct gz_str gz_image_read_id(const struct gz_image *image,
                               const struct gz_name_entity *e,
                               char buffer[GZ_IMAGE_ID_ROOM])
{
    if (e->id_raw) {
        return e->id;
    }
    const size_t len =
        gz_symbol_decode(image->id_symbols, (const uint8_t *)e->id.ptr,
                         e->id.len_bytes, buffer, GZ_IMAGE_ID_BYTES_MAX);
    return len > GZ_IMAGE_ID_BYTES_MAX ? GZ_STR_LIT("")
                                       : gz_str_of(buffer, len);
}

bool gz_image_read_home(const struct gz_image *image, uint32_t entity,
                        struct gz_name_record *home)
{
    return gz_name_record_read(image, entity, home) &&
           gz_image_read_is_home(home);
}

bool gz_image_read_next(struct gz_image_read *walk, struct gz_name_record *r)
{
    if (!gz_name_record_read(walk->image, walk->next, r) ||
        r->text_bytes == 0) {
        return false;
    }
    walk->next = r->next;
    return true;
}

bool gz_image_read_all(const struct gz_image_read *walk)
{
    return walk->next + GZ_NAME_SPARE_BYTES == walk->image->names_bytes;
}
