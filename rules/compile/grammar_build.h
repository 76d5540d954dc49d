#ifndef GZ_GRAMMAR_BUILD_H
#define GZ_GRAMMAR_BUILD_H

#include "rules/compile/program_parts.h"

/** Lay out the grammars of the rule set's packs, one for each language, in the
 * program's arena. */
enum gz_status gz_grammar_build(struct gz_program *p) GZ_MUST_CHECK;

#endif
