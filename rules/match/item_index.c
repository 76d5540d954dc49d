#include "rules/match/item_index.h"

static void fill(const struct gz_items *items, uint32_t words,
                 struct gz_item_index *out)
{
    uint32_t distinct = 0;
    uint32_t word = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        const uint32_t token = items->items[i].begin_token;
        if (i > 0 && items->items[i - 1].begin_token == token) {
            continue;
        }
        for (; word <= token >> 6; word++) {
            out->ranks[word] = distinct;
        }
        out->bits[token >> 6] |= UINT64_C(1) << (token & 63);
        out->first[distinct++] = i;
    }
    for (; word < words; word++) {
        out->ranks[word] = distinct;
    }
    out->first[distinct] = items->count;
}

enum gz_status gz_item_index_make(const struct gz_items *items, uint32_t tokens,
                                  struct gz_arena *arena,
                                  struct gz_item_index *out)
{
    const uint32_t words = tokens / 64 + 1;
    *out = (struct gz_item_index){
        .items = items->items,
        .bits = GZ_ARENA_ARRAY(arena, uint64_t, words),
        .ranks = gz_arena_alloc(arena, words * sizeof(uint32_t)),
        .first = gz_arena_alloc(arena,
                                ((size_t)items->count + 1) * sizeof(uint32_t)),
    };
    if (out->bits == NULL || out->ranks == NULL || out->first == NULL) {
        return GZ_LIMIT;
    }
    fill(items, words, out);
    return GZ_OK;
}
