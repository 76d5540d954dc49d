#ifndef GZ_TOKEN_MASK_H
#define GZ_TOKEN_MASK_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/automaton.h"
#include "rules/text/tokens.h"

/*
 * What a token is, in 64 bits; and what a state could begin with, in as many.
 * Where the two have no bit in common the state leads nowhere, which is so for
 * most states at most tokens, and costs one comparison to know.
 *
 *     0..31   its key, as one of 32 bits
 *     32..47  lists of which a phrase begins there, by number modulo 16
 *     48..55  classes
 *     56..63  items that begin there, by type modulo 8
 */
#define GZ_TOKEN_MASK_ANY UINT64_MAX

enum gz_token_mask_class {
    GZ_TOKEN_MASK_CAPITAL = 48,
    GZ_TOKEN_MASK_ALL_CAPS,
    GZ_TOKEN_MASK_NUMBER,
    GZ_TOKEN_MASK_WORD,
    GZ_TOKEN_MASK_OTHER_WORD,  // an ideograph
    GZ_TOKEN_MASK_POSSESSIVE,
};

static inline uint64_t gz_token_mask_key(uint64_t key)
{
    return UINT64_C(1) << (key & 31);
}

static inline uint64_t gz_token_mask_list(uint32_t list)
{
    return UINT64_C(1) << (32 + (list & 15));
}

static inline uint64_t gz_token_mask_type(uint32_t type)
{
    return UINT64_C(1) << (56 + (type & 7));
}

#define GZ_TOKEN_MASK_TYPES (UINT64_C(0xff) << 56)

/** Key and classes of a token. */
static inline uint64_t gz_token_mask_of(const struct gz_token *t, uint64_t key)
{
    // A bit for each kind; marks have none.
    static const uint8_t kinds[] = {
        [GZ_TOKEN_WORD] = GZ_TOKEN_MASK_WORD,
        [GZ_TOKEN_NUMBER] = GZ_TOKEN_MASK_NUMBER,
        [GZ_TOKEN_IDEOGRAPH] = GZ_TOKEN_MASK_OTHER_WORD,
        [GZ_TOKEN_POSSESSIVE] = GZ_TOKEN_MASK_POSSESSIVE,
        [GZ_TOKEN_MARK] = 0,
    };
    _Static_assert(GZ_TOKEN_CAPITAL == 1 && GZ_TOKEN_ALL_CAPS == 2,
                   "the flags of capitals are the lowest bits");
    const uint64_t kind =
        kinds[t->kind] == 0 ? 0 : UINT64_C(1) << kinds[t->kind];
    return gz_token_mask_key(key) | kind |
           (uint64_t)(t->flags & 3) << GZ_TOKEN_MASK_CAPITAL;
}

/** Tokens that one may be of for a class, see automaton.h. */
uint64_t gz_token_mask_class(enum gz_token_class class_of);

#endif
