#include "rules/gazetteer/compile/pair_list.h"

#include <string.h>

#include "rules/gazetteer/gazetteer.h"
#include "rules/gazetteer/lists/name_fields.h"

static enum gz_status append_pair(struct gz_text_pool *pool,
                                  struct gz_str *list, struct gz_str pair)
{
    const size_t len = list->len_bytes + 1 + pair.len_bytes;
    if (len > UINT16_MAX) {
        return GZ_LIMIT;
    }
    char *joined = gz_text_pool_take(pool, len);
    if (joined == NULL) {
        return GZ_NO_MEMORY;
    }
    size_t at = list->len_bytes;
    if (at > 0) {
        memcpy(joined, list->ptr, at);
        joined[at++] = ';';
    }
    memcpy(joined + at, pair.ptr, pair.len_bytes);
    *list = gz_str_of(joined, at + pair.len_bytes);
    return GZ_OK;
}

enum gz_status gz_pair_list_merge(struct gz_text_pool *pool,
                                  struct gz_str *list, struct gz_str more)
{
    enum gz_status st = GZ_OK;
    while (st == GZ_OK && more.len_bytes > 0) {
        const struct gz_str pair = gz_str_cut(&more, ';');
        struct gz_str rest = pair;
        const struct gz_str name = gz_str_cut(&rest, '=');
        char key[GZ_NAME_ID_BYTES_MAX + 1];
        if (name.len_bytes >= sizeof(key)) {
            continue;
        }
        memcpy(key, name.ptr, name.len_bytes);
        key[name.len_bytes] = '\0';
        if (gz_gazetteer_value(*list, key).ptr == NULL) {
            st = append_pair(pool, list, pair);
        }
    }
    return st;
}
