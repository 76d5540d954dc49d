#ifndef GZ_ARTICLE_READER_H
#define GZ_ARTICLE_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "codecs/decode.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Articles from where a user has them: files, folders (searched to the
 * bottom, in name order) and standard input ("-").  What a file holds is told
 * by its name: *.json one article, *.jsonl and *.ndjson one per line, *.txt
 * plain text; other files in a folder are passed over.  Anything else is told
 * by its contents: text that begins with "{" is JSON, one article per line
 * when the first line is a whole object.
 */
struct gz_raw_article {
    const char *name;  // the file
    uint32_t line;     // of JSON lines, from 1; 0: the whole file
    enum gz_article_format format;
    struct gz_str bytes;
};

/** Called per article, borrowed for the call; false stops the reading. */
typedef bool gz_article_fn(void *ctx, const struct gz_raw_article *article);

/**
 * Read all articles of a path.  A file that cannot be read is in err and the
 * status; what was read before it has been handed over.
 */
enum gz_status gz_article_reader_run(const char *path, gz_article_fn *fn,
                                     void *ctx,
                                     struct gz_error *err) GZ_MUST_CHECK;

#endif
