#include "daemon/base/json_writer.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void gz_json_writer_init(struct gz_json_writer *w, struct gz_buffer *out)
{
    *w = (struct gz_json_writer){.out = out};
    w->first[0] = true;
}

// A comma where one is due: between members, not behind a key.
static void separate(struct gz_json_writer *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (w->depth > 0 && !w->first[w->depth]) {
        gz_buffer_append_byte(w->out, ',');
    }
    w->first[w->depth] = false;
}

static void open_level(struct gz_json_writer *w, uint8_t bracket)
{
    separate(w);
    gz_buffer_append_byte(w->out, bracket);
    assert(w->depth + 1 < GZ_JSON_WRITER_DEPTH);
    w->first[++w->depth] = true;
}

static void close_level(struct gz_json_writer *w, uint8_t bracket)
{
    assert(w->depth > 0 && !w->after_key);
    w->depth--;
    gz_buffer_append_byte(w->out, bracket);
}

void gz_json_object(struct gz_json_writer *w)
{
    open_level(w, '{');
}

void gz_json_object_end(struct gz_json_writer *w)
{
    close_level(w, '}');
}

void gz_json_array(struct gz_json_writer *w)
{
    open_level(w, '[');
}

void gz_json_array_end(struct gz_json_writer *w)
{
    close_level(w, ']');
}

static void append_escape(struct gz_buffer *out, unsigned char c)
{
    switch (c) {
    case '"':
        gz_buffer_append_z(out, "\\\"");
        break;
    case '\\':
        gz_buffer_append_z(out, "\\\\");
        break;
    case '\n':
        gz_buffer_append_z(out, "\\n");
        break;
    case '\r':
        gz_buffer_append_z(out, "\\r");
        break;
    case '\t':
        gz_buffer_append_z(out, "\\t");
        break;
    default:
        gz_buffer_append_fmt(out, "\\u%04x", c);
    }
}

// How many bytes at i must not stand as they are: one that JSON reserves, or
// a line end of Unicode, at which some readers of JSON lines would cut.
static size_t special_bytes(struct gz_str s, size_t i)
{
    const unsigned char *p = (const unsigned char *)s.ptr + i;
    const size_t left = s.len_bytes - i;
    if (p[0] < 0x20 || p[0] == '"' || p[0] == '\\' || p[0] == 0x7F) {
        return 1;
    }
    if (p[0] == 0xC2 && left > 1 && p[1] == 0x85) {
        return 2;
    }
    return p[0] == 0xE2 && left > 2 && p[1] == 0x80 && (p[2] | 1) == 0xA9 ? 3
                                                                          : 0;
}

static void append_special(struct gz_buffer *out, const char *at, size_t len)
{
    if (len == 1) {
        append_escape(out, (unsigned char)*at);
    } else if (len == 2) {
        gz_buffer_append_z(out, "\\u0085");
    } else {
        gz_buffer_append_z(out, (unsigned char)at[2] == 0xA8 ? "\\u2028"
                                                             : "\\u2029");
    }
}

static void append_quoted(struct gz_buffer *out, struct gz_str s)
{
    size_t plain = 0;
    gz_buffer_append_byte(out, '"');
    for (size_t i = 0; i < s.len_bytes; i++) {
        const size_t len = special_bytes(s, i);
        if (len > 0) {
            gz_buffer_append(out, s.ptr + plain, i - plain);
            append_special(out, s.ptr + i, len);
            plain = i + len;
            i = plain - 1;
        }
    }
    if (plain < s.len_bytes) {
        gz_buffer_append(out, s.ptr + plain, s.len_bytes - plain);
    }
    gz_buffer_append_byte(out, '"');
}

void gz_json_key_str(struct gz_json_writer *w, struct gz_str key)
{
    assert(w->depth > 0 && !w->after_key);
    separate(w);
    append_quoted(w->out, key);
    gz_buffer_append_byte(w->out, ':');
    w->after_key = true;
}

void gz_json_key(struct gz_json_writer *w, const char *key)
{
    gz_json_key_str(w, gz_str_z(key));
}

void gz_json_str(struct gz_json_writer *w, struct gz_str value)
{
    separate(w);
    append_quoted(w->out, value);
}

void gz_json_z(struct gz_json_writer *w, const char *value)
{
    gz_json_str(w, gz_str_z(value));
}

void gz_json_int(struct gz_json_writer *w, int64_t value)
{
    separate(w);
    gz_buffer_append_fmt(w->out, "%lld", (long long)value);
}

void gz_json_uint(struct gz_json_writer *w, uint64_t value)
{
    separate(w);
    gz_buffer_append_fmt(w->out, "%llu", (unsigned long long)value);
}

void gz_json_double(struct gz_json_writer *w, double value)
{
    enum { ENOUGH_DIGITS = 17 };
    if (!isfinite(value)) {
        gz_json_null(w);
        return;
    }
    char text[32];
    for (int digits = 1; digits <= ENOUGH_DIGITS; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    separate(w);
    gz_buffer_append_z(w->out, text);
}

void gz_json_bool(struct gz_json_writer *w, bool value)
{
    separate(w);
    gz_buffer_append_z(w->out, value ? "true" : "false");
}

void gz_json_null(struct gz_json_writer *w)
{
    separate(w);
    gz_buffer_append_z(w->out, "null");
}
