#ifndef GZ_SOURCE_H
#define GZ_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * A text that people wrote (configuration, rules, a name list) with the name
 * it is known by, so that an error can show file, line and column.  The text
 * is NUL-terminated behind its last byte.
 */
struct gz_source {
    char *name;  // owned; the path, or "<stdin>" and the like
    char *text;  // owned
    size_t len_bytes;
    uint32_t *lines;  // owned: line ends before each block; NULL when short
    uint32_t lines_before;  // of the file that the text is a part of, else 0
};

/** Where a byte of a source stands; lines and columns count from 1. */
struct gz_place {
    uint32_t line;
    uint32_t column;     // in code points
    struct gz_str text;  // that line without its end, borrowed
};

/**
 * Read a whole file.  "-" reads standard input.
 * Fails with GZ_NOT_FOUND, GZ_IO, GZ_LIMIT (more than limit_bytes; 0: no
 * limit) or GZ_NO_MEMORY, said in err.  Release with gz_source_fini().
 */
enum gz_status gz_source_load(struct gz_source *src, const char *path,
                              size_t limit_bytes,
                              struct gz_error *err) GZ_MUST_CHECK;

/** A source over a copy of text, for tests and generated input. */
enum gz_status gz_source_init(struct gz_source *src, const char *name,
                              struct gz_str text) GZ_MUST_CHECK;

/** Release the name and the text. */
void gz_source_fini(struct gz_source *src);

/**
 * The place of a byte; an offset past the end is the end.  Takes the time to
 * read one block of 16 KiB and the line, however long the source.
 */
struct gz_place gz_source_place(const struct gz_source *src,
                                size_t offset_bytes);

#endif
