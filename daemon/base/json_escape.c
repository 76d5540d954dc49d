#include "daemon/base/json_escape.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { UNIT_BYTES = 6 };  // of \uXXXX

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The number of the \uXXXX at pos, or -1.
static int32_t read_unit(struct gz_str text, size_t pos)
{
    if (pos + UNIT_BYTES > text.len_bytes || text.ptr[pos] != '\\' ||
        text.ptr[pos + 1] != 'u') {
        return -1;
    }
    int32_t unit = 0;
    for (size_t i = pos + 2; i < pos + UNIT_BYTES; i++) {
        const int digit = hex_digit(text.ptr[i]);
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high(int32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(int32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

static const char *check_unit(struct gz_str text, size_t *pos)
{
    const int32_t unit = read_unit(text, *pos);
    if (unit < 0) {
        *pos += 2;
        return "\\u needs four hex digits";
    }
    *pos += UNIT_BYTES;
    if (is_high(unit) && is_low(read_unit(text, *pos))) {
        *pos += UNIT_BYTES;
        return NULL;
    }
    return is_high(unit) || is_low(unit)
               ? "half of a surrogate pair; the other half is missing"
               : NULL;
}

const char *gz_json_escape_check(struct gz_str text, size_t *pos)
{
    char c = '\0';
    if (*pos + 1 < text.len_bytes) {
        c = text.ptr[*pos + 1];
    }
    if (c == 'u') {
        return check_unit(text, pos);
    }
    *pos += 2;
    return c == '\0' || strchr("\"\\/bfnrt", c) == NULL
               ? "unknown escape; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t "
                 "and \\u with four hex digits"
               : NULL;
}

static size_t put_utf8(uint32_t cp, char out[4])
{
    static const uint8_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    const size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (cp & 0x3F));
        cp >>= 6;
    }
    out[0] = (char)(leads[len] | cp);
    return len;
}

static char meaning(char c)
{
    static const char names[] = "bfnrt";
    static const char means[] = "\b\f\n\r\t";
    const char *at = strchr(names, c);
    if (at == NULL) {
        return c;
    }
    return means[at - names];
}

size_t gz_json_escape_decode(struct gz_str text, size_t *pos, char out[4])
{
    assert(*pos + 1 < text.len_bytes && text.ptr[*pos] == '\\');
    if (text.ptr[*pos + 1] != 'u') {
        out[0] = meaning(text.ptr[*pos + 1]);
        *pos += 2;
        return 1;
    }
    const int32_t unit = read_unit(text, *pos);
    assert(unit >= 0);
    *pos += UNIT_BYTES;
    uint32_t cp = (uint32_t)unit;
    if (is_high(unit)) {
        const int32_t low = read_unit(text, *pos);
        assert(is_low(low));
        *pos += UNIT_BYTES;
        cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
    }
    return put_utf8(cp, out);
}
