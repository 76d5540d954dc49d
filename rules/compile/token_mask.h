#ifndef GZ_TOKEN_MASK_H
#define GZ_TOKEN_MASK_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/automaton.h"
#include "rules/text/tokens.h"

/*
 * What a token is, in 128 bits; and what a state could begin with, in as many.
 * Where the two have no bit in common the state leads nowhere, which is so for
 * most states at most tokens, and costs one comparison to know.
 *
 *     words   0..47   its key, as one of 48 bits
 *             48..63  classes
 *     things  0..55   lists of which a phrase begins there, by number
 *             56..63  items that begin there, by type
 */
enum gz_token_mask_class {
    GZ_TOKEN_MASK_CAPITAL = 48,
    GZ_TOKEN_MASK_ALL_CAPS,
    GZ_TOKEN_MASK_NUMBER,
    GZ_TOKEN_MASK_WORD,
    GZ_TOKEN_MASK_OTHER_WORD,  // an ideograph
    GZ_TOKEN_MASK_POSSESSIVE,
};

#define GZ_TOKEN_MASK_CLASSES 6
#define GZ_TOKEN_MASK_KEYS ((UINT64_C(1) << 48) - 1)
#define GZ_TOKEN_MASK_TYPES (UINT64_C(0xff) << 56)

static inline uint64_t gz_token_mask_key(uint64_t key)
{
    return UINT64_C(1) << ((key & UINT32_MAX) * 48 >> 32);
}

static inline uint64_t gz_token_mask_list(uint32_t list)
{
    return UINT64_C(1) << list % 56;
}

static inline uint64_t gz_token_mask_type(uint32_t type)
{
    return UINT64_C(1) << (56 + (type & 7));
}

/** Key and classes of a token. */
static inline uint64_t gz_token_mask_words(const struct gz_token *t,
                                           uint64_t key)
{
    // A bit for each kind; marks have none.
    static const uint8_t kinds[] = {
        [GZ_TOKEN_WORD] = 1 << (GZ_TOKEN_MASK_WORD - GZ_TOKEN_MASK_CAPITAL),
        [GZ_TOKEN_NUMBER] = 1 << (GZ_TOKEN_MASK_NUMBER - GZ_TOKEN_MASK_CAPITAL),
        [GZ_TOKEN_IDEOGRAPH] =
            1 << (GZ_TOKEN_MASK_OTHER_WORD - GZ_TOKEN_MASK_CAPITAL),
        [GZ_TOKEN_POSSESSIVE] =
            1 << (GZ_TOKEN_MASK_POSSESSIVE - GZ_TOKEN_MASK_CAPITAL),
        [GZ_TOKEN_MARK] = 0,
    };
    _Static_assert(GZ_TOKEN_CAPITAL == 1 && GZ_TOKEN_ALL_CAPS == 2,
                   "the flags of capitals are the lowest bits");
    const uint64_t classes = (uint64_t)(kinds[t->kind] | (t->flags & 3));
    return gz_token_mask_key(key) | classes << GZ_TOKEN_MASK_CAPITAL;
}

/** Tokens that one may be of for a class, in words; see automaton.h. */
uint64_t gz_token_mask_class(enum gz_token_class class_of);

#endif
