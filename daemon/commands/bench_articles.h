#ifndef GZ_BENCH_ARTICLES_H
#define GZ_BENCH_ARTICLES_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Texts to measure with, all in memory before anything is measured: a file of
 * UTF-8 articles with a NUL byte behind each, or JSON lines (*.jsonl,
 * *.ndjson), whose text is the title, an empty line and the body.
 */
struct gz_bench_articles {
    struct gz_source source;
    struct gz_arena *arena;  // owned; of texts that are not in the source
    struct gz_str *items;    // owned
    size_t count;
    size_t bytes;  // of all texts together
};

/**
 * Load a file.  Fails as gz_source_load() does, or with GZ_INVALID when an
 * article is not valid UTF-8, or no article, or none is there; said in err.
 * Release with gz_bench_articles_fini(), also on failure.
 */
enum gz_status gz_bench_articles_load(struct gz_bench_articles *a,
                                      const char *path,
                                      struct gz_error *err) GZ_MUST_CHECK;
void gz_bench_articles_fini(struct gz_bench_articles *a);

#endif
