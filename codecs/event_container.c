// Object container files (Avro specification 1.11, "Object Container Files")
// of events, without compression.
//
// We write them ourselves: Avro C's writer puts the schema as it prints it
// into the header, and that has lost defaults, documentation and logical
// types, so a reader would see times as bare numbers.  The format is a header
// and blocks of "count, bytes, marker".

#include "codecs/event_container.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codecs/binary.h"
#include "daemon/base/buffer.h"
#include "daemon/base/hash.h"

enum {
    MARKER_BYTES = 16,
    HEADER_BYTES = 160,       // of the header without the schema, generously
    BLOCK_BYTES = 64 * 1024,  // a block is written when it has grown so far
};

static const uint8_t magic[] = {'O', 'b', 'j', 1};

struct gz_event_container {
    FILE *file;
    bool is_stdout;
    char *path;
    uint8_t marker[MARKER_BYTES];
    struct gz_buffer block;
    int64_t count;  // events in the block
};

static enum gz_status write_bytes(struct gz_event_container *c,
                                  const void *bytes, size_t len,
                                  struct gz_error *err)
{
    if (fwrite(bytes, 1, len, c->file) != len) {
        return gz_error_errno(err, errno, "%s: cannot write", c->path);
    }
    return GZ_OK;
}

// The same events give the same file: the marker is taken from the schema's
// digest.  It need only be unlikely in the data.
static enum gz_status make_marker(struct gz_event_container *c,
                                  struct gz_error *err)
{
    struct gz_sha256 *h = gz_sha256_new();
    if (h == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    const struct gz_str text = gz_event_schema_text();
    uint8_t digest[GZ_SHA256_BYTES];
    gz_sha256_reset(h);
    gz_sha256_add(h, text.ptr, text.len_bytes);
    gz_sha256_finish(h, digest);
    gz_sha256_free(h);
    memcpy(c->marker, digest, sizeof(c->marker));
    return GZ_OK;
}

static enum gz_status write_header(struct gz_event_container *c,
                                   struct gz_error *err)
{
    const struct gz_str schema = gz_event_schema_text();
    struct gz_buffer header;
    gz_buffer_init(&header, 0);
    uint8_t *const begin =
        gz_buffer_reserve(&header, HEADER_BYTES + schema.len_bytes);
    if (begin == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    uint8_t *p = begin;
    memcpy(p, magic, sizeof(magic));
    p = gz_binary_put_long(p + sizeof(magic), 2);
    p = gz_binary_put_str(p, GZ_STR_LIT("avro.codec"));
    p = gz_binary_put_str(p, GZ_STR_LIT("null"));
    p = gz_binary_put_str(p, GZ_STR_LIT("avro.schema"));
    p = gz_binary_put_str(p, schema);
    p = gz_binary_put_long(p, 0);
    memcpy(p, c->marker, MARKER_BYTES);
    p += MARKER_BYTES;
    const enum gz_status st = write_bytes(c, begin, (size_t)(p - begin), err);
    gz_buffer_fini(&header);
    return st;
}

static enum gz_status open_file(struct gz_event_container *c, const char *path,
                                struct gz_error *err)
{
    c->path = strdup(path);
    if (c->path == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    c->is_stdout = strcmp(path, "-") == 0;
    c->file = c->is_stdout ? stdout : fopen(path, "wbe");
    if (c->file == NULL) {
        return gz_error_errno(err, errno, "%s: cannot create", path);
    }
    return make_marker(c, err);
}

static void free_container(struct gz_event_container *c)
{
    gz_buffer_fini(&c->block);
    free(c->path);
    free(c);
}

static enum gz_status close_file(struct gz_event_container *c,
                                 struct gz_error *err)
{
    if (c->file == NULL) {
        return GZ_OK;
    }
    const int bad = c->is_stdout ? fflush(c->file) : fclose(c->file);
    c->file = NULL;
    return bad == 0 ? GZ_OK
                    : gz_error_errno(err, errno, "%s: cannot write", c->path);
}

enum gz_status gz_event_container_open(const struct gz_event_schema *schema,
                                       const char *path,
                                       struct gz_event_container **out,
                                       struct gz_error *err)
{
    (void)schema;  // having one shows that the encoder agrees with the text
    *out = NULL;
    struct gz_event_container *c = calloc(1, sizeof(*c));
    if (c == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    gz_buffer_init(&c->block, 0);
    enum gz_status st = open_file(c, path, err);
    if (st == GZ_OK) {
        st = write_header(c, err);
    }
    if (st != GZ_OK) {
        (void)!close_file(c, NULL);
        free_container(c);
        return st;
    }
    *out = c;
    return GZ_OK;
}

static enum gz_status write_block(struct gz_event_container *c,
                                  struct gz_error *err)
{
    if (c->count == 0) {
        return GZ_OK;
    }
    uint8_t head[2 * GZ_BINARY_LONG_MAX];
    uint8_t *p = gz_binary_put_long(head, c->count);
    p = gz_binary_put_long(p, (int64_t)c->block.len);
    enum gz_status st = write_bytes(c, head, (size_t)(p - head), err);
    if (st == GZ_OK) {
        st = write_bytes(c, c->block.data, c->block.len, err);
    }
    if (st == GZ_OK) {
        st = write_bytes(c, c->marker, sizeof(c->marker), err);
    }
    gz_buffer_clear(&c->block);
    c->count = 0;
    return st;
}

enum gz_status gz_event_container_append(struct gz_event_container *c,
                                         struct gz_str encoded,
                                         struct gz_error *err)
{
    gz_buffer_append_str(&c->block, encoded);
    if (gz_buffer_status(&c->block) != GZ_OK) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    c->count++;
    return c->block.len < BLOCK_BYTES ? GZ_OK : write_block(c, err);
}

enum gz_status gz_event_container_close(struct gz_event_container *c,
                                        struct gz_error *err)
{
    const enum gz_status written = write_block(c, err);
    const enum gz_status closed = close_file(c, err);
    free_container(c);
    return written != GZ_OK ? written : closed;
}
