#ifndef GZ_NAME_TYPES_H
#define GZ_NAME_TYPES_H

#include "rules/resolve/draft.h"

/**
 * Names of several words that no list has and that rules took for different
 * things at different places, a person here and an organisation there, are one
 * entity: that with the most mentions, then the first.  What is one word may
 * well be two things.
 */
void gz_name_types_unite(struct gz_draft *draft);

#endif
