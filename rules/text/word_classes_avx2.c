// 32 bytes at a time.  Two table look-ups, by the low and the high half of a
// byte, tell its class: after "Parsing gigabytes of JSON per second" (Langdale
// and Lemire, 2019).  Compiled for AVX2, called only where it exists.

#include "rules/text/word_classes.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "rules/text/word_nibbles.h"

static inline __m256i table(const uint8_t *half)
{
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)half));
}

static inline __m256i load(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

// Which bytes of classes have one of these bits.
static inline uint64_t any(__m256i classes, int bits)
{
    const __m256i none = _mm256_cmpeq_epi8(
        _mm256_and_si256(classes, _mm256_set1_epi8((char)bits)),
        _mm256_setzero_si256());
    return (uint32_t)~_mm256_movemask_epi8(none);
}

static inline uint64_t equal(__m256i v, int byte)
{
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)byte)));
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
    uint64_t word, tall, digit, hook, high;
};

static inline struct half look(const uint8_t *p, __m256i lows, __m256i highs)
{
    const __m256i v = load(p);
    const __m256i upper =
        _mm256_and_si256(_mm256_srli_epi16(v, 4), _mm256_set1_epi8(15));
    const __m256i classes = _mm256_and_si256(_mm256_shuffle_epi8(lows, v),
                                             _mm256_shuffle_epi8(highs, upper));
    struct half h;
    h.word = any(classes, GZ_NIBBLE_WORD);
    h.tall = any(classes, GZ_NIBBLE_TALL);
    h.digit = any(classes, GZ_NIBBLE_DIGIT);
    h.hook = any(classes, GZ_NIBBLE_HOOK);
    // The first byte of a character has its two highest bits set.
    h.high = (uint32_t)_mm256_movemask_epi8(
        _mm256_and_si256(v, _mm256_slli_epi16(v, 1)));
    h.high &= h.high != 0 ? ~common(p, v) : 0;
    return h;
}

void gz_word_classes_avx2(const uint8_t *bytes, size_t blocks,
                          const struct gz_word_classes *out)
{
    const __m256i lows = table(gz_nibble_low);
    const __m256i highs = table(gz_nibble_high);
    for (size_t b = 0; b < blocks; b++, bytes += 64) {
        const struct half lo = look(bytes, lows, highs);
        const struct half hi = look(bytes + 32, lows, highs);
        out->word[b] = lo.word | hi.word << 32;
        out->tall[b] = lo.tall | hi.tall << 32;
        out->digit[b] = lo.digit | hi.digit << 32;
        out->hook[b] = lo.hook | hi.hook << 32;
        out->high[b] = lo.high | hi.high << 32;
    }
}

#else

typedef int gz_word_classes_avx2_is_for_x86;

#endif
