#ifndef GZ_SENTENCES_H
#define GZ_SENTENCES_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/text/tokens.h"

/*
 * Sentences as news writes them: they end at a full stop, question or
 * exclamation mark, ellipsis (with closing quotes and brackets behind it), at a
 * paragraph's end, or before a line that begins with a list's mark.  A stop
 * behind an abbreviation of newspapers ("Mr.", "Inc.", "Gov.", "No. 5") or an
 * initial ends no sentence unless the next word shows that it does.  CJK stops
 * need no space behind them.  Linear in the text.
 */
struct gz_sentence {
    uint32_t first_token;  // half-open range of tokens, never empty
    uint32_t end_token;
};

struct gz_sentences {
    const struct gz_sentence *items;  // in arena
    uint32_t count;
    const uint32_t *of_tokens;  // number of each token's sentence, in arena
};

/**
 * Group tokens into sentences, in arena.  Together they cover every token.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_sentences_split(struct gz_str text,
                                  const struct gz_tokens *tokens,
                                  struct gz_arena *arena,
                                  struct gz_sentences *out) GZ_MUST_CHECK;

#endif
