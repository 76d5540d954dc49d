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

/** The first character of a token, composed and folded as for its key: its
 * UTF-8, the first byte lowest; 0 when it shows nothing. */
uint32_t gz_token_lead(const char *bytes, size_t len);

#define GZ_TOKEN_KEY_A 0x9e3779b97f4a7c15U
#define GZ_TOKEN_KEY_B 0xe7037ed1a0b428dbU

/** The key of one token by its bytes, which nothing is asked of but to be valid
 * UTF-8; for those that gz_token_key() does not make itself. */
uint64_t gz_token_key_slowly(const char *bytes, size_t len);

/**
 * The same for words that are looked up in two classes, by the case of their
 * first letter: small says that it is a lower case one, in whatever case it
 * stands here.  The key of a word of ASCII is that of its bytes folded but for
 * the first one, which therefore costs nothing to tell.
 */
uint64_t gz_token_key_first_slowly(const char *bytes, size_t len, bool small);

/**
 * The key of a dash, which joins nothing: of an em dash ("Acme\u2014the
 * maker"), and of a hyphen or an en dash between blanks.  Else an en dash has
 * the key of a hyphen, as it folds to one: "Paris\u2013Brest".
 */
#define GZ_TOKEN_KEY_DASH UINT64_C(0xd1a3c6f98b24e075)

/** The keys of count tokens of a text, dashes told from hyphens. */
void gz_token_keys_fill(struct gz_str text, const struct gz_token *tokens,
                        uint32_t count, uint64_t *keys);

/** Two values into one, in order: the step that keys are made of. */
static inline uint64_t gz_token_keys_mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The first and second eight of 16 folded bytes, with zeros behind the token.
static inline uint64_t gz_token_key_of(uint64_t a, uint64_t b)
{
    return gz_token_keys_mix(a ^ GZ_TOKEN_KEY_A, b ^ GZ_TOKEN_KEY_B);
}

enum { GZ_TOKEN_KEY_BYTES = 16 };  // of a token that is short

// As many of the first bytes are kept as one reads before the last 16.
static const uint8_t gz_token_key_window[2 * GZ_TOKEN_KEY_BYTES] = {
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
};

/**
 * The key of a short ASCII token; GZ_TOKEN_KEY_BYTES from p on are read.
 * False when the token is long or beyond ASCII: then there is no key.  first:
 * the key that gz_token_key_first_slowly() gives.
 */
static inline bool gz_token_key_quick(const char *p, uint32_t len, bool first,
                                      uint64_t *key)
{
    if (__builtin_expect(len > GZ_TOKEN_KEY_BYTES, 0)) {
        return false;
    }
    const uint8_t *const ones = gz_token_key_window + GZ_TOKEN_KEY_BYTES - len;
    const uint64_t fold = UINT64_C(0x2020202020202020);
    const uint64_t fold_begin = first ? fold << 8 : fold;
#if defined(__SSE2__)
    const __m128i bytes = _mm_and_si128(
        _mm_or_si128(_mm_loadu_si128((const __m128i *)(const void *)p),
                     _mm_set_epi64x((int64_t)fold, (int64_t)fold_begin)),
        _mm_loadu_si128((const __m128i *)(const void *)ones));
    if (__builtin_expect(_mm_movemask_epi8(bytes) != 0, 0)) {
        return false;
    }
    const __m128i x =
        _mm_xor_si128(bytes, _mm_set_epi64x((int64_t)GZ_TOKEN_KEY_B,
                                            (int64_t)GZ_TOKEN_KEY_A));
    *key = gz_token_keys_mix(
        (uint64_t)_mm_cvtsi128_si64(x),
        (uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(x, x)));
    return true;
#else
    uint64_t part[2];
    uint64_t kept[2];
    memcpy(part, p, sizeof(part));
    memcpy(kept, ones, sizeof(kept));
    part[0] = (part[0] | fold_begin) & kept[0];
    part[1] = (part[1] | fold) & kept[1];
    *key = gz_token_key_of(part[0], part[1]);
    return ((part[0] | part[1]) & UINT64_C(0x8080808080808080)) == 0;
#endif
}

/** The key of a token behind which nothing can be read. */
uint64_t gz_token_key_alone(const char *p, size_t len);

/** The key of the token p[0..len); readable counts the bytes from p on that
 * can be read. */
static inline uint64_t gz_token_key(const char *p, size_t len, size_t readable)
{
    uint64_t key;
    if (__builtin_expect(readable < GZ_TOKEN_KEY_BYTES, 0)) {
        return gz_token_key_alone(p, len);
    }
    if (__builtin_expect(gz_token_key_quick(p, (uint32_t)len, false, &key),
                         1)) {
        return key;
    }
    return gz_token_key_slowly(p, len);
}

#endif
