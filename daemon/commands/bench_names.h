#ifndef GZ_BENCH_NAMES_H
#define GZ_BENCH_NAMES_H

#include <stdint.h>
#include <stdio.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/commands/bench_articles.h"
#include "rules/gazetteer/gazetteer.h"

/*
 * How fast names are found: every thread goes over its share of the articles
 * as often as there are rounds, and tells the CPU time that it took itself, so
 * that others on the machine matter less.
 */
enum { GZ_BENCH_ROUNDS_MAX = 999, GZ_BENCH_THREADS_MAX = 256 };

struct gz_bench_names_result {
    uint64_t matches;  // of one round
    // Millions of bytes a second of CPU time, the threads' rates added.
    double rounds[GZ_BENCH_ROUNDS_MAX];
    double median;
    double wall;  // the same by the clock on the wall, of the median round
};

/**
 * Measure.  Fails with GZ_NO_MEMORY, or with GZ_LIMIT when threads cannot be
 * started; said in err.
 */
enum gz_status gz_bench_names_run(const struct gz_gazetteer *g,
                                  const struct gz_bench_articles *articles,
                                  uint32_t threads, uint32_t rounds,
                                  struct gz_bench_names_result *out,
                                  struct gz_error *err) GZ_MUST_CHECK;

/**
 * Write every match as a line: number of the article, begin and end in bytes,
 * entity id of its first reading, with tabs between them.
 * Fails with GZ_NO_MEMORY; errors of the stream are its own.
 */
enum gz_status gz_bench_names_spans(const struct gz_gazetteer *g,
                                    const struct gz_bench_articles *articles,
                                    FILE *out,
                                    struct gz_error *err) GZ_MUST_CHECK;

#endif
