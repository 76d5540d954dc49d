// How fast text becomes tokens, sentences and offsets: MB/s and microseconds
// per article of 3,250 bytes, in CPU time of the thread, median of the rounds.
//
//     bench_text [FILE]
//
// FILE is plain text; it is cut into articles at line ends.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "rules/text/document.h"
#include "rules/text/utf8.h"

enum {
    ARTICLE_BYTES = 3250,
    ROUNDS = 9,
    PASS_BYTES = 8 << 20,
    FILE_BYTES = 64 << 20,
};

static const char sample[] =
    "Shares of Acme Corp. rose 3.5 percent on Monday after the company said "
    "it would buy Globex Inc. for $1,250.5 million, its largest deal in 12 "
    "years. \u201cWe\u2019re delighted,\u201d said Ann O\u2019Neill, the "
    "firm\u2019s chief executive.\n\nThe purchase, which U.S. and European "
    "regulators have yet to approve, would give Acme access to Globex's "
    "customers in Zurich, S\u00e3o Paulo and Tokyo. Analysts had expected a "
    "lower price. The banks' fees were not disclosed.\n\n";

struct input {
    const char *text;
    size_t len;
    struct gz_arena *arena;
    struct gz_tokens tokens;
};

typedef void (*stage)(struct input *in, struct gz_str article);

static void fail(const char *what)
{
    fprintf(stderr, "bench_text: %s\n", what);
    exit(1);
}

static void run_utf8(struct input *in, struct gz_str article)
{
    (void)in;
    if (!gz_utf8_valid(article)) {
        fail("the text is not UTF-8");
    }
}

static void run_tokens(struct input *in, struct gz_str article)
{
    if (gz_tokens_split(article, in->arena, &in->tokens) != GZ_OK) {
        fail("tokens");
    }
}

static void run_sentences(struct input *in, struct gz_str article)
{
    struct gz_sentences sentences;
    run_tokens(in, article);
    if (gz_sentences_split(article, &in->tokens, in->arena, &sentences) !=
        GZ_OK) {
        fail("sentences");
    }
}

static void run_offsets(struct input *in, struct gz_str article)
{
    const struct gz_offsets *offsets = NULL;
    if (gz_offsets_new(article, in->arena, &offsets) != GZ_OK) {
        fail("offsets");
    }
}

static void run_document(struct input *in, struct gz_str article)
{
    struct gz_document *doc = NULL;
    const struct gz_str none = {NULL, 0};
    if (gz_document_new(none, article, none, in->arena, &doc) != GZ_OK) {
        fail("document");
    }
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

// One pass over the text, article by article.
static void pass(struct input *in, stage run)
{
    size_t begin = 0;
    while (begin < in->len) {
        size_t end = begin + ARTICLE_BYTES;
        while (end < in->len && in->text[end - 1] != '\n') {
            end++;
        }
        end = end < in->len ? end : in->len;
        gz_arena_reset(in->arena);
        run(in, gz_str_of(in->text + begin, end - begin));
        begin = end;
    }
}

static int by_value(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

static void measure(struct input *in, const char *name, stage run)
{
    const size_t passes = PASS_BYTES / in->len + 1;
    double us[ROUNDS];
    pass(in, run);
    for (int round = 0; round < ROUNDS; round++) {
        const double start = now_us();
        for (size_t i = 0; i < passes; i++) {
            pass(in, run);
        }
        us[round] = now_us() - start;
    }
    qsort(us, ROUNDS, sizeof(us[0]), by_value);
    const double bytes = (double)in->len * (double)passes;
    const double rate = bytes / us[ROUNDS / 2];
    printf("%-20s %8.0f MB/s %8.2f us/article\n", name, rate,
           ARTICLE_BYTES / rate);
}

static char *load(const char *path, size_t *len)
{
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    char *text = malloc(FILE_BYTES);
    if (text == NULL || (path != NULL && file == NULL)) {
        fail("cannot read the text");
    }
    *len = 0;
    if (file != NULL) {
        *len = fread(text, 1, FILE_BYTES, file);
        fclose(file);
    }
    while (file == NULL && *len < 100 * sizeof(sample)) {
        memcpy(text + *len, sample, sizeof(sample) - 1);
        *len += sizeof(sample) - 1;
    }
    return text;
}

int main(int argc, char **argv)
{
    size_t len = 0;
    char *text = load(argc > 1 ? argv[1] : NULL, &len);
    struct input in = {text, len, gz_arena_new((size_t)64 << 20), {0}};
    if (in.arena == NULL || len == 0) {
        fail("no memory or no text");
    }
    measure(&in, "UTF-8", run_utf8);
    measure(&in, "tokens", run_tokens);
    measure(&in, "tokens, sentences", run_sentences);
    measure(&in, "offsets", run_offsets);
    measure(&in, "document", run_document);
    gz_arena_free(in.arena);
    free(text);
    return 0;
}
