#ifndef GZ_JSON_WRITER_H
#define GZ_JSON_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"

/*
 * Writes JSON (RFC 8259) into a buffer, on one line, in the order of the
 * calls.  Commas are its business.  Strings must be UTF-8; control characters
 * and Unicode's line ends are escaped.  Failure sticks in the buffer.  Depth is
 * at most GZ_JSON_WRITER_DEPTH (asserted).
 */
#define GZ_JSON_WRITER_DEPTH 32

struct gz_json_writer {
    struct gz_buffer *out;  // borrowed
    uint32_t depth;
    bool first[GZ_JSON_WRITER_DEPTH];  // no member yet at that depth
    bool after_key;
};

void gz_json_writer_init(struct gz_json_writer *w, struct gz_buffer *out);
void gz_json_object(struct gz_json_writer *w);
void gz_json_object_end(struct gz_json_writer *w);
void gz_json_array(struct gz_json_writer *w);
void gz_json_array_end(struct gz_json_writer *w);
void gz_json_key(struct gz_json_writer *w, const char *key);
void gz_json_key_str(struct gz_json_writer *w, struct gz_str key);
void gz_json_str(struct gz_json_writer *w, struct gz_str value);
void gz_json_z(struct gz_json_writer *w, const char *value);
void gz_json_int(struct gz_json_writer *w, int64_t value);
void gz_json_uint(struct gz_json_writer *w, uint64_t value);
/** Shortest decimal that reads back the same; not a number gives null. */
void gz_json_double(struct gz_json_writer *w, double value);
void gz_json_bool(struct gz_json_writer *w, bool value);
void gz_json_null(struct gz_json_writer *w);

#endif
