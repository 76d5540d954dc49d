#ifndef GZ_ORDINARY_WORDS_H
#define GZ_ORDINARY_WORDS_H

#include <stdbool.h>

#include "daemon/base/str.h"

/*
 * Words that readers meet without thinking of a name.  A name that a list
 * gives is its keeper's business; one that a rule makes is asked about here.
 */

/**
 * Whether a spelling is one ordinary English word, in any case, a full stop at
 * its end left out.  The words are those of the shipped packs' generator.
 */
bool gz_ordinary_words_have(struct gz_str spelling);

/**
 * Whether a spelling is one word that tells nobody from others, such as
 * "General" or "Bank".
 */
bool gz_ordinary_words_say_nothing(struct gz_str spelling);

#endif
