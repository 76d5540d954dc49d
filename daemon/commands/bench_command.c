// `gazetted bench`: what this machine makes of a name image.

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/base/clock.h"
#include "daemon/base/json_writer.h"
#include "daemon/commands/bench_articles.h"
#include "daemon/commands/bench_extract.h"
#include "daemon/commands/bench_names.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/options.h"
#include "daemon/commands/output_path.h"
#include "daemon/observe/process_stats.h"
#include "rules/gazetteer/gazetteer.h"

static const char usage[] =
    "usage: gazetted bench names [OPTION...] IMAGE ARTICLES\n"
    "       gazetted bench extract [OPTION...] ARTICLES...\n"
    "\n"
    "Measure how fast the names of an image are found in texts: by the CPU\n"
    "time of each thread, the median of the rounds.  ARTICLES is a file of\n"
    "UTF-8 texts with a NUL byte behind each, or JSON lines (*.jsonl,\n"
    "*.ndjson), of which the title, an empty line and the body are the text.\n"
    "\n"
    "  -s, --spans FILE   write each match: article, begin, end (bytes), id\n"
    "  -t, --threads N    share the articles among threads (default: 1)\n"
    "  -r, --rounds N     go over the articles so often (default: 5)\n"
    "      --json         print one JSON object\n"
    "  -h, --help         print this\n"
    "\n"
    "extract takes --rounds, --json, --pack and --config and measures the "
    "whole\n"
    "way of an article; gazetted bench extract --help says more.\n";

struct options {
    const char *spans;
    uint32_t threads;
    uint32_t rounds;
    bool json;
    const char *image;
    const char *articles;
};

// What loading the image took.
struct loading {
    double map_ms;   // mapping alone
    double open_ms;  // mapping, checksum, bounds
};

struct bench {
    const struct options *options;
    struct gz_gazetteer *gazetteer;
    struct gz_bench_articles articles;
    struct loading loading;
    struct gz_bench_names_result result;
};

static int take_places(const struct gz_option_table *table, int argc,
                       char **argv, struct options *out)
{
    if (argc == 0 || strcmp(argv[0], "names") != 0) {
        return gz_options_fail(table, "say what to measure: names or extract");
    }
    if (argc != 3) {
        return gz_options_fail(table,
                               "an image and a file of articles are needed");
    }
    out->image = argv[1];
    out->articles = argv[2];
    return gz_output_path_clashes("spans", out->spans, out->image) ||
                   gz_output_path_clashes("spans", out->spans, out->articles)
               ? GZ_EXIT_USAGE
               : GZ_EXIT_OK;
}

static bool parse_options(int argc, char **argv, struct options *out,
                          int *status)
{
    const struct gz_option options[] = {
        gz_option_text("spans", 's', &out->spans),
        gz_option_count("threads", 't', &out->threads, GZ_BENCH_THREADS_MAX),
        gz_option_count("rounds", 'r', &out->rounds, GZ_BENCH_ROUNDS_MAX),
        gz_option_flag("json", 0, &out->json),
    };
    const struct gz_option_table table = {"bench", usage, options, 4};
    *out = (struct options){.threads = 1, .rounds = 5};
    if (!gz_options_read(&table, argc, argv, status)) {
        return false;
    }
    *status = take_places(&table, argc - optind, argv + optind, out);
    return *status == GZ_EXIT_OK;
}

static double since_ms(int64_t began_us)
{
    return (double)(gz_clock_monotonic_us(&gz_clock_system) - began_us) / 1e3;
}

// The time that mapping alone takes, with all pages of the file present.
static double time_mapping(const char *path)
{
    double ms = 0;
    struct stat info;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    if (fstat(fd, &info) == 0 && info.st_size > 0) {
        const size_t len = (size_t)info.st_size;
        const int64_t began_us = gz_clock_monotonic_us(&gz_clock_system);
        void *at = mmap(NULL, len, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
        ms = since_ms(began_us);
        if (at != MAP_FAILED) {
            munmap(at, len);
        }
    }
    close(fd);
    return ms;
}

static enum gz_status load_image(struct bench *b, struct gz_error *err)
{
    const double map_ms = time_mapping(b->options->image);
    const int64_t began_us = gz_clock_monotonic_us(&gz_clock_system);
    const enum gz_status st =
        gz_gazetteer_open(b->options->image, &b->gazetteer, err);
    b->loading = (struct loading){map_ms, since_ms(began_us)};
    return st;
}

static enum gz_status write_spans(const struct bench *b, struct gz_error *err)
{
    FILE *out = fopen(b->options->spans, "we");
    if (out == NULL) {
        return gz_error_errno(err, errno, "cannot write %s", b->options->spans);
    }
    enum gz_status st =
        gz_bench_names_spans(b->gazetteer, &b->articles, out, err);
    const bool failed = ferror(out) != 0;
    if ((fclose(out) != 0 || failed) && st == GZ_OK) {
        st = gz_error_errno(err, errno, "cannot write %s", b->options->spans);
    }
    return st;
}

static enum gz_status run(struct bench *b, struct gz_error *err)
{
    enum gz_status st = load_image(b, err);
    if (st == GZ_OK) {
        st = gz_bench_articles_load(&b->articles, b->options->articles, err);
    }
    if (st == GZ_OK) {
        st = gz_bench_names_run(b->gazetteer, &b->articles, b->options->threads,
                                b->options->rounds, &b->result, err);
    }
    return st == GZ_OK && b->options->spans != NULL ? write_spans(b, err) : st;
}

static double per_article_us(const struct bench *b)
{
    return (double)b->articles.bytes / b->result.median * b->options->threads /
           (double)b->articles.count;
}

static double per_name(struct gz_gazetteer_size size)
{
    return size.names == 0 ? 0 : (double)size.bytes / size.names;
}

static double resident_mb(void)
{
    struct gz_process_stats stats;
    gz_process_stats_read(&stats);
    return (double)stats.resident_bytes / 1e6;
}

static void print_text(const struct bench *b)
{
    const struct gz_gazetteer_size size = gz_gazetteer_size(b->gazetteer);
    printf("%-11s %.1f MB/s of CPU time, %.1f by the clock, with %" PRIu32
           " thread%s (%s)\n",
           "speed", b->result.median, b->result.wall, b->options->threads,
           b->options->threads == 1 ? "" : "s",
           gz_gazetteer_simd(b->gazetteer));
    printf("%-11s %.2f us, %.2f matches\n", "an article", per_article_us(b),
           (double)b->result.matches / (double)b->articles.count);
    printf("%-11s %zu, %zu bytes, %" PRIu64 " matches\n", "articles",
           b->articles.count, b->articles.bytes, b->result.matches);
    printf("%-11s %" PRIu32 " names, %" PRIu64 " bytes, %.1f a name\n", "image",
           size.names, size.bytes, per_name(size));
    printf("%-11s mapped in %.2f ms, mapped and checked in %.2f ms\n",
           "loading", b->loading.map_ms, b->loading.open_ms);
    printf("%-11s %.1f MB resident\n", "memory", resident_mb());
}

static void write_json(const struct bench *b, struct gz_json_writer *w)
{
    const struct gz_gazetteer_size size = gz_gazetteer_size(b->gazetteer);
    const struct {
        const char *key;
        double value;
    } numbers[] = {
        {"mb_s", b->result.median},
        {"wall_mb_s", b->result.wall},
        {"us_per_article", per_article_us(b)},
        {"bytes_per_name", per_name(size)},
        {"map_ms", b->loading.map_ms},
        {"open_ms", b->loading.open_ms},
        {"rss_mb", resident_mb()},
    };
    gz_json_key(w, "names");
    gz_json_uint(w, size.names);
    gz_json_key(w, "entities");
    gz_json_uint(w, size.entities);
    gz_json_key(w, "image_bytes");
    gz_json_uint(w, size.bytes);
    gz_json_key(w, "articles");
    gz_json_uint(w, b->articles.count);
    gz_json_key(w, "bytes");
    gz_json_uint(w, b->articles.bytes);
    gz_json_key(w, "matches");
    gz_json_uint(w, b->result.matches);
    gz_json_key(w, "threads");
    gz_json_uint(w, b->options->threads);
    gz_json_key(w, "isa");
    gz_json_z(w, gz_gazetteer_simd(b->gazetteer));
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        gz_json_key(w, numbers[i].key);
        gz_json_double(w, numbers[i].value);
    }
    gz_json_key(w, "rounds");
    gz_json_array(w);
    for (uint32_t r = 0; r < b->options->rounds; r++) {
        gz_json_double(w, b->result.rounds[r]);
    }
    gz_json_array_end(w);
}

static void print_json(const struct bench *b)
{
    struct gz_buffer out;
    struct gz_json_writer w;
    gz_buffer_init(&out, 0);
    gz_json_writer_init(&w, &out);
    gz_json_object(&w);
    write_json(b, &w);
    gz_json_object_end(&w);
    gz_buffer_append_byte(&out, '\n');
    gz_buffer_print(&out, stdout);
    gz_buffer_fini(&out);
}

int gz_command_bench(int argc, char **argv)
{
    struct options options;
    if (argc > 1 && strcmp(argv[1], "extract") == 0) {
        return gz_bench_extract(argc - 1, argv + 1);
    }
    int status = GZ_EXIT_OK;
    if (!parse_options(argc, argv, &options, &status)) {
        return status;
    }
    struct gz_error err;
    gz_error_init(&err);
    struct bench *b = calloc(1, sizeof(*b));
    enum gz_status st = GZ_NO_MEMORY;
    if (b == NULL) {
        gz_error_set(&err, st, "out of memory");
    } else {
        b->options = &options;
        st = run(b, &err);
    }
    gz_error_print(&err, stderr);
    if (st == GZ_OK && b != NULL) {
        (options.json ? print_json : print_text)(b);
    }
    if (b != NULL) {
        gz_bench_articles_fini(&b->articles);
        gz_gazetteer_close(b->gazetteer);
    }
    free(b);
    gz_error_fini(&err);
    return st == GZ_OK ? GZ_EXIT_OK : GZ_EXIT_FAILURE;
}
