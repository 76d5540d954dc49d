// Names without their diacritics, as keyboards and wire services write them.

#include "daemon/base/buffer.h"
#include "rules/gazetteer/alias/alias_work.h"
#include "rules/text/fold.h"

static bool is_ascii(struct gz_str s)
{
    for (size_t i = 0; i < s.len_bytes; i++) {
        if ((s.ptr[i] & 0x80) != 0) {
            return false;
        }
    }
    return true;
}

void gz_alias_accents(struct gz_alias_work *w, struct gz_str name)
{
    if (is_ascii(name)) {
        return;
    }
    struct gz_buffer plain;
    gz_buffer_init(&plain, 0);
    gz_fold_append(&plain, name, GZ_FOLD_DIACRITICS);
    if (gz_buffer_status(&plain) != GZ_OK) {
        w->status = gz_buffer_status(&plain);
    } else if (!gz_str_eq(gz_buffer_str(&plain), name)) {
        gz_alias_put(w, gz_buffer_str(&plain));
    }
    gz_buffer_fini(&plain);
}
