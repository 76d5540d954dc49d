#ifndef GZ_NAME_SCAN_SETS_H
#define GZ_NAME_SCAN_SETS_H

// A part of name_scan_body.h: the places at which names may begin, lower case
// words by sets and a hash; see struct gz_first_words.

#include <string.h>

#include "rules/gazetteer/match/name_scan_small.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

enum { SMALL_ROOM = 68 };  // bytes that looking at a block's small words reads

// Bits of a block that are taken out at once, needed or not.
enum { LIST_SPARE = 6 };

// Bytes of a block at which small first words may begin, by their length.
struct small_masks {
    uint64_t shorts;  // one or two letters
    uint64_t longs;
    uint64_t high;  // bytes beyond ASCII at one of four places
};

#if defined(__AVX2__)

static inline __m256i small_table(const uint8_t sets[16])
{
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const __m128i *)(const void *)sets));
}

static inline uint64_t mask_of(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

static inline __m256i load_at(const uint8_t *p)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)p);
}

// Which bytes are more than 0 as signed numbers.
static inline uint64_t positive(__m256i v)
{
    return mask_of(_mm256_cmpgt_epi8(v, _mm256_setzero_si256()));
}

static inline struct small_masks small_look(const struct gz_first_words *small,
                                            const uint8_t *p)
{
    struct small_masks m = {0, 0, 0};
    for (int h = 0; h < 64; h += 32) {
        const __m256i a = load_at(p + h);
        const __m256i b = load_at(p + h + 1);
        const __m256i c = load_at(p + h + 2);
        const __m256i d = load_at(p + h + 3);
        // Bytes beyond ASCII give no class at all.
        const __m256i sets = _mm256_and_si256(
            _mm256_and_si256(
                _mm256_shuffle_epi8(small_table(small->sets[0]), a),
                _mm256_shuffle_epi8(small_table(small->sets[1]), b)),
            _mm256_and_si256(
                _mm256_shuffle_epi8(small_table(small->sets[2]), c),
                _mm256_shuffle_epi8(small_table(small->sets[3]), d)));
        const __m256i longs =
            _mm256_and_si256(sets, _mm256_set1_epi8(GZ_SMALL_LONG));
        m.shorts |= mask_of(sets) << h;
        m.longs |= positive(longs) << h;
        m.high |= mask_of(_mm256_or_si256(_mm256_or_si256(a, b),
                                          _mm256_or_si256(c, d)))
                  << h;
    }
    return m;
}

#else

static inline struct small_masks small_look(const struct gz_first_words *small,
                                            const uint8_t *p)
{
    struct small_masks m = {0, 0, 0};
    for (int i = 0; i < 64; i++, p++) {
        const uint32_t high = (p[0] | p[1] | p[2] | p[3]) >> 7;
        const uint32_t sets = high != 0 ? 0
                                        : small->sets[0][p[0] & 15] &
                                              small->sets[1][p[1] & 15] &
                                              small->sets[2][p[2] & 15] &
                                              small->sets[3][p[3] & 15];
        m.shorts |= (uint64_t)((sets & GZ_SMALL_SHORT) != 0) << i;
        m.longs |= (uint64_t)((sets & GZ_SMALL_LONG) != 0) << i;
        m.high |= (uint64_t)high << i;
    }
    return m;
}

#endif

// Of some ASCII words, those that may begin a name by the hash of their first
// bytes, as many as mask has; twice: those behind which a small word stands.
static inline uint64_t confirm_small(const struct gz_first_words *small,
                                     const uint8_t *p, uint64_t bits,
                                     uint64_t twice, uint32_t mask)
{
    uint64_t confirmed = 0;
    for (; bits != 0; bits &= bits - 1) {
        const uint32_t at = (uint32_t)__builtin_ctzll(bits);
        uint32_t bytes;
        memcpy(&bytes, p + at, sizeof(bytes));
        const uint32_t bit = gz_small_begin(bytes & mask);
        const uint32_t half = (uint32_t)(twice >> at & 1) << 5;
        const uint64_t may = small->begins[bit >> 5] >> ((bit & 31) | half) & 1;
        confirmed |= may << at;
    }
    return confirmed;
}

// What is known of a block's small words before their hashes are looked up.
struct small_words {
    uint64_t one;  // bytes behind which a word of one letter would end
    uint64_t two;  // and so on
    uint64_t three;
    uint64_t shorts;  // ASCII words that may begin a name by their length
    uint64_t longs;
    uint64_t high;  // words with a byte beyond ASCII
};

// The rest of small_bits(), apart because most blocks of a text do without if
// only few names begin with a small word.
static __attribute__((noinline)) uint64_t
confirm_all(const struct gz_first_words *words,
            const struct gz_word_blocks *blocks, size_t block, const uint8_t *p,
            const struct small_words *w)
{
    const uint64_t twice = small_twice(blocks, block, w->shorts | w->longs);
    uint64_t may =
        confirm_small(words, p, w->longs & ~w->three, twice, 0xffffffff) |
        confirm_small(words, p, w->longs & w->three, twice, 0xffffff);
    if (w->shorts != 0) {
        may |= confirm_small(words, p, w->shorts & w->two, twice, 0xffff) |
               confirm_small(words, p, w->shorts & w->one, twice, 0xff);
    }
    return may | confirm_high(words, p, w->high);
}

// The small words of a block with which a name may begin; SMALL_ROOM bytes
// from p on can be read.
static inline __attribute__((always_inline)) uint64_t
small_bits(const struct gz_first_words *words,
           const struct gz_word_blocks *blocks, size_t block, const uint8_t *p)
{
    const uint64_t small = blocks->small[block];
    const struct small_masks m = small_look(words, p);
    const uint64_t *edges = blocks->edges + block;
    struct small_words w;
    w.one = edges[0] >> 1 | edges[1] << 63;
    w.two = (edges[0] >> 2 | edges[1] << 62) & ~w.one;
    w.three = (edges[0] >> 3 | edges[1] << 61) & ~(w.one | w.two);
    w.high = small & m.high;
    w.shorts = small & ~m.high & m.shorts & (w.one | w.two);
    w.longs = small & ~m.high & m.longs & ~(w.one | w.two);
    return (w.shorts | w.longs | w.high) == 0
               ? 0
               : confirm_all(words, blocks, block, p, &w);
}

// The same for blocks at the text's end.
static __attribute__((noinline)) uint64_t
last_small_bits(const struct gz_first_words *words,
                const struct gz_word_blocks *blocks, size_t block,
                struct gz_str text)
{
    uint8_t last[SMALL_ROOM] = {0};
    const size_t left = text.len_bytes - block * 64;
    memcpy(last, text.ptr + block * 64, left < SMALL_ROOM ? left : SMALL_ROOM);
    return small_bits(words, blocks, block, last);
}

// The number of the lowest bit; anything when there is none.
static inline uint32_t lowest_bit(uint64_t bits)
{
#if defined(__BMI__)
    return (uint32_t)_tzcnt_u64(bits);
#else
    return (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
#endif
}

// Take the places of bits out, in order, without a branch per bit; where the
// next ones go.
static inline uint32_t *take_places(uint64_t bits, uint32_t from, uint32_t *to)
{
    uint32_t *const end = to + (uint32_t)__builtin_popcountll(bits);
    do {
        for (int k = 0; k < LIST_SPARE; k++) {
            to[k] = from + lowest_bit(bits);
            bits &= bits - 1;
        }
        to += LIST_SPARE;
    } while (__builtin_expect(to < end, 0));
    return end;
}

static inline uint32_t *list_all(const struct gz_first_words *words,
                                 const struct gz_word_blocks *blocks,
                                 struct gz_str text, uint32_t *to)
{
    const uint8_t *p = (const uint8_t *)text.ptr;
    size_t b = 0;
    for (; b * 64 + SMALL_ROOM <= text.len_bytes; b++, p += 64) {
        const uint64_t small = small_bits(words, blocks, b, p);
        to = take_places(blocks->tall[b] | small, (uint32_t)b * 64, to);
    }
    for (; b < blocks->count; b++) {
        const uint64_t small = last_small_bits(words, blocks, b, text);
        to = take_places(blocks->tall[b] | small, (uint32_t)b * 64, to);
    }
    return to;
}

#endif
