// How long values take: microseconds of CPU time per article of 3,250 bytes,
// beyond the cutting into tokens and sentences; median of the rounds.
//
//     bench_values [FILE [LANGUAGE]]
//
// FILE is plain text; it is cut into articles at line ends.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rules/text/document.h"
#include "rules/values/values.h"

enum {
    ARTICLE_BYTES = 3250,
    ARTICLES_MAX = 4096,
    ROUNDS = 9,
    FINDS = 20000,
    FILE_BYTES = 8 << 20,
    DAY_MS = 86400000,
    TODAY = 20526,  // 2026-03-14
};

static const char sample[] =
    "Shares of Acme Corp. rose 3.5 percent on Monday after the company said "
    "it would buy Globex Inc. for more than $1,250.5 million, its largest "
    "deal in 12 years. \u201cWe\u2019re delighted,\u201d said Ann "
    "O\u2019Neill, "
    "the firm\u2019s chief executive.\nThe purchase, which U.S. and European "
    "regulators have yet to approve, would give Acme access to Globex's "
    "customers in Zurich, S\u00e3o Paulo and Tokyo. Analysts had expected a "
    "lower price. The banks' fees were not disclosed. Globex has about 12,000 "
    "workers and had sales of $340 million a year in 2025.\n";

struct input {
    struct gz_document *articles[ARTICLES_MAX];
    size_t count;
    uint64_t tokens;
    struct gz_str language;
};

static void fail(const char *what)
{
    fprintf(stderr, "bench_values: %s\n", what);
    exit(1);
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void cut(struct input *in, struct gz_str text, struct gz_arena *arena)
{
    const struct gz_str none = {NULL, 0};
    size_t begin = 0;
    while (begin < text.len_bytes && in->count < ARTICLES_MAX) {
        size_t end = begin + ARTICLE_BYTES;
        while (end < text.len_bytes && text.ptr[end - 1] != '\n') {
            end++;
        }
        end = end < text.len_bytes ? end : text.len_bytes;
        struct gz_document **doc = &in->articles[in->count++];
        if (gz_document_new(none, gz_str_of(text.ptr + begin, end - begin),
                            in->language, arena, doc) != GZ_OK) {
            fail("document");
        }
        in->tokens += (*doc)->fields[GZ_FIELD_BODY].tokens.count;
        begin = end;
    }
}

// Look through articles until so many have been; returns the values found.
static uint64_t run(const struct input *in, struct gz_arena *arena)
{
    const struct gz_values_context context = {(int64_t)TODAY * DAY_MS,
                                              in->language};
    uint64_t found = 0;
    for (size_t i = 0; i < FINDS; i++) {
        struct gz_values values;
        const struct gz_document *doc = in->articles[i % in->count];
        gz_arena_reset(arena);
        if (gz_values_find(&doc->fields[GZ_FIELD_BODY], &context, arena,
                           &values) != GZ_OK) {
            fail("values");
        }
        found += values.count;
    }
    return found;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static struct gz_str load(const char *path)
{
    char *text = malloc(FILE_BYTES);
    size_t len = 0;
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    if (text == NULL || (path != NULL && file == NULL)) {
        fail("cannot read the text");
    }
    if (file != NULL) {
        len = fread(text, 1, FILE_BYTES, file);
        fclose(file);
    }
    while (file == NULL && len < 100 * sizeof(sample)) {
        memcpy(text + len, sample, sizeof(sample) - 1);
        len += sizeof(sample) - 1;
    }
    return gz_str_of(text, len);
}

int main(int argc, char **argv)
{
    const struct gz_str text = load(argc > 1 ? argv[1] : NULL);
    struct input *in = calloc(1, sizeof(*in));
    struct gz_arena *texts = gz_arena_new((size_t)512 << 20);
    struct gz_arena *arena = gz_arena_new((size_t)16 << 20);
    if (in == NULL || texts == NULL || arena == NULL || text.len_bytes == 0) {
        fail("no memory or no text");
    }
    in->language = gz_str_z(argc > 2 ? argv[2] : "en");
    cut(in, text, texts);
    double us[ROUNDS];
    uint64_t found = 0;
    for (int round = 0; round < ROUNDS; round++) {
        const double start = now_us();
        found = run(in, arena);
        us[round] = (now_us() - start) / FINDS;
    }
    qsort(us, ROUNDS, sizeof(us[0]), by_value);
    printf("%.2f us/article of %.0f tokens and %.1f values\n", us[ROUNDS / 2],
           (double)in->tokens / (double)in->count, (double)found / FINDS);
    gz_arena_free(arena);
    gz_arena_free(texts);
    free(in);
    free((void *)(uintptr_t)text.ptr);
    return 0;
}
