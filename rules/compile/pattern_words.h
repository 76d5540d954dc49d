#ifndef GZ_PATTERN_WORDS_H
#define GZ_PATTERN_WORDS_H

#include "rules/compile/pattern_compile.h"

/*
 * Words, forms of words and literals as states over the keys of tokens.
 */

/** The states of a WORD, FORMS or LITERAL node before next; neither its
 * quantifier nor its role is looked at. */
struct gz_part gz_pattern_words(struct gz_pattern_compiler *c,
                                const struct gz_pattern *node, uint32_t next);

/**
 * Alternatives that are all words of one token, from first on for count: one
 * state for all of them.  False, and nothing made, when one is more.
 */
bool gz_pattern_words_choice(struct gz_pattern_compiler *c,
                             const struct gz_pattern *choice, uint32_t next,
                             struct gz_part *out);

#endif
