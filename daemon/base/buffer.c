#include "daemon/base/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/huge_pages.h"

enum { FIRST_BYTES = 256 };

void gz_buffer_init(struct gz_buffer *b, size_t limit_bytes)
{
    *b = (struct gz_buffer){
        .limit_bytes = limit_bytes == 0 ? SIZE_MAX / 2 : limit_bytes,
        .status = GZ_OK,
    };
}

void gz_buffer_fini(struct gz_buffer *b)
{
    free(b->data);
    gz_buffer_init(b, b->limit_bytes);
}

void gz_buffer_clear(struct gz_buffer *b)
{
    b->len = 0;
    b->status = GZ_OK;
}

// Doubling keeps appends linear in sum; the limit caps the last step.
static size_t next_capacity(const struct gz_buffer *b, size_t needed)
{
    size_t cap = b->cap == 0 ? FIRST_BYTES : b->cap;
    while (cap < needed) {
        cap *= 2;
    }
    return cap < b->limit_bytes ? cap : b->limit_bytes;
}

uint8_t *gz_buffer_reserve(struct gz_buffer *b, size_t extra_bytes)
{
    if (b->status != GZ_OK) {
        return NULL;
    }
    if (b->len > b->limit_bytes || extra_bytes > b->limit_bytes - b->len) {
        b->status = GZ_LIMIT;
        return NULL;
    }
    const size_t needed = b->len + extra_bytes;
    if (needed > b->cap || b->data == NULL) {
        const size_t cap = next_capacity(b, needed);
        uint8_t *data = realloc(b->data, cap == 0 ? 1 : cap);
        if (data == NULL) {
            b->status = GZ_NO_MEMORY;
            return NULL;
        }
        b->data = data;
        b->cap = cap;
    }
    return b->data + b->len;
}

void gz_buffer_expect(struct gz_buffer *b, size_t bytes)
{
    if (b->data != NULL || bytes == 0 || bytes > b->limit_bytes) {
        return;
    }
    b->data = gz_huge_pages_alloc(1, bytes);
    b->cap = b->data == NULL ? 0 : bytes;
}

void gz_buffer_append(struct gz_buffer *b, const void *bytes, size_t len)
{
    uint8_t *to = gz_buffer_reserve(b, len);
    if (to != NULL && len > 0) {
        memcpy(to, bytes, len);
        b->len += len;
    }
}

void gz_buffer_append_byte(struct gz_buffer *b, uint8_t byte)
{
    gz_buffer_append(b, &byte, 1);
}

void gz_buffer_append_str(struct gz_buffer *b, struct gz_str s)
{
    gz_buffer_append(b, s.ptr, s.len_bytes);
}

void gz_buffer_append_z(struct gz_buffer *b, const char *z)
{
    gz_buffer_append(b, z, strlen(z));
}

void gz_buffer_append_vfmt(struct gz_buffer *b, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    const int len = vsnprintf(NULL, 0, fmt, args);
    if (len >= 0) {
        char *to = (char *)gz_buffer_reserve(b, (size_t)len + 1);
        if (to != NULL) {
            vsnprintf(to, (size_t)len + 1, fmt, again);
            b->len += (size_t)len;
        }
    }
    va_end(again);
}

void gz_buffer_append_fmt(struct gz_buffer *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    gz_buffer_append_vfmt(b, fmt, args);
    va_end(args);
}

void gz_buffer_print(const struct gz_buffer *b, FILE *out)
{
    // fwrite() takes no null pointer, not even for nothing.
    if (b->len > 0) {
        fwrite(b->data, 1, b->len, out);
    }
}
