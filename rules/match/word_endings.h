#ifndef GZ_WORD_ENDINGS_H
#define GZ_WORD_ENDINGS_H

#include "rules/match/field_view.h"

/** Add to the classes of the words of a field those of the endings that they
 * have, such as *ed. */
void gz_word_endings_mark(const struct gz_field_view *v);

#endif
