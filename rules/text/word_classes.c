// The portable way of looking, eight bytes at a time in a general register,
// and the choice among all ways.

#include "rules/text/word_classes.h"

#include <assert.h>
#include <string.h>

enum {
    BLOCK = 64,
    BEHIND = 2,  // bytes behind a block that tell of its last bytes
};

enum gz_simd gz_simd_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vbmi2") &&
        __builtin_cpu_supports("gfni")) {
        return GZ_SIMD_AVX512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
        return GZ_SIMD_AVX2;
    }
#endif
    return GZ_SIMD_NONE;
}

const char *gz_simd_name(enum gz_simd simd)
{
    static const char *const names[GZ_SIMD_COUNT] = {
        [GZ_SIMD_NONE] = "none",
        [GZ_SIMD_AVX2] = "avx2",
        [GZ_SIMD_AVX512] = "avx512",
    };
    return names[simd];
}

static uint64_t each(uint8_t byte)
{
    return UINT64_C(0x0101010101010101) * byte;
}

// Bit 7 of each byte of x from low to high; all bytes are below 0x80.
static uint64_t in_range(uint64_t x, uint8_t low, uint8_t high)
{
    const uint64_t from = x + each((uint8_t)(0x80 - low));
    const uint64_t past = x + each((uint8_t)(0x80 - high - 1));
    return from & ~past;
}

// One bit for bit 7 of each byte, the first byte's lowest.
static uint64_t gather(uint64_t x)
{
    // The product brings the bits of all bytes together in the highest byte.
    const uint64_t bits = (x & each(0x80)) >> 7;
    return (bits * UINT64_C(0x0102040810204080)) >> 56;
}

static uint64_t read_eight(const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

// Leave the begins of common marks out.
static uint64_t drop_common(const uint8_t *bytes, uint64_t high)
{
    uint64_t kept = high;
    for (uint64_t left = high; left != 0; left &= left - 1) {
        const uint8_t *p = bytes + __builtin_ctzll(left);
        if (p[0] == 0xE2 && p[1] == 0x80 && gz_is_common_mark_end(p[2])) {
            kept ^= left & (0 - left);
        }
    }
    return kept;
}

static void fill_portably(const uint8_t *bytes, size_t blocks,
                          const struct gz_word_classes *out)
{
    for (size_t b = 0; b < blocks; b++, bytes += BLOCK) {
        uint64_t word = 0;
        uint64_t tall = 0;
        uint64_t digits = 0;
        uint64_t hook = 0;
        uint64_t high = 0;
        for (unsigned i = 0; i < BLOCK; i += 8) {
            const uint64_t x = read_eight(bytes + i);
            const uint64_t low = x & each(0x7F);
            const uint64_t letter = in_range(low | each(0x20), 'a', 'z');
            const uint64_t line = in_range(low, '_', '_');
            const uint64_t digit = in_range(low, '0', '9');
            const uint64_t small = in_range(low, 'a', 'z');
            const uint64_t hooks =
                in_range(low, '\'', '\'') | in_range(low, ',', ',') |
                in_range(low, '.', '.') | in_range(low, ';', ';') | line;
            const uint64_t words = letter | digit | line;
            word |= gather(words & ~x) << i;
            tall |= gather(words & ~small & ~x) << i;
            digits |= gather(digit & ~x) << i;
            hook |= gather(hooks & ~x) << i;
            high |= gather(x & x << 1) << i;
        }
        out->word[b] = word;
        out->tall[b] = tall;
        out->digit[b] = digits;
        out->hook[b] = hook;
        out->high[b] = drop_common(bytes, high);
    }
}

static gz_word_classes_fn *choose(enum gz_simd simd)
{
#if defined(__x86_64__)
    if (simd == GZ_SIMD_AVX512) {
        return gz_word_classes_avx512;
    }
    if (simd == GZ_SIMD_AVX2) {
        return gz_word_classes_avx2;
    }
#endif
    assert(simd == GZ_SIMD_NONE);
    return fill_portably;
}

// The classes from a block on.
static struct gz_word_classes from(const struct gz_word_classes *all,
                                   size_t block)
{
    return (struct gz_word_classes){
        .word = all->word + block,
        .tall = all->tall + block,
        .digit = all->digit + block,
        .hook = all->hook + block,
        .high = all->high + block,
    };
}

void gz_word_classes_fill(struct gz_str text, enum gz_simd simd,
                          const struct gz_word_classes *out)
{
    // The text's last bytes are looked at in a copy with zeros behind it.
    uint8_t last[2 * BLOCK + BEHIND] = {0};
    const uint8_t *const bytes = (const uint8_t *)text.ptr;
    const size_t total = gz_word_classes_size(text.len_bytes);
    const size_t whole =
        text.len_bytes < BLOCK + BEHIND ? 0 : (text.len_bytes - BEHIND) / BLOCK;
    const size_t done = whole * BLOCK;
    gz_word_classes_fn *const fill = choose(simd);
    if (whole > 0) {
        fill(bytes, whole, out);
    }
    if (text.len_bytes > done) {
        memcpy(last, bytes + done, text.len_bytes - done);
    }
    const struct gz_word_classes rest = from(out, whole);
    fill(last, total - whole, &rest);
}
