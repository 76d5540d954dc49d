// 32 bytes at a time.  Compiled for AVX2, called only where it exists.

#include "rules/text/word_classes.h"

#if defined(__x86_64__)

#include <immintrin.h>

static inline __m256i load(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

static inline __m256i all(int byte)
{
    return _mm256_set1_epi8((char)byte);
}

static inline uint64_t mask_of(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

// Which bytes are from low to low + span - 1: moved to where signed bytes
// begin, one comparison tells.
static inline __m256i in_range(__m256i v, int low, int span)
{
    return _mm256_cmpgt_epi8(all(-128 + span),
                             _mm256_add_epi8(v, all(0x80 - low)));
}

// The hooks by their low halves, which all differ.
static inline __m256i hooks(void)
{
    return _mm256_broadcastsi128_si256(_mm_setr_epi8(
        1, 0, 0, 0, 0, 0, 0, '\'', 0, 0, 0, ';', ',', 0, '.', '_'));
}

static inline uint64_t equal(__m256i v, int byte)
{
    return mask_of(_mm256_cmpeq_epi8(v, all(byte)));
}

// Where the common marks of 32 bytes begin.
static inline uint64_t common(const uint8_t *p, __m256i v)
{
    const uint64_t begins = equal(v, 0xE2) & equal(load(p + 1), 0x80);
    if (begins == 0) {
        return 0;
    }
    const __m256i last = load(p + 2);
    const __m256i from =
        _mm256_sub_epi8(last, _mm256_set1_epi8((char)GZ_COMMON_MARK_FIRST));
    const __m256i span =
        _mm256_set1_epi8(GZ_COMMON_MARK_LAST - GZ_COMMON_MARK_FIRST);
    const uint64_t fits = (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_min_epu8(from, span), from));
    return begins & fits &
           ~(equal(last, 0x98) | equal(last, 0x99) | equal(last, 0xA4));
}

struct half {
    uint64_t word, small, digit, hook, high;
};

static inline struct half look(const uint8_t *p)
{
    const __m256i v = load(p);
    const __m256i letter =
        in_range(_mm256_or_si256(v, all(0x20)), 'a', 'z' - 'a' + 1);
    const __m256i digit = in_range(v, '0', '9' - '0' + 1);
    const __m256i line = _mm256_cmpeq_epi8(v, all('_'));
    struct half h;
    h.word = mask_of(_mm256_or_si256(_mm256_or_si256(letter, digit), line));
    h.small = mask_of(in_range(v, 'a', 'z' - 'a' + 1));
    h.digit = mask_of(digit);
    h.hook = mask_of(_mm256_cmpeq_epi8(v, _mm256_shuffle_epi8(hooks(), v)));
    // The first byte of a character has its two highest bits set.
    h.high = mask_of(_mm256_and_si256(v, _mm256_add_epi8(v, v)));
    if (h.high != 0) {
        h.high &= ~common(p, v);
    }
    return h;
}

void gz_word_classes_avx2(const uint8_t *bytes, size_t blocks,
                          const struct gz_word_classes *out)
{
    uint64_t *const word = out->word;
    uint64_t *const tall = out->tall;
    uint64_t *const digit = out->digit;
    uint64_t *const hook = out->hook;
    uint64_t *const high = out->high;
    for (size_t b = 0; b < blocks; b++, bytes += 64) {
        __builtin_prefetch(bytes + GZ_WORD_CLASSES_AHEAD);
        const struct half lo = look(bytes);
        const struct half hi = look(bytes + 32);
        word[b] = lo.word | hi.word << 32;
        tall[b] = word[b] & ~(lo.small | hi.small << 32);
        digit[b] = lo.digit | hi.digit << 32;
        hook[b] = lo.hook | hi.hook << 32;
        high[b] = lo.high | hi.high << 32;
    }
}

#else

typedef int gz_word_classes_avx2_is_for_x86;

#endif
