// Composed text: lists are composed when they are compiled, articles while
// they are compared.

#include "rules/text/nfc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "rules/text/utf8.h"

static bool is_ascii(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if ((unsigned char)s.ptr[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

enum gz_status gz_nfc(struct gz_str s, struct gz_arena *arena,
                      struct gz_str *out)
{
    *out = s;
    if (is_ascii(s)) {
        return GZ_OK;
    }
    utf8proc_uint8_t *composed = NULL;
    const utf8proc_ssize_t len = utf8proc_map(
        (const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len_bytes,
        &composed, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0) {
        return GZ_NO_MEMORY;
    }
    *out = gz_arena_copy(arena, gz_str_of((const char *)composed, (size_t)len));
    free(composed);
    return out->ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
}

// U+0300..U+036F are CC 80 .. CD AF in UTF-8.
static bool mark_follows(struct gz_str s, size_t pos)
{
    if (pos + 1 >= s.len_bytes) {
        return false;
    }
    const unsigned char lead = (unsigned char)s.ptr[pos];
    return lead == 0xCC ||
           (lead == 0xCD && (unsigned char)s.ptr[pos + 1] < 0xB0);
}

uint32_t gz_nfc_next(struct gz_str s, size_t *pos)
{
    uint32_t cp = gz_utf8_next(s, pos);
    while (mark_follows(s, *pos)) {
        size_t behind = *pos;
        utf8proc_int32_t pair[] = {
            (utf8proc_int32_t)cp,
            (utf8proc_int32_t)gz_utf8_next(s, &behind),
        };
        const utf8proc_ssize_t len = utf8proc_normalize_utf32(
            pair, 2, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        if (len != 1) {
            break;
        }
        cp = (uint32_t)pair[0];
        *pos = behind;
    }
    return cp;
}
