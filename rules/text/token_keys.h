#ifndef GZ_TOKEN_KEYS_H
#define GZ_TOKEN_KEYS_H

#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/text/tokens.h"

/*
 * The key of a token: a hash of its text composed and folded by width and
 * case, without characters that show nothing, so that all spellings of a word
 * have one.  Made once for each token of
 * an article, for all who compare words.
 *
 * The hash multiplies and folds to the middle, after wyhash (Wang Yi).  Keys
 * are part of the image format: a change needs a new GZ_IMAGE_VERSION.
 */

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

#endif
