#include "daemon/notify/feed_position.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "daemon/base/hash.h"

enum { BASE = 36, DIGITS = 13, HASH_BYTES = 9 };

static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";

static void append_number(struct gz_buffer *out, uint64_t number)
{
    char text[DIGITS];
    size_t at = sizeof(text);

    do {
        text[--at] = digits[number % BASE];
        number /= BASE;
    } while (number > 0);
    gz_buffer_append(out, text + at, sizeof(text) - at);
}

// Over the topic and the id up to its hash.
static void seal(struct gz_str topic, struct gz_str text, char out[HASH_BYTES])
{
    const uint64_t seed = gz_hash64(topic.ptr, topic.len_bytes, 0);
    snprintf(out, HASH_BYTES, "%08" PRIx32,
             (uint32_t)gz_hash64(text.ptr, text.len_bytes, seed));
}

void gz_feed_position_append(struct gz_buffer *out, struct gz_str topic,
                             const int64_t *next, uint32_t count)
{
    const size_t begin = out->len;
    char hash[HASH_BYTES];

    for (uint32_t p = 0; p < count; p++) {
        gz_buffer_append_z(out, p == 0 ? "1-" : ".");
        append_number(out, (uint64_t)next[p]);
    }
    if (gz_buffer_status(out) == GZ_OK) {
        seal(topic,
             gz_str_of((const char *)out->data + begin, out->len - begin),
             hash);
        gz_buffer_append_byte(out, '-');
        gz_buffer_append_z(out, hash);
    }
}

static bool parse_number(struct gz_str text, int64_t *out)
{
    int64_t number = 0;

    for (size_t i = 0; i < text.len_bytes; i++) {
        const char c = text.ptr[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'z' ? c - 'a' + 10
                                                 : -1;
        if (digit < 0 || __builtin_mul_overflow(number, BASE, &number) ||
            __builtin_add_overflow(number, digit, &number)) {
            return false;
        }
    }
    *out = number;
    return text.len_bytes > 0;
}

static enum gz_status refuse(struct gz_error *err, const char *why)
{
    return gz_error_set(err, GZ_INVALID,
                        "the event id %s (give back an id as this stream sent "
                        "it, or use since=)",
                        why);
}

// The offsets between version and hash.
static enum gz_status parse_offsets(struct gz_str text,
                                    struct gz_feed_position *out,
                                    struct gz_error *err)
{
    uint32_t count = 1;
    for (size_t i = 0; i < text.len_bytes; i++) {
        count += text.ptr[i] == '.';
        if (count > GZ_FEED_POSITION_PARTITIONS) {
            return refuse(err, "has too many offsets");
        }
    }
    out->next = calloc(count, sizeof(*out->next));
    if (out->next == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    while (text.ptr != NULL) {
        if (!parse_number(gz_str_cut(&text, '.'), &out->next[out->count++])) {
            return refuse(err, "is malformed");
        }
    }
    return GZ_OK;
}

enum gz_status gz_feed_position_parse(struct gz_str text, struct gz_str topic,
                                      struct gz_feed_position *out,
                                      struct gz_error *err)
{
    const size_t tail = HASH_BYTES;  // a hyphen instead of the NUL
    char hash[HASH_BYTES];

    *out = (struct gz_feed_position){0};
    if (text.len_bytes < 3 + tail || !gz_str_starts(text, GZ_STR_LIT("1-")) ||
        text.ptr[text.len_bytes - tail] != '-') {
        return refuse(err, "is malformed");
    }
    const struct gz_str head = gz_str_of(text.ptr, text.len_bytes - tail);
    seal(topic, head, hash);
    if (memcmp(hash, head.ptr + head.len_bytes + 1, tail - 1) != 0) {
        return refuse(err, "is none of this stream, or was changed");
    }
    const enum gz_status st =
        parse_offsets(gz_str_of(head.ptr + 2, head.len_bytes - 2), out, err);
    if (st != GZ_OK) {
        gz_feed_position_fini(out);
    }
    return st;
}

void gz_feed_position_fini(struct gz_feed_position *position)
{
    free(position->next);
    *position = (struct gz_feed_position){0};
}
