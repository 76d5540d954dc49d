// 64 bytes at a time.  Two table look-ups, by the low and the high half of a
// byte, tell its class: after "Parsing gigabytes of JSON per second" (Langdale
// and Lemire, 2019).  Compiled for AVX-512BW, called only where it exists.

#include "rules/text/word_classes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "rules/text/word_nibbles.h"

static inline __m512i table(const uint8_t *half)
{
    return _mm512_broadcast_i32x4(
        _mm_loadu_si128((const __m128i *)(const void *)half));
}

static inline uint64_t equal(__m512i v, int byte)
{
    return _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8((char)byte));
}

// Where the common marks of a block begin.
static inline uint64_t common(const uint8_t *p, __m512i v)
{
    const uint64_t begins =
        equal(v, 0xE2) & equal(_mm512_loadu_si512(p + 1), 0x80);
    if (begins == 0) {
        return 0;
    }
    const __m512i last = _mm512_loadu_si512(p + 2);
    const __m512i from =
        _mm512_sub_epi8(last, _mm512_set1_epi8((char)GZ_COMMON_MARK_FIRST));
    const uint64_t fits = _mm512_cmple_epu8_mask(
        from, _mm512_set1_epi8(GZ_COMMON_MARK_LAST - GZ_COMMON_MARK_FIRST));
    return begins & fits &
           ~(equal(last, 0x98) | equal(last, 0x99) | equal(last, 0xA4));
}

void gz_word_classes_avx512(const uint8_t *bytes, size_t blocks,
                            const struct gz_word_classes *out)
{
    const __m512i lows = table(gz_nibble_low);
    const __m512i highs = table(gz_nibble_high);
    for (size_t b = 0; b < blocks; b++, bytes += 64) {
        const __m512i v = _mm512_loadu_si512(bytes);
        __builtin_prefetch(bytes + GZ_WORD_CLASSES_AHEAD);
        const __m512i upper =
            _mm512_and_si512(_mm512_srli_epi16(v, 4), _mm512_set1_epi8(15));
        const __m512i classes = _mm512_and_si512(
            _mm512_shuffle_epi8(lows, v), _mm512_shuffle_epi8(highs, upper));
        // The first byte of a character has its two highest bits set.
        const uint64_t high =
            _mm512_movepi8_mask(_mm512_and_si512(v, _mm512_slli_epi16(v, 1)));
        out->word[b] = _mm512_test_epi8_mask(
            classes, _mm512_set1_epi8((char)GZ_NIBBLE_WORD));
        out->tall[b] = _mm512_test_epi8_mask(
            classes, _mm512_set1_epi8((char)GZ_NIBBLE_TALL));
        out->digit[b] = _mm512_test_epi8_mask(
            classes, _mm512_set1_epi8((char)GZ_NIBBLE_DIGIT));
        out->hook[b] = _mm512_test_epi8_mask(
            classes, _mm512_set1_epi8((char)GZ_NIBBLE_HOOK));
        out->high[b] = high != 0 ? high & ~common(bytes, v) : 0;
    }
}

#else

typedef int gz_word_classes_avx512_is_for_x86;

#endif
