#ifndef GZ_NAME_KEY_H
#define GZ_NAME_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/str.h"
#include "rules/text/token_keys.h"
#include "rules/text/tokens.h"

/*
 * Keys of names: what makes two spellings meet in the index.  A sequence of
 * tokens chains the keys of token_keys.h, with a bit for each gap: space (of
 * any kind and length, line breaks included) or none.  Around "&" both count
 * as none.
 *
 * Case is folded everywhere, so that "ACME CORP" finds "Acme Corp" with one
 * entry per name.  What keeps lower case words from being looked up is the
 * class of the first token: names that begin with a lower case word have keys
 * of their own.  We chose this over a second, folded set of entries because
 * it costs no memory; the price is that a match is confirmed against the
 * name's spelling, which has to be read anyway.
 *
 * Keys are part of the image format: a change needs a new GZ_IMAGE_VERSION.
 */
#define GZ_NAME_KEY_LOWER 0x9ddfea08eb382d69U

/** The key of a sequence made longer by one token. */
static inline uint64_t gz_name_key_chain(uint64_t key, bool gap, uint64_t token)
{
    return gz_token_keys_mix(key ^ 0x94d049bb133111ebU ^ ((uint64_t)gap << 7),
                             token ^ 0xbf58476d1ce4e5b9U);
}

/** What a name's key is combined with, by its first token: 0 or one value. */
static inline uint64_t gz_name_key_class(const struct gz_token *first)
{
    // One comparison, no branch: in text nothing predicts the next word.
    _Static_assert(GZ_TOKEN_WORD == 0, "a word has no bits but its flags");
    const unsigned not_lower = first->kind | (first->flags & GZ_TOKEN_CAPITAL);
    return (0 - (uint64_t)(not_lower == 0)) & GZ_NAME_KEY_LOWER;
}

static inline bool gz_name_key_is_amp(struct gz_str text,
                                      const struct gz_token *t)
{
    return t->kind == GZ_TOKEN_MARK && text.ptr[t->begin_byte] == '&';
}

/** Whether a gap stands before token, which has one before it. */
static inline bool gz_name_key_gap(struct gz_str text,
                                   const struct gz_token *token)
{
    if ((token->flags & GZ_TOKEN_SPACE_BEFORE) == 0) {
        return false;
    }
    return !gz_name_key_is_amp(text, token) &&
           !gz_name_key_is_amp(text, token - 1);
}

#endif
