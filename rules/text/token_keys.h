#ifndef GZ_TOKEN_KEYS_H
#define GZ_TOKEN_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "daemon/base/str.h"
#include "rules/text/tokens.h"

/*
 * The key of a token: a hash of its text composed and folded by width and
 * case, without characters that show nothing, so that all spellings of a word
 * have one.  Made once for each token of an article, for all who compare
 * words.  Marks of ASCII fold with one bit as letters do, which makes no
 * difference where keys are compared and then the words.
 *
 * The hash multiplies and folds to the middle, after wyhash (Wang Yi).  Keys
 * are part of the image format: a change needs a new GZ_IMAGE_VERSION.
 */

/** The key of one token by its bytes, which nothing is asked of but to be valid
 * UTF-8; for those that gz_token_key() does not make itself. */
uint64_t gz_token_key_slowly(const char *bytes, size_t len);

/** The keys of count tokens of a text. */
void gz_token_keys_fill(struct gz_str text, const struct gz_token *tokens,
                        uint32_t count, uint64_t *keys);

/** Two values into one, in order: the step that keys are made of. */
static inline uint64_t gz_token_keys_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The first and second eight of 16 bytes that fold to themselves.
static inline uint64_t gz_token_key_of(size_t len, uint64_t a, uint64_t b)
{
    return gz_token_keys_mix((uint64_t)len << 56 ^ a ^ 0x9e3779b97f4a7c15U,
                             b ^ 0xe7037ed1a0b428dbU);
}

enum { GZ_TOKEN_KEY_BYTES = 16 };  // of a token that is short

// A key that has been made without a branch.
struct gz_token_key {
    uint64_t key;
    uint32_t other;  // not 0: the token is long or beyond ASCII, key is none
};

/** The key of a short ASCII token; GZ_TOKEN_KEY_BYTES from p on are read. */
static inline struct gz_token_key gz_token_key_plain(const char *p,
                                                     uint32_t len)
{
#if defined(__SSE2__)
    const __m128i places =
        _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
    const __m128i lower =
        _mm_and_si128(_mm_or_si128(bytes, _mm_set1_epi8(0x20)),
                      _mm_cmpgt_epi8(_mm_set1_epi8((char)len), places));
    return (struct gz_token_key){
        .key = gz_token_key_of(
            len, (uint64_t)_mm_cvtsi128_si64(lower),
            (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(lower, lower))),
        .other = (uint32_t)_mm_movemask_epi8(lower) | (len - 1) >> 4,
    };
#else
    static const uint8_t window[2 * GZ_TOKEN_KEY_BYTES] = {
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    };
    const uint32_t within = len < GZ_TOKEN_KEY_BYTES ? len : GZ_TOKEN_KEY_BYTES;
    uint64_t part[2];
    uint64_t ones[2];
    memcpy(part, p, sizeof(part));
    memcpy(ones, window + GZ_TOKEN_KEY_BYTES - within, sizeof(ones));
    part[0] = (part[0] | UINT64_C(0x2020202020202020)) & ones[0];
    part[1] = (part[1] | UINT64_C(0x2020202020202020)) & ones[1];
    return (struct gz_token_key){
        .key = gz_token_key_of(len, part[0], part[1]),
        .other = ((part[0] | part[1]) & UINT64_C(0x8080808080808080)) != 0 ||
                 len > GZ_TOKEN_KEY_BYTES,
    };
#endif
}

/** The key of the token p[0..len); readable counts the bytes from p on that
 * can be read. */
static inline uint64_t gz_token_key(const char *p, size_t len, size_t readable)
{
    if (__builtin_expect(readable >= GZ_TOKEN_KEY_BYTES, 1)) {
        const struct gz_token_key plain = gz_token_key_plain(p, (uint32_t)len);
        if (__builtin_expect(plain.other == 0, 1)) {
            return plain.key;
        }
    }
    return gz_token_key_slowly(p, len);
}

#endif
