// UTF-8 forms: checking and writing.

#include "rules/text/utf8.h"

#include <assert.h>

// The bytes after a lead byte: how many, and the range of the first of them.
// Unicode 15, table 3-7; a count of 0 marks a byte that leads nothing.
struct form {
    uint8_t count;
    uint8_t low;
    uint8_t high;
};

static struct form form_of(uint8_t lead)
{
    if (lead < 0xC2) {
        return (struct form){0, 0, 0};
    }
    if (lead < 0xE0) {
        return (struct form){1, 0x80, 0xBF};
    }
    if (lead < 0xF0) {
        return (struct form){2, lead == 0xE0 ? 0xA0 : 0x80,
                             lead == 0xED ? 0x9F : 0xBF};
    }
    if (lead < 0xF5) {
        return (struct form){3, lead == 0xF0 ? 0x90 : 0x80,
                             lead == 0xF4 ? 0x8F : 0xBF};
    }
    return (struct form){0, 0, 0};
}

// How many bytes the well-formed sequence at p takes, 0 when it is none.
static size_t sequence_bytes(const uint8_t *p, size_t room)
{
    const struct form form = form_of(p[0]);
    if (form.count == 0 || room <= form.count || p[1] < form.low ||
        p[1] > form.high) {
        return 0;
    }
    for (size_t i = 2; i <= form.count; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return form.count + (size_t)1;
}

// Whether the 8 bytes at p are all ASCII.
static bool is_ascii8(const uint8_t *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof(word));
    return (word & 0x8080808080808080U) == 0;
}

size_t gz_utf8_valid_bytes(struct gz_str s)
{
    const uint8_t *p = (const uint8_t *)s.ptr;
    size_t i = 0;
    while (i < s.len_bytes) {
        if (s.len_bytes - i >= 8 && is_ascii8(p + i)) {
            i += 8;
        } else if (p[i] < 0x80) {
            i++;
        } else {
            const size_t taken = sequence_bytes(p + i, s.len_bytes - i);
            if (taken == 0) {
                break;
            }
            i += taken;
        }
    }
    return i;
}

// The i-th continuation byte counted from the end of the sequence.
static char tail(uint32_t cp, unsigned i)
{
    return (char)(0x80 | ((cp >> (6 * i)) & 0x3F));
}

size_t gz_utf8_put(uint32_t cp, char out[4])
{
    assert(cp < 0x110000);
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = tail(cp, 0);
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = tail(cp, 1);
        out[2] = tail(cp, 0);
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = tail(cp, 2);
    out[2] = tail(cp, 1);
    out[3] = tail(cp, 0);
    return 4;
}
