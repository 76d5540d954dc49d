// Eight bytes at a time in a general register: no instruction set is assumed,
// and 3 kB take half a microsecond.  A wider version would replace this file
// alone.

#include "rules/text/word_bits.h"

static uint64_t each(uint8_t byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

// Bit 7 of each byte of x that is at least low; all bytes are below 0x80.
static uint64_t at_least(uint64_t x, uint8_t low)
{
    return x + each((uint8_t)(0x80 - low));
}

static uint64_t in_range(uint64_t x, uint8_t low, uint8_t high)
{
    return at_least(x, low) & ~at_least(x, (uint8_t)(high + 1));
}

// One bit per byte, the first byte's lowest.
static uint8_t eight_bits(const char *p)
{
    uint64_t x = 0;
    memcpy(&x, p, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    const uint64_t low = x & each(0x7F);
    const uint64_t word = in_range(low | each(0x20), 'a', 'z') |
                          in_range(low, '0', '9') | in_range(low, '_', '_');
    // The product gathers the bits of all bytes in the highest byte.
    const uint64_t bits = (word & ~x & each(0x80)) >> 7;
    return (uint8_t)((bits * UINT64_C(0x0102040810204080)) >> 56);
}

void gz_word_bits_fill(struct gz_str text, uint8_t *bits)
{
    const size_t whole = text.len_bytes / 8;
    for (size_t i = 0; i < whole; i++) {
        bits[i] = eight_bits(text.ptr + i * 8);
    }
    char rest[8] = {0};
    if (text.len_bytes % 8 != 0) {
        memcpy(rest, text.ptr + whole * 8, text.len_bytes % 8);
    }
    bits[whole] = eight_bits(rest);
    memset(bits + whole + 1, 0, GZ_WORD_BITS_SPARE);
}
