#ifndef GZ_PATTERN_ATOMS_H
#define GZ_PATTERN_ATOMS_H

#include "rules/compile/pattern_compile.h"

/** The state of an atom that is neither a word nor made of others, before
 * next; neither its quantifier nor the role of a text is looked at. */
struct gz_part gz_pattern_atom(struct gz_pattern_compiler *c,
                               const struct gz_pattern *node, uint32_t next);

#endif
