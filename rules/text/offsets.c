// A checkpoint every stride of bytes, counted once; a query counts on from
// there.  Plain ASCII needs no table: all three counts are the byte.

#include "rules/text/offsets.h"

#include <assert.h>
#include <stdbool.h>

enum { STRIDE = 256 };

struct checkpoint {
    uint32_t cp;
    uint32_t u16;
};

struct gz_offsets {
    struct gz_str text;
    bool ascii;
    struct checkpoint points[];  // before byte i * STRIDE; none when ascii
};

// Add the code points whose first byte lies in [begin, end).
static void add_range(struct gz_str text, size_t begin, size_t end,
                      struct checkpoint *sum)
{
    uint32_t starts = 0;
    uint32_t astral = 0;
    for (size_t i = begin; i < end; i++) {
        const uint8_t byte = (uint8_t)text.ptr[i];
        starts += (byte & 0xC0) != 0x80;
        astral += byte >= 0xF0;
    }
    sum->cp += starts;
    sum->u16 += starts + astral;
}

static bool is_ascii(struct gz_str text)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < text.len_bytes; i++) {
        seen |= (uint8_t)text.ptr[i];
    }
    return seen < 0x80;
}

enum gz_status gz_offsets_new(struct gz_str text, struct gz_arena *arena,
                              const struct gz_offsets **out)
{
    assert(text.len_bytes < (size_t)1 << 31);
    const bool ascii = is_ascii(text);
    const size_t count = ascii ? 0 : text.len_bytes / STRIDE + 1;
    struct gz_offsets *o =
        gz_arena_alloc(arena, sizeof(*o) + count * sizeof(struct checkpoint));
    if (o == NULL) {
        return GZ_LIMIT;
    }
    o->text = text;
    o->ascii = ascii;
    struct checkpoint sum = {0, 0};
    for (size_t i = 0; i < count; i++) {
        o->points[i] = sum;
        if (i + 1 < count) {
            add_range(text, i * STRIDE, (i + 1) * STRIDE, &sum);
        }
    }
    *out = o;
    return GZ_OK;
}

struct gz_offset gz_offsets_at(const struct gz_offsets *o, uint32_t byte)
{
    assert(byte <= o->text.len_bytes);
    if (o->ascii) {
        return (struct gz_offset){byte, byte, byte};
    }
    const uint32_t point = byte / STRIDE;
    struct checkpoint sum = o->points[point];
    add_range(o->text, (size_t)point * STRIDE, byte, &sum);
    return (struct gz_offset){byte, sum.cp, sum.u16};
}
