// `gazetted bench extract`: where the time of an article goes, from its bytes
// to encoded events, in one thread and without Kafka.
//
// A stage's time is that of a pass over all articles which ends with it, less
// that of the pass which ends before it; the passes take turns, and what counts
// is the CPU time of the thread, the median of the rounds.  The extractor is
// one call: names and values are measured beside it and what is left is rules.

#include "daemon/commands/bench_extract.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "codecs/event_encode.h"
#include "daemon/base/json_writer.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/pack_set.h"
#include "daemon/commands/raw_articles.h"
#include "daemon/flow/event_builder.h"
#include "daemon/flow/pipeline.h"
#include "rules/extractor.h"
#include "rules/text/signature.h"

static const char usage[] =
    "usage: gazetted bench extract [OPTION...] ARTICLES...\n"
    "\n"
    "Measure the whole way of an article, from its bytes to encoded events: "
    "by\n"
    "the CPU time of one thread, the median of the rounds.  ARTICLES are what\n"
    "gazetted extract takes.\n"
    "\n"
    "  -r, --rounds N     go over the articles so often (default: 9)\n"
    "  -p, --pack PACK    with this pack, in place of the configured one of\n"
    "                     its name\n"
    "  -c, --config FILE  use this configuration's packs and field map\n"
    "      --json         print one JSON object\n"
    "  -h, --help         print this\n";

enum { ROUNDS_MAX = 99, ROUNDS = 9 };

struct options {
    uint32_t rounds;
    const char *pack;
    const char *config;
    bool json;
};

// What one article has become so far.
struct work {
    struct gz_record record;
    enum gz_article_format format;
    struct gz_article article;
    struct gz_document *document;
    struct gz_findings findings;
    const struct gz_event *events;
    uint32_t event_count;
};

struct bench {
    struct options options;
    struct gz_pack_set packs;
    struct gz_ruleset *rules;
    struct gz_raw_articles articles;
    struct gz_decoder *decoders[GZ_ARTICLE_FORMAT_COUNT];
    struct gz_pipeline *pipelines[GZ_ARTICLE_FORMAT_COUNT];
    struct gz_extractor *extractor;
    struct gz_arena *arena;
    struct gz_buffer encoded;
    struct gz_error err;
    // Of the last pass.
    uint64_t bad;
    uint64_t events;
    uint64_t event_bytes;
    uint64_t facts;
};

// --- the stages ---

static enum gz_status decode(struct bench *b, struct work *w)
{
    struct gz_decode_failure failure;
    return gz_decode(b->decoders[w->format], w->record.value, b->arena,
                     &w->article, &failure);
}

static enum gz_status cut(struct bench *b, struct work *w)
{
    const struct gz_article *a = &w->article;
    return gz_document_new(a->title, a->body, a->language, b->arena,
                           &w->document);
}

static enum gz_status find_names(struct bench *b, struct work *w)
{
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        const struct gz_passage *passage = &w->document->fields[f];
        struct gz_candidates candidates;
        st = gz_layers_find(gz_ruleset_names(b->rules), passage->text,
                            &passage->tokens, b->arena, &candidates);
    }
    return st;
}

static enum gz_status find_values(struct bench *b, struct work *w)
{
    const struct gz_values_context context = {
        .reference_ms = w->article.published_ms,
        .language = w->document->language,
    };
    enum gz_status st = GZ_OK;
    if (gz_extractor_matcher(b->extractor) == NULL) {
        return st;  // nor does extract
    }
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        struct gz_values values;
        st = gz_values_find(&w->document->fields[f], &context, b->arena,
                            &values);
    }
    return st;
}

static enum gz_status extract(struct bench *b, struct work *w)
{
    const struct gz_extract_options options = {
        .reference_ms = w->article.published_ms,
        .without_values = true,
    };
    const enum gz_status st = gz_extractor_run(
        b->extractor, w->document, &options, b->arena, &w->findings);
    b->facts += st == GZ_OK ? w->findings.fact_count : 0;
    return st;
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

static const struct stage {
    const char *key;
    const char *title;
    enum gz_status (*run)(struct bench *b, struct work *w);
    bool aside;  // a part of the next stage that is not, measured on its own
} stages[] = {
    {"decode", "decode", decode, false},
    {"cut", "tokens, sentences", cut, false},
    {"names", "names, of extract", find_names, true},
    {"values", "values, of extract", find_values, true},
    {"extract", "extract", extract, false},
    {"signature", "signature, of events", sign, true},
    {"events", "events", build, false},
    {"encode", "encode", encode, false},
};

enum { STAGES = sizeof(stages) / sizeof(stages[0]), WHOLE = STAGES };

// --- measuring ---

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static enum gz_status run_stages(struct bench *b, struct work *w, size_t last)
{
    enum gz_status st = GZ_OK;
    gz_arena_reset(b->arena);
    for (size_t i = 0; i <= last && st == GZ_OK; i++) {
        if (i == last || !stages[i].aside) {
            st = stages[i].run(b, w);
        }
    }
    return st;
}

static enum gz_status run_pipeline(struct bench *b, struct work *w)
{
    struct gz_pipeline_result result;
    return gz_pipeline_run(b->pipelines[w->format], b->rules, &w->record,
                           &result);
}

// CPU time of an article that goes as far as a stage, or all the way.  What
// cannot be decoded is counted and goes no further.
static double pass(struct bench *b, size_t last)
{
    const double begin_us = now_us();
    b->events = 0;
    b->event_bytes = 0;
    b->facts = 0;
    b->bad = 0;
    for (size_t i = 0; i < b->articles.count; i++) {
        struct work w = {
            .record = {.topic = GZ_STR_LIT("articles"),
                       .offset = (int64_t)i,
                       .value = b->articles.items[i].bytes},
            .format = b->articles.items[i].format,
        };
        b->bad += (last == WHOLE ? run_pipeline(b, &w)
                                 : run_stages(b, &w, last)) != GZ_OK;
    }
    return (now_us() - begin_us) / (double)b->articles.count;
}

static int by_value(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static void measure(struct bench *b, double medians[STAGES + 1])
{
    double us[STAGES + 1][ROUNDS_MAX];
    const uint32_t rounds = b->options.rounds;
    for (size_t stage = 0; stage <= STAGES; stage++) {
        (void)pass(b, stage);  // warm
    }
    for (size_t round = 0; round < rounds; round++) {
        for (size_t stage = 0; stage <= STAGES; stage++) {
            us[stage][round] = pass(b, stage);
        }
    }
    for (size_t stage = 0; stage <= STAGES; stage++) {
        qsort(us[stage], rounds, sizeof(us[stage][0]), by_value);
        medians[stage] = us[stage][rounds / 2];
    }
    (void)pass(b, STAGES - 1);  // for the counts
}

// From times until the end of a stage to times of the stage alone.
static void separate(const double until[STAGES + 1], double alone[STAGES])
{
    double before = 0;
    for (size_t i = 0; i < STAGES; i++) {
        alone[i] = until[i] - before;
        before = stages[i].aside ? before : until[i];
    }
}

// --- printing ---

static void print_text(const struct bench *b, const double alone[STAGES],
                       double whole)
{
    const double count = (double)b->articles.count;
    printf("%-22s %.0f/s with one thread, %.1f us of CPU time each\n",
           "articles", 1e6 / whole, whole);
    for (size_t i = 0; i < STAGES; i++) {
        printf("%s%-*s %10.2f us\n", stages[i].aside ? "    " : "  ",
               stages[i].aside ? 20 : 22, stages[i].title, alone[i]);
    }
    printf("%-22s %zu of %.0f bytes; %.1f events of %.0f bytes, %.2f facts\n",
           "an article", b->articles.count, (double)b->articles.bytes / count,
           (double)b->events / count,
           b->events > 0 ? (double)b->event_bytes / (double)b->events : 0.0,
           (double)b->facts / count);
    if (b->bad > 0) {
        printf("%-22s %llu\n", "not decoded", (unsigned long long)b->bad);
    }
}

static void put_number(struct gz_json_writer *w, const char *key, double value)
{
    gz_json_key(w, key);
    gz_json_double(w, value);
}

static void print_json(const struct bench *b, const double alone[STAGES],
                       double whole)
{
    struct gz_buffer out;
    struct gz_json_writer w;
    gz_buffer_init(&out, 0);
    gz_json_writer_init(&w, &out);
    gz_json_object(&w);
    put_number(&w, "articles", (double)b->articles.count);
    put_number(&w, "bytes", (double)b->articles.bytes);
    put_number(&w, "articles_s", 1e6 / whole);
    put_number(&w, "us_per_article", whole);
    gz_json_key(&w, "stages");
    gz_json_object(&w);
    for (size_t i = 0; i < STAGES; i++) {
        put_number(&w, stages[i].key, alone[i]);
    }
    gz_json_object_end(&w);
    put_number(&w, "events", (double)b->events);
    put_number(&w, "event_bytes", (double)b->event_bytes);
    put_number(&w, "facts", (double)b->facts);
    put_number(&w, "not_decoded", (double)b->bad);
    gz_json_object_end(&w);
    gz_buffer_append_byte(&out, '\n');
    gz_buffer_print(&out, stdout);
    gz_buffer_fini(&out);
}

// --- the command ---

static enum gz_status open_formats(struct bench *b)
{
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT && st == GZ_OK; f++) {
        struct gz_pipeline_options options =
            gz_config_pipeline(b->packs.config, 1);
        options.decode.format = (enum gz_article_format)f;
        st = gz_pipeline_new(&options, &b->pipelines[f], &b->err);
        if (st == GZ_OK) {
            st = gz_decoder_new(&options.decode, &b->decoders[f], &b->err);
        }
    }
    return st;
}

static int open_bench(struct bench *b, int count, char **paths)
{
    const struct gz_pack_request request = {
        .config = b->options.config,
        .pack = b->options.pack,
    };
    const int status =
        gz_pack_set_load(&b->packs, &request, &b->rules, &b->err);
    if (status != GZ_EXIT_OK) {
        return status;
    }
    b->arena = gz_arena_new(SIZE_MAX);
    b->extractor = gz_extractor_new(b->rules);
    if (b->arena == NULL || b->extractor == NULL) {
        gz_error_set(&b->err, GZ_NO_MEMORY, "out of memory");
        return GZ_EXIT_FAILURE;
    }
    return open_formats(b) == GZ_OK &&
                   gz_raw_articles_load(&b->articles, paths, count, &b->err) ==
                       GZ_OK
               ? GZ_EXIT_OK
               : GZ_EXIT_FAILURE;
}

static void close_bench(struct bench *b)
{
    for (int f = 0; f < GZ_ARTICLE_FORMAT_COUNT; f++) {
        gz_pipeline_free(b->pipelines[f]);
        gz_decoder_free(b->decoders[f]);
    }
    gz_extractor_free(b->extractor);
    gz_raw_articles_fini(&b->articles);
    gz_ruleset_unref(b->rules);
    gz_pack_set_close(&b->packs);
    gz_arena_free(b->arena);
    gz_buffer_fini(&b->encoded);
    gz_error_print(&b->err, stderr);
    gz_error_fini(&b->err);
}

int gz_bench_extract(int argc, char **argv)
{
    struct bench b = {.options = {.rounds = ROUNDS}};
    double until[STAGES + 1];
    double alone[STAGES];
    const struct gz_option options[] = {
        gz_option_count("rounds", 'r', &b.options.rounds, ROUNDS_MAX),
        gz_option_text("pack", 'p', &b.options.pack),
        gz_option_text("config", 'c', &b.options.config),
        gz_option_flag("json", 0, &b.options.json),
    };
    const struct gz_option_table table = {"bench extract", usage, options, 4};
    int status = GZ_EXIT_OK;
    if (!gz_options_read(&table, argc, argv, &status)) {
        return status;
    }
    if (optind == argc) {
        return gz_options_fail(&table, "files of articles are needed");
    }
    gz_error_init(&b.err);
    gz_buffer_init(&b.encoded, 0);
    status = open_bench(&b, argc - optind, argv + optind);
    if (status == GZ_EXIT_OK) {
        measure(&b, until);
        separate(until, alone);
        (b.options.json ? print_json : print_text)(&b, alone, until[WHOLE]);
    }
    close_bench(&b);
    return status;
}
