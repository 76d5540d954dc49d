#ifndef GZ_SHOUT_H
#define GZ_SHOUT_H

#include <stdbool.h>

#include "rules/text/document.h"

/**
 * Whether a sentence of a passage is written in capitals throughout, so that
 * they tell no acronym from a word.  It takes two words to see that: an
 * acronym that stands alone is none the less one.  Nor are capitals among
 * letters that have no case.  Linear in the sentence.
 */
bool gz_shout_is(const struct gz_passage *passage,
                 const struct gz_sentence *sentence);

#endif
