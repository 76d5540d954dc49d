#include "tests/bench/article_lines.h"

#include <stdlib.h>

static size_t count_ends(struct gz_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        count += text.ptr[i] == '\n';
    }
    return count;
}

enum gz_status gz_article_lines_load(struct gz_article_lines *lines,
                                     const char *path, struct gz_error *err)
{
    *lines = (struct gz_article_lines){0};
    const enum gz_status st = gz_source_load(&lines->source, path, 0, err);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_str rest = gz_str_of(lines->source.text, lines->source.len_bytes);
    lines->items = calloc(count_ends(rest) + 1, sizeof(*lines->items));
    if (lines->items == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    while (rest.len_bytes > 0) {
        const struct gz_str line = gz_str_trim(gz_str_cut(&rest, '\n'));
        if (line.len_bytes > 0) {
            lines->items[lines->count++] = line;
        }
    }
    return lines->count > 0
               ? GZ_OK
               : gz_error_set(err, GZ_INVALID, "%s holds no article", path);
}

void gz_article_lines_fini(struct gz_article_lines *lines)
{
    free(lines->items);
    gz_source_fini(&lines->source);
}
