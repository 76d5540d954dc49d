#ifndef GZ_TEST_TOKEN_KEY_CHECKS_H
#define GZ_TEST_TOKEN_KEY_CHECKS_H

#include <stdlib.h>

#include "rules/text/token_keys.h"
#include "tests/support/check.h"

/*
 * The quick key of a short ASCII token against the slow one, for the version
 * of gz_token_key_quick() that the including file is compiled for.
 */
enum { KEY_CHECK_LONGEST = 300, KEY_CHECK_ROUNDS = 50 };

static inline uint32_t key_check_draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

static inline void key_check_long(const char *bytes, uint32_t len)
{
    uint64_t none;
    CHECK(!gz_token_key_quick(bytes, len, false, &none));
    CHECK(gz_token_key(bytes, len, KEY_CHECK_LONGEST) ==
          gz_token_key_slowly(bytes, len));
}

// As first words, which begin with letters, digits and underscores only: in
// the class of the text both keys are one, in the other class there is another
// one where the letter has two cases.
static inline void key_check_first(const char *alone, const char *bytes,
                                   uint32_t len)
{
    const char c = bytes[0];
    const bool small = c >= 'a' && c <= 'z';
    const bool cased = small || (c >= 'A' && c <= 'Z');
    uint64_t got;
    if (!cased && c != '_' && (c < '0' || c > '9')) {
        return;
    }
    CHECK(gz_token_key_quick(bytes, len, true, &got));
    CHECK(got == gz_token_key_first_slowly(alone, len, small));
    if (cased) {
        CHECK(got != gz_token_key_first_slowly(alone, len, !small));
    }
}

// The token's bytes, any bytes behind it, and its bytes without any behind.
static inline void key_check_short(char *bytes, uint32_t len, uint64_t *seed)
{
    char *alone = malloc(len);
    CHECK(alone != NULL);
    memcpy(alone, bytes, len);
    const uint64_t want = gz_token_key_slowly(alone, len);
    CHECK(gz_token_key(alone, len, len) == want);
    CHECK(gz_token_key_alone(alone, len) == want);
    uint64_t got;
    CHECK(gz_token_key_quick(bytes, len, false, &got));
    CHECK(got == want);
    key_check_first(alone, bytes, len);
    CHECK(gz_token_key(bytes, len, GZ_TOKEN_KEY_BYTES) == want);
    // One byte beyond ASCII, at any place, and the key is none.
    const uint32_t at = key_check_draw(seed) % len;
    bytes[at] = (char)(bytes[at] | 0x80);
    CHECK(!gz_token_key_quick(bytes, len, false, &got));
    CHECK(!gz_token_key_quick(bytes, len, true, &got));
    free(alone);
}

static inline void key_check_all(void)
{
    uint64_t seed = 1;
    for (uint32_t len = 1; len <= KEY_CHECK_LONGEST; len++) {
        for (int round = 0; round < KEY_CHECK_ROUNDS; round++) {
            char bytes[KEY_CHECK_LONGEST + GZ_TOKEN_KEY_BYTES];
            for (size_t i = 0; i < sizeof(bytes); i++) {
                const uint32_t high = i < len ? 0x7f : 0xff;
                bytes[i] = (char)(key_check_draw(&seed) & high);
            }
            if (len > GZ_TOKEN_KEY_BYTES) {
                key_check_long(bytes, len);
            } else {
                key_check_short(bytes, len, &seed);
            }
        }
    }
}

#endif
