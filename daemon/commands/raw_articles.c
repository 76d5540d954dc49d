#include "daemon/commands/raw_articles.h"

#include <stdlib.h>

struct loader {
    struct gz_raw_articles *to;
    size_t cap;
    enum gz_status status;
};

static bool grow(struct loader *l)
{
    if (l->to->count < l->cap) {
        return true;
    }
    const size_t cap = l->cap * 2 + 64;
    void *grown = realloc(l->to->items, cap * sizeof(*l->to->items));
    if (grown == NULL) {
        return false;
    }
    l->to->items = grown;
    l->cap = cap;
    return true;
}

static bool on_article(void *context, const struct gz_raw_article *raw)
{
    struct loader *l = context;
    struct gz_raw_articles *to = l->to;
    const struct gz_str name = gz_arena_copy(to->arena, gz_str_z(raw->name));
    const struct gz_str bytes = gz_arena_copy(to->arena, raw->bytes);
    if (!grow(l) || name.ptr == NULL || bytes.ptr == NULL) {
        l->status = GZ_NO_MEMORY;
        return false;
    }
    to->items[to->count] = *raw;
    to->items[to->count].name = name.ptr;
    to->items[to->count].bytes = bytes;
    to->bytes += bytes.len_bytes;
    to->count++;
    return true;
}

enum gz_status gz_raw_articles_load(struct gz_raw_articles *a,
                                    char *const *paths, int count,
                                    struct gz_error *err)
{
    *a = (struct gz_raw_articles){.arena = gz_arena_new(SIZE_MAX)};
    struct loader l = {.to = a};
    if (a->arena == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (int i = 0; i < count; i++) {
        const enum gz_status st =
            gz_article_reader_run(paths[i], on_article, &l, err);
        if (st != GZ_OK) {
            return st;
        }
    }
    if (l.status != GZ_OK) {
        return gz_error_set(err, l.status, "no memory for the articles");
    }
    return a->count > 0
               ? GZ_OK
               : gz_error_set(err, GZ_NOT_FOUND, "there are no articles");
}

void gz_raw_articles_fini(struct gz_raw_articles *a)
{
    free(a->items);
    gz_arena_free(a->arena);
    *a = (struct gz_raw_articles){0};
}
