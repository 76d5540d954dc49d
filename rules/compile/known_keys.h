#ifndef GZ_KNOWN_KEYS_H
#define GZ_KNOWN_KEYS_H

#include "rules/compile/program_parts.h"

/** Fill in the keys of words that have a meaning of their own. */
void gz_known_keys_fill(struct gz_known_keys *out);

#endif
