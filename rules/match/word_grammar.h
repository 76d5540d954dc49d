#ifndef GZ_WORD_GRAMMAR_H
#define GZ_WORD_GRAMMAR_H

#include "rules/match/matcher_state.h"

/*
 * Of which classes the words of an article are: by the grammars of its
 * language alone, so that "die" is an article of German and no word of English.
 */

/** Note which grammars are of the language of the article at hand. */
void gz_word_grammar_open(struct gz_matcher *m);

/** The classes of a word that has a slot, by its key. */
uint64_t gz_word_grammar_classes(const struct gz_matcher *m,
                                 const struct gz_key_slot *slot);

/** Add to the classes of the words of a field those of the endings that they
 * have, such as *ed. */
void gz_word_grammar_mark_endings(const struct gz_matcher *m,
                                  const struct gz_field_view *v);

#endif
