// Composed text, for what people type into lists; articles stay as they are.

#include "rules/text/nfc.h"

#include <stdbool.h>
#include <stdlib.h>
#include <utf8proc.h>

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
