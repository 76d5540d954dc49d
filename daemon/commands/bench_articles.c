#include "daemon/commands/bench_articles.h"

#include <stdlib.h>
#include <string.h>

#include "codecs/decode.h"
#include "rules/text/utf8.h"

static bool is_json_lines(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot != NULL &&
           (strcmp(dot, ".jsonl") == 0 || strcmp(dot, ".ndjson") == 0);
}

static enum gz_status add(struct gz_bench_articles *a, size_t *cap,
                          struct gz_str text)
{
    if (a->count == *cap) {
        const size_t wanted = *cap * 2 + 1024;
        struct gz_str *items = realloc(a->items, wanted * sizeof(*items));
        if (items == NULL) {
            return GZ_NO_MEMORY;
        }
        a->items = items;
        *cap = wanted;
    }
    a->items[a->count++] = text;
    a->bytes += text.len_bytes;
    return GZ_OK;
}

static enum gz_status split_texts(struct gz_bench_articles *a,
                                  struct gz_error *err)
{
    struct gz_str rest = gz_str_of(a->source.text, a->source.len_bytes);
    size_t cap = 0;
    while (rest.len_bytes > 0) {
        const struct gz_str text = gz_str_cut(&rest, '\0');
        if (!gz_utf8_valid(text)) {
            return gz_error_set(err, GZ_INVALID,
                                "%s: article %zu is not valid UTF-8; articles "
                                "are UTF-8 with a NUL byte behind each",
                                a->source.name, a->count);
        }
        if (add(a, &cap, text) != GZ_OK) {
            return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory",
                                a->source.name);
        }
    }
    return GZ_OK;
}

// Title, an empty line, body.
static struct gz_str join(struct gz_arena *arena, struct gz_str title,
                          struct gz_str body)
{
    const size_t gap = title.len_bytes > 0 ? 2 : 0;
    char *text =
        gz_arena_alloc(arena, title.len_bytes + gap + body.len_bytes + 1);
    if (text == NULL) {
        return gz_str_of(NULL, 0);
    }
    memcpy(text, title.ptr, title.len_bytes);
    memcpy(text + title.len_bytes, "\n\n", gap);
    memcpy(text + title.len_bytes + gap, body.ptr, body.len_bytes);
    return gz_str_of(text, title.len_bytes + gap + body.len_bytes);
}

static enum gz_status take_line(struct gz_bench_articles *a, size_t *cap,
                                struct gz_decoder *decoder, struct gz_str line,
                                struct gz_arena *scratch, struct gz_error *err)
{
    struct gz_article article;
    struct gz_decode_failure failure;
    gz_arena_reset(scratch);
    if (gz_decode(decoder, line, scratch, &article, &failure) != GZ_OK) {
        const size_t begin = (size_t)(line.ptr - a->source.text);
        return gz_error_at(err, &a->source, begin, "this is no article: %s",
                           failure.message);
    }
    const struct gz_str text = join(a->arena, article.title, article.body);
    return text.ptr == NULL || add(a, cap, text) != GZ_OK ? GZ_NO_MEMORY
                                                          : GZ_OK;
}

static enum gz_status read_lines(struct gz_bench_articles *a,
                                 struct gz_error *err)
{
    const struct gz_decode_options options = {
        .format = GZ_ARTICLE_JSON,
        .limit_bytes = SIZE_MAX / 2,
    };
    struct gz_str rest = gz_str_of(a->source.text, a->source.len_bytes);
    struct gz_arena *scratch = gz_arena_new(SIZE_MAX);
    struct gz_decoder *decoder = NULL;
    size_t cap = 0;
    enum gz_status st = scratch == NULL
                            ? GZ_NO_MEMORY
                            : gz_decoder_new(&options, &decoder, err);
    while (st == GZ_OK && rest.ptr != NULL) {
        const struct gz_str line = gz_str_trim(gz_str_cut(&rest, '\n'));
        if (line.len_bytes > 0) {
            st = take_line(a, &cap, decoder, line, scratch, err);
        }
    }
    gz_decoder_free(decoder);
    gz_arena_free(scratch);
    return st;
}

enum gz_status gz_bench_articles_load(struct gz_bench_articles *a,
                                      const char *path, struct gz_error *err)
{
    *a = (struct gz_bench_articles){.count = 0};
    enum gz_status st = gz_source_load(&a->source, path, 0, err);
    if (st != GZ_OK) {
        return st;
    }
    a->arena = gz_arena_new(SIZE_MAX);
    if (a->arena == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "%s: out of memory", path);
    }
    st = is_json_lines(path) ? read_lines(a, err) : split_texts(a, err);
    if (st == GZ_OK && a->count == 0) {
        st = gz_error_set(err, GZ_INVALID, "%s: there is no article in it",
                          path);
    }
    return st;
}

void gz_bench_articles_fini(struct gz_bench_articles *a)
{
    free(a->items);
    gz_arena_free(a->arena);
    gz_source_fini(&a->source);
}
