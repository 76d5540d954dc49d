#ifndef GZ_JSON_READER_H
#define GZ_JSON_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * JSON (RFC 8259) to values that can be walked, by simdjson.  Everything that
 * the rest of the program knows of simdjson is here.
 *
 * The whole text is checked, also the parts that nobody asks for: syntax,
 * strict UTF-8, depth, and that nothing follows the value.  A byte order mark
 * in front is skipped.  Members are walked in the order of the text and
 * duplicate keys are not removed: whoever takes the first lets it win.
 * Numbers that fit neither 64 bits nor a double make the text invalid.
 *
 * A reader keeps its memory from text to text, about 12 times the longest;
 * a stream of articles allocates nothing.  One thread at a time.
 */
struct gz_json_reader;

enum gz_json_result {
    GZ_JSON_OK,
    GZ_JSON_EMPTY,       // nothing but white space
    GZ_JSON_NOT_UTF8,    // in the bytes or by a lone surrogate's escape
    GZ_JSON_TOO_DEEP,    // more levels than allowed
    GZ_JSON_BAD_STRING,  // a bad escape, a control character, no end
    GZ_JSON_BAD_NUMBER,  // malformed or beyond 64 bits and double
    GZ_JSON_BAD_SYNTAX,
    GZ_JSON_TOO_LARGE,  // 4 GiB and more
    GZ_JSON_NO_MEMORY,
};

enum gz_json_kind {
    GZ_JSON_NULL,
    GZ_JSON_BOOL,
    GZ_JSON_INT,
    GZ_JSON_UINT,  // beyond INT64_MAX
    GZ_JSON_DOUBLE,
    GZ_JSON_STRING,
    GZ_JSON_ARRAY,
    GZ_JSON_OBJECT,
};

// Borrowed from the reader until its next parse.
struct gz_json_value {
    const void *document;
    size_t at;
};

// Walks the members of an object or the items of an array.
struct gz_json_cursor {
    struct gz_json_value now;
    struct gz_json_value end;
    bool in_object;
};

/**
 * An owned reader, or NULL.  limit_depth: the most levels of non-empty arrays
 * and objects, at least 1.  Release with gz_json_reader_free().
 */
struct gz_json_reader *gz_json_reader_new(uint32_t limit_depth);

/** Release a reader; NULL allowed. */
void gz_json_reader_free(struct gz_json_reader *r);

/** Parse text; what the reader handed out before becomes invalid. */
enum gz_json_result gz_json_reader_parse(struct gz_json_reader *r,
                                         struct gz_str text,
                                         struct gz_json_value *root);

enum gz_json_kind gz_json_reader_kind(struct gz_json_value v);

/** The kind in words with an article, such as "an object". */
const char *gz_json_reader_kind_name(enum gz_json_kind kind);

/**
 * The value as the type that gz_json_reader_kind() told; anything else is a
 * mistake (asserted).  A double may also be asked of an integer.  Strings
 * are unescaped, borrowed until the next parse, and may hold U+0000.
 */
struct gz_str gz_json_reader_str(struct gz_json_value v);
int64_t gz_json_reader_int(struct gz_json_value v);
uint64_t gz_json_reader_uint(struct gz_json_value v);
double gz_json_reader_double(struct gz_json_value v);
bool gz_json_reader_bool(struct gz_json_value v);

/** A cursor before the first item of an array or an object (asserted). */
struct gz_json_cursor gz_json_reader_begin(struct gz_json_value v);

/**
 * The next item; false at the end.  *key is empty in arrays; key and value
 * are borrowed until the next parse.
 */
bool gz_json_reader_next(struct gz_json_cursor *c, struct gz_str *key,
                         struct gz_json_value *value);

/** The first member of an object with that key; false when there is none. */
bool gz_json_reader_member(struct gz_json_value object, const char *key,
                           struct gz_json_value *value);

/** Strict UTF-8 (RFC 3629): no surrogates, nothing overlong. */
bool gz_json_reader_valid_utf8(struct gz_str text);

#ifdef __cplusplus
}
#endif

#endif
