#ifndef GZ_DECODE_H
#define GZ_DECODE_H

#include <stddef.h>
#include <stdint.h>

#include "codecs/article.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Bytes to an article.  A decoder keeps scratch memory between articles: one
 * per thread.
 */
enum gz_article_format {
    GZ_ARTICLE_JSON,
    GZ_ARTICLE_TEXT,  // the whole input is the body
    GZ_ARTICLE_FORMAT_COUNT,
};

// The fields that a map can name.
enum gz_article_field {
    GZ_ARTICLE_ID,
    GZ_ARTICLE_TITLE,
    GZ_ARTICLE_BODY,
    GZ_ARTICLE_URL,
    GZ_ARTICLE_LANGUAGE,
    GZ_ARTICLE_SOURCE,
    GZ_ARTICLE_PUBLISHED,
    GZ_ARTICLE_STATUS,
    GZ_ARTICLE_VERSION,
    GZ_ARTICLE_FIELD_COUNT,
};

// Why an input became no article; the code of its dead letter.
enum gz_decode_code {
    GZ_DECODE_OK,
    GZ_DECODE_EMPTY,
    GZ_DECODE_TOO_LARGE,
    GZ_DECODE_NOT_UTF8,
    GZ_DECODE_NOT_JSON,
    GZ_DECODE_TOO_DEEP,
    GZ_DECODE_NOT_OBJECT,
    GZ_DECODE_NO_FIELD,    // the mapped body is missing; or it is empty, and so
                           // is the title
    GZ_DECODE_WRONG_TYPE,  // a mapped field is no string (or number for ids)
    GZ_DECODE_BAD_TIME,
    GZ_DECODE_NO_MEMORY,
    GZ_DECODE_CODE_COUNT,
};

// How to read an article; all text is borrowed for the decoder's life.
struct gz_decode_options {
    enum gz_article_format format;
    size_t limit_bytes;    // 0: 1 MiB
    uint32_t limit_depth;  // 0: 64
    // JSON pointers (RFC 6901) to try in order, NULL-terminated; NULL: the
    // usual names of that field.
    const char *const *pointers[GZ_ARTICLE_FIELD_COUNT];
};

struct gz_decoder;

/**
 * An owned decoder.  Fails with GZ_INVALID when a pointer is malformed, said
 * in err, or GZ_NO_MEMORY.  Release with gz_decoder_free().
 */
enum gz_status gz_decoder_new(const struct gz_decode_options *options,
                              struct gz_decoder **out,
                              struct gz_error *err) GZ_MUST_CHECK;
void gz_decoder_free(struct gz_decoder *d);

// What a failed decode says: at most one line, no text of the article.
struct gz_decode_failure {
    enum gz_decode_code code;
    char message[512];
};

/**
 * Decode one input into *out, in arena.  GZ_OK, or GZ_INVALID / GZ_LIMIT /
 * GZ_NO_MEMORY with *failure filled.
 */
enum gz_status gz_decode(struct gz_decoder *d, struct gz_str input,
                         struct gz_arena *arena, struct gz_article *out,
                         struct gz_decode_failure *failure) GZ_MUST_CHECK;

/** "not_json" and the like: stable names for headers and metrics. */
const char *gz_decode_code_name(enum gz_decode_code code);

/** The names that are tried for a field without a map, NULL-terminated. */
const char *const *gz_decode_usual_pointers(enum gz_article_field field);

#endif
