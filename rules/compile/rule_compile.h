#ifndef GZ_RULE_COMPILE_H
#define GZ_RULE_COMPILE_H

#include "rules/compile/pattern_compile.h"

/*
 * All rules of a set into units, with what sets each off.
 */

/** Compile every rule.  Mistakes are in err; GZ_INVALID then, at the end. */
enum gz_status gz_rule_compile_all(struct gz_program *p,
                                   struct gz_phrase_builder *phrases,
                                   struct gz_error *err) GZ_MUST_CHECK;

#endif
