#ifndef GZ_WORD_TOKENS_H
#define GZ_WORD_TOKENS_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Words of patterns and lists as the tokens that they are in a text.  A
 * possessive at the begin ("'s largest") is one as it is behind a word.
 */
struct gz_word_token {
    uint64_t key;  // see token_keys.h
    struct gz_str text;
    uint8_t kind;  // enum gz_token_kind
};

struct gz_word_tokens {
    const struct gz_word_token *items;  // in arena
    uint32_t count;
};

/** Cut, in arena.  Fails with GZ_LIMIT when the arena is full. */
enum gz_status gz_word_tokens_cut(struct gz_str text, struct gz_arena *arena,
                                  struct gz_word_tokens *out) GZ_MUST_CHECK;

/** The key of a word that is one token. */
uint64_t gz_word_tokens_key(struct gz_str word);

#endif
