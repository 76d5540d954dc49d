#ifndef GZ_RAW_ARTICLES_H
#define GZ_RAW_ARTICLES_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/commands/article_reader.h"

/*
 * Articles of files, undecoded and all in memory, so that reading them is in
 * no measurement.
 */
struct gz_raw_articles {
    struct gz_arena *arena;        // owned; of the bytes
    struct gz_raw_article *items;  // owned
    size_t count;
    size_t bytes;  // of all together
};

/**
 * Read all articles of all paths.  Fails as gz_article_reader_run() does, or
 * with GZ_NOT_FOUND when there is none; said in err.  Release with
 * gz_raw_articles_fini(), also on failure.
 */
enum gz_status gz_raw_articles_load(struct gz_raw_articles *a,
                                    char *const *paths, int count,
                                    struct gz_error *err) GZ_MUST_CHECK;
void gz_raw_articles_fini(struct gz_raw_articles *a);

#endif
