#ifndef GZ_TEST_ARTICLE_LINES_H
#define GZ_TEST_ARTICLE_LINES_H

#include <stddef.h>

#include "daemon/base/error.h"
#include "daemon/base/source.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * A file with one JSON article a line, as articles.py writes it.
 */
struct gz_article_lines {
    struct gz_source source;
    struct gz_str *items;  // owned array; views into source
    size_t count;          // at least 1
};

/**
 * Load a file.  Fails with what gz_source_load() says, or GZ_INVALID when it
 * has no article.  Release with gz_article_lines_fini().
 */
enum gz_status gz_article_lines_load(struct gz_article_lines *lines,
                                     const char *path,
                                     struct gz_error *err) GZ_MUST_CHECK;
void gz_article_lines_fini(struct gz_article_lines *lines);

#endif
