#ifndef GZ_NAME_SCAN_BLOOMS_H
#define GZ_NAME_SCAN_BLOOMS_H

// A part of name_scan_body.h for processors with AVX-512: the places at which
// names may begin, lower case words by Bloom filters; see struct
// gz_first_words.

#include <immintrin.h>

#include "rules/gazetteer/match/name_scan_small.h"

static const uint8_t place_numbers[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
    48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};

// For each six bits the bit that the upper three say.
static const uint8_t place_bits[64] = {
    1,  1,  1,  1,  1,  1,  1,  1,  2,   2,   2,   2,   2,   2,   2,   2,
    4,  4,  4,  4,  4,  4,  4,  4,  8,   8,   8,   8,   8,   8,   8,   8,
    16, 16, 16, 16, 16, 16, 16, 16, 32,  32,  32,  32,  32,  32,  32,  32,
    64, 64, 64, 64, 64, 64, 64, 64, 128, 128, 128, 128, 128, 128, 128, 128,
};

// Places that are written at once, needed or not.
enum { LIST_SPARE = 16 };

static inline void put_places(uint32_t *to, uint32_t from, __m128i places)
{
    _mm512_storeu_si512(to, _mm512_add_epi32(_mm512_set1_epi32((int)from),
                                             _mm512_cvtepu8_epi32(places)));
}

// Take the places of bits out, in order; where the next ones go.
static inline uint32_t *take_places(uint64_t bits, uint32_t from, uint32_t *to)
{
    const uint32_t count = (uint32_t)__builtin_popcountll(bits);
    const __m512i places =
        _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(place_numbers));
    put_places(to, from, _mm512_castsi512_si128(places));
    if (__builtin_expect(count > LIST_SPARE, 0)) {
        put_places(to + 16, from, _mm512_extracti32x4_epi32(places, 1));
        put_places(to + 32, from, _mm512_extracti32x4_epi32(places, 2));
        put_places(to + 48, from, _mm512_extracti32x4_epi32(places, 3));
    }
    return to + count;
}

struct bloom {
    __m512i half[2];
};

static inline struct bloom bloom_of(const uint8_t bits[GZ_SMALL_BLOOM / 8])
{
    return (struct bloom){
        {_mm512_loadu_si512(bits), _mm512_loadu_si512(bits + 64)}};
}

// Of the places of mask those whose bit is in a filter.
static inline uint64_t bloom_has(const struct bloom *b, uint64_t mask,
                                 __m512i byte, __m512i bit)
{
    return _mm512_mask_test_epi8_mask(
        mask, _mm512_permutex2var_epi8(b->half[0], byte, b->half[1]), bit);
}

// Four bytes from each place of a block on, those behind its word left out.
struct four {
    __m512i bytes[4];
};

static inline __m512i sum_of(const struct four *f, const uint64_t matrices[4])
{
    const __m512i a = _mm512_gf2p8affine_epi64_epi8(
        f->bytes[0], _mm512_set1_epi64((long long)matrices[0]), 0);
    const __m512i b = _mm512_gf2p8affine_epi64_epi8(
        f->bytes[1], _mm512_set1_epi64((long long)matrices[1]), 0);
    const __m512i c = _mm512_gf2p8affine_epi64_epi8(
        f->bytes[2], _mm512_set1_epi64((long long)matrices[2]), 0);
    const __m512i d = _mm512_gf2p8affine_epi64_epi8(
        f->bytes[3], _mm512_set1_epi64((long long)matrices[3]), 0);
    return _mm512_xor_si512(_mm512_ternarylogic_epi64(a, b, c, 0x96), d);
}

// left: how many bytes can be read from p on.
static inline struct four four_at(const uint8_t *p, size_t left,
                                  const uint64_t *edges)
{
    const uint64_t one = ~(edges[0] >> 1 | edges[1] << 63);
    const uint64_t two = ~(edges[0] >> 2 | edges[1] << 62) & one;
    const uint64_t three = ~(edges[0] >> 3 | edges[1] << 61) & two;
    const uint64_t text =
        left < 64 ? _bzhi_u64(~UINT64_C(0), (uint32_t)left) : ~UINT64_C(0);
    // A word's bytes are in the text.
    return (struct four){{_mm512_maskz_loadu_epi8(text, p),
                          _mm512_maskz_loadu_epi8(one & text, p + 1),
                          _mm512_maskz_loadu_epi8(two & text, p + 2),
                          _mm512_maskz_loadu_epi8(three & text, p + 3)}};
}

static inline uint32_t *list_all(const struct gz_first_words *words,
                                 const struct gz_word_blocks *blocks,
                                 struct gz_str text, uint32_t *to)
{
    const struct bloom all[2] = {bloom_of(words->blooms[0][0]),
                                 bloom_of(words->blooms[0][1])};
    const struct bloom alone[2] = {bloom_of(words->blooms[1][0]),
                                   bloom_of(words->blooms[1][1])};
    const __m512i bit_of = _mm512_loadu_si512(place_bits);
    const uint8_t *p = (const uint8_t *)text.ptr;
    for (size_t b = 0; b < blocks->count; b++, p += 64) {
        const uint64_t small = blocks->small[b];
        const struct four four =
            four_at(p, text.len_bytes - b * 64, blocks->edges + b);
        const __m512i x = sum_of(&four, gz_small_matrices[0]);
        const __m512i y = sum_of(&four, gz_small_matrices[1]);
        const __m512i x_bit = _mm512_permutexvar_epi8(x, bit_of);
        const __m512i y_bit = _mm512_permutexvar_epi8(y, bit_of);
        const uint64_t high =
            _mm512_movepi8_mask(_mm512_or_si512(
                _mm512_ternarylogic_epi64(four.bytes[0], four.bytes[1],
                                          four.bytes[2], 0xfe),
                four.bytes[3])) &
            small;
        const uint64_t may = bloom_has(
            &all[1], bloom_has(&all[0], small & ~high, x, y_bit), y, x_bit);
        const uint64_t ends =
            bloom_has(&alone[1], bloom_has(&alone[0], may, x, y_bit), y, x_bit);
        uint64_t found = may & (ends | ~small_twice(blocks, b, may));
        if (__builtin_expect(high != 0, 0)) {
            found |= confirm_high(words, p, high);
        }
        to = take_places(blocks->tall[b] | found, (uint32_t)b * 64, to);
    }
    return to;
}

#endif
