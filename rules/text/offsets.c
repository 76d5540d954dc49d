// Bits for the bytes that make counts differ, 64 of them a block, and the
// counts before each block: a query counts bits.  Plain ASCII needs no table:
// all three counts are the byte.

#include "rules/text/offsets.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { BLOCK = 64 };

struct block {
    uint64_t tails;   // bytes that begin no code point
    uint64_t astral;  // bytes that begin a pair of UTF-16
    uint32_t cp;      // before the block
    uint32_t u16;
};

struct gz_offsets {
    uint32_t len;
    bool ascii;
    struct block blocks[];  // none when ascii
};

static bool is_ascii(struct gz_str text)
{
    uint64_t seen = 0;
    uint64_t x = 0;
    size_t i = 0;
    for (; i + sizeof(x) <= text.len_bytes; i += sizeof(x)) {
        memcpy(&x, text.ptr + i, sizeof(x));
        seen |= x;
    }
    for (; i < text.len_bytes; i++) {
        seen |= (uint8_t)text.ptr[i];
    }
    return (seen & UINT64_C(0x8080808080808080)) == 0;
}

// The bits of a block of BLOCK bytes.
static void look_at(const char *bytes, struct block *b)
{
    b->tails = 0;
    b->astral = 0;
#if defined(__SSE2__)
    for (int i = 0; i < BLOCK; i += 16) {
        const __m128i x =
            _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
        const __m128i tail = _mm_cmplt_epi8(x, _mm_set1_epi8((char)0xC0));
        const __m128i lead = _mm_cmpgt_epi8(x, _mm_set1_epi8((char)0xEF));
        const unsigned high = (unsigned)_mm_movemask_epi8(x);
        b->tails |= (uint64_t)(unsigned)_mm_movemask_epi8(tail) << i;
        b->astral |= (uint64_t)((unsigned)_mm_movemask_epi8(lead) & high) << i;
    }
#else
    for (int i = 0; i < BLOCK; i++) {
        const uint8_t byte = (uint8_t)bytes[i];
        b->tails |= (uint64_t)((byte & 0xC0) == 0x80) << i;
        b->astral |= (uint64_t)(byte >= 0xF0) << i;
    }
#endif
}

static uint32_t count_bits(uint64_t x)
{
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) +
        (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

// Count the first bytes of a block.
static struct gz_offset count(const struct block *b, uint32_t bytes)
{
    const uint64_t below = (UINT64_C(1) << bytes) - 1;
    const uint32_t starts = bytes - count_bits(b->tails & below);
    return (struct gz_offset){
        .cp = b->cp + starts,
        .u16 = b->u16 + starts + count_bits(b->astral & below),
    };
}

static void fill(struct gz_str text, struct block *blocks)
{
    struct block sum = {0};
    size_t at = 0;
    for (; at + BLOCK <= text.len_bytes; at += BLOCK) {
        look_at(text.ptr + at, &sum);
        *blocks++ = sum;
        const uint32_t starts = BLOCK - count_bits(sum.tails);
        sum.cp += starts;
        sum.u16 += starts + count_bits(sum.astral);
    }
    char rest[BLOCK] = {0};
    memcpy(rest, text.ptr + at, text.len_bytes - at);
    look_at(rest, &sum);
    *blocks = sum;
}

enum gz_status gz_offsets_new(struct gz_str text, struct gz_arena *arena,
                              const struct gz_offsets **out)
{
    assert(text.len_bytes < (size_t)1 << 31);
    const bool ascii = is_ascii(text);
    const size_t blocks = ascii ? 0 : text.len_bytes / BLOCK + 1;
    struct gz_offsets *o =
        gz_arena_alloc(arena, sizeof(*o) + blocks * sizeof(o->blocks[0]));
    if (o == NULL) {
        return GZ_LIMIT;
    }
    o->len = (uint32_t)text.len_bytes;
    o->ascii = ascii;
    if (!ascii) {
        fill(text, o->blocks);
    }
    *out = o;
    return GZ_OK;
}

struct gz_offset gz_offsets_at(const struct gz_offsets *o, uint32_t byte)
{
    assert(byte <= o->len);
    if (o->ascii) {
        return (struct gz_offset){byte, byte, byte};
    }
    struct gz_offset at = count(&o->blocks[byte / BLOCK], byte % BLOCK);
    at.byte = byte;
    return at;
}
