#include "daemon/commands/article_reader.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "daemon/base/source.h"

enum content {
    CONTENT_UNKNOWN,
    CONTENT_JSON,
    CONTENT_LINES,
    CONTENT_TEXT,
};

struct reader {
    gz_article_fn *fn;
    void *ctx;
    struct gz_error *err;
    bool stopped;
};

static enum content content_by_name(const char *path)
{
    static const struct {
        const char *suffix;
        enum content content;
    } suffixes[] = {
        {".json", CONTENT_JSON},
        {".jsonl", CONTENT_LINES},
        {".ndjson", CONTENT_LINES},
        {".txt", CONTENT_TEXT},
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof(suffixes) / sizeof(*suffixes);
         i++) {
        if (strcmp(dot, suffixes[i].suffix) == 0) {
            return suffixes[i].content;
        }
    }
    return CONTENT_UNKNOWN;
}

static enum content content_by_look(struct gz_str bytes)
{
    struct gz_str rest = gz_str_trim(bytes);
    if (rest.len_bytes == 0 || rest.ptr[0] != '{') {
        return CONTENT_TEXT;
    }
    const struct gz_str line = gz_str_trim(gz_str_cut(&rest, '\n'));
    return rest.ptr != NULL && line.ptr[line.len_bytes - 1] == '}'
               ? CONTENT_LINES
               : CONTENT_JSON;
}

static void hand_over(struct reader *r, const struct gz_raw_article *article)
{
    if (!r->stopped) {
        r->stopped = !r->fn(r->ctx, article);
    }
}

static void read_lines(struct reader *r, const char *name, struct gz_str rest)
{
    struct gz_raw_article article = {.name = name, .format = GZ_ARTICLE_JSON};
    while (rest.ptr != NULL && !r->stopped) {
        article.line++;
        article.bytes = gz_str_trim(gz_str_cut(&rest, '\n'));
        if (article.bytes.len_bytes > 0) {
            hand_over(r, &article);
        }
    }
}

static enum gz_status read_file(struct reader *r, const char *path)
{
    struct gz_source src;
    const enum gz_status st = gz_source_load(&src, path, 0, r->err);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_str bytes = gz_str_of(src.text, src.len_bytes);
    enum content content = content_by_name(path);
    if (content == CONTENT_UNKNOWN) {
        content = content_by_look(bytes);
    }
    if (content == CONTENT_LINES) {
        read_lines(r, src.name, bytes);
    } else {
        const struct gz_raw_article article = {
            .name = src.name,
            .format =
                content == CONTENT_TEXT ? GZ_ARTICLE_TEXT : GZ_ARTICLE_JSON,
            .bytes = bytes,
        };
        hand_over(r, &article);
    }
    gz_source_fini(&src);
    return GZ_OK;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static enum gz_status read_folder(struct reader *r, const char *path);

static enum gz_status read_entry(struct reader *r, const char *folder,
                                 const char *name)
{
    char *path = NULL;
    if (name[0] == '.') {
        return GZ_OK;
    }
    if (asprintf(&path, "%s/%s", folder, name) < 0) {
        return GZ_NO_MEMORY;
    }
    enum gz_status st = GZ_OK;
    if (is_folder(path)) {
        st = read_folder(r, path);
    } else if (content_by_name(path) != CONTENT_UNKNOWN) {
        st = read_file(r, path);
    }
    free(path);
    return st;
}

static enum gz_status read_folder(struct reader *r, const char *path)
{
    struct dirent **entries = NULL;
    const int count = scandir(path, &entries, NULL, alphasort);
    if (count < 0) {
        return gz_error_errno(r->err, errno, "cannot read folder %s", path);
    }
    enum gz_status first = GZ_OK;
    for (int i = 0; i < count; i++) {
        const enum gz_status st =
            r->stopped ? GZ_OK : read_entry(r, path, entries[i]->d_name);
        if (first == GZ_OK) {
            first = st;
        }
        free(entries[i]);
    }
    free(entries);
    return first;
}

enum gz_status gz_article_reader_run(const char *path, gz_article_fn *fn,
                                     void *ctx, struct gz_error *err)
{
    struct reader r = {.fn = fn, .ctx = ctx, .err = err};
    return is_folder(path) ? read_folder(&r, path) : read_file(&r, path);
}
