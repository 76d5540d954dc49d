// Avro's binary primitives, bounded.

#include "codecs/binary_reader.h"

#include <assert.h>
#include <string.h>

#include "codecs/json_reader.h"

enum { LONG_BITS = 64 };

void gz_binary_reader_init(struct gz_binary_reader *r, struct gz_str bytes,
                           struct gz_arena *arena, struct gz_error *err)
{
    // An address even when there are no bytes.
    const uint8_t *begin =
        (const uint8_t *)(bytes.len_bytes > 0 ? bytes.ptr : "");
    *r = (struct gz_binary_reader){
        .begin = begin,
        .at = begin,
        .end = begin + bytes.len_bytes,
        .arena = arena,
        .err = err,
    };
}

static size_t left(const struct gz_binary_reader *r)
{
    return (size_t)(r->end - r->at);
}

void gz_binary_reader_fail(struct gz_binary_reader *r, const char *field,
                           const char *what)
{
    if (r->status == GZ_OK) {
        r->status = gz_error_set(r->err, GZ_INVALID, "byte %zu: %s %s",
                                 (size_t)(r->at - r->begin), field, what);
    }
    r->at = r->end;
}

static void fail_memory(struct gz_binary_reader *r)
{
    if (r->status == GZ_OK) {
        r->status =
            gz_error_set(r->err, GZ_NO_MEMORY, "out of memory for the event");
    }
    r->at = r->end;
}

int64_t gz_binary_reader_long(struct gz_binary_reader *r, const char *field)
{
    uint64_t value = 0;
    for (unsigned shift = 0; shift < LONG_BITS; shift += 7) {
        if (r->at == r->end) {
            gz_binary_reader_fail(r, field, "is cut off");
            return 0;
        }
        const uint8_t byte = *r->at++;
        value |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            return (int64_t)(value >> 1 ^ (0 - (value & 1)));
        }
    }
    gz_binary_reader_fail(r, field, "is a number of more than 64 bits");
    return 0;
}

int64_t gz_binary_reader_range(struct gz_binary_reader *r, const char *field,
                               int64_t min, int64_t max)
{
    const int64_t value = gz_binary_reader_long(r, field);
    if (r->status == GZ_OK && (value < min || value > max)) {
        gz_binary_reader_fail(r, field, "is out of range");
    }
    return r->status == GZ_OK ? value : 0;
}

double gz_binary_reader_double(struct gz_binary_reader *r, const char *field)
{
    uint64_t bits = 0;
    double value = 0;
    if (left(r) < sizeof(bits)) {
        gz_binary_reader_fail(r, field, "is cut off");
        return 0;
    }
    for (int i = 7; i >= 0; i--) {
        bits = bits << 8 | r->at[i];
    }
    r->at += sizeof(bits);
    memcpy(&value, &bits, sizeof(value));
    return value;
}

bool gz_binary_reader_bool(struct gz_binary_reader *r, const char *field)
{
    if (r->at == r->end || *r->at > 1) {
        gz_binary_reader_fail(r, field, "is neither true nor false");
        return false;
    }
    return *r->at++ == 1;
}

static struct gz_str take_bytes(struct gz_binary_reader *r, const char *field)
{
    const int64_t len = gz_binary_reader_long(r, field);
    if (len < 0 || (uint64_t)len > left(r)) {
        gz_binary_reader_fail(r, field, "is longer than the event");
        return gz_str_of("", 0);
    }
    const uint8_t *const bytes = r->at;
    r->at += len;
    return gz_str_of((const char *)bytes, (size_t)len);
}

struct gz_str gz_binary_reader_str(struct gz_binary_reader *r,
                                   const char *field)
{
    const struct gz_str s = take_bytes(r, field);
    if (s.len_bytes == 0) {
        return gz_str_of("", 0);
    }
    if (!gz_json_reader_valid_utf8(s)) {
        gz_binary_reader_fail(r, field, "is not UTF-8");
        return gz_str_of("", 0);
    }
    const struct gz_str copy = gz_arena_copy(r->arena, s);
    if (copy.ptr == NULL) {
        fail_memory(r);
        return gz_str_of("", 0);
    }
    return copy;
}

const uint8_t *gz_binary_reader_bytes(struct gz_binary_reader *r,
                                      const char *field, size_t len)
{
    const struct gz_str s = take_bytes(r, field);
    if (s.len_bytes == 0) {
        return NULL;
    }
    if (s.len_bytes != len) {
        gz_binary_reader_fail(r, field, "has a wrong length");
        return NULL;
    }
    const struct gz_str copy = gz_arena_copy(r->arena, s);
    if (copy.ptr == NULL) {
        fail_memory(r);
    }
    return (const uint8_t *)copy.ptr;
}

uint32_t gz_binary_reader_block(struct gz_binary_reader *r, const char *field,
                                size_t min_item_bytes)
{
    int64_t count = gz_binary_reader_long(r, field);
    if (count < 0 && count >= -INT32_MAX) {
        count = -count;
        (void)gz_binary_reader_range(r, field, 0, INT32_MAX);  // its bytes
    }
    if (count < 0 || count > INT32_MAX ||
        (uint64_t)count > left(r) / min_item_bytes) {
        gz_binary_reader_fail(r, field,
                              "has more items than the event has bytes");
        return 0;
    }
    return r->status == GZ_OK ? (uint32_t)count : 0;
}

void *gz_binary_reader_grow(struct gz_binary_reader *r, void **items,
                            uint32_t *count, uint32_t more, size_t size_bytes)
{
    const size_t old_bytes = *count * size_bytes;
    const size_t more_bytes = more * size_bytes;
    uint8_t *grown =
        gz_arena_grow(r->arena, *items, old_bytes, old_bytes + more_bytes);
    if (grown == NULL) {
        fail_memory(r);
        return NULL;
    }
    memset(grown + old_bytes, 0, more_bytes);
    *items = grown;
    *count += more;
    return grown + old_bytes;
}

enum gz_status gz_binary_reader_finish(struct gz_binary_reader *r,
                                       const char *what)
{
    if (r->status == GZ_OK && r->at < r->end) {
        gz_binary_reader_fail(r, what, "is followed by other bytes");
    }
    return r->status;
}
