// Where the time of an article goes, in one thread and without Kafka: CPU
// time of the thread, median of the rounds.
//
//     bench_extract ARTICLES.jsonl IMAGE.gzt...
//
// A stage's time is that of a pass over all articles which ends with it, less
// that of the pass which ends before it; the passes take turns.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "codecs/decode.h"
#include "codecs/event_encode.h"
#include "daemon/flow/event_builder.h"
#include "daemon/flow/pipeline.h"
#include "rules/resolve/entities.h"
#include "rules/resolve/select.h"
#include "rules/text/document.h"
#include "rules/text/signature.h"
#include "tests/bench/article_lines.h"

enum {
    ROUNDS = 15,
    PASSES = 3,
    ARENA_BYTES = 64 << 20,
    ENCODED_BYTES = 64 << 20,
};

// What one article has become so far.
struct work {
    struct gz_record record;
    struct gz_article article;
    struct gz_document *document;
    struct gz_select_input names[GZ_FIELD_COUNT];
    struct gz_selection selection;
    struct gz_findings findings;
    const struct gz_event *events;
    uint32_t event_count;
};

struct bench {
    struct gz_article_lines articles;
    struct gz_ruleset *rules;
    struct gz_decoder *decoder;
    struct gz_pipeline *pipeline;
    struct gz_arena *arena;
    struct gz_buffer encoded;
    struct gz_error err;
    uint64_t events;  // of the last pass
    uint64_t event_bytes;
};

struct stage {
    const char *name;
    enum gz_status (*run)(struct bench *b, struct work *w);
    bool aside;  // a part of the next stage, measured on its own
};

static enum gz_status decode(struct bench *b, struct work *w)
{
    struct gz_decode_failure failure;
    return gz_decode(b->decoder, w->record.value, b->arena, &w->article,
                     &failure);
}

static enum gz_status cut(struct bench *b, struct work *w)
{
    const struct gz_article *a = &w->article;
    return gz_document_new(a->title, a->body, a->language, b->arena,
                           &w->document);
}

static enum gz_status find_names(struct bench *b, struct work *w)
{
    const struct gz_layers *names = gz_ruleset_names(b->rules);
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        const struct gz_passage *passage = &w->document->fields[f];
        w->names[f].names = names;
        w->names[f].field = (enum gz_field)f;
        st = gz_layers_find(names, passage->text, &passage->tokens, b->arena,
                            &w->names[f].candidates);
    }
    return st;
}

static enum gz_status resolve(struct bench *b, struct work *w)
{
    const enum gz_status st = gz_select(w->document, w->names, GZ_FIELD_COUNT,
                                        b->arena, &w->selection);
    if (st != GZ_OK) {
        return st;
    }
    return gz_entities_group(w->document, &w->selection, b->arena,
                             &w->findings);
}

static enum gz_status sign(struct bench *b, struct work *w)
{
    const uint8_t *signature = NULL;
    return gz_signature_of(w->document, b->arena, &signature);
}

static enum gz_status build(struct bench *b, struct work *w)
{
    const struct gz_event_sources sources = {
        .record = &w->record,
        .article = &w->article,
        .document = w->document,
        .findings = &w->findings,
        .ruleset = gz_ruleset_hash(b->rules),
    };
    return gz_event_builder_run(&sources, b->arena, &w->events,
                                &w->event_count);
}

static enum gz_status encode(struct bench *b, struct work *w)
{
    gz_buffer_clear(&b->encoded);
    for (uint32_t i = 0; i < w->event_count; i++) {
        gz_event_encode_single_object(&w->events[i], 1, &b->encoded);
    }
    b->events += w->event_count;
    b->event_bytes += b->encoded.len;
    return gz_buffer_status(&b->encoded);
}

static const struct stage stages[] = {
    {"decode", decode, false},
    {"tokens, sentences", cut, false},
    {"names", find_names, false},
    {"select, group", resolve, false},
    {"signature, of events", sign, true},
    {"events", build, false},
    {"encode", encode, false},
};

enum { STAGES = sizeof(stages) / sizeof(stages[0]), WHOLE = STAGES };

static void must(const struct bench *b, enum gz_status st, const char *what)
{
    if (st != GZ_OK) {
        fprintf(stderr, "bench_extract: %s\n", what);
        gz_error_print(&b->err, stderr);
        exit(1);
    }
}

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void run_article(struct bench *b, struct work *w, size_t last)
{
    struct gz_pipeline_result result;

    if (last == WHOLE) {
        must(b, gz_pipeline_run(b->pipeline, b->rules, &w->record, &result),
             "pipeline");
        return;
    }
    gz_arena_reset(b->arena);
    for (size_t i = 0; i <= last; i++) {
        if (i == last || !stages[i].aside) {
            must(b, stages[i].run(b, w), stages[i].name);
        }
    }
}

// CPU time of an article that goes as far as a stage, or all the way.
static double pass(struct bench *b, size_t last)
{
    const size_t count = b->articles.count;
    const double begin_us = now_us();

    b->events = 0;
    b->event_bytes = 0;
    for (size_t i = 0; i < count * PASSES; i++) {
        struct work w = {.record = {.topic = GZ_STR_LIT("articles"),
                                    .offset = (int64_t)i,
                                    .value = b->articles.items[i % count]}};
        run_article(b, &w, last);
    }
    return (now_us() - begin_us) / (double)(count * PASSES);
}

static int by_value(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure(struct bench *b, double medians[STAGES + 1])
{
    double us[STAGES + 1][ROUNDS];

    for (size_t stage = 0; stage <= STAGES; stage++) {
        (void)pass(b, stage);
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t stage = 0; stage <= STAGES; stage++) {
            us[stage][round] = pass(b, stage);
        }
    }
    for (size_t stage = 0; stage <= STAGES; stage++) {
        qsort(us[stage], ROUNDS, sizeof(us[stage][0]), by_value);
        medians[stage] = us[stage][ROUNDS / 2];
    }
}

static void show(struct bench *b)
{
    double until[STAGES + 1];
    double before = 0;

    measure(b, until);
    (void)pass(b, STAGES - 1);
    const double runs = (double)(b->articles.count * PASSES);
    printf("%zu articles of %.0f bytes, %.1f events of %.0f bytes each\n\n",
           b->articles.count,
           (double)b->articles.source.len_bytes / (double)b->articles.count,
           (double)b->events / runs,
           (double)b->event_bytes / (double)b->events);
    printf("| %-21s | us/article |\n| %s | ---------: |\n", "stage",
           "---------------------");
    for (size_t i = 0; i < STAGES; i++) {
        printf("| %-21s | %10.2f |\n", stages[i].name, until[i] - before);
        before = stages[i].aside ? before : until[i];
    }
    printf("| %-21s | %10.2f |\n", "whole pipeline", until[WHOLE]);
}

static void open_parts(struct bench *b, const char *articles,
                       const char *const *images, size_t count)
{
    const struct gz_decode_options decode_options = {.format = GZ_ARTICLE_JSON};
    const struct gz_pipeline_options options = {
        .decode = decode_options,
        .event_topic = GZ_STR_LIT("entities"),
        .dead_letter = {.topic = GZ_STR_LIT("dead")},
    };

    gz_error_init(&b->err);
    gz_buffer_init(&b->encoded, ENCODED_BYTES);
    b->arena = gz_arena_new(ARENA_BYTES);
    must(b, b->arena == NULL ? GZ_NO_MEMORY : GZ_OK, "out of memory");
    must(b, gz_article_lines_load(&b->articles, articles, &b->err), "articles");
    must(b, gz_ruleset_load(images, count, &b->rules, &b->err), "rules");
    must(b, gz_decoder_new(&decode_options, &b->decoder, &b->err), "decoder");
    must(b, gz_pipeline_new(&options, &b->pipeline, &b->err), "pipeline");
}

static void close_parts(struct bench *b)
{
    gz_pipeline_free(b->pipeline);
    gz_decoder_free(b->decoder);
    gz_ruleset_unref(b->rules);
    gz_article_lines_fini(&b->articles);
    gz_arena_free(b->arena);
    gz_buffer_fini(&b->encoded);
    gz_error_fini(&b->err);
}

int main(int argc, char **argv)
{
    struct bench b = {0};

    if (argc < 3) {
        fputs("usage: bench_extract ARTICLES.jsonl IMAGE.gzt...\n", stderr);
        return 64;
    }
    open_parts(&b, argv[1], (const char *const *)argv + 2, (size_t)argc - 2);
    show(&b);
    close_parts(&b);
    return 0;
}
