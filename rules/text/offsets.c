// A checkpoint every stride of bytes, counted once; a query counts on from
// there.  Plain ASCII needs no table: all three counts are the byte.

#include "rules/text/offsets.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

// Eight counters of a byte sum to at most STRIDE, so they do not overflow.
enum { STRIDE = 64 };

struct checkpoint {
    uint32_t cp;
    uint32_t u16;
};

struct gz_offsets {
    struct gz_str text;
    bool ascii;
    struct checkpoint points[];  // before byte i * STRIDE; none when ascii
};

static uint64_t eight_bytes(const char *p)
{
    uint64_t x = 0;
    memcpy(&x, p, sizeof(x));
    return x;
}

// The sum of the eight bytes of x, at most 255.
static uint32_t sum_bytes(uint64_t x)
{
    return (uint32_t)((x * UINT64_C(0x0101010101010101)) >> 56);
}

// Add the code points whose first byte lies in [begin, end), at most a stride.
// Bytes are counted eight at a time in the bytes of a register.
static void add_range(struct gz_str text, size_t begin, size_t end,
                      struct checkpoint *sum)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t tails = 0;
    uint64_t astral = 0;
    size_t i = begin;
    for (; i + 8 <= end; i += 8) {
        const uint64_t x = eight_bytes(text.ptr + i);
        tails += (x >> 7) & ~(x >> 6) & ones;
        astral += (x >> 7) & (x >> 6) & (x >> 5) & (x >> 4) & ones;
    }
    uint32_t starts = (uint32_t)(i - begin) - sum_bytes(tails);
    uint32_t pairs = sum_bytes(astral);
    for (; i < end; i++) {
        const uint8_t byte = (uint8_t)text.ptr[i];
        starts += (byte & 0xC0) != 0x80;
        pairs += byte >= 0xF0;
    }
    sum->cp += starts;
    sum->u16 += starts + pairs;
}

static bool is_ascii(struct gz_str text)
{
    uint64_t seen = 0;
    size_t i = 0;
    for (; i + 8 <= text.len_bytes; i += 8) {
        seen |= eight_bytes(text.ptr + i);
    }
    for (; i < text.len_bytes; i++) {
        seen |= (uint8_t)text.ptr[i];
    }
    return (seen & UINT64_C(0x8080808080808080)) == 0;
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

struct gz_offset gz_offsets_from(const struct gz_offsets *o,
                                 struct gz_offset known, uint32_t byte)
{
    assert(known.byte <= byte && byte <= o->text.len_bytes);
    if (o->ascii || byte - known.byte > STRIDE) {
        return gz_offsets_at(o, byte);
    }
    struct checkpoint sum = {known.cp, known.u16};
    add_range(o->text, known.byte, byte, &sum);
    return (struct gz_offset){byte, sum.cp, sum.u16};
}
