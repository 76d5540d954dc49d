#ifndef GZ_BUFFER_H
#define GZ_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Growable bytes with an upper limit.  Failure sticks: once an append did not
 * fit, all later ones do nothing, so a writer appends freely and asks
 * gz_buffer_status() once at the end.
 *
 * Invariants: len <= cap <= limit; data is NULL only while cap is 0; status
 * never goes back to GZ_OK except by gz_buffer_clear().
 */
struct gz_buffer {
    uint8_t *data;
    size_t len;
    size_t cap;
    size_t limit_bytes;
    enum gz_status status;
};

/** Start empty; nothing is allocated yet.  limit_bytes 0 means no limit. */
void gz_buffer_init(struct gz_buffer *b, size_t limit_bytes);

/** Release the bytes; the buffer may be initialised again. */
void gz_buffer_fini(struct gz_buffer *b);

/** Forget the contents and any failure, keep the allocation. */
void gz_buffer_clear(struct gz_buffer *b);

/**
 * Make room for extra_bytes more and return where they start, or NULL (and
 * the status sticks).  The caller writes there and then advances b->len.
 */
uint8_t *gz_buffer_reserve(struct gz_buffer *b, size_t extra_bytes);

/**
 * Make room for so many bytes in all, in huge pages if they are many, so that
 * neither growth nor page faults take time.  Only advice: failure is ignored.
 */
void gz_buffer_expect(struct gz_buffer *b, size_t bytes);

void gz_buffer_append(struct gz_buffer *b, const void *bytes, size_t len);
void gz_buffer_append_byte(struct gz_buffer *b, uint8_t byte);
void gz_buffer_append_str(struct gz_buffer *b, struct gz_str s);
void gz_buffer_append_z(struct gz_buffer *b, const char *z);
void gz_buffer_append_fmt(struct gz_buffer *b, const char *fmt, ...)
    GZ_PRINTF(2, 3);
void gz_buffer_append_vfmt(struct gz_buffer *b, const char *fmt, va_list args)
    GZ_PRINTF(2, 0);

/** GZ_OK, GZ_LIMIT or GZ_NO_MEMORY: the first failure since the last clear. */
static inline enum gz_status gz_buffer_status(const struct gz_buffer *b)
{
    return b->status;
}

/** The contents, borrowed until the next append. */
static inline struct gz_str gz_buffer_str(const struct gz_buffer *b)
{
    return gz_str_of((const char *)b->data, b->len);
}

/** Write the contents to out, whose error indicator tells of a failure. */
void gz_buffer_print(const struct gz_buffer *b, FILE *out);

#endif
