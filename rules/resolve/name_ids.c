#include "rules/resolve/name_ids.h"

#include <string.h>

#include "rules/text/fold.h"

struct gz_str gz_name_ids_show(struct gz_arena *arena, struct gz_str name)
{
    char *text = gz_arena_alloc(arena, name.len_bytes + 1);
    size_t len = 0;
    bool blank = false;
    for (size_t i = 0; text != NULL && i < name.len_bytes; i++) {
        const char c = name.ptr[i];
        const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (!space) {
            text[len++] = c;
        } else if (!blank) {
            text[len++] = ' ';
        }
        blank = space;
    }
    return gz_str_of(text, len);
}

static bool is_plain(struct gz_str text)
{
    unsigned char high = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        high |= (unsigned char)text.ptr[i];
    }
    return high < 0x80;
}

static uint8_t upper(char c)
{
    const uint8_t byte = (uint8_t)c;
    return c >= 'a' && c <= 'z' ? byte & 0xdfU : byte;
}

static uint8_t lower(char c)
{
    const uint8_t byte = (uint8_t)c;
    return c >= 'A' && c <= 'Z' ? byte | 0x20U : byte;
}

// The name behind its type; plain letters, which most have, need no tables.
struct gz_str gz_name_ids_make(struct gz_arena *arena,
                               struct gz_buffer *scratch, struct gz_str shown,
                               struct gz_str type)
{
    static const struct gz_str prefix = {"name:", 5};
    const bool plain = is_plain(shown);
    const struct gz_str top = gz_str_cut(&type, '/');
    struct gz_str folded = shown;
    if (!plain) {
        gz_buffer_clear(scratch);
        gz_fold_append(scratch, shown,
                       GZ_FOLD_WIDTH | GZ_FOLD_CASE | GZ_FOLD_DIACRITICS);
        folded = gz_buffer_str(scratch);
    }
    uint8_t *id = gz_arena_alloc(arena, prefix.len_bytes + top.len_bytes + 1 +
                                            folded.len_bytes + 1);
    if (id == NULL || (!plain && gz_buffer_status(scratch) != GZ_OK)) {
        return gz_str_of(NULL, 0);
    }
    size_t len = prefix.len_bytes;
    memcpy(id, prefix.ptr, len);
    for (size_t i = 0; i < top.len_bytes; i++) {
        id[len++] = upper(top.ptr[i]);
    }
    id[len++] = '/';
    for (size_t i = 0; i < folded.len_bytes; i++) {
        id[len++] = lower(folded.ptr[i]);
    }
    return gz_str_of((const char *)id, len);
}
