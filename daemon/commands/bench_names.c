#include "daemon/commands/bench_names.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "daemon/base/clock.h"
#include "daemon/base/thread.h"
#include "rules/text/word_blocks.h"

// One thread's share of the work and what it measured.
struct worker {
    const struct gz_gazetteer *gazetteer;
    const struct gz_bench_articles *articles;
    struct gz_arena *arena;  // owned
    size_t begin;            // half-open range of articles
    size_t end;
    uint32_t round_count;
    uint64_t bytes;
    uint64_t matches;
    double seconds[GZ_BENCH_ROUNDS_MAX];  // of CPU time
    double wall[GZ_BENCH_ROUNDS_MAX];
    enum gz_status status;
    pthread_t thread;
};

static double cpu_seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static enum gz_status find(const struct gz_gazetteer *g, struct gz_str text,
                           struct gz_arena *arena, struct gz_candidates *out)
{
    struct gz_word_blocks blocks;
    gz_arena_reset(arena);
    const enum gz_status st =
        gz_word_blocks_make(text, gz_simd_best(), arena, &blocks);
    return st == GZ_OK ? gz_gazetteer_scan(g, text, &blocks, arena, out) : st;
}

static enum gz_status run_round(struct worker *w)
{
    uint64_t matches = 0;
    for (size_t i = w->begin; i < w->end; i++) {
        struct gz_candidates found;
        const enum gz_status st =
            find(w->gazetteer, w->articles->items[i], w->arena, &found);
        if (st != GZ_OK) {
            return st;
        }
        matches += found.count;
    }
    w->matches = matches;
    return GZ_OK;
}

static void *work(void *ctx)
{
    struct worker *w = ctx;
    w->status = run_round(w);  // warms up
    for (uint32_t r = 0; r < w->round_count && w->status == GZ_OK; r++) {
        const int64_t wall = gz_clock_monotonic_us(&gz_clock_system);
        const double cpu = cpu_seconds();
        w->status = run_round(w);
        w->seconds[r] = cpu_seconds() - cpu;
        w->wall[r] =
            (double)(gz_clock_monotonic_us(&gz_clock_system) - wall) * 1e-6;
    }
    return NULL;
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median(const double *values, uint32_t count)
{
    double sorted[GZ_BENCH_ROUNDS_MAX];
    memcpy(sorted, values, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare);
    return sorted[count / 2];
}

static double rate(uint64_t bytes, double seconds)
{
    return seconds > 0 ? (double)bytes / seconds / 1e6 : 0;
}

static void sum_up(const struct worker *workers, uint32_t threads,
                   uint32_t rounds, struct gz_bench_names_result *out)
{
    double wall[GZ_BENCH_ROUNDS_MAX];
    *out = (struct gz_bench_names_result){.matches = 0};
    for (uint32_t r = 0; r < rounds; r++) {
        wall[r] = 0;
        for (uint32_t t = 0; t < threads; t++) {
            out->rounds[r] += rate(workers[t].bytes, workers[t].seconds[r]);
            wall[r] += rate(workers[t].bytes, workers[t].wall[r]);
        }
    }
    for (uint32_t t = 0; t < threads; t++) {
        out->matches += workers[t].matches;
    }
    out->median = median(out->rounds, rounds);
    out->wall = median(wall, rounds);
}

static enum gz_status prepare(struct worker *w, const struct gz_gazetteer *g,
                              const struct gz_bench_articles *articles,
                              uint32_t number, uint32_t threads,
                              uint32_t rounds)
{
    *w = (struct worker){
        .gazetteer = g,
        .articles = articles,
        .arena = gz_arena_new(SIZE_MAX),
        .begin = articles->count * number / threads,
        .end = articles->count * (number + 1) / threads,
        .round_count = rounds,
    };
    for (size_t i = w->begin; i < w->end; i++) {
        w->bytes += articles->items[i].len_bytes;
    }
    return w->arena == NULL ? GZ_NO_MEMORY : GZ_OK;
}

// All but the first run in threads of their own.
static enum gz_status run_all(struct worker *workers, uint32_t threads)
{
    uint32_t started = 1;
    while (started < threads &&
           gz_thread_start(&workers[started].thread, "bench", work,
                           &workers[started], NULL) == GZ_OK) {
        started++;
    }
    enum gz_status st = started == threads ? GZ_OK : GZ_LIMIT;
    if (st == GZ_OK) {
        work(&workers[0]);
        st = workers[0].status;
    }
    for (uint32_t t = 1; t < started; t++) {
        pthread_join(workers[t].thread, NULL);
        st = st == GZ_OK ? workers[t].status : st;
    }
    return st;
}

enum gz_status gz_bench_names_run(const struct gz_gazetteer *g,
                                  const struct gz_bench_articles *articles,
                                  uint32_t threads, uint32_t rounds,
                                  struct gz_bench_names_result *out,
                                  struct gz_error *err)
{
    struct worker *workers = calloc(threads, sizeof(*workers));
    enum gz_status st = workers == NULL ? GZ_NO_MEMORY : GZ_OK;
    for (uint32_t t = 0; st == GZ_OK && t < threads; t++) {
        st = prepare(&workers[t], g, articles, t, threads, rounds);
    }
    if (st == GZ_OK) {
        st = run_all(workers, threads);
    }
    if (st == GZ_OK) {
        sum_up(workers, threads, rounds, out);
    } else {
        gz_error_set(err, st, "cannot measure: %s", gz_status_name(st));
    }
    for (uint32_t t = 0; workers != NULL && t < threads; t++) {
        gz_arena_free(workers[t].arena);
    }
    free(workers);
    return st;
}

static enum gz_status write_spans(const struct gz_gazetteer *g, size_t article,
                                  const struct gz_candidates *found,
                                  struct gz_arena *arena, FILE *out)
{
    for (uint32_t i = 0; i < found->count; i++) {
        const struct gz_candidate *c = &found->items[i];
        struct gz_entry entry;
        const enum gz_status st =
            gz_gazetteer_entry(g, c->readings[0].entity, arena, &entry);
        if (st != GZ_OK) {
            return st;
        }
        fprintf(out, "%zu\t%u\t%u\t" GZ_STR_FMT "\n", article, c->begin_byte,
                c->end_byte, GZ_STR_ARG(entry.id));
    }
    return GZ_OK;
}

enum gz_status gz_bench_names_spans(const struct gz_gazetteer *g,
                                    const struct gz_bench_articles *articles,
                                    FILE *out, struct gz_error *err)
{
    struct gz_arena *arena = gz_arena_new(SIZE_MAX);
    enum gz_status st = arena == NULL ? GZ_NO_MEMORY : GZ_OK;
    for (size_t i = 0; st == GZ_OK && i < articles->count; i++) {
        struct gz_candidates found;
        st = find(g, articles->items[i], arena, &found);
        if (st == GZ_OK) {
            st = write_spans(g, i, &found, arena, out);
        }
    }
    gz_arena_free(arena);
    if (st != GZ_OK) {
        gz_error_set(err, st, "cannot write spans: %s", gz_status_name(st));
    }
    return st;
}
