#include "daemon/commands/article_cutter.h"

#include <stdio.h>

struct cutter {
    struct gz_decoder *decoders[GZ_ARTICLE_FORMAT_COUNT];
    struct gz_arena *arena;
    gz_cut_article_fn *fn;
    void *context;
    uint64_t bad;
    enum gz_status status;
};

void gz_article_cutter_refuse(const struct gz_raw_article *raw,
                              const struct gz_decode_failure *failure)
{
    fprintf(stderr, "%s", raw->name);
    if (raw->line > 0) {
        fprintf(stderr, ":%u", raw->line);
    }
    fprintf(stderr, ": error: %s: %s\n", gz_decode_code_name(failure->code),
            failure->message);
}

static enum gz_status cut(struct cutter *c, const struct gz_article *article)
{
    struct gz_document *document = NULL;
    const enum gz_status st = gz_document_new(
        article->title, article->body, article->language, c->arena, &document);
    const struct gz_cut_article a = {
        .article = article,
        .document = document,
        // GZ_TIME_UNKNOWN is GZ_VALUES_NO_TIME.
        .options = {.reference_ms = article->published_ms},
        .arena = c->arena,
    };
    return st == GZ_OK ? c->fn(c->context, &a) : st;
}

static bool on_article(void *context, const struct gz_raw_article *raw)
{
    struct cutter *c = context;
    struct gz_article article;
    struct gz_decode_failure failure;
    gz_arena_reset(c->arena);
    if (gz_decode(c->decoders[raw->format], raw->bytes, c->arena, &article,
                  &failure) != GZ_OK) {
        gz_article_cutter_refuse(raw, &failure);
        c->bad++;
        return true;
    }
    c->status = cut(c, &article);
    return c->status == GZ_OK;
}

static enum gz_status open_cutter(struct cutter *c,
                                  const struct gz_config *config,
                                  struct gz_error *err)
{
    enum gz_status st = GZ_OK;
    c->arena = gz_arena_new(SIZE_MAX);
    if (c->arena == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT && st == GZ_OK; f++) {
        struct gz_decode_options options = gz_config_decode(config);
        options.format = (enum gz_article_format)f;
        st = gz_decoder_new(&options, &c->decoders[f], err);
    }
    return st;
}

static void close_cutter(struct cutter *c)
{
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT; f++) {
        gz_decoder_free(c->decoders[f]);
    }
    gz_arena_free(c->arena);
}

enum gz_status gz_article_cutter_run(const struct gz_config *config,
                                     char *const *paths, int count,
                                     gz_cut_article_fn *fn, void *context,
                                     uint64_t *bad, struct gz_error *err)
{
    struct cutter c = {.fn = fn, .context = context};
    enum gz_status first = open_cutter(&c, config, err);
    const bool open = first == GZ_OK;
    for (int i = 0; i < count && open && c.status == GZ_OK; i++) {
        const enum gz_status st =
            gz_article_reader_run(paths[i], on_article, &c, err);
        first = first == GZ_OK ? st : first;
    }
    close_cutter(&c);
    *bad += c.bad;
    return c.status != GZ_OK ? c.status : first;
}
