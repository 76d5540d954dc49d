#ifndef GZ_ARTICLE_CUTTER_H
#define GZ_ARTICLE_CUTTER_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/article.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/commands/article_reader.h"
#include "daemon/config/config.h"
#include "rules/extractor.h"
#include "rules/text/document.h"

/*
 * Articles of files, decoded as the configuration says and cut into tokens and
 * sentences, one after the other: for tools that extract in ways of their own.
 */
struct gz_cut_article {
    const struct gz_article *article;
    const struct gz_document *document;
    struct gz_extract_options options;  // as the daemon would run it
    struct gz_arena *arena;             // of this article
};

/** Called per article, borrowed for the call; a status but GZ_OK ends the
 * reading and is what gz_article_cutter_run() returns. */
typedef enum gz_status gz_cut_article_fn(void *context,
                                         const struct gz_cut_article *a);

/**
 * Read all paths (see article_reader.h).  Articles that cannot be decoded are
 * named on standard error and counted in *bad; files that cannot be read are
 * in err.
 */
enum gz_status gz_article_cutter_run(const struct gz_config *config,
                                     char *const *paths, int count,
                                     gz_cut_article_fn *fn, void *context,
                                     uint64_t *bad,
                                     struct gz_error *err) GZ_MUST_CHECK;

/** Name an article that could not be decoded on standard error. */
void gz_article_cutter_refuse(const struct gz_raw_article *raw,
                              const struct gz_decode_failure *failure);

#endif
