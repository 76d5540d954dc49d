#include "rules/gazetteer/lists/field_copy.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// Beyond the record's own bytes: a NUL for each field, generously.
enum { SPARE_BYTES = 64 };

void gz_field_copy_fini(struct gz_field_copy *c)
{
    free(c->text);
    free(c->origins);
    *c = (struct gz_field_copy){0};
}

static enum gz_status grow(struct gz_field_copy *c, size_t needed)
{
    size_t cap = c->cap == 0 ? 1024 : c->cap;
    while (cap < needed) {
        cap *= 2;
    }
    char *text = realloc(c->text, cap);
    if (text == NULL) {
        return GZ_NO_MEMORY;
    }
    c->text = text;
    uint32_t *origins = realloc(c->origins, cap * sizeof(*origins));
    if (origins == NULL) {
        return GZ_NO_MEMORY;
    }
    c->origins = origins;
    c->cap = cap;
    return GZ_OK;
}

enum gz_status gz_field_copy_begin(struct gz_field_copy *c, size_t base_byte,
                                   size_t record_bytes)
{
    assert(record_bytes <= GZ_RECORD_BYTES_MAX);
    c->len = 0;
    c->base_byte = base_byte;
    const size_t needed = record_bytes + SPARE_BYTES;
    return needed > c->cap ? grow(c, needed) : GZ_OK;
}

void gz_field_copy_run(struct gz_field_copy *c, struct gz_str bytes,
                       size_t at_byte)
{
    assert(bytes.len_bytes <= c->cap - c->len);
    const uint32_t origin = (uint32_t)(at_byte - c->base_byte);
    for (size_t i = 0; i < bytes.len_bytes; i++) {
        c->text[c->len + i] = bytes.ptr[i];
        c->origins[c->len + i] = origin + (uint32_t)i;
    }
    c->len += bytes.len_bytes;
}

void gz_field_copy_put(struct gz_field_copy *c, struct gz_str bytes,
                       size_t at_byte)
{
    assert(bytes.len_bytes <= c->cap - c->len);
    for (size_t i = 0; i < bytes.len_bytes; i++) {
        c->text[c->len] = bytes.ptr[i];
        c->origins[c->len++] = (uint32_t)(at_byte - c->base_byte);
    }
}

struct gz_str gz_field_copy_end(struct gz_field_copy *c, size_t first,
                                size_t end_byte)
{
    const size_t len = c->len - first;
    gz_field_copy_put(c, gz_str_of("", 1), end_byte);
    return gz_str_of(c->text + first, len);
}

bool gz_field_copy_place(const struct gz_field_copy *c, struct gz_str where,
                         size_t *begin_byte, size_t *end_byte)
{
    if (!gz_field_copy_holds(c, where)) {
        return false;
    }
    const size_t at = (size_t)(where.ptr - c->text);
    if (where.len_bytes >= c->len - at) {
        return false;
    }
    *begin_byte = c->base_byte + c->origins[at];
    *end_byte = c->base_byte + c->origins[at + where.len_bytes];
    return true;
}
